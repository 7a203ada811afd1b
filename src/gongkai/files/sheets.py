"""Workbooks as tables: the visible sheets, cells as they are shown, merged cells as spans; formulas by their stored result."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.characters import repair
from gongkai.files.document import Document
from gongkai.files.guard import MAX_CELLS, Length
from gongkai.files.package import OutOfBudget, Parts, broken_said
from gongkai.files.tabular import (
    MOST_COLUMNS,
    TOO_LARGE,
    Merge,
    Placed,
    Shape,
    Under,
    end_book,
    figure,
    put_sheet,
    shape_of,
)

_SECONDS = 60.0
# Stands in a cell whose formula has no stored result: it is filled, and no figure.
NO_RESULT = "（公式未存结果）"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_DATES = {*range(14, 18), *range(27, 32), 34, 35, 36, *range(50, 59)}
T = TypeVar("T")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


@dataclass
class _Sheet:
    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Filled:
    """A sheet as it was filled in: the number of each row that holds something, with its cells from column A.

    A hidden sheet is named and not read.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    hidden: bool = False


def read(data: bytes) -> Document:
    """The visible sheets of an .xlsx as tables. Unreadable if it holds none."""
    return _opened(data, _Book.read)


def filled(data: bytes, columns: int) -> list[Filled]:
    """The sheets with what stands in their first columns, hidden rows too: a filter hides, it does not delete.

    What lies under a merged cell is not shown by any program, and is left out. Unreadable as in `read`.
    """
    return _opened(data, lambda book: book.filled(columns))


def _opened(data: bytes, take: Callable[[_Book], T]) -> T:
    try:
        with broken_said():
            return take(_Book(Parts(data, _SECONDS)))
    except etree.XMLSyntaxError as error:
        raise Unreadable("已损坏或不完整，打不开。") from error
    except OutOfBudget as error:
        raise Unreadable(TOO_LARGE) from error


