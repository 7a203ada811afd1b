"""Two parts of one table on two pages: heads printed again, tall cells and rows cut by the end of the page."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from gongkai.files.document import Cell, Paragraph, Run, Table, block_text

_MOST_HEADS = 4
# A cell of a figure, or a mark for none.
_FIGURE = re.compile(r"[\d.,/—-]+")
# What numbers an item begins a row.
_ITEM = re.compile(r"\d{1,2}\s*[.．、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、")
_Placed = list[tuple[int, Cell]]


def joined(first: Table, second: Table, full: Collection[int] = ()) -> Table:
    """The two as one: what a page break repeated is left out, what it cut is made whole.

    full: columns in which the last row of the first fills its cell, so that its words may go on.
    """
    rows = list(second.rows)
    repeated = 0
    while repeated < min(len(rows), len(first.rows), _MOST_HEADS) and _same(
        rows[repeated], first.rows[repeated]
    ):
        repeated += 1
    above, below = _placed(first.rows), _placed(rows[repeated:])
    if above and below:
        _mend(above, below, full)
    kept = [tuple(cell for _, cell in row) for row in (*above, *below)]
    return Table(tuple(kept), first.header_rows)


def _same(one: tuple[Cell, ...], two: tuple[Cell, ...]) -> bool:
    said = [cell.text for cell in one]
    return said == [cell.text for cell in two] and any(
        re.search(r"[\u4e00-\u9fff]{2}", text) for text in said
    )


def _placed(rows: tuple[tuple[Cell, ...], ...] | list[tuple[Cell, ...]]) -> list[_Placed]:
    """Each cell with the column it begins in."""
    taken: set[tuple[int, int]] = set()
    found: list[_Placed] = []
    for number, row in enumerate(rows):
        column, placed = 0, []
        for cell in row:
            while (number, column) in taken:
                column += 1
            placed.append((column, cell))
            taken |= {
                (number + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            }
            column += cell.colspan
        found.append(placed)
    return found


def _over(above: list[_Placed], column: int) -> tuple[int, int] | None:
    """Where the cell stands that reaches down to the end of the first part in that column."""
    last = len(above) - 1
    for number in range(last, -1, -1):
        for place, (start, cell) in enumerate(above[number]):
            if start <= column < start + cell.colspan:
                return (number, place) if number + cell.rowspan - 1 >= last else None
    return None


def _mend(above: list[_Placed], below: list[_Placed], full: Collection[int]) -> None:
    """Lengthen tall cells that go on below; put the rest of a cut row to its beginning."""
    first = below[0]
    places = {column: _over(above, column) for column, _ in first}
    cut = _is_rest(above, first, places, full)
    tall = [(column, cell) for column, cell in first if cell.rowspan > 1 and (cut or not cell.text.strip())]
    if any(places[column] is None for column, _ in tall):
        return
    for column, cell in tall:
        number, place = places[column] or (0, 0)
        start, upper = above[number][place]
        above[number][place] = (start, replace(upper, rowspan=upper.rowspan + cell.rowspan - cut))
    if not cut:
        below[0] = [one for one in first if one not in tall]
        return
    for column, cell in first:
        number, place = places[column] or (0, 0)
        start, upper = above[number][place]
        if cell.text.strip():
            said = "".join(block_text(block) for block in (*upper.blocks, *cell.blocks))
            above[number][place] = (start, replace(upper, blocks=(Paragraph((Run(said),)),)))
    del below[0]


def _is_rest(
    above: list[_Placed], first: _Placed, places: dict[int, tuple[int, int] | None], full: Collection[int]
) -> bool:
    """Whether a row only goes on with words of the row above, whose figures stand there already.

    Its cells fill theirs above, and none of them begins an item of its own. A row of headings has no figures: there the
    words put together must be those of another heading.
    """
    figures = any(_FIGURE.fullmatch(cell.text.strip()) for _, cell in above[-1])
    heads = {cell.text.strip() for row in above for _, cell in row}
    words = 0
    for column, cell in first:
        place = places[column]
        if place is None:
            return False
        start, over = above[place[0]][place[1]]
        said, upper = cell.text.strip(), over.text.strip()
        if not said:
            continue
        if not upper or start not in full or _FIGURE.fullmatch(upper) or _ITEM.match(said):
            return False
        if not re.search(r"[\u4e00-\u9fff）)]", said) or not (figures or upper + said in heads):
            return False
        words += 1
    return words > (0 if figures else 1)
