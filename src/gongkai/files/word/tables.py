"""Tables of Word as grids: merged, late and short rows, rows and cells deleted or hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
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
    """Reads one table. _open: column → row, place and width of the cell that goes on downwards from the last row."""

    def __init__(self, reader: Blocks, length: Length, seen: Counter[str]) -> None:
        self._reader = reader
        self._length = length
        self._seen = seen
        self._rows: list[list[Cell]] = []
        self._open: dict[int, tuple[int, int, int]] = {}

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
        hair = 0
        if column and _wide(row, "wBefore"):
            self._rows[here].append(Cell((), 1, column))
        elif column:
            column, hair = 0, column
        going: dict[int, tuple[int, int, int]] = {}
        covered = False  # whether the cell before is the lower part of one above
        for node in _cells(row):
            properties = child(node, "tcPr")
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                self._seen["del"] += 1
                continue
            # A hair of room before the row belongs to its first cell: the columns stay under each other.
            width, hair = max(whole(value(properties, "gridSpan"), 1), 1) + hair, 0
            if _goes_on(properties, "hMerge") and covered:
                self._covered(node)
            elif _goes_on(properties, "hMerge") and self._rows[here]:
                last = self._rows[here][-1]
                self._rows[here][-1] = Cell(last.blocks, last.rowspan, last.colspan + width)
                self._covered(node)
            elif _goes_on(properties, "vMerge") and self._fits(column, width):
                above, place, _ = going[column] = self._open[column]
                cell = self._rows[above][place]
                self._rows[above][place] = replace(cell, rowspan=cell.rowspan + 1)
                self._covered(node)
                covered = True
            else:
                covered = False
                if child(properties, "vMerge") is not None:
                    going[column] = (here, len(self._rows[here]), width)
                self._rows[here].append(Cell(tuple(self._reader.blocks(node)), 1, width))
            column += width
            self._length.cell()
        after = whole(value(child(row, "trPr"), "gridAfter"), 0)
        if after and _wide(row, "wAfter"):
            self._rows[here].append(Cell((), 1, after))
        self._open = going  # what this row did not carry on has ended

    def _fits(self, column: int, width: int) -> bool:
        """Whether a cell above goes on here: one that begins elsewhere or is wider or narrower is another cell."""
        return column in self._open and self._open[column][2] == width

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
