"""Tables of a page from their drawn rules: a grid of cells with spans, each with the letters that stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.files.placed.sheet import Glyph, Rule

_SNAP = 3.0
_REACH = 4.0
# This share of an edge must be drawn for a wall to stand between two cells.
_WALL = 0.6
_MOST_LINES = 400
# With its margin a cell has less room than this (in letters) behind a line that was broken; a sign may not begin a line.
_ROOM = 2.6


@dataclass
class Box:
    """A cell by its place: first row and column, how many of each it spans, the letters in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass
class Grid:
    """A table on a page. xs, ys: edges of columns and rows; boxes in reading order. inferred: its upright edges are
    not drawn."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    inferred: bool = False

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.ys[-1]

    @property
    def full(self) -> frozenset[int]:
        """Columns in which the words of the last row reach the end of the cell: they may go on in another one."""
        rows = len(self.ys) - 1
        return frozenset(
            box.column
            for box in self.boxes
            if box.glyphs
            and box.row + box.rowspan == rows
            and _reaches(box, self.xs[box.column + box.colspan])
        )

    def holds(self, glyph: Glyph) -> bool:
        """Whether a letter stands in it."""
        return (
            self.xs[0] - 1 <= glyph.centre <= self.xs[-1] + 1
            and self.top - 1 <= glyph.middle <= self.bottom + 1
        )


def _reaches(box: Box, edge: float) -> bool:
    """Whether no further letter has room in the last line of a cell, which may be set in its middle."""
    last = max(box.glyphs, key=lambda one: one.middle)
    line = [one for one in box.glyphs if abs(one.middle - last.middle) < 0.5 * (last.y1 - last.y0)]
    size = max(one.y1 - one.y0 for one in line)
    return edge - max(one.x1 for one in line) < _ROOM * size


def grids_of(rules: Sequence[Rule], glyphs: Sequence[Glyph], least: int = 2) -> list[Grid]:
    """The tables that rules draw, from the top; letters are put into their cells. least: cells that must hold some."""
    level = joined_rules([rule for rule in rules if rule.x1 - rule.x0 > rule.y1 - rule.y0], level=True)
    upright = joined_rules([rule for rule in rules if rule.x1 - rule.x0 <= rule.y1 - rule.y0], level=False)
    found = []
    for group in _groups(level, upright):
        grid = ruled(*group)
        if grid is not None:
            filled(grid, glyphs)
            if sum(bool(box.glyphs) for box in grid.boxes) >= least:
                found.append(grid)
    return sorted(found, key=lambda one: (one.top, one.xs[0]))


def joined_rules(rules: list[Rule], level: bool) -> list[Rule]:
    """Pieces of one line as one: drawn twice, or cell by cell."""
    by_place: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.y0 if level else one.x0):
        at = rule.y0 if level else rule.x0
        if by_place and at - (by_place[-1][0].y0 if level else by_place[-1][0].x0) <= _SNAP / 2:
            by_place[-1].append(rule)
        else:
            by_place.append([rule])
    found: list[Rule] = []
    for same in by_place:
        at = sum(one.y0 if level else one.x0 for one in same) / len(same)
        spans = sorted((one.x0, one.x1) if level else (one.y0, one.y1) for one in same)
        start, end = spans[0]
        for first, last in spans[1:]:
            if first <= end + _REACH:
                end = max(end, last)
            else:
                found.append(Rule(start, at, end, at) if level else Rule(at, start, at, end))
                start, end = first, last
        found.append(Rule(start, at, end, at) if level else Rule(at, start, at, end))
    return found


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, table by table."""
    everything = level + upright
    if len(everything) > _MOST_LINES * 4:
        return []
    owner = list(range(len(everything)))

    def root(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    for first, one in enumerate(level):
        for second, two in enumerate(upright, len(level)):
            crosses = (
                one.x0 - _REACH <= two.x0 <= one.x1 + _REACH and two.y0 - _REACH <= one.y0 <= two.y1 + _REACH
            )
            if crosses:
                owner[root(first)] = root(second)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, one in enumerate(everything):
        group = groups.setdefault(root(number), ([], []))
        group[number >= len(level)].append(one)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _edges(places: list[float]) -> list[float]:
    """Places of lines, those nearer than a hair as one."""
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][-1] <= _SNAP:
            found[-1].append(place)
        else:
            found.append([place])
    return [sum(group) / len(group) for group in found]


def ruled(level: list[Rule], upright: list[Rule]) -> Grid | None:
    """The grid that lines draw, its cells empty; None where they draw none."""
    # A table without lines at its sides ends where its level lines end.
    xs = _edges([one.x0 for one in upright] + [min(o.x0 for o in level), max(o.x1 for o in level)])
    ys = _edges([one.y0 for one in level] + [min(o.y0 for o in upright), max(o.y1 for o in upright)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > 60_000 or columns > 200:
        return None
    owner = list(range(rows * columns))

    def root(number: int) -> int:
        while owner[number] != number:
            number = owner[number]
        return number

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _wall(upright, xs[column + 1], ys[row], ys[row + 1], level=False):
                owner[root(here + 1)] = root(here)
            if row + 1 < rows and not _wall(level, ys[row + 1], xs[column], xs[column + 1], level=True):
                owner[root(here + columns)] = root(here)
    members: dict[int, list[tuple[int, int]]] = {}
    for number in range(rows * columns):
        members.setdefault(root(number), []).append(divmod(number, columns))
    boxes = []
    for places in members.values():
        top, left = min(r for r, _ in places), min(c for _, c in places)
        high, wide = max(r for r, _ in places) - top + 1, max(c for _, c in places) - left + 1
        if high * wide != len(places):
            return None  # a shape that is no rectangle: these rules draw no table
        boxes.append(Box(top, left, high, wide))
    if len(boxes) < 3:
        return None
    return Grid(xs, ys, sorted(boxes, key=lambda one: (one.row, one.column)))


def _wall(rules: list[Rule], at: float, start: float, end: float, level: bool) -> bool:
    """Whether a line is drawn along an edge."""
    drawn = 0.0
    for rule in rules:
        place = rule.y0 if level else rule.x0
        if abs(place - at) <= _SNAP:
            first, last = (rule.x0, rule.x1) if level else (rule.y0, rule.y1)
            drawn += max(0.0, min(last, end) - max(first, start))
    return drawn >= _WALL * (end - start)


def filled(grid: Grid, glyphs: Sequence[Glyph]) -> None:
    """Put letters into the cells in which they stand."""
    place = {
        (row, column): box
        for box in grid.boxes
        for row in range(box.row, box.row + box.rowspan)
        for column in range(box.column, box.column + box.colspan)
    }
    for glyph in glyphs:
        if grid.holds(glyph):
            row, column = _slot(grid.ys, glyph.middle), _slot(grid.xs, glyph.centre)
            place[row, column].glyphs.append(glyph)


def _slot(edges: list[float], at: float) -> int:
    for number, (_, after) in enumerate(pairwise(edges)):
        if at < after:
            return number
    return len(edges) - 2
