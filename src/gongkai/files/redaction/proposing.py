"""Boxes proposed from places in the text. What is personal in a text, others know: they hand in a finder of spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.files.geometry import Rect
from gongkai.files.pages import all_words

# Letters of one line overlap in height by at least this share.
_SAME_LINE = 0.5
_MARGIN = 1.0


@dataclass(frozen=True)
class Span:
    """text[start:end] of a page. kind, why: what it is and how it was known, in the words of the finder."""

    start: int
    end: int
    kind: str
    why: str = ""


@dataclass(frozen=True)
class Proposal:
    """A place that somebody has to decide. page: from 1. text: what would be hidden."""

    page: int
    place: Rect
    text: str
    kind: str
    why: str


def propose(path: str | Path, find: Callable[[str], Iterable[Span]]) -> list[Proposal]:
    """One proposal for each line that a span touches. A picture without text layer has none.

    find: from the text of one page (lines ended by a line feed) to spans. Unreadable as `pages.words`.
    """
    proposals = []
    for page, letters in sorted(all_words(path).items()):
        text = "".join("\n" if sign in "\r\n" else sign for sign, _, _ in letters)
        for span in find(text):
            proposals += [
                Proposal(page, place, words, span.kind, span.why)
                for place, words in _lines(letters[span.start : span.end])
            ]
    return proposals


def _lines(letters: Sequence[tuple[str, Rect, Rect]]) -> Iterable[tuple[Rect, str]]:
    """The letters of a span, line by line: the rectangle around the cells of each line, and its words."""
    place: Rect | None = None
    words = ""
    for sign, tight, loose in letters:
        if sign.isspace() or not loose.area:
            continue
        cell = loose.join(tight) if tight.area else loose
        if place is not None and not _goes_on(place, cell):
            yield place.grown(_MARGIN), words
            place, words = None, ""
        place = cell if place is None else place.join(cell)
        words += sign
    if place is not None:
        yield place.grown(_MARGIN), words


def _goes_on(line: Rect, cell: Rect) -> bool:
    """Whether a letter stands in the line (or, in turned text, in the column) so far."""
    high = min(line.y1, cell.y1) - max(line.y0, cell.y0)
    wide = min(line.x1, cell.x1) - max(line.x0, cell.x0)
    if high > _SAME_LINE * min(line.height, cell.height):
        return True
    touching = min(abs(cell.y0 - line.y1), abs(line.y0 - cell.y1)) < 0.25 * max(cell.height, cell.width)
    return touching and wide > _SAME_LINE * cell.width and line.width < 1.5 * cell.width
