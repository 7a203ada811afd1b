"""Rows of a table printed on a page without rules, told by their order where broken labels do not name them.

A label in a narrow column breaks over many lines with the figures beside any of them. The form says which rows there
are and in what order; the lines of figures between two rows known by name are the rows between them if their number
is the same. Otherwise they stay unread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.statforms.cellvalues import CellValue
from gongkai.statforms.forms import Block
from gongkai.statforms.reading.labels import Hit
from gongkai.statforms.reading.rows import Habits, RowReading, by_columns, gathered
from gongkai.statforms.reading.stream import Token, is_no_figure

# Lines of a label that may stand above the figures of the first row and below those of the last.
_LABEL_LINES = 4
_LEAST_NAMED = 4


@dataclass(frozen=True)
class Ordered:
    """rows: those told by their order. whole: the table holds exactly the rows of the form. left: lines of figures
    that belong to no row."""

    rows: Mapping[str, RowReading]
    whole: bool = False
    left: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Line:
    number: int
    tokens: tuple[Token, ...]
    cells: tuple[CellValue, ...] | None  # None where a figure of it cannot be told


def by_order(block: Block, named: Mapping[str, Hit], tokens: Sequence[Token], habits: Habits) -> Ordered:
    """The rows of a block that several columns make, from the lines of figures around its named rows."""
    order = [row.id for row in block.value_rows()]
    known = {row: hit for row, hit in named.items() if row in order and hit.values}
    if len(block.columns) < 2 or len(known) < min(_LEAST_NAMED, len(order)):
        return Ordered({})
    lines = _lines(known, tokens, len(block.columns), habits)
    at = {line.number: place for place, line in enumerate(lines)}
    anchors = sorted(
        (order.index(row), at[number])
        for row, hit in known.items()
        if (number := tokens[hit.values[0]].line) in at
    )
    if not anchors or any(two[1] <= one[1] for one, two in pairwise(anchors)):
        return Ordered({})  # the order of the names is not that of the lines: nothing follows from it
    if len(lines) == len(order):
        if all(row == place for row, place in anchors):
            return Ordered({row: _row(line) for row, line in zip(order, lines, strict=True)}, whole=True)
        return Ordered({})
    found: dict[str, RowReading] = {}
    taken = {place for _, place in anchors}
    for (row, place), (next_row, next_place) in pairwise(anchors):
        if next_row - row == next_place - place:
            for step in range(1, next_row - row):
                found[order[row + step]] = _row(lines[place + step])
                taken.add(place + step)
    first, last = anchors[0][1], anchors[-1][1]
    left = tuple(
        line.number for place, line in enumerate(lines) if first < place < last and place not in taken
    )
    return Ordered(found, left=left)


def _row(line: _Line) -> RowReading:
    return RowReading(line.cells, len(line.tokens), line.number)


def _lines(known: Mapping[str, Hit], tokens: Sequence[Token], wanted: int, habits: Habits) -> list[_Line]:
    """The lines of figures whose places are those of the columns."""
    numbers = [tokens[hit.values[0]].line for hit in known.values()]
    span = range(min(numbers) - _LABEL_LINES, max(numbers) + _LABEL_LINES + 1)
    by_line: dict[int, list[Token]] = {}
    broken = {token.line for token in tokens if token.kind == "words" and is_no_figure(token.text)}
    for token in tokens:
        if token.kind == "value" and token.line in span and token.x is not None and not token.bound:
            by_line.setdefault(token.line, []).append(token)
    columns = habits.columns
    if len(columns) != wanted:
        columns = gathered([token.x or 0.0 for line in by_line.values() for token in line], wanted)
    place = Habits(columns=columns)
    found: list[_Line] = []
    for number, chosen in by_line.items():
        if number in broken:
            found.append(_Line(number, tuple(chosen), None))
            continue
        cells = by_columns(chosen, wanted, place)
        if cells is None:
            continue
        if (
            found
            and found[-1].number == number - 1
            and (whole := by_columns([*found[-1].tokens, *chosen], wanted, place))
        ):
            # The last cell of a tall row stands on a line of its own; two rows would both have their total.
            if len(found[-1].tokens) + len(chosen) == wanted:
                found[-1] = _Line(found[-1].number, (*found[-1].tokens, *chosen), tuple(whole))
                continue
        found.append(_Line(number, tuple(chosen), tuple(cells)))
    return [line for line in found if len(line.tokens) >= 2 or wanted == 2]