class _Book:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._length = Length()
        roots = parts.relations("")
        self._main = next(
            (part for kind, part in roots.values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        self._relations = parts.relations(self._main)
        self._document = Document("xlsx")
        self._shared: list[str] = []
        self._formats: list[Shape] = []
        self._lost = 0
        self._first_day = dt.date(1899, 12, 30)

    def _shown(self) -> tuple[list[_Sheet], list[str]]:
        """The sheets that are shown, and the names of those that are not; what all of them need is read first."""
        main = self._part(self._main)
        if any(one.get("date1904") in ("1", "true") for one in _all(main, "workbookPr")):
            self._first_day = dt.date(1904, 1, 1)
        sheets = list(self._sheets(main))
        self._shared = [_words(item) for item in _all(self._tree("sharedStrings"), "si")]
        self._formats = list(self._number_formats())
        shown = [sheet for sheet in sheets if not sheet.hidden]
        if not shown:
            raise Unreadable("是表格文件，但里面没有能读的工作表。")
        return shown, [sheet.name for sheet in sheets if sheet.hidden]

    def filled(self, columns: int) -> list[Filled]:
        shown, hidden = self._shown()
        found = [Filled(name, [], hidden=True) for name in hidden]
        for sheet in shown:
            root = self._part(sheet.part)
            under = Under(_merges(root))
            rows: dict[int, list[str]] = {}
            for row, column, said, _ in self._cells(root):
                if column <= columns and (row, column) not in under:
                    line = rows.setdefault(row, [])
                    line += [""] * (column - len(line))
                    line[column - 1] = said
            found.append(Filled(sheet.name, sorted(rows.items())))
        return found

    def read(self) -> Document:
        shown, hidden = self._shown()
        for sheet in shown:
            self._sheet(sheet, len(shown) > 1)
        if self._lost:
            self._document.leave(f"公式{self._lost}格", "文件里没有存结果，请在 Excel 或 WPS 中打开保存一次")
        return end_book(self._document, hidden)

    def _tree(self, kind: str) -> etree._Element | None:
        named = next((part for one, part in self._relations.values() if one == kind), f"xl/{kind}.xml")
        return self._part(named)

    def _part(self, name: str) -> etree._Element | None:
        if name not in self._parts:
            return None
        data = self._parts.whole(name)
        self._length.markup(data)
        root = etree.fromstring(data, _PARSER)
        # No program writes one; it serves only to swell. (The stubs do not know the attribute.)
        if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
            raise Unreadable("内部结构不合规范，打不开。")
        return root

    def _sheets(self, main: etree._Element | None) -> Iterator[_Sheet]:
        for node in _all(main, "sheet"):
            link = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), "")
            kind, part = self._relations.get(str(link), ("", ""))
            if kind == "worksheet":
                yield _Sheet(node.get("name", ""), part, node.get("state", "visible") != "visible")

    def _number_formats(self) -> Iterator[Shape]:
        """For each style of a cell: date, percent or nothing."""
        root = self._tree("styles")
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in _all(root, "numFmt")}
        for holder in _all(root, "cellXfs"):
            for style in holder:
                number = style.get("numFmtId", "0")
                if number.isdecimal() and int(number) in _DATES:
                    yield "date"
                else:
                    yield "percent" if number in ("9", "10") else shape_of(own.get(number, ""))

    def _sheet(self, sheet: _Sheet, headed: bool) -> None:
        root = self._part(sheet.part)
        columns = {
            number
            for one in _all(root, "col")
            if one.get("hidden") in ("1", "true")
            for number in range(int(one.get("min", "1")), min(int(one.get("max", "1")), MOST_COLUMNS) + 1)
        }
        merges = _merges(root)
        put_sheet(self._document, sheet.name, self._cells(root), merges, columns, headed, self._length)

    def _cells(self, root: etree._Element | None) -> Iterator[Placed]:
        """Each cell that says something."""
        row_number = told = 0
        for row in _all(root, "row"):
            number = row.get("r", "")
            row_number = int(number) if number.isdecimal() else row_number + 1
            unseen = row.get("hidden") in ("1", "true")
            column = 0
            for node in (one for one in row if _name(one) == "c"):
                place = _PLACE.fullmatch(node.get("r", ""))
                column = _column(place[1]) if place else column + 1
                said = self._value(node)
                if not said.strip():
                    continue
                told += 1
                if told > MAX_CELLS:
                    raise OutOfBudget
                yield row_number, column, said, unseen

    def _value(self, node: etree._Element) -> str:
        kind = node.get("t", "n")
        stored = next((one.text or "" for one in node if _name(one) == "v"), None)
        if kind == "inlineStr":
            return repair(_words(node))
        if stored is None or stored == "":
            if any(_name(one) == "f" for one in node):
                self._lost += 1
                return NO_RESULT
            return ""
        if kind == "s":
            return (
                repair(self._shared[int(stored)])
                if stored.isdecimal() and int(stored) < len(self._shared)
                else ""
            )
        if kind == "b":
            return "是" if stored == "1" else "否"
        if kind in ("str", "e", "d"):
            return repair(stored)
        style = node.get("s", "0")
        shape: Shape = ""
        if style.isdecimal() and int(style) < len(self._formats):
            shape = self._formats[int(style)]
        try:
            return figure(float(stored), shape, self._first_day)
        except (ValueError, OverflowError):
            return stored


def _merges(root: etree._Element | None) -> list[Merge]:
    found: list[Merge] = []
    for one in _all(root, "mergeCell"):
        first, _, last = one.get("ref", "").partition(":")
        start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if start and end and len(found) < 20_000:
            found.append((int(start[2]), _column(start[1]), int(end[2]), min(_column(end[1]), MOST_COLUMNS)))
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _name(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if root is not None:
        yield from (node for node in root.iter() if _name(node) == name)


def _words(node: etree._Element) -> str:
    """The text of a string, without the reading guide above it."""
    return "".join(
        one.text or ""
        for one in node.iter()
        if _name(one) == "t" and not any(_name(up) == "rPh" for up in one.iterancestors())
    )
