"""Pages to pixels, boxes into the pixels, pixels to a new PDF. Runs in the child process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image, ImageDraw

from gongkai.exceptions import Unreadable
from gongkai.files import child, pdfium, pictures
from gongkai.files.geometry import Rect
from gongkai.files.kinds import PICTURES, kind_of, read_file
from gongkai.files.redaction import text
from gongkai.files.redaction.boxes import Box, boxes_from, on_pages
from gongkai.files.redaction.intact import read_whole
from gongkai.files.redaction.retold import retold
from gongkai.files.redaction.secrets import Secret, secrets_in
from gongkai.files.redaction.writer import FlatPdf, Strip, strip

_DPI = 200
_FINEST = 400
# Pixels that the smallest letters of a page get in height, so that dense characters stay legible.
_LETTER_PIXELS = 20
_PAGE_PIXELS = 160_000_000
_BLACK = (0, 0, 0)
_ASK = {
    "docx": "Word 文件请先在 Word 或 WPS 中另存为 PDF，再对 PDF 遮盖。",
    "xlsx": "表格文件请先另存为 PDF，再对 PDF 遮盖。",
    "ole": "旧版或加密的 Office 文件请先在 Word 或 WPS 中另存为 PDF，再对 PDF 遮盖。",
}


def flatten(path: str, boxes: list[dict[str, Any]], out: str) -> dict[str, Any]:
    """Write the flat file. Returns pages, elsewhere, and the hash of the bytes that were read."""
    data = read_file(path)
    chosen = boxes_from(boxes)
    kind = kind_of(data)
    with Path(out).open("wb") as stream:
        pdf = FlatPdf(stream)
        if kind == "pdf":
            done = _pdf(data, chosen, pdf)
        elif kind in PICTURES:
            done = _picture(data, chosen, pdf)
        else:
            raise Unreadable(_ASK.get(kind, "只能遮盖 PDF 和图片（png、jpg、tiff、gif），请先另存为 PDF。"))
        pdf.close()
    return done | {"input_sha256": hashlib.sha256(data).hexdigest()}


def elsewhere(path: str, boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the words of the boxes stand unboxed, without making anything. A picture has no words."""
    data = read_file(path)
    if kind_of(data) != "pdf":
        return []
    with pdfium.opened(data) as document:
        sizes = _sizes(document)
        placed = on_pages(boxes_from(boxes), sizes)
        search = text.Search(_secrets(document, placed))
        for number in range(1, len(document) + 1):
            child.step()
            page = pdfium.load(document, number)
            search.page(number, pdfium.letters(page), placed.get(number, []), sizes[number - 1])
            page.close()
    return _found(search)


def _picture(data: bytes, boxes: Sequence[Box], pdf: FlatPdf) -> dict[str, Any]:
    sizes = [(float(image.width), float(image.height)) for image in pictures.frames(data)]
    placed = on_pages(boxes, sizes)
    for page, image in enumerate(pictures.frames(data), 1):
        child.step()
        black = [box.outward(image.width, image.height) for box in placed.get(page, [])]
        pdf.page(sizes[page - 1], 1, image.height, _strips(iter([(0, image)]), black))
    return {"pages": len(sizes), "elsewhere": []}


def _pdf(data: bytes, boxes: Sequence[Box], pdf: FlatPdf) -> dict[str, Any]:
    reader = read_whole(data)
    units = [_unit(page) for page in reader.pages]
    with pdfium.opened(data) as document:
        if len(units) != len(document):
            raise Unreadable("PDF 已损坏：页数前后不一，请用原来的软件重新导出。")
        sizes = _sizes(document)
        placed = on_pages(boxes, sizes)
        search = text.Search(_secrets(document, placed))
        for number, unit in enumerate(units, 1):
            child.step()
            page = pdfium.load(document, number)
            _is_drawn(page, reader.pages[number - 1], number)
            words, hidden = pdfium.letters(page), placed.get(number, [])
            search.page(number, words, hidden, sizes[number - 1])
            _paint(page, words, hidden, unit, pdf)
            page.close()
    return {"pages": len(units), "elsewhere": _found(search)}


def _found(search: text.Search) -> list[dict[str, Any]]:
    return [
        {"text": one.text, "page": one.page, "where": one.sentence(), "box": _edges(one.at)}
        for one in search.found
    ]


def _edges(rect: Rect) -> list[float]:
    return [round(value, 2) for value in (rect.x0, rect.y0, rect.x1, rect.y1)]


