"""Fits the values after a label into the cells of its row; counts them, never shifts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gongkai.statforms.cellvalues import CellValue
from gongkai.statforms.reading.labels import Hit
from gongkai.statforms.reading.stream import Token

BLANK = CellValue(None)
# Middles of two figures nearer than this (points) stand in one column.
_SAME_PLACE = 6.0
_LEAST_ROWS = 3


@dataclass(frozen=True)
class RowReading:
    """Values of one row. values: None if they could not be fitted. found: how many cells stood there.

    said: words in the row that are no figure, so that it is not read.
    """

    values: tuple[CellValue, ...] | None
    found: int
    line: int
    said: str = ""


@dataclass(frozen=True)
class Habits:
    """How a document writes blank cells.

    gap: blank lines between two cells of one row, where each cell has a line of its own. leading: True if
    merged labels leave blank cells before the values, False if merged cells leave them after the values.
    columns: places of the columns on a PDF page.
    """

    gap: int = 0
    leading: bool | None = None
    columns: tuple[float, ...] = ()


def learn(tokens: Sequence[Token], rows: Sequence[tuple[Hit, int]]) -> Habits:
    """Look at the rows that fit: (hit, cells expected)."""
    sides: Counter[bool] = Counter()
    places: list[tuple[float, ...]] = []
    for hit, expected in rows:
        values = [tokens[i] for i in hit.values]
        if len(values) > expected:
            possible = _offsets([_value(t) for t in values], expected)
            if len(possible) == 1 and possible[0] in (0, len(values) - expected):
                sides[possible[0] > 0] += 1
        if len(values) == expected and expected > 1 and all(t.x is not None for t in values):
            places.append(tuple(t.x or 0.0 for t in values))
    columns: tuple[float, ...] = ()
    if places:
        width = Counter(map(len, places)).most_common(1)[0][0]
        columns = tuple(median(sorted(p)[i] for p in places if len(p) == width) for i in range(width))
    else:
        columns = _gathered(tokens, rows)
    return Habits(
        usual_gap(tokens, [hit for hit, _ in rows]), sides.most_common(1)[0][0] if sides else None, columns
    )


def _gathered(tokens: Sequence[Token], rows: Sequence[tuple[Hit, int]]) -> tuple[float, ...]:
    """Columns of a page on which no row is full: where the figures of all rows gather."""
    wanted = max((expected for _, expected in rows), default=0)
    places = [
        x
        for hit, _ in rows
        for i in hit.values
        if (x := tokens[i].x) is not None and tokens[i].value is not None
    ]
    return gathered(places, wanted) if len(rows) >= _LEAST_ROWS else ()


def gathered(places: Sequence[float], wanted: int) -> tuple[float, ...]:
    """Middles of the groups in which places on a line gather; empty if there are not as many as columns."""
    if wanted < 2 or len(places) < wanted:
        return ()
    places = sorted(places)
    groups = [[places[0]]]
    for before, place in pairwise(places):
        if place - before > 1.5 * _SAME_PLACE:
            groups.append([])
        groups[-1].append(place)
    return tuple(median(group) for group in groups) if len(groups) == wanted else ()


def usual_gap(tokens: Sequence[Token], hits: Sequence[Hit]) -> int:
    """Blank lines that usually stand between two cells of a row; 0 if rows are not broken into lines."""
    gaps: Counter[int] = Counter()
    for hit in hits:
        for before, after in pairwise([tokens[hit.last], *(tokens[i] for i in hit.values)]):
            if after.alone and not after.bound and after.line > before.line:
                gaps[after.gap] += 1
    return gaps.most_common(1)[0][0] if gaps else 0


def fit(hit: Hit, tokens: Sequence[Token], expected: int, habits: Habits) -> RowReading:
    """The cells of a row, or None in `values` if there are too few or too many of them."""
    chosen = [tokens[i] for i in hit.values]
    line = tokens[hit.first].line
    if hit.broken:
        return RowReading(None, len(chosen) + 1, line, hit.broken)
    values = [_value(token) for token in chosen]
    if len(values) == expected:
        return _by_place(values, chosen, expected, habits, line)
    if len(values) > expected:
        return _too_many(values, chosen, expected, habits, line)
    if expected == 1 and hit.strays:  # a cell with signs in it is never blank
        return RowReading(None, 1, line, tokens[hit.strays[0]].text.strip())
    if expected == 1:
        return RowReading((BLANK,), 0, line)
    if not values and tokens[hit.first].whole and hit.first == hit.last:
        return RowReading(
            (BLANK,) * expected, expected, line
        )  # nothing else is filled in this row of a workbook
    filled = _by_blank_lines(chosen, hit.trailing_gap, expected, habits) or by_columns(
        chosen, expected, habits
    )
    return RowReading(tuple(filled) if filled else None, len(values), line)


def _by_place(
    values: list[CellValue], chosen: list[Token], expected: int, habits: Habits, line: int
) -> RowReading:
    """As many figures as cells. On a page the place of a figure decides, never the order of printing."""
    if expected == 1 or any(token.x is None for token in chosen):
        return RowReading(tuple(values), expected, line)
    places = [token.x or 0.0 for token in chosen]
    if len(habits.columns) == expected:
        filled = by_columns(chosen, expected, habits)
        if filled:
            return RowReading(tuple(filled), expected, line)
    in_order = all(after - before > _SAME_PLACE for before, after in pairwise(places))
    if not in_order and not habits.columns:
        return RowReading(None, len(values), line)
    order = sorted(range(expected), key=lambda at: places[at])
    apart = all(places[two] - places[one] > _SAME_PLACE for one, two in pairwise(order))
    return RowReading(tuple(values[at] for at in order) if apart else None, expected, line)


def in_order(chosen: Sequence[Token]) -> RowReading | None:
    """As many figures as cells, from left to right as printed; None where two stand in one place."""
    if all(token.x is not None for token in chosen):
        chosen = sorted(chosen, key=lambda token: token.x or 0.0)
        if any((two.x or 0.0) - (one.x or 0.0) <= _SAME_PLACE for one, two in pairwise(chosen)):
            return None
    return RowReading(tuple(_value(token) for token in chosen), len(chosen), chosen[0].line)


def _value(token: Token) -> CellValue:
    return token.value or BLANK


def _offsets(values: Sequence[CellValue], expected: int) -> list[int]:
    """Ways to lay `expected` cells over more values so that only blanks fall outside."""
    return [
        start
        for start in range(len(values) - expected + 1)
        if all(v.number is None for v in (*values[:start], *values[start + expected :]))
    ]


def _too_many(
    values: list[CellValue], chosen: list[Token], expected: int, habits: Habits, line: int
) -> RowReading:
    possible = _offsets(values, expected)
    if not possible and chosen[-1].alone and not chosen[-2].alone:  # a page number printed bare
        return (
            RowReading(tuple(values[:-1]), expected, line)
            if len(values) == expected + 1
            else RowReading(None, len(values), line)
        )
    filled = [value for value in values if value.number is not None]
    if not possible and len(filled) == expected and len(values) <= expected + 3:
        return RowReading(tuple(filled), expected, line)  # a merged cell left a blank inside the row
    if not possible:
        return RowReading(None, len(values), line)
    start = possible[-1] if habits.leading else possible[0]
    return RowReading(tuple(values[start : start + expected]), expected, line)


def _by_blank_lines(
    chosen: list[Token], trailing: int, expected: int, habits: Habits
) -> list[CellValue] | None:
    """One cell per line: a longer run of blank lines is a blank cell."""
    if not all(token.alone for token in chosen):
        return None
    base = habits.gap
    cells: list[CellValue] = []
    for token in chosen:
        cells.extend([BLANK] * _blank_cells(token.gap, base))
        cells.append(_value(token))
    if len(cells) > expected:
        return None
    rest = max(0, trailing - base) // (base + 1)  # other blank lines may follow the last cell
    if len(cells) + rest < expected:
        return None
    return cells + [BLANK] * (expected - len(cells))


def _blank_cells(gap: int, base: int) -> int:
    surplus = gap - base
    return surplus // (base + 1) if surplus > 0 and surplus % (base + 1) == 0 else 0


def by_columns(chosen: list[Token], expected: int, habits: Habits) -> list[CellValue] | None:
    """PDF: place each figure under its column; None if two fall into one or one between two."""
    if len(habits.columns) != expected or any(t.x is None for t in chosen) or not chosen:
        return None
    width = min(b - a for a, b in pairwise(habits.columns)) if expected > 1 else 0.0
    cells: list[CellValue | None] = [None] * expected
    for token in chosen:
        distances = [abs((token.x or 0.0) - column) for column in habits.columns]
        place = distances.index(min(distances))
        if distances[place] > width * 0.4 or cells[place] is not None:
            return None
        cells[place] = _value(token)
    return [cell or BLANK for cell in cells]
