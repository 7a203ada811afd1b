"""One picture of a page as placed letters: lines of words, drawn rules, and cell by cell what was not seen at first.

A cell with ink in it that nobody could read gets a sign of its own: it is filled and unread, never blank.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from PIL import Image, ImageDraw, ImageFilter

from gongkai.exceptions import Unreadable
from gongkai.files.placed.grid import grids_of
from gongkai.files.placed.sheet import Glyph, Rule, Sheet
from gongkai.files.scan.recogniser import Recogniser, Seen
from gongkai.files.scan.ruled import lean_of, lines_of

UNREAD = "〓"
# Pixels of the longer side that small print needs, and beyond which nothing is gained.
_FINE, _COARSE = 2300, 1500
_DARK = 150
# A thin line that was blurred is no darker than this.
_DIM = 190
# Figures are taken only from words as sure as this, other words from less.
_SURE_FIGURE, _SURE = 0.85, 0.5
# Beyond this share of upright lines a page lies on its side; narrow cells have some on any page.
_SIDEWAYS = 0.9
_LEANS, _TOO_FAR = 0.003, 0.2
# So many dark pixels of a cell outside of all words are a sign that was not seen.
_INK = 30
_EDGE = 5
_DIGIT = re.compile(r"\d")


@dataclass
class _Picture:
    """The pixels, and the same as dark (0) and light (255), for letters and for lines. scale: points of a pixel."""

    pixels: Image.Image
    ink: Image.Image
    strokes: Image.Image
    scale: float


def sheet_of(image: Image.Image, number: int, size: tuple[float, float] | None, see: Recogniser) -> Sheet:
    """Read one picture. size: of the page in points, None where only the picture is known (then a sheet of A4).

    Unreadable where the page lies on its side.
    """
    picture, seen = _upright(image, size, see)
    long = [one for one in seen if len(one.words) >= 4]
    if len(long) >= 3 and sum(one.y1 - one.y0 > one.x1 - one.x0 for one in long) > _SIDEWAYS * len(long):
        raise Unreadable(f"第{number}页横放着，认不出版面，请转正后再交。")
    wide, high = (side * picture.scale for side in picture.pixels.size)
    sheet = Sheet(number, wide, high, recognised=True)
    sheet.rules = list(_rules(picture))
    words = _cell_by_cell(picture, sheet.rules, seen, see)
    for one in words:
        one = one if _sure(one) else replace(one, words=UNREAD)
        sheet.unclear += UNREAD in one.words
        sheet.glyphs += _spread(one, picture.scale)
    return sheet


def _upright(
    image: Image.Image, size: tuple[float, float] | None, see: Recogniser
) -> tuple[_Picture, list[Seen]]:
    """The picture at a useful size, turned so that its lines are level, with what is seen on it."""
    picture = _picture(image, size)
    seen: list[Seen] = []
    lean = lean_of(picture.strokes)
    if lean is None:
        seen = see(picture.pixels)
        leans = [one.lean for one in seen if one.x1 - one.x0 > 8 * (one.y1 - one.y0)]
        lean = median(leans) if leans else 0.0
    if not _LEANS < abs(lean) < _TOO_FAR:
        return picture, seen or see(picture.pixels)
    turned = picture.pixels.rotate(math.degrees(lean), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = _Picture(turned, _ink(turned, _DARK, quiet=True), _ink(turned, _DIM), picture.scale)
    return picture, see(picture.pixels)


def _picture(image: Image.Image, size: tuple[float, float] | None) -> _Picture:
    longest = max(image.size)
    if not _COARSE <= longest <= 2 * _FINE:
        factor = _FINE / longest
        image = image.resize(
            (max(round(image.width * factor), 1), max(round(image.height * factor), 1)),
            Image.Resampling.LANCZOS,
        )
    scale = (size[0] / image.width) if size else 842.0 / max(image.size)
    return _Picture(image, _ink(image, _DARK, quiet=True), _ink(image, _DIM), scale)


def _ink(image: Image.Image, dark: int, quiet: bool = False) -> Image.Image:
    """Dark and light. quiet: specks of dust are no ink (and hairlines none either)."""
    grey = image.convert("L").filter(ImageFilter.MedianFilter(3)) if quiet else image.convert("L")
    counts = grey.histogram()
    paper = max(range(256), key=counts.__getitem__)
    return grey.point([0 if level < dark * paper / 255 else 255 for level in range(256)])


def _rules(picture: _Picture) -> Iterator[Rule]:
    level, upright = lines_of(picture.strokes)
    scale = picture.scale
    for one in level:
        yield Rule(one.x0 * scale, one.middle * scale, one.x1 * scale, one.middle * scale)
    for one in upright:
        yield Rule(one.middle * scale, one.x0 * scale, one.middle * scale, one.x1 * scale)


def _sure(one: Seen) -> bool:
    return one.sure >= (_SURE_FIGURE if _DIGIT.search(one.words) else _SURE)


def _spread(one: Seen, scale: float) -> Iterator[Glyph]:
    """Letters side by side over the width of their words."""
    widths = [1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in one.words]
    step = (one.x1 - one.x0) * scale / max(sum(widths), 0.5)
    x = one.x0 * scale
    for sign, wide in zip(one.words, widths, strict=True):
        if not sign.isspace():
            yield Glyph(sign, x, one.y0 * scale, x + wide * step, one.y1 * scale)
        x += wide * step


def _cell_by_cell(picture: _Picture, rules: list[Rule], seen: list[Seen], see: Recogniser) -> list[Seen]:
    """The words, those of tables sorted into their cells; what crosses a wall or was overlooked is read again."""
    kept = list(seen)
    for grid in grids_of(rules, [], least=0):
        crossing: list[Seen] = []
        for box in grid.boxes:
            left, top = grid.xs[box.column] / picture.scale, grid.ys[box.row] / picture.scale
            right = grid.xs[box.column + box.colspan] / picture.scale
            bottom = grid.ys[box.row + box.rowspan] / picture.scale
            area = (round(left) + _EDGE, round(top) + _EDGE, round(right) - _EDGE, round(bottom) - _EDGE)
            if area[2] - area[0] < _EDGE or area[3] - area[1] < _EDGE:
                continue
            touching = [one for one in kept if _meets(one, area)]
            inside = [one for one in touching if _within(one, area)]
            crossing += [one for one in touching if one not in inside]
            if len(inside) < len(touching) or _left_over(picture, area, inside) >= _INK:
                kept = [one for one in kept if one not in inside]
                kept += _again(picture, area, inside, see)
        kept = [one for one in kept if one not in crossing]
    return kept


def _meets(one: Seen, area: tuple[int, int, int, int]) -> bool:
    """Whether more of the words than a rim lies in an area."""
    across = min(one.x1, area[2]) - max(one.x0, area[0])
    down = min(one.y1, area[3]) - max(one.y0, area[1])
    high = one.y1 - one.y0
    return across > min(0.4 * high, 0.5 * (one.x1 - one.x0)) and down > 0.4 * min(high, area[3] - area[1])


def _within(one: Seen, area: tuple[int, int, int, int]) -> bool:
    slack = 0.45 * (one.y1 - one.y0) + _EDGE
    return (
        area[0] - slack <= one.x0
        and one.x1 <= area[2] + slack
        and area[1] - slack <= one.y0
        and one.y1 <= area[3] + slack
    )


def _left_over(picture: _Picture, area: tuple[int, int, int, int], inside: list[Seen]) -> int:
    """Dark pixels of a cell that lie in none of its words."""
    part = picture.ink.crop(area)
    pen = ImageDraw.Draw(part)
    for one in inside:
        pen.rectangle(
            (one.x0 - area[0] - 4, one.y0 - area[1] - 4, one.x1 - area[0] + 4, one.y1 - area[1] + 4), fill=255
        )
    return part.histogram()[0]


def _again(
    picture: _Picture, area: tuple[int, int, int, int], inside: list[Seen], see: Recogniser
) -> list[Seen]:
    """A cell read by itself, twice as large on white paper."""
    part = picture.pixels.crop(area)
    room = 40
    paper = Image.new("RGB", (2 * part.width + 2 * room, 2 * part.height + 2 * room), (255, 255, 255))
    paper.paste(part.resize((2 * part.width, 2 * part.height), Image.Resampling.LANCZOS), (room, room))
    found = [
        replace(
            one,
            x0=(one.x0 - room) / 2 + area[0], x1=(one.x1 - room) / 2 + area[0],
            y0=(one.y0 - room) / 2 + area[1], y1=(one.y1 - room) / 2 + area[1],
        )
        for one in see(paper)
    ]  # fmt: skip
    if not found:
        found = inside
    if _left_over(picture, area, found) >= _INK:
        middle = (area[1] + area[3]) / 2
        found = [*found, Seen(UNREAD, area[0], middle - 10, area[0] + 20, middle + 10, 1.0)]
    return found
