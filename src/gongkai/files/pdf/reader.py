"""PDF read by place: its text layer, and where letters can be read off pictures, pages that are nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from gongkai.files import carried, child, pdfium
from gongkai.files.document import Document, Image
from gongkai.files.pdf.sheet import sheet_of
from gongkai.files.placed.laying import laid
from gongkai.files.placed.sheet import Sheet
from gongkai.files.scan import recogniser
from gongkai.files.scan.reader import Pages

# Pixels of a point at 200 dots an inch.
_FINE = 200 / 72

# Smaller ones (in points) are signs, lines and edges; more than this are a background cut into tiles.
_SIGN = 40.0
_MOST_PICTURES = 50


def read(data: bytes) -> Document:
    """The text of a PDF, read in a process of its own. Unreadable if locked, broken, endless, or only pictures."""
    return carried.unpacked(child.read("read_pdf", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    with pdfium.opened(Path(path)) as source:
        pictured, pictures = Pages(), list[Image]()
        document = laid("pdf", _sheets(source, pictured, pictures), "PDF")
        pictured.name(document)
        if pictures:
            document.blocks += pictures
            document.warnings.append(
                f"PDF 里的图片{len(pictures)}幅没有带进来，正文末尾留有提示，请补上或以原件为准。"
            )
        return carried.packed(document)


def _sheets(source: pypdfium2.PdfDocument, pictured: Pages, pictures: list[Image]) -> Iterator[Sheet]:
    """The pages, those that are pictures read as such; pictures on the others that are larger than a sign are noted."""
    for number in range(1, len(source) + 1):
        child.step()
        page = pdfium.load(source, number)
        sheet = sheet_of(page, number)
        if not sheet.pictured and len(pictures) < _MOST_PICTURES:
            pictures += [Image(f"第{number}页", lost=f"第{number}页的图片")] * _pictures_on(page)
        if sheet.pictured and recogniser.available():
            sheet = pictured.read(lambda page=page: pdfium.draw(page, _FINE), number, page.get_size())  # type: ignore[misc]
        yield sheet
        page.close()


def _pictures_on(page: pypdfium2.PdfPage) -> int:
    """How many pictures a reader sees; one as large as the page is its scan, whose words are the text."""
    wide, high = page.get_size()
    found = 0
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = one.get_bounds()
        size = (right - left) * (top - bottom)
        found += right - left >= _SIGN and top - bottom >= _SIGN and size < 0.8 * wide * high
    return min(found, _MOST_PICTURES)