def _unit(page: Any) -> float:
    """UserUnit: how many seventy-seconds of an inch one unit is."""
    value = page.get("/UserUnit", 1)
    unit = float(value.get_object()) if hasattr(value, "get_object") else float(value)
    return unit if 0 < unit < 1e5 else 1.0


def _sizes(document: pypdfium2.PdfDocument) -> list[tuple[float, float]]:
    """Width and height of every page as shown. Unreadable if one is absurd."""
    sizes = []
    for number in range(1, len(document) + 1):
        child.step()
        page = pdfium.load(document, number)
        sizes.append(page.get_size())
        page.close()
    return sizes


def _secrets(document: pypdfium2.PdfDocument, placed: dict[int, list[Rect]]) -> list[Secret]:
    """What the boxes hide, in words."""
    found: dict[str, Secret] = {}
    for number in sorted(placed):
        child.step()
        page = pdfium.load(document, number)
        letters = pdfium.letters(page)
        for box in placed[number]:
            found |= {one.folded: one for one in secrets_in(text.boxed_words(letters, box))}
        page.close()
    return retold(list(found.values()))


def _is_drawn(page: pypdfium2.PdfPage, source: Any, number: int) -> None:
    """Unreadable if the file paints on a page of which PDFium sees nothing."""
    if raw.FPDFPage_CountObjects(page) == 0:
        content = source.get_contents()
        if content is not None and content.get_data().strip():
            operators = {bytes(word) for word in content.get_data().split()}
            if operators & {b"Tj", b"TJ", b"Do", b"f", b"S", b"B", b"sh", b"f*", b"EI"}:
                raise Unreadable(f"第{number}页的内容画不出来，像是已损坏；请用原来的软件重新导出。")


def _paint(
    page: pypdfium2.PdfPage, words: Sequence[pdfium.Letter], boxes: Sequence[Rect], unit: float, pdf: FlatPdf
) -> None:
    scale = _scale(page, words, unit)
    wide, high = pdfium.pixel_size(page, scale)
    across, down = wide / page.get_width(), high / page.get_height()
    black = [
        Rect(one.x0 * across, one.y0 * down, one.x1 * across, one.y1 * down).outward(wide, high)
        for one in _with_whole_letters(words, boxes)
    ]
    pdf.page(page.get_size(), unit, high, _strips(pdfium.bands(page, scale), black))


def _with_whole_letters(words: Sequence[pdfium.Letter], boxes: Sequence[Rect]) -> list[Rect]:
    """The boxes, and the ink of every letter that counts as boxed: no half of it stays legible beside the box."""
    ink = [one.tight.grown(0.3) for one in words if not one.sign.isspace() and text.is_boxed(one, boxes)]
    return [*boxes, *ink]


def _scale(page: pypdfium2.PdfPage, words: Sequence[pdfium.Letter], unit: float) -> float:
    """Pixels a user unit: 200 dpi, finer for small print and for scans that are finer, coarser for huge sheets."""
    heights = [one.loose.height for one in words if not one.sign.isspace() and one.loose.height > 1 / unit]
    wanted = max(_DPI / 72 * unit, _LETTER_PIXELS / min(heights) if heights else 0, _scan_scale(page))
    wanted = min(wanted, _FINEST / 72 * unit)
    wide, high = page.get_size()
    most = (_PAGE_PIXELS / (wide * high)) ** 0.5
    return float(min(wanted, most))


def _scan_scale(page: pypdfium2.PdfPage) -> float:
    """Pixels a unit of the largest picture, at most 300 dpi; 0 if no picture fills half the page."""
    wide, high = page.get_size()
    best = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > 0.5 * wide * high:
            pixels = item.get_px_size()
            best = max(best, min(max(pixels) / max(right - left, top - bottom), 300 / 72))
    return best


def _strips(
    bands: Iterator[tuple[int, Image.Image]], black: Sequence[tuple[int, int, int, int]]
) -> Iterator[Strip]:
    for row, pixels in bands:
        mine = []
        pen = ImageDraw.Draw(pixels)
        for left, top, right, bottom in black:
            top, bottom = max(top - row, 0), min(bottom - row, pixels.height)
            if left < right and top < bottom:
                pen.rectangle((left, top, right - 1, bottom - 1), fill=_BLACK)
                mine.append((left, top, right, bottom))
        yield strip(row, pixels, mine)
