"""The printed table of a form as a grid of merged cells: one layout for screen, web page, Word and Excel."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.statforms.forms import Block, Column, Form, Row, Table

COLUMN, ROW, NOTE, VALUE = "column", "row", "note", "value"


@dataclass(frozen=True)
class Slot:
    """One printed cell, anchored at its top left. kind: column or row heading, note, value. cell: id of a value."""

    text: str
    rows: int = 1
    cols: int = 1
    kind: str = VALUE
    cell: str = ""
    level: int = 0
    total: bool = False


@dataclass(frozen=True)
class Grid:
    """A printed table: rows of anchors; slots that reach down are not repeated below. heads: rows of headings."""

    title: str
    width: int
    rows: tuple[tuple[Slot, ...], ...]
    heads: int

    @property
    def cells(self) -> list[str]:
        """The ids of its value cells."""
        return [slot.cell for row in self.rows for slot in row if slot.cell]


def label_columns(layout: Grid) -> int:
    """How many columns stand before the first figure of a row: those of the headings at the side."""
    first = layout.width
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(layout.rows):
        across = 0
        for slot in row:
            while (down, across) in taken:
                across += 1
            taken |= {(down + r, across + c) for r in range(slot.rows) for c in range(slot.cols)}
            if slot.cell:
                first = min(first, across)
    return first


def shares(layout: Grid) -> list[float]:
    """The share of the width that each column has in print, as in the notice: half for the headings at the side (the
    deepest the widest), the rest in equal parts for the figures."""
    labels = label_columns(layout)
    if not labels:
        return [1 / layout.width] * layout.width
    if layout.width == 3:
        return [0.62, 0.14, 0.24]
    side = 0.5 if labels > 1 else 0.4
    weights = [*range(3, 3 + labels - 1), 2 + 2 * labels] if labels > 1 else [1]
    head = [side * w / sum(weights) for w in weights]
    return head + [(1 - side) / (layout.width - labels)] * (layout.width - labels)


def value_rows(layout: Grid) -> list[list[str]]:
    """The cells of figures, row by row as printed."""
    found = [[slot.cell for slot in row if slot.cell] for row in layout.rows]
    return [row for row in found if row]


def grid(form: Form, table_id: str) -> Grid:
    """The grid of one table of a form."""
    table = form.table(table_id)
    if table.kind == "transposed":
        return _transposed(table)
    if len(table.blocks) > 1:
        return _blocks(table)
    if len(table.blocks[0].columns) == 1:
        return _list(table)
    return _matrix(table)


def _label(row: Row) -> str:
    if row.no == "其中":
        return f"其中：{row.label}"
    if row.no and row.no[-1] in "一二三四五六七八九十":
        return f"{row.no}、{row.label}"
    return f"{row.no}{row.label}"


# --- 表二: one block after another, each under its own headings


def _blocks(table: Table) -> Grid:
    span = max(len(b.columns) for b in table.blocks)
    rows: list[tuple[Slot, ...]] = []
    for block in table.blocks:
        rows.append((Slot(block.item, 1, span + 1, COLUMN),))
        widths = _widths(len(block.columns), span)
        heads = [Slot(c.label, 1, w, COLUMN) for c, w in zip(block.columns, widths, strict=True)]
        rows.append((Slot("信息内容", 1, 1, COLUMN), *heads))
        for row in block.value_rows():
            cells = [
                Slot("", 1, w, VALUE, table.cell_id(row.id, c.id))
                for c, w in zip(block.columns, widths, strict=True)
            ]
            rows.append((Slot(row.label, 1, 1, ROW), *cells))
    return Grid(table.title, span + 1, tuple(rows), 0)


def _widths(count: int, span: int) -> list[int]:
    widths = [span // count] * count
    widths[-1] += span - sum(widths)
    return widths


# --- 2014: one column of figures


def _list(table: Table) -> Grid:
    block = table.blocks[0]
    head = tuple(Slot(t, 1, 1, COLUMN) for t in ("统计指标", "单位", block.columns[0].label))
    rows: list[tuple[Slot, ...]] = [head]
    levels = _levels(block)
    for row in block.rows:
        label = Slot(_label(row), 1, 1, ROW, level=levels[row.id])
        if row.kind == "value":
            value = Slot("", 1, 1, VALUE, table.cell_id(row.id, block.columns[0].id))
            rows.append((label, Slot(row.unit or "——", 1, 1, NOTE), value))
        else:
            rows.append((label, Slot("——", 1, 1, NOTE), Slot("——", 1, 1, NOTE)))
    return Grid(table.title, 3, tuple(rows), 1)


def _levels(block: Block) -> dict[str, int]:
    levels: dict[str, int] = {}
    for row in block.rows:
        levels[row.id] = levels[row.parent] + 1 if row.parent else 0
    return levels


# --- 表三: rows in groups by columns in groups


def _matrix(table: Table) -> Grid:
    block = table.blocks[0]
    levels = _levels(block)
    depth = max(levels.values()) + 1
    rows = [list(row) for row in _matrix_heads(table, block, depth)]
    heads = len(rows)
    below: dict[str | None, list[Row]] = {}
    for row in block.rows:
        below.setdefault(row.parent, []).append(row)
    for row in below[None]:
        _put(table, block, row, below, depth, [], rows)
    return Grid(table.title, depth + len(block.columns), tuple(tuple(r) for r in rows), heads)


def _put(
    table: Table,
    block: Block,
    row: Row,
    below: dict[str | None, list[Row]],
    free: int,
    before: list[Slot],
    rows: list[list[Slot]],
) -> None:
    """Write a row, or a group whose heading reaches down beside its rows. `before`: headings still to be printed."""
    if row.kind == "value":
        cells = [
            Slot("", 1, 1, VALUE, table.cell_id(row.id, c.id), total=c.id == "total") for c in block.columns
        ]
        level = 0 if free >= 3 else 1 if free == 2 else 2
        rows.append([*before, Slot(_label(row), 1, free, ROW, level=level), *cells])
        return
    children = below[row.id]
    head = Slot(_label(row), _leaves(row, below), 1, ROW, level=0)
    for number, child in enumerate(children):
        _put(table, block, child, below, free - 1, [*before, head] if number == 0 else [], rows)


def _leaves(row: Row, below: dict[str | None, list[Row]]) -> int:
    return 1 if row.kind == "value" else sum(_leaves(child, below) for child in below[row.id])


def _matrix_heads(table: Table, block: Block, depth: int) -> list[list[Slot]]:
    first = [
        Slot(table.printed_note or "", 3, depth, NOTE),
        Slot("申请人情况", 1, len(block.columns), COLUMN),
    ]
    second: list[Slot] = []
    third: list[Slot] = []
    grouped: list[str] = []
    for column in block.columns:
        if not column.group:
            second.append(Slot(column.label, 2, 1, COLUMN))
        else:
            third.append(Slot(column.label, 1, 1, COLUMN))
            if column.group not in grouped:
                grouped.append(column.group)
                width = sum(1 for c in block.columns if c.group == column.group)
                second.append(Slot(column.group, 1, width, COLUMN))
    return [first, second, third]


# --- 表四: one row of figures under three rows of headings


def _transposed(table: Table) -> Grid:
    block = table.blocks[0]
    width = len(block.columns)
    first: list[Slot] = []
    second: list[Slot] = []
    for row in block.rows:
        if row.parent:
            second.append(Slot(row.label, 1, width, COLUMN))
        elif row.kind == "value":
            first.append(Slot(row.label, 2, width, COLUMN))
        else:
            count = sum(1 for r in block.value_rows() if r.parent == row.id)
            first.append(Slot(row.label, 1, width * count, COLUMN))
    groups = [(row, column) for row in block.value_rows() for column in block.columns]
    third = [Slot(column.label, 1, 1, COLUMN) for _, column in groups]
    cells = [_value(table, row, column) for row, column in groups]
    return Grid(table.title, len(groups), (tuple(first), tuple(second), tuple(third), tuple(cells)), 3)


def _value(table: Table, row: Row, column: Column) -> Slot:
    return Slot("", 1, 1, VALUE, table.cell_id(row.id, column.id), total=column.id == "total")
