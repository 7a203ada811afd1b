"""Pages for a screen: how many, how large, what they show, which words stand where. Each call is one child process."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image

from gongkai.exceptions import Unreadable
from gongkai.files import child, pdfium, pictures
from gongkai.files.geometry import Rect
from gongkai.files.kinds import PICTURES, kind_of, read_file

_SCREEN_PIXELS = 12_000_000
_ASK = "只能打开 PDF 和图片（png、jpg、tiff、gif），请先另存为 PDF。"


def page_sizes(path: str | Path) -> list[tuple[float, float]]:
    """Width and height of every page as shown: user units of a PDF, pixels of a picture."""
    return [(float(wide), float(high)) for wide, high in child.run("pages", path=str(path))]


def page_png(path: str | Path, number: int, dpi: float = 100) -> bytes:
    """Page `number` (from 1) as PNG; a picture keeps its pixels, a huge page comes coarser."""
    return base64.b64decode(child.run("page_png", path=str(path), number=number, dpi=dpi))


def words(path: str | Path, number: int) -> list[tuple[str, Rect, Rect]]:
    """The characters of page `number` in reading order: sign, its ink, its cell, as shown; a picture has none."""
    found = child.run("words", path=str(path), numbers=[number])[str(number)]
    return [(sign, Rect(*tight), Rect(*loose)) for sign, tight, loose in found]


def all_words(path: str | Path) -> dict[int, list[tuple[str, Rect, Rect]]]:
    """The characters of every page, as `words`."""
    found = child.run("words", path=str(path), numbers=None)
    return {
        int(number): [(sign, Rect(*tight), Rect(*loose)) for sign, tight, loose in letters]
        for number, letters in found.items()
    }


def elsewhere(path: str | Path, boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the words under these boxes (shape of BOXES.json) stand unboxed: text, page, where, box."""
    found: list[dict[str, Any]] = child.run("elsewhere", path=str(path), boxes=boxes)
    return found


def pages_of(path: str) -> list[tuple[float, float]]:
    """In the child: sizes."""
    data, kind = _read(path)
    if kind in PICTURES:
        return [(float(image.width), float(image.height)) for image in pictures.frames(data)]
    with pdfium.opened(data) as document:
        return [pdfium.load(document, number).get_size() for number in range(1, len(document) + 1)]


def words_of(path: str, numbers: list[int] | None) -> dict[str, Any]:
    """In the child: letters of some pages or of all."""
    data, kind = _read(path)
    if kind in PICTURES:
        return {str(number): [] for number in numbers or [1]}
    with pdfium.opened(data) as document:
        found = {}
        for number in numbers or range(1, len(document) + 1):
            child.step()
            page = pdfium.load(document, number)
            found[str(number)] = [
                (one.sign, _edges(one.tight), _edges(one.loose)) for one in pdfium.letters(page)
            ]
            page.close()
        return found


def png_of(path: str, number: int, dpi: float) -> str:
    """In the child: one page as base64 of a PNG."""
    data, kind = _read(path)
    if kind in PICTURES:
        shown = next((one for at, one in enumerate(pictures.frames(data), 1) if at == number), None)
        if shown is None:
            raise Unreadable(f"图片没有第{number}页。")
        return _png(shown)
    with pdfium.opened(data) as document:
        page = pdfium.load(document, number)
        wide, high = page.get_size()
        scale = min(max(dpi, 10) / 72, (_SCREEN_PIXELS / (wide * high)) ** 0.5)
        return _png(pdfium.draw(page, scale))


def _png(image: Image.Image) -> str:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def _read(path: str) -> tuple[bytes, str]:
    data = read_file(path)
    kind = kind_of(data)
    if kind != "pdf" and kind not in PICTURES:
        raise Unreadable(_ASK)
    return data, kind


def _edges(rect: Rect) -> tuple[float, float, float, float]:
    return (round(rect.x0, 3), round(rect.y0, 3), round(rect.x1, 3), round(rect.y1, 3))
