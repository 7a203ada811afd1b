"""A sheet as it is shown: filled cells, merged ones as spans, titles between tables; what is hidden in it is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from gongkai.exceptions import Unreadable
from gongkai.files.document import Block, Cell, Document, Paragraph, Run, Table
from gongkai.files.guard import MAX_CELLS, Length
from gongkai.files.package import OutOfBudget

MOST_COLUMNS = 200
TOO_LARGE = "表格过大或过于复杂，请拆分后再试。"
_LISTED = 5
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 1."""
Shape = Literal["", "date", "percent"]
Placed = tuple[int, int, str, bool]
"""Row, column (both from 1), words, whether the row is hidden."""


class Under:
    """The cells that merged ones cover: asked cell by cell, never spread out."""

    def __init__(self, merges: list[Merge]) -> None:
        self._by_column: dict[int, list[tuple[int, int, int]]] = {}
        for top, left, bottom, right in merges:
            for column in range(left, right + 1):
                self._by_column.setdefault(column, []).append((top, bottom, left))

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return any(
            top <= row <= bottom and place != (top, left)
            for top, bottom, left in self._by_column.get(column, ())
        )


def put_sheet(
    document: Document,
    name: str,
    cells: Iterable[Placed],
    merges: list[Merge],
    hidden: set[int],
    headed: bool,
    length: Length,
) -> None:
    """Add one sheet. hidden: its hidden columns. headed: its name stands above it, as it is one of several.

    length: of the whole workbook. OutOfBudget, or Unreadable, where it is larger than any table of a document.
    """
    if headed:
        document.blocks.append(Paragraph((Run(name),), level=1))
    under = Under(merges)
    grid: dict[tuple[int, int], str] = {}
    gone = covered = beyond = 0
    for told, (row, column, said, unseen) in enumerate(cells):
        length.placed(len(said))
        if told >= MAX_CELLS:
            raise OutOfBudget
        if column > MOST_COLUMNS:
            beyond += 1
        elif unseen or column in hidden:
            gone += 1
        elif (row, column) in under:
            covered += 1
        else:
            grid[row, column] = said
    if gone:
        document.hide("hidden_rows", f"工作表“{name}”隐藏的行列里有{gone}格，未计入。")
    if covered:
        document.hide(
            "under_merge", f"工作表“{name}”有{covered}格内容压在合并的单元格下面，取消合并就会露出，未计入。"
        )
    if beyond:
        document.leave(f"工作表“{name}”第{MOST_COLUMNS}列以后的{beyond}格", "列数过多，请拆分后再交")
    if grid:
        document.blocks += _blocks(grid, merges, hidden)


def end_book(document: Document, hidden: list[str]) -> Document:
    """The whole workbook. hidden: names of the sheets that are not shown. Unreadable where nothing is in it."""
    if hidden:
        document.hide(
            "hidden_sheet", f"隐藏的工作表{len(hidden)}个（{'、'.join(hidden[:_LISTED])}），未计入。"
        )
    if not document.blocks:
        raise Unreadable("里没有文字。")
    return document


def shape_of(code: str) -> Shape:
    """What a number format makes of a number."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    if re.search(r"y|m.*d|d.*m", bare):
        return "date"
    return "percent" if "%" in bare else ""


def figure(number: float, shape: Shape, first_day: dt.date) -> str:
    """A number as the sheet shows it: a day, a share, a figure without the dust of binary arithmetic."""
    if shape == "date" and 1 <= number < 2_950_000:
        return (first_day + dt.timedelta(days=int(number))).isoformat()
    if shape == "percent":
        return f"{round(number * 100, 6):g}%"
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{round(number, 9):.12g}"


def _blocks(grid: dict[tuple[int, int], str], merges: list[Merge], hidden: set[int]) -> list[Block]:
    """Titles between tables as paragraphs; each table with its own width."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(grid):
        by_row.setdefault(row, []).append(column)
    whole = max(column for _, column in grid)
    ends = {(top, left): right for top, left, _, right in merges}
    found: list[Block] = []
    part: dict[tuple[int, int], str] = {}
    for row, filled in by_row.items():
        end = ends.get((row, filled[0]), filled[0])
        alone = len(filled) == 1 and not any(top < row <= bottom for top, _, bottom, _ in merges)
        if alone and (end == filled[0] == 1 or end - filled[0] + 1 >= 0.8 * whole):
            if part:
                found.append(_table(part, merges, hidden))
            found.append(Paragraph((Run(grid[row, filled[0]]),)))
            part = {}
            continue
        part |= {(row, column): grid[row, column] for column in filled}
    return [*found, _table(part, merges, hidden)] if part else found


def _table(grid: dict[tuple[int, int], str], merges: list[Merge], hidden: set[int]) -> Table:
    """Filled rows with every cell up to the last filled column; a cell that another covers is absent."""
    rows = sorted({row for row, _ in grid})
    last = max(column for _, column in grid)
    last = max([last, *(right for top, left, _, right in merges if (top, left) in grid)])
    columns = [c for c in range(min(c for _, c in grid), last + 1) if c not in hidden]
    spans, covered = {}, set()
    for top, left, bottom, right in merges:
        high = sum(top <= row <= bottom for row in rows)
        wide = sum(left <= column <= right for column in columns)
        spans[top, left] = (max(high, 1), max(wide, 1))
        covered |= {
            (row, column)
            for row in rows
            if top <= row <= bottom
            for column in columns
            if left <= column <= right and (row, column) != (top, left)
        }
    table = []
    for row in rows:
        cells = []
        for column in columns:
            if (row, column) in covered:
                continue
            said = grid.get((row, column), "")
            high, wide = spans.get((row, column), (1, 1))
            cells.append(Cell((Paragraph((Run(said),)),) if said else (), high, wide))
        table.append(tuple(cells))
    return Table(tuple(table))
