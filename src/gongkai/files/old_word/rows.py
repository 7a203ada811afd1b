"""Tables of an old Word file: cells by their edges, merged ones as spans. A row that does not fit is not guessed."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.files.document import Block, Cell, Table, block_text
from gongkai.files.old_word.marks import word

# Edges nearer than this (twentieths of a point) are one.
_SAME = 30
_CELL = 20
_MERGED, _TALL = 0x0002, 0x0060
_GOES_ON = 0x0020


@dataclass
class Row:
    """One row. stored: edges and traits of its cells as the file has them."""

    cells: list[list[Block]] = field(default_factory=list)
    stored: bytes = b""
    nested: bool = False


def table_of(rows: list[Row]) -> tuple[Table | None, int]:
    """The table, None where a row does not fit; and how many cells hold words under a merged one."""
    plans = [_plan(row) for row in rows]
    edges = _edges([edge for plan in plans if plan for edge in plan[0]])
    drawn: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}
    covered = 0
    for number, (row, plan) in enumerate(zip(rows, plans, strict=True)):
        if plan is None or row.nested:
            return None, covered
        places, traits = plan
        drawn.append([])
        start = _column(edges, places[0])
        if start:
            drawn[-1].append(Cell((), 1, start))
        for at, (blocks, trait) in enumerate(zip(row.cells, traits, strict=True)):
            left, right = _column(edges, places[at]), _column(edges, places[at + 1])
            if right <= left:
                return None, covered
            said = any(block_text(block).strip() for block in blocks)
            before = drawn[-1][-1] if drawn[-1] else None
            if trait & _MERGED and at and before is not None:
                drawn[-1][-1] = Cell(before.blocks, before.rowspan, before.colspan + right - left)
                covered += said
            elif trait & _TALL == _GOES_ON and left in above:
                up, place = above[left]
                upper = drawn[up][place]
                if upper.colspan != right - left or up + upper.rowspan != number:
                    return None, covered
                drawn[up][place] = Cell(upper.blocks, upper.rowspan + 1, upper.colspan)
                covered += said
            else:
                above[left] = (number, len(drawn[-1]))
                drawn[-1].append(Cell(tuple(blocks), 1, right - left))
    return Table(tuple(tuple(row) for row in drawn)), covered


def _plan(row: Row) -> tuple[list[int], list[int]] | None:
    """The edges of the cells from left to right, and the traits of each."""
    count = row.stored[0] if row.stored else 0
    if not count or count != len(row.cells) or len(row.stored) < 1 + 2 * (count + 1):
        return None
    places = [_signed(word(row.stored, 1 + 2 * number)) for number in range(count + 1)]
    begin = 1 + 2 * (count + 1)
    traits = [
        word(row.stored, begin + _CELL * number) if begin + _CELL * number + 2 <= len(row.stored) else 0
        for number in range(count)
    ]
    return places, traits


def _signed(number: int) -> int:
    return number - 0x10000 if number >= 0x8000 else number


def _edges(places: list[int]) -> list[int]:
    found: list[int] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SAME:
            found.append(place)
    return found


def _column(edges: list[int], place: int) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - place))
