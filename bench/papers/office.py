"""The second generator: what LibreOffice and a browser make of a paper when they save it in another format."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_FILTERS = {
    "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt:writer8", "pdf": "pdf",
    "html": "html:HTML (StarWriter)", "xls": "xls:MS Excel 97", "ods": "ods:calc8",
}  # fmt: skip


def installed() -> bool:
    """Whether LibreOffice is here."""
    return shutil.which("soffice") is not None


def save_as(files: list[Path], kind: str, folder: Path) -> list[Path]:
    """All files saved by LibreOffice as `kind` into `folder`, in one go; their new places."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += ["--convert-to", _FILTERS[kind], "--outdir", str(folder), *map(str, files)]
        subprocess.run(command, capture_output=True, timeout=30 + 20 * len(files), check=False)
    return [folder / f"{file.stem}.{kind}" for file in files]


def printed(pages: list[Path], folder: Path) -> list[Path]:
    """All web pages printed to PDF by Chromium."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    out = []
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        for path in pages:
            tab.goto(path.as_uri())
            target = folder / f"{path.stem}.pdf"
            tab.pdf(path=str(target), prefer_css_page_size=True, print_background=True)
            out.append(target)
        browser.close()
    return out
