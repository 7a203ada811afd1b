"""Resident memory of the idle server: every process of `gongkai serve`, after one page and one sign-in screen each.

Compared in the same run with a bare Django process that has only imported the settings.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [p for child in children for p in _tree(int(child))]


def _pss_mb(pid: int) -> float:
    """Proportional set size: shared pages are counted once among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Start, touch, wait, read; Linux only."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = os.environ | {"GONGKAI_DATA": folder, "DATABASE_URL": ""}
        bare = subprocess.run(
            [
                sys.executable, "-c",
                "import django,os;from django.conf import settings;settings.configure();django.setup();"
                "print([l for l in open('/proc/self/smaps_rollup') if l.startswith('Pss:')][0].split()[1])",
            ],
            env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        server = subprocess.Popen(
            [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port)],
            env=env,
            stdout=subprocess.DEVNULL,
        )
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/workbench/login/").read()
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.2)
            for _ in range(20):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/workbench/login/").read()
            sizes = {pid: _pss_mb(pid) for pid in _tree(server.pid)}
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    total, one = sum(sizes.values()), int(bare.stdout) / 1024
    print(
        f"memory of the idle server: {total:.0f} MB in {len(sizes)} processes (2 workers, launcher, background), "
        f"{total / one:.1f} × a bare Django process ({one:.0f} MB)"
    )


if __name__ == "__main__":
    main()
