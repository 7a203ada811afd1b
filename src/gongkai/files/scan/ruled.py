"""The drawn lines of a picture of a page: long dark runs, and short ones that end on others at both ends."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from statistics import median

from PIL import Image

# In pixels of a page at some 200 dots an inch.
_LONG, _SHORT = 120, 24
# Lines as long as this tell how a page leans.
_TELLING = 350
_THICK = 9
_TOUCH = 6
_MOST = 5000
_RUN = re.compile(rb"\x00{%d,}" % _SHORT)


@dataclass(slots=True)
class Line:
    """A level line: from x0 to x1, between y0 and y1. dark: its dark pixels. left, right: heights of its ends."""

    x0: int
    y0: int
    x1: int
    y1: int
    dark: int
    left: int
    right: int

    @property
    def middle(self) -> float:
        """Its height."""
        return (self.y0 + self.y1) / 2


def lines_of(ink: Image.Image) -> tuple[list[Line], list[Line]]:
    """Level and upright lines of a picture that is 0 where it is dark; upright ones with x and y exchanged."""
    level, upright = _level(ink), _level(ink.transpose(Image.Transpose.TRANSPOSE))
    sure = [one for one in level if one.x1 - one.x0 >= _LONG]
    standing = [one for one in upright if one.x1 - one.x0 >= _LONG]
    standing += [one for one in upright if one.x1 - one.x0 < _LONG and _held(one, sure)]
    sure += [one for one in level if one.x1 - one.x0 < _LONG and _held(one, standing)]
    return sure, standing


def lean_of(ink: Image.Image) -> float | None:
    """How far the long level lines lean (radians, clockwise); None where there are none."""
    leans = [
        math.atan2(one.right - one.left, one.x1 - one.x0) for one in _level(ink) if one.x1 - one.x0 > _TELLING
    ]
    return median(leans) if leans else None


def _held(one: Line, others: list[Line]) -> bool:
    """Whether both ends of a short line lie on lines of the other direction."""
    return all(
        any(
            abs(other.middle - end) <= _TOUCH and other.x0 - _TOUCH <= one.middle <= other.x1 + _TOUCH
            for other in others
        )
        for end in (one.x0, one.x1)
    )


def _level(ink: Image.Image) -> list[Line]:
    wide, high = ink.size
    data = ink.tobytes()
    found: list[Line] = []
    under_way: list[Line] = []
    for y in range(high):
        ended = [one for one in under_way if one.y1 < y - 2]
        found += ended
        under_way = [one for one in under_way if one.y1 >= y - 2]
        if len(found) + len(under_way) > _MOST:
            return []
        for run in _RUN.finditer(data, y * wide, (y + 1) * wide):
            start, end = run.start() - y * wide, run.end() - y * wide
            same = next((one for one in under_way if one.x0 <= end + 2 and start <= one.x1 + 2), None)
            if same is None:
                under_way.append(Line(start, y, end, y, end - start, y, y))
                continue
            if start < same.x0:
                same.x0, same.left = start, y
            if end > same.x1:
                same.x1, same.right = end, y
            same.y1 = y
            same.dark += end - start
    return [one for one in found + under_way if one.dark <= _THICK * (one.x1 - one.x0)]
