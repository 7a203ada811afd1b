"""The printed lines of a page, rebuilt from the places of the letters: words, columns of text, letters set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gongkai.files.placed.sheet import Glyph

_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f〔〕（）]")
# A gap wider than this share of a letter parts two words.
_GAP = 0.45
# Between two digits a smaller one does, where the digits beside it touch.
_FIGURE_GAP = 0.25
_TOUCHING = 0.1
# So many lines must stand side by side before they are two columns of text.
_LEAST_LINES = 4
_LEAST_LETTERS = 8


@dataclass(frozen=True)
class PrintedLine:
    """One line: its words (text, left, right), the height of its letters, its middle from the top of the page."""

    words: tuple[tuple[str, float, float], ...]
    height: float
    middle: float
    column: int = 0

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0][1]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1][2]

    @property
    def text(self) -> str:
        """Its words with blanks between; letters set apart are closed up."""
        said = [word for word, _, _ in self.words]
        return ("" if self._apart() else " ").join(said)

    def _apart(self) -> bool:
        """Whether letters were set apart for looks: single signs, mostly Chinese, at even distances."""
        said = [word for word, _, _ in self.words]
        share = sum(map(len, said)) / len(said)
        if len(said) < 3 or share > 2.2:
            return False
        if sum(bool(_CJK.match(word)) for word in said) < 0.5 * len(said):
            return False
        gaps = [after[1] - before[2] for before, after in pairwise(self.words)]
        even = max(gaps) < 2.2 * median(gaps) + 0.6 * self.height
        return even and max(gaps) < (2.5 if share <= 1.25 else 0.9) * self.height


def lines_of(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """Lines from the top; two columns of running text one after the other."""
    rows = _rows(glyphs)
    lines = [_line(row) for row in rows]
    return _by_columns(lines, rows)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.middle):
        if rows:
            anchor = rows[-1][0]
            height = max(min(anchor.y1 - anchor.y0, glyph.y1 - glyph.y0), 4.0)
            if abs(anchor.middle - glyph.middle) < height * _GAP:
                rows[-1].append(glyph)
                continue
        rows.append([glyph])
    return [sorted(row, key=lambda one: (one.x0, one.x1)) for row in rows]


def _line(row: Sequence[Glyph], column: int = 0) -> PrintedLine:
    words: list[list[Glyph]] = [[row[0]]]
    for at, (before, glyph) in enumerate(pairwise(row)):
        size = max(before.y1 - before.y0, glyph.y1 - glyph.y0, before.x1 - before.x0, 4.0)
        if _printed_twice(before, glyph):
            continue
        if glyph.x0 - before.x1 > size * _GAP or _two_figures(row, at, size):
            words.append([])
        words[-1].append(glyph)
    heights = [one.y1 - one.y0 for one in row]
    return PrintedLine(
        tuple(("".join(one.sign for one in word), word[0].x0, word[-1].x1) for word in words if word),
        median(heights),
        median(one.middle for one in row),
        column,
    )


def _two_figures(row: Sequence[Glyph], at: int, size: float) -> bool:
    """Whether a figure ends at this digit and the next begins: columns so narrow that figures nearly touch.

    The digits of one figure stand at even distances, close or set apart; here one gap is wide beside a close one.
    """
    before, after = row[at], row[at + 1]
    if not (before.sign.isdigit() and after.sign.isdigit() and after.x0 - before.x1 > _FIGURE_GAP * size):
        return False
    beside = [pair for pair in ((at - 1, at), (at + 1, at + 2)) if pair[0] >= 0 and pair[1] < len(row)]
    return any(
        row[one].sign.isdigit() and row[two].sign.isdigit() and row[two].x0 - row[one].x1 < _TOUCHING * size
        for one, two in beside
    )


def _printed_twice(one: Glyph, two: Glyph) -> bool:
    """The same letter a hair beside itself: a bold face made by printing twice."""
    return one.sign == two.sign and abs(one.x0 - two.x0) < 0.25 * max(one.x1 - one.x0, 1.0)


def _by_columns(lines: list[PrintedLine], rows: list[list[Glyph]]) -> list[PrintedLine]:
    """Runs of lines that leave one channel free between two stretches of text are two columns."""
    found: list[PrintedLine] = []
    at = 0
    while at < len(lines):
        end, channel = at, None
        while end < len(lines):
            tried = _channel(lines[at : end + 1])
            if tried is None:
                break
            channel, end = tried, end + 1
        both = sum(_is_pair(line, channel) for line in lines[at:end]) if channel else 0
        if channel and both >= max(_LEAST_LINES, 0.6 * (end - at)):
            middle = sum(channel) / 2
            for number in (1, 2):
                for row in rows[at:end]:
                    side = [one for one in row if (one.centre < middle) == (number == 1)]
                    if side:
                        found.append(_line(side, number))
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


def _channel(lines: Sequence[PrintedLine]) -> tuple[float, float] | None:
    """The widest strip that all these lines leave free, with text of prose on both sides of the first."""
    if not _has_two_sides(lines[0]):
        return None
    spans = [(before[2], after[1]) for before, after in pairwise(lines[0].words)]
    for line in lines[1:]:
        kept = []
        for start, end in spans:
            for first, last in _free(line):
                if min(end, last) - max(start, first) > 0.8 * line.height:
                    kept.append((max(start, first), min(end, last)))
        spans = kept
        if not spans:
            return None
    return max(spans, key=lambda one: one[1] - one[0])


def _free(line: PrintedLine) -> list[tuple[float, float]]:
    inner = [(before[2], after[1]) for before, after in pairwise(line.words)]
    return [(0.0, line.left), *inner, (line.right, 10_000.0)]


def _has_two_sides(line: PrintedLine) -> bool:
    return any(_long(line, gap) for gap in ((b[2], a[1]) for b, a in pairwise(line.words)))


def _is_pair(line: PrintedLine, channel: tuple[float, float] | None) -> bool:
    return channel is not None and _long(line, channel)


def _long(line: PrintedLine, channel: tuple[float, float]) -> bool:
    """Whether running text, not a cell of a table, stands on both sides."""
    middle = sum(channel) / 2
    sides = [
        "".join(word for word, left, _ in line.words if (left < middle) == first) for first in (True, False)
    ]
    return all(len(_CJK.findall(side)) >= _LEAST_LETTERS for side in sides)


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell, line by line as printed."""
    return "\n".join(_line(row).text for row in _rows(glyphs))
