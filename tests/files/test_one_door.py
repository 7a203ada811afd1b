"""Nothing outside `gongkai.files` opens a file to read it. What still does is named here; the list may only shrink."""

from __future__ import annotations

import re
from pathlib import Path

import gongkai

SOURCE = Path(gongkai.__file__).parent
OPENERS = re.compile(
    r"^\s*(?:import|from)\s+(?:zipfile|pypdfium2|pypdf|lxml|olefile|python_calamine)\b|\bload_workbook\b",
    re.MULTILINE,
)
# Markup of our own pages; the gate at the upload; filled-in templates that come back; a zip that is written.
STILL = {
    "apps/documents/markup.py",
    "apps/requests/outputs/archive.py",
    "apps/portal/text.py",
    "uploads.py",
    "tables.py",
}


def opening() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith("files/") and OPENERS.search(path.read_text("utf-8")):
            found.add(name)
    return found


def test_nobody_else_opens_a_file_to_read_it() -> None:
    assert opening() <= STILL


def test_what_no_longer_does_leaves_the_list() -> None:
    assert opening() >= STILL
