"""PDF read by place: its text layer, and where letters can be read off pictures, pages that are nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2

from gongkai.files import carried, child, pdfium
from gongkai.files.document import Document
from gongkai.files.pdf.sheet import sheet_of
from gongkai.files.placed.laying import laid
from gongkai.files.placed.sheet import Sheet
from gongkai.files.scan import recogniser
from gongkai.files.scan.reader import Pages

# Pixels of a point at 200 dots an inch.
_FINE = 200 / 72


def read(data: bytes) -> Document:
    """The text of a PDF, read in a process of its own. Unreadable if locked, broken, endless, or only pictures."""
    return carried.unpacked(child.read("read_pdf", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    with pdfium.opened(Path(path)) as source:
        pictured = Pages()
        document = laid("pdf", _sheets(source, pictured), "PDF")
        pictured.name(document)
        return carried.packed(document)


def _sheets(source: pypdfium2.PdfDocument, pictured: Pages) -> Iterator[Sheet]:
    for number in range(1, len(source) + 1):
        child.step()
        page = pdfium.load(source, number)
        sheet = sheet_of(page, number)
        if sheet.pictured and recogniser.available():
            sheet = pictured.read(lambda page=page: pdfium.draw(page, _FINE), number, page.get_size())  # type: ignore[misc]
        yield sheet
        page.close()
