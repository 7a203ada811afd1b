"""What is drawn on a page beside its letters: rules of tables, boxes that cover, grounds, and the ink of text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from gongkai.files.placed.sheet import Area, Drawn, Ink, Patch
from gongkai.files.placed.strokes import MOST_SEGMENTS, PLAIN, Matrix, Outline, bounds, moved, paint, times

MOST_OBJECTS = 120_000
_DEEPEST = 12


def drawn_on(page: pypdfium2.PdfPage) -> tuple[Drawn, dict[int, Ink]]:
    """Walk the objects of a page in the order they are painted; with the ink of each text object by its address."""
    found, inks = Drawn(), {}
    for order, (one, matrix) in enumerate(_objects(page)):
        if order >= MOST_OBJECTS:
            found.cut_short = True
            break
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            key = ctypes.cast(one, ctypes.c_void_p).value or 0
            inks[key] = _ink(one, order)
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
    return found, inks


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, Matrix]]:
    for index in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS + 1)):
        yield from _inside(raw.FPDFPage_GetObject(page, index), PLAIN, 0)


def _inside(one: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    if not one:
        return
    if raw.FPDFPageObj_GetType(one) != raw.FPDF_PAGEOBJ_FORM:
        yield one, matrix
        return
    if depth >= _DEEPEST:
        return
    inner = times(_matrix(one), matrix)
    for index in range(min(raw.FPDFFormObj_CountObjects(one), MOST_OBJECTS + 1)):
        yield from _inside(raw.FPDFFormObj_GetObject(one, index), inner, depth + 1)


def _matrix(one: Any) -> Matrix:
    got = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, got):
        return PLAIN
    return (got.a, got.b, got.c, got.d, got.e, got.f)


def _bounds(one: Any, matrix: Matrix) -> Area | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return bounds((left, bottom, right, top), matrix)


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


def _path(one: Any, matrix: Matrix, order: int, found: Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(one, fill, stroke)
    box = _bounds(one, matrix)
    if box is not None:
        segments = raw.FPDFPath_CountSegments(one)
        inside = _color(one) if fill.value else None
        paint(found, order, box, inside, bool(stroke.value), segments, lambda: _outline(one, matrix))


def _outline(one: Any, matrix: Matrix) -> Outline:
    own = times(_matrix(one), matrix)
    path = Outline()
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(one), MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(one, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = moved(x.value, y.value, own)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            path.move(point)
        elif kind == raw.FPDF_SEGMENT_LINETO:
            path.line(point)
        else:
            path.bend(point)
        if raw.FPDFPathSegment_GetClose(segment):
            path.close()
    return path
