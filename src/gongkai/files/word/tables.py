"""Tables of Word as grids: merged, late and short rows, rows and cells deleted or hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from gongkai.files.document import Block, Cell, Paragraph, Table
from gongkai.files.guard import Length
from gongkai.files.word.names import W, child, switched, value, whole

_THROUGH = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"}
# A row may begin a hair's breadth late because its edges were dragged (twentieths of a point).
_HAIR = 220


class Blocks(Protocol):
    """Who reads what stands in a cell."""

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The blocks below an element."""
        ...


class TableWalk:
    """Reads one table. open cells: column → where the cell stands that goes on downwards."""

    def __init__(self, reader: Blocks, length: Length, seen: Counter[str]) -> None:
        self._reader = reader
        self._length = length
        self._seen = seen
        self._rows: list[list[Cell]] = []
        self._open: dict[int, tuple[int, int]] = {}

    def read(self, node: etree._Element) -> Table:
        """The table with its heads."""
        heads = 0
        for row in _rows(node):
            properties = child(row, "trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self._seen["del"] += 1
                continue
            if switched(properties, "hidden"):
                self._seen["hidden"] += 1
                continue
            if switched(properties, "tblHeader") and heads == len(self._rows):
                heads += 1
            if any(True for _ in _cells(row)):
                self._rows.append([])
                self._row(row)
        return Table(tuple(tuple(row) for row in self._rows), heads)

    def _row(self, row: etree._Element) -> None:
        here = len(self._rows) - 1
        column = whole(value(child(row, "trPr"), "gridBefore"), 0)
        if column and _wide(row, "wBefore"):
            self._rows[here].append(Cell((), 1, column))
        for node in _cells(row):
            properties = child(node, "tcPr")
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                self._seen["del"] += 1
                continue
            width = max(whole(value(properties, "gridSpan"), 1), 1)
            if _goes_on(properties, "hMerge") and self._rows[here]:
                last = self._rows[here][-1]
                self._rows[here][-1] = Cell(last.blocks, last.rowspan, last.colspan + width)
                self._covered(node)
            elif _goes_on(properties, "vMerge") and column in self._open:
                above, place = self._open[column]
                cell = self._rows[above][place]
                self._rows[above][place] = Cell(cell.blocks, cell.rowspan + 1, cell.colspan)
                self._covered(node)
            else:
                self._open.pop(column, None)
                if child(properties, "vMerge") is not None:
                    self._open[column] = (here, len(self._rows[here]))
                self._rows[here].append(Cell(tuple(self._reader.blocks(node)), 1, width))
            column += width
            self._length.cell()
        after = whole(value(child(row, "trPr"), "gridAfter"), 0)
        if after and _wide(row, "wAfter"):
            self._rows[here].append(Cell((), 1, after))

    def _covered(self, node: etree._Element) -> None:
        """What a cell still holds that another covers is not printed."""
        blocks = self._reader.blocks(node)
        self._seen["covered"] += any(not isinstance(b, Paragraph) or bool(b.text.strip()) for b in blocks)


def _goes_on(properties: etree._Element | None, tag: str) -> bool:
    merge = child(properties, tag)
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _wide(row: etree._Element, tag: str) -> bool:
    """Whether the room that a row leaves out is a cell's, not a hair's."""
    node = child(row, "trPr", tag)
    return node is None or node.get(f"{W}type", "dxa") != "dxa" or whole(node.get(f"{W}w"), _HAIR) >= _HAIR


def _rows(node: etree._Element) -> Iterator[etree._Element]:
    for one in node:
        if one.tag == f"{W}tr":
            yield one
        elif one.tag in _THROUGH:
            yield from _rows(one)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for one in row:
        if one.tag == f"{W}tc":
            yield one
        elif one.tag in _THROUGH:
            yield from _cells(one)
