"""Whether a path may draw letters: small figures of many corners, strokes, or the small bars of a mosaic."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as raw

from gongkai.files.redaction.looks.layers import Layer

# Corners and bends of a figure that is more than a bar or a line.
_RICH = 6
# Units a side: of a letter with many corners, of a stroke of one, of a bar of a mosaic.
_LETTER, _STROKE, _PIECE = 60.0, 40.0, 8.0
_MOST_SEGMENTS = 20_000
# What a letter weighs; strokes and bars weigh one. So much unseen weight is a word.
LETTER, WORD = 4, 12


@dataclass
class _Figure:
    """One part of a path between two moves. segments: corners and bends, its start among them."""

    segments: int
    left: float
    bottom: float
    right: float
    top: float

    def take(self, x: float, y: float) -> None:
        """Grow around a point."""
        self.segments += 1
        self.left, self.right = min(self.left, x), max(self.right, x)
        self.bottom, self.top = min(self.bottom, y), max(self.top, y)

    @property
    def side(self) -> float:
        """The longer one."""
        return max(self.right - self.left, self.top - self.bottom)


def weight(layer: Layer) -> int:
    """How much a path may write."""
    count = raw.FPDFPath_CountSegments(layer.item)
    figures = _figures(
        raw.FPDFPath_GetPathSegment(layer.item, at) for at in range(min(count, _MOST_SEGMENTS))
    )
    return _weighed(figures, max(layer.at.width, layer.at.height))


def weight_of_clip(layer: Layer) -> int:
    """How much the clip of an object may write."""
    clip = raw.FPDFPageObj_GetClipPath(layer.item)
    most = 0
    for path in range(max(min(raw.FPDFClipPath_CountPaths(clip) if clip else 0, 64), 0)):
        count = max(min(raw.FPDFClipPath_CountPathSegments(clip, path), _MOST_SEGMENTS), 0)
        figures = _figures(raw.FPDFClipPath_GetPathSegment(clip, path, at) for at in range(count))
        most = max(most, _weighed(figures, 0.0))
    return most


def _figures(segments: Iterator[object]) -> list[_Figure]:
    found: list[_Figure] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for segment in segments:
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if not found or raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            found.append(_Figure(0, x.value, y.value, x.value, y.value))
        found[-1].take(x.value, y.value)
    return found


def _weighed(figures: list[_Figure], shown: float) -> int:
    """shown: the longer side of the whole as it stands on the page; 0 where figures are measured as they are."""
    if not figures:
        return 0
    whole = max(
        max(one.right for one in figures) - min(one.left for one in figures),
        max(one.top for one in figures) - min(one.bottom for one in figures),
        1e-6,
    )
    scale = shown / whole if shown else 1.0
    return sum(_of(one, one.side * scale) for one in figures)


def _of(one: _Figure, side: float) -> int:
    if one.segments > _RICH:
        return LETTER if side < _LETTER else 0
    if one.segments in (4, 5):
        return int(0 < side < _PIECE)
    return int(0 < side < _STROKE)
