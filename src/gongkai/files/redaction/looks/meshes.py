"""Shadings of triangles and patches (ISO 32000-2, 8.7.4.5.5–8): each corner has a colour, whatever is painted of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PIL import Image, ImageFilter

from gongkai.files.filters import Undecodable
from gongkai.files.pdfraw import RawObject, stream_of
from gongkai.files.redaction.looks import behind, pixels

_MOST_CORNERS = 100_000
# Brighter is paper; the share of the rest that must be of one colour.
_PAPER, _SAME = 250, 0.95
# By kind and flag: points and colours of one record; a flag of 0 begins anew.
_PATCHES = {6: ((12, 4), (8, 2)), 7: ((16, 4), (12, 2))}


def is_varied(one: RawObject, objects: Mapping[int, RawObject]) -> bool:
    """Whether an object is a mesh whose corners have more than one value of a colour."""
    if one.span is None or one.get("ShadingType") not in (4, 5, 6, 7):
        return False
    try:
        data, left = stream_of(one)
    except Undecodable:
        return False
    seen: list[set[int]] = []
    for corner in () if left else _corners(one, data, objects):
        for place, value in enumerate(corner):
            if place == len(seen):
                seen.append(set())
            seen[place].add(value)
            if len(seen[place]) > 1:
                return True
    return False


def _corners(one: RawObject, data: bytes, objects: Mapping[int, RawObject]) -> Iterator[tuple[int, ...]]:
    """The colours of the corners, one after the other."""
    kind = one.get("ShadingType")
    sizes = [one.get(key) for key in ("BitsPerCoordinate", "BitsPerComponent")]
    flag = one.get("BitsPerFlag") if kind != 5 else 0
    if not all(isinstance(size, int) and 0 <= size <= 32 for size in (*sizes, flag)):
        return
    inks = 1 if one.get("Function") is not None else behind.planes(one.get("ColorSpace"), objects)
    whole = 8 * len(data)
    at = count = 0

    def read(size: int) -> int:
        nonlocal at
        first, at = at, at + size
        end = -(-at // 8)
        return (int.from_bytes(data[first // 8 : end]) >> (8 * end - at)) & ((1 << size) - 1)

    while count < _MOST_CORNERS:
        points, colours = 1, 1
        if whole - at < flag:
            return
        mark = read(flag)
        if kind in _PATCHES:
            points, colours = _PATCHES[kind][0 if mark & 3 == 0 else 1]
        if whole - at < 2 * points * sizes[0] + colours * inks * sizes[1]:
            return
        at += 2 * points * sizes[0]
        for _ in range(colours):
            yield tuple(read(sizes[1]) for _ in range(inks))
        at += -at % 8
        count += colours


def is_plain(drawn: Image.Image) -> bool:
    """Whether what a shading alone paints on white paper is of one colour, its edges and seams put aside."""
    grey = drawn.convert("L")
    inner = grey.point(lambda level: 255 if level < _PAPER else 0).filter(ImageFilter.MinFilter(3))
    levels = grey.histogram(inner)
    main = levels.index(max(levels))
    near = sum(levels[max(main - pixels.FLAT, 0) : main + pixels.FLAT + 1])
    return near >= _SAME * sum(levels)
