"""Pages through PDFium: open, size, characters with their places, pixels band by band.

PDFium is one state machine a process, and a hostile page may crash it: only a child (`child.run`) enters it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

from gongkai.exceptions import Unreadable
from gongkai.files.geometry import Frame, Rect

MOST_PAGES = 3000
# Longest side of a page in user units. The format itself ends at 14,400; beyond is nobody's document.
LONGEST_SIDE = 20_000.0
# Pixels drawn at once: 40 MB of bitmap.
BAND_PIXELS = 10_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of the text layer. tight: its ink, loose: its cell; both as shown. size: height of the font.

    index: number of the character on the page. unmapped: the file does not say which character it is.
    """

    sign: str
    tight: Rect
    loose: Rect
    index: int
    unmapped: bool = False


@contextmanager
def opened(source: Path | bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A document with its forms. An empty opening password is tried. Unreadable for locked, broken, endless files."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("已加密（设有打开密码），请去除密码后再试。") from error
        raise Unreadable("已损坏或不完整，打不开；请用原来的软件重新导出。") from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"有{len(document)}页，超过{MOST_PAGES}页，请拆分后再试。")
        if len(document) < 1:
            raise Unreadable("没有任何页，像是已损坏；请重新导出。")
        document.init_forms()
        yield document
    finally:
        document.close()


def load(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Page number (from 1). Unreadable if it cannot be loaded or is absurdly large."""
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Unreadable(f"第{number}页已损坏，读不出来；请重新导出整份文件。") from error
    wide, high = page.get_size()
    if not (0 < wide <= LONGEST_SIDE and 0 < high <= LONGEST_SIDE):
        raise Unreadable(f"第{number}页的幅面（{wide:.0f}×{high:.0f}磅）不合常理，已拒绝处理。")
    return page


def frame(page: pypdfium2.PdfPage) -> Frame:
    """The visible rectangle and its turn."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return Frame(box.left, box.bottom, box.right, box.top, page.get_rotation() // 90 % 4)


def letters(page: pypdfium2.PdfPage) -> list[Letter]:
    """Every character of the text layer in the order PDFium reads it, blanks it adds between words included."""
    place = frame(page)
    text = page.get_textpage()
    found = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    cell = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            code = 0xFFFD
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        raw.FPDFText_GetLooseCharBox(text, index, cell)
        found.append(
            Letter(
                chr(code) if code else "�",
                place.rect(left.value, bottom.value, right.value, top.value),
                place.rect(cell.left, cell.bottom, cell.right, cell.top),
                index,
                code == 0 or raw.FPDFText_HasUnicodeMapError(text, index) == 1,
            )
        )
    text.close()
    return found


def bands(page: pypdfium2.PdfPage, scale: float) -> Iterator[tuple[int, Image.Image]]:
    """The page as shown, drawn band by band from the top: row of its upper edge, pixels in RGB."""
    wide, high = pixel_size(page, scale)
    rows = max(1, min(high, BAND_PIXELS // wide))
    for start in range(0, high, rows):
        yield start, draw(page, scale, start, min(start + rows, high))


def pixel_size(page: pypdfium2.PdfPage, scale: float) -> tuple[int, int]:
    """Width and height of the drawn page in pixels."""
    wide, high = page.get_size()
    return max(round(wide * scale), 1), max(round(high * scale), 1)


def draw(
    page: pypdfium2.PdfPage, scale: float, first: int = 0, last: int | None = None, annotations: bool = True
) -> Image.Image:
    """Rows first to last (exclusive) of the page in RGB, with what annotations and form fields show."""
    wide, high = pixel_size(page, scale)
    last = high if last is None else last
    bitmap = pypdfium2.PdfBitmap.new_native(wide, last - first, raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, last - first)
    place = (bitmap, page, 0, -first, wide, high, 0)
    raw.FPDF_RenderPageBitmap(*place, raw.FPDF_ANNOT if annotations else 0)
    if annotations and page.formenv:
        raw.FPDF_FFLDraw(page.formenv, *place, raw.FPDF_ANNOT)
    pixels = Image.frombytes("RGB", (wide, last - first), bytes(bitmap.buffer), "raw", "BGRX", bitmap.stride)
    bitmap.close()
    return pixels
