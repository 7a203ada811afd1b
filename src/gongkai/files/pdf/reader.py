"""PDF with a text layer, read by place."""

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


def read(data: bytes) -> Document:
    """The text of a PDF, read in a process of its own. Unreadable if locked, broken, endless, or only pictures."""
    return carried.unpacked(child.read("read_pdf", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    with pdfium.opened(Path(path)) as document:
        return carried.packed(laid("pdf", _sheets(document), "PDF"))


def _sheets(source: pypdfium2.PdfDocument) -> Iterator[Sheet]:
    for number in range(1, len(source) + 1):
        child.step()
        page = pdfium.load(source, number)
        yield sheet_of(page, number)
        page.close()
