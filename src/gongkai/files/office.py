"""Old and open Office formats through LibreOffice, where it is installed: one file in a bounded process of its own.

The process gets a fresh profile with macros off, its own folder, limits of processor time, of file size and of the
clock, and no network where the system allows to take it away.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.files import child

try:
    import resource
except ImportError:  # Windows has no such limits; the time-out remains
    resource = None  # type: ignore[assignment]

# By the clock; a busy machine takes its time, and what bounds a hostile file is the processor.
MOST_SECONDS = 300
_MOST_PROCESSOR = 100
_MOST_WRITTEN = 300 * 1024 * 1024
_NAMES = ("soffice", "libreoffice", "/opt/libreoffice/program/soffice")
# kind → ending, the filter the converter must use (left to guess, it takes any bytes for text), what it makes of it
CONVERTED = {
    "doc": ("doc", "MS Word 97", "docx"), "rtf": ("rtf", "Rich Text Format", "docx"), "odt": ("odt", "writer8", "docx"),
    "xlsb": ("xlsb", "Calc MS Excel 2007 Binary", "xlsx"),
}  # fmt: skip
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


@cache
def program() -> str | None:
    """Where LibreOffice is, None if it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def convert(data: bytes, kind: str) -> bytes:
    """A file of one of the kinds of CONVERTED as .docx or .xlsx. Unreadable if that fails or takes too long."""
    office = program()
    if office is None:
        raise Unreadable("需要 LibreOffice 才能读取，本机没有安装。")
    ending, reader, target = CONVERTED[kind]
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        home = Path(folder)
        profile = home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source = home / f"in.{ending}"
        source.write_bytes(data)
        command = [
            *_without_network(), office, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
            f"-env:UserInstallation={(home / 'profile').as_uri()}", f"--infilter={reader}", "--convert-to", target, "--outdir", str(home / "out"),
            str(source),
        ]  # fmt: skip
        with child.turn():
            _bounded(command, home)
        made = home / "out" / f"in.{target}"
        if not made.is_file() or not made.stat().st_size:
            raise Unreadable("转换不成功，可能已损坏或设有密码；请用原来的软件另存后再试。")
        return made.read_bytes()


def _bounded(command: list[str], home: Path) -> None:
    """Run, and end the whole group of processes when the time is up."""
    process = subprocess.Popen(
        command,
        cwd=home,
        env={"HOME": str(home), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limits(),
    )
    try:
        process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("转换超过时限，已停止；请用原来的软件另存为 .docx 后再试。") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _limits() -> Callable[[], None] | None:
    if resource is None:
        return None
    bounds = resource

    def apply() -> None:
        bounds.setrlimit(bounds.RLIMIT_CPU, (_MOST_PROCESSOR, _MOST_PROCESSOR))
        bounds.setrlimit(bounds.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
        bounds.setrlimit(bounds.RLIMIT_CORE, (0, 0))
        bounds.setrlimit(bounds.RLIMIT_AS, (4 * 1024**3, 4 * 1024**3))

    return apply


@cache
def _without_network() -> tuple[str, ...]:
    """The words that start a program without network, if this system lets us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    words = (unshare, "--user", "--map-root-user", "--net")
    try:
        tried = subprocess.run([*words, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return words if tried.returncode == 0 else ()
