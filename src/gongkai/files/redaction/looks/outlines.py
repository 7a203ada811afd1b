"""Whether a path draws letters: how many closed figures of many corners it has, itself or as a clip."""

from __future__ import annotations

import pypdfium2.raw as raw

from gongkai.files.redaction.looks.layers import Layer

# Segments of a figure that is more than a bar, a line or a mark of the printer.
_OUTLINE = 11
# Units a side beyond which a single figure is no letter; several in one path are a line of letters.
_LETTER = 60.0
_PIECE = 8.0
# Figures that make a word, and small bars that make letters as a mosaic does.
WORD, MOSAIC = 3, 24
_MOST_SEGMENTS = 20_000


def letters_of(layer: Layer) -> int:
    """How many letters a path may draw; 0 for what is none."""
    segments = raw.FPDFPath_CountSegments(layer.item)
    if segments < _OUTLINE:
        return 0
    if max(layer.at.width, layer.at.height) < _LETTER:
        return max(1, _rich(_kinds_of_path(layer, segments)))
    return several(_rich(_kinds_of_path(layer, segments)))


def several(rich: int) -> int:
    """A large path counts only if it holds a word."""
    return rich if rich >= WORD else 0


def is_piece(layer: Layer) -> bool:
    """A small bar, of which many may draw letters."""
    return 0 < max(layer.at.width, layer.at.height) < _PIECE and min(layer.at.width, layer.at.height) > 0.2


def letters_of_clip(layer: Layer) -> int:
    """How many letters the clip of an object may draw."""
    clip = raw.FPDFPageObj_GetClipPath(layer.item)
    if not clip:
        return 0
    paths = raw.FPDFClipPath_CountPaths(clip)
    return max(
        (
            several(_rich(_kinds_of_clip(clip, path, raw.FPDFClipPath_CountPathSegments(clip, path))))
            for path in range(max(min(paths, 64), 0))
        ),
        default=0,
    )


def _kinds_of_path(layer: Layer, segments: int) -> list[int]:
    return [
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(layer.item, at))
        for at in range(min(segments, _MOST_SEGMENTS))
    ]


def _kinds_of_clip(clip: object, path: int, segments: int) -> list[int]:
    return [
        raw.FPDFPathSegment_GetType(raw.FPDFClipPath_GetPathSegment(clip, path, at))
        for at in range(max(min(segments, _MOST_SEGMENTS), 0))
    ]


def _rich(kinds: list[int]) -> int:
    """How many figures of a path have corners or bends enough for a letter (six, where a bar has four or five)."""
    figures = corners = 0
    for kind in [*kinds, raw.FPDF_SEGMENT_MOVETO]:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            figures += corners > 6
            corners = 0
        corners += 1
    return figures
