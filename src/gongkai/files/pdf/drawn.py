"""What is drawn on a page beside its letters: rules of tables, boxes that cover, grounds, and the ink of text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

MOST_OBJECTS = 120_000
_MOST_SEGMENTS = 20_000
_DEEPEST = 12
# A filled shape thinner than this is a rule.
_THIN = 3.2
_SHORTEST = 5.0
_OPAQUE = 230

_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1, 0, 0, 1, 0, 0)
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled area in the order of painting: left, bottom, right, top."""

    order: int
    box: _Box

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a piece of text is painted. nothing: neither filled nor drawn."""

    order: int
    color: tuple[int, int, int]
    nothing: bool


@dataclass
class Drawn:
    """Rules as boxes without height or width; patches that cover; grounds of any colour but white; ink by owner.

    pictures: area of pictures. cut_short: more was drawn than is looked at.
    """

    rules: list[_Box] = field(default_factory=list)
    covers: list[Patch] = field(default_factory=list)
    grounds: list[Patch] = field(default_factory=list)
    inks: dict[int, Ink] = field(default_factory=dict)
    pictures: float = 0.0
    cut_short: bool = False


def drawn_on(page: pypdfium2.PdfPage) -> Drawn:
    """Walk the objects of a page in the order they are painted."""
    found = Drawn()
    for order, (one, matrix) in enumerate(_objects(page)):
        if order >= MOST_OBJECTS:
            found.cut_short = True
            break
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            key = ctypes.cast(one, ctypes.c_void_p).value or 0
            found.inks[key] = _ink(one, order)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _path(one, matrix, order, found)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(one, matrix)
            if box:
                found.pictures += (box[2] - box[0]) * (box[3] - box[1])
                found.grounds.append(Patch(order, box))
                found.covers.append(Patch(order, box))
        elif kind == raw.FPDF_PAGEOBJ_SHADING and (box := _bounds(one, matrix)):
            found.grounds.append(Patch(order, box))
    return found


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, _Matrix]]:
    for index in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS + 1)):
        yield from _inside(raw.FPDFPage_GetObject(page, index), _PLAIN, 0)


def _inside(one: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    if not one:
        return
    if raw.FPDFPageObj_GetType(one) != raw.FPDF_PAGEOBJ_FORM:
        yield one, matrix
        return
    if depth >= _DEEPEST:
        return
    inner = _times(_matrix(one), matrix)
    for index in range(min(raw.FPDFFormObj_CountObjects(one), MOST_OBJECTS + 1)):
        yield from _inside(raw.FPDFFormObj_GetObject(one, index), inner, depth + 1)


def _matrix(one: Any) -> _Matrix:
    got = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, got):
        return _PLAIN
    return (got.a, got.b, got.c, got.d, got.e, got.f)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(one: Any, matrix: _Matrix) -> _Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    corners = [_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _color(one: Any) -> tuple[tuple[int, int, int], int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(one, *parts):
        return (0, 0, 0), 255
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue), alpha


def _ink(one: Any, order: int) -> Ink:
    mode = raw.FPDFTextObj_GetTextRenderMode(one)
    color, alpha = _color(one)
    drawn_only = mode in (raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP)
    silent = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
    return Ink(order, (0, 0, 0) if drawn_only else color, silent or (alpha < 8 and not drawn_only))


def _path(one: Any, matrix: _Matrix, order: int, found: Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(one, fill, stroke)
    box = _bounds(one, matrix)
    if box is None:
        return
    wide, high = box[2] - box[0], box[3] - box[1]
    if fill.value and min(wide, high) >= _THIN:
        color, alpha = _color(one)
        if alpha >= _OPAQUE:
            found.covers.append(Patch(order, box))
            if min(color) < 236:
                found.grounds.append(Patch(order, box))
    if stroke.value or min(wide, high) < _THIN or raw.FPDFPath_CountSegments(one) > 6:
        for line in _lines(one, matrix, bool(stroke.value), box):
            if _length(line) >= _SHORTEST:
                found.rules.append(line)


def _length(line: _Box) -> float:
    return max(line[2] - line[0], line[3] - line[1])


def _lines(one: Any, matrix: _Matrix, stroked: bool, box: _Box) -> Iterator[_Box]:
    """The level and upright lines of a path; a thin shape is one line along its middle."""
    if min(box[2] - box[0], box[3] - box[1]) < _THIN:
        yield _thin(box)
        return
    own = _times(_matrix(one), matrix)
    start = at = (0.0, 0.0)
    corners: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(one), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(one, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved(x.value, y.value, own)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from _thin_piece(corners, stroked)
            start, corners = point, [point]
        else:
            corners.append(point)
            if stroked and kind == raw.FPDF_SEGMENT_LINETO and (line := _straight(at, point)):
                yield line
        at = point
        if raw.FPDFPathSegment_GetClose(segment) and stroked and (line := _straight(at, start)):
            yield line
    yield from _thin_piece(corners, stroked)


def _thin_piece(corners: list[tuple[float, float]], stroked: bool) -> Iterator[_Box]:
    """One of many thin filled rectangles of a single path."""
    if stroked or len(corners) < 3:
        return
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) < _THIN:
        yield _thin(box)


def _thin(box: _Box) -> _Box:
    left, bottom, right, top = box
    if right - left >= top - bottom:
        middle = (bottom + top) / 2
        return left, middle, right, middle
    middle = (left + right) / 2
    return middle, bottom, middle, top


def _straight(one: tuple[float, float], two: tuple[float, float]) -> _Box | None:
    box = (min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
    return _thin(box) if min(box[2] - box[0], box[3] - box[1]) < 1.0 else None
