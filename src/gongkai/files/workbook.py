"""Workbooks (xlsx) as they are stored: cells, hidden lines, comments, headers, and whatever other text lies in the file.

Only what is written in the file is walked, piece by piece; the grid that it pretends to span is never built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from gongkai.exceptions import Unreadable
from gongkai.files.package import OutOfBudget, Parts, broken_said, local

MOST_CELLS = 300_000
MOST_SECONDS = 3.0
_MOST_SHARED = 20_000_000  # characters of shared strings kept in memory
_LONGEST = 40_000  # characters of one cell; Excel itself holds 32 767
_LISTED = 20
_MOST_SHEETS = 2000
# in a header: &C centre, &"font,style", &12 size
_CODES = re.compile(r'&(?:"[^"]*"|[A-Za-z]|\d{1,2}(?!\d))')


@dataclass
class Sheet:
    """What one sheet holds beside its cells. rows: how many rows hold a value. part: its file inside."""

    name: str
    part: str
    hidden: bool = False
    rows: int = 0
    hidden_rows: int = 0
    some_hidden_rows: list[str] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    rows_hidden_by_default: bool = False


@dataclass
class Workbook:
    """The sheets in order. complete: False where a limit ended the walk before the file did; `at` says where."""

    sheets: list[Sheet] = field(default_factory=list)
    complete: bool = True
    at: str = ""


class _Words:
    """Text between two tags, no more of it than any check needs."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        if self._length < _LONGEST:
            self._pieces.append(piece)
            self._length += len(piece)

    def clear(self) -> None:
        self._pieces.clear()
        self._length = 0

    def take(self) -> str:
        said = "".join(self._pieces)[:_LONGEST]
        self.clear()
        return said


# kind of text ("cell", "comment", "margin", "list", "name", "drawing", "other"), place, the words
Tell = Callable[[str, str, str], None]


def walk(data: bytes, tell: Tell, *, cells: int = MOST_CELLS, seconds: float = MOST_SECONDS) -> Workbook:
    """Tell of every text in a workbook. Unreadable if it cannot be opened or holds no sheet."""
    with broken_said():
        return _Walker(Parts(data, seconds), tell, cells).walk()


class _Walker:
    def __init__(self, parts: Parts, tell: Tell, cells: int) -> None:
        self._parts = parts
        self._tell = tell
        self._cells_left = cells
        self._shared: list[str] = []
        self._read: set[str] = set()
        self._book = Workbook()

    def walk(self) -> Workbook:
        try:
            main = self._main_part()
            self._workbook(main)
            if not self._book.sheets:
                raise Unreadable("里没有能读的工作表。")
            self._shared_strings(main)
            for sheet in self._book.sheets:
                self._book.at = f"工作表“{sheet.name}”"
                self._sheet(sheet)
            self._book.at = "其他部分"
            self._rest()
        except OutOfBudget:
            self._book.complete = False
        return self._book

    def _main_part(self) -> str:
        roots = self._parts.relations("")
        return next((part for kind, part in roots.values() if kind == "officeDocument"), "xl/workbook.xml")

    def _workbook(self, main: str) -> None:
        """Sheets with their parts, and the names defined for the whole book."""
        relations = self._parts.relations(main)
        words = _Words()
        self._read.add(main)

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local(tag)
            words.clear()
            if name == "sheet":
                ids = [v for k, v in attributes.items() if local(k) == "id" and " " in k]
                kind, part = relations.get(ids[0] if ids else "", ("", ""))
                if (
                    len(self._book.sheets) < _MOST_SHEETS
                    and part in self._parts
                    and kind in {"worksheet", "dialogsheet", "xlMacrosheet"}
                ):
                    hidden = attributes.get("state", "visible") != "visible"
                    self._book.sheets.append(Sheet(attributes.get("name", "")[:60], part, hidden))

        def end(tag: str) -> None:
            if local(tag) == "definedName":
                self._tell("name", "名称", words.take())

        self._parts.parse(main, start, end, words.add)

    def _shared_strings(self, main: str) -> None:
        part = next(
            (p for kind, p in self._parts.relations(main).values() if kind == "sharedStrings"),
            "xl/sharedStrings.xml",
        )
        if part not in self._parts:
            return
        self._read.add(part)
        words = _Words()
        inside: list[str] = []
        kept = 0

        def start(tag: str, _: dict[str, str]) -> None:
            name = local(tag)
            if name == "si":
                words.clear()
            inside.append(name)

        def end(tag: str) -> None:
            nonlocal kept
            inside.pop()
            if local(tag) == "si":
                said = words.take()
                kept += len(said) + 50
                if kept > _MOST_SHARED:
                    raise OutOfBudget
                self._shared.append(said)

        def text(piece: str) -> None:
            # the reading guide above a word (rPh) is no part of the word
            if inside and inside[-1] == "t" and "rPh" not in inside:
                words.add(piece)

        self._parts.parse(part, start, end, text)

    def _sheet(self, sheet: Sheet) -> None:
        self._read.add(sheet.part)
        reader = _SheetReader(sheet, self._shared, self._tell, self._take)
        self._parts.parse(sheet.part, reader.start, reader.end, reader.text)
        for kind, part in self._parts.relations(sheet.part).values():
            if part in self._parts and part not in self._read and kind in {"comments", "threadedComment"}:
                self._read.add(part)
                self._comments(part, sheet.name)

    def _take(self) -> None:
        self._cells_left -= 1
        if self._cells_left < 0:
            raise OutOfBudget

    def _comments(self, part: str, sheet: str) -> None:
        words = _Words()
        at = ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal at
            if local(tag) in {"comment", "threadedComment"}:
                words.clear()
                at = attributes.get("ref", "")[:12]

        def end(tag: str) -> None:
            if local(tag) in {"comment", "threadedComment"}:
                self._take()
                self._tell("comment", f"{sheet}!{at}", words.take())

        self._parts.parse(part, start, end, words.add)

    def _rest(self) -> None:
        """Drawings, charts, pivot caches, links to other files: their words and values, part by part."""
        for name in self._parts.names():
            if name in self._read or not name.startswith("xl/") or not name.endswith((".xml", ".vml")):
                continue
            if name.startswith(("xl/theme/", "xl/styles", "xl/_rels")) or "/_rels/" in name:
                continue
            kind = "drawing" if name.startswith(("xl/drawings/", "xl/charts/")) else "other"
            self._other(name, kind)

    def _other(self, name: str, kind: str) -> None:
        place = "图形和文本框" if kind == "drawing" else "数据透视、外部链接等部分"
        words = _Words()

        def flush() -> None:
            said = words.take()
            if said.strip():
                self._take()
                self._tell(kind, place, said)

        def start(tag: str, attributes: dict[str, str]) -> None:
            if (value := attributes.get("v")) is not None:  # a value kept by a pivot table
                self._take()
                self._tell(kind, place, value[:_LONGEST])

        def end(tag: str) -> None:
            if local(tag) in {"p", "v", "f", "si", "font", "div"}:
                flush()

        try:
            self._parts.parse(name, start, end, words.add)
        except (expat.ExpatError, ValueError):
            self._book.complete = False  # a drawing that is no XML: what it says is not known
        flush()


class _SheetReader:
    """The handlers for one sheet."""

    _MARGINS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})

    def __init__(self, sheet: Sheet, shared: list[str], tell: Tell, take: Callable[[], None]) -> None:
        self._sheet = sheet
        self._shared = shared
        self._tell = tell
        self._take = take
        self._row = self._counted = 0
        self._at = ""
        self._type = ""
        self._in_cell = False
        self._said: dict[str, str] = {}
        self._words = _Words()
        self.text = self._words.add

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name in {"v", "f", "t"} or name in self._MARGINS or name.startswith("formula"):
            self._words.clear()
        elif name == "c":
            self._in_cell, self._said = True, {}
            self._at, self._type = attributes.get("r", "")[:12], attributes.get("t", "n")
        elif name == "row":
            self._new_row(attributes)
        elif name == "col" and (_on(attributes.get("hidden")) or _zero(attributes.get("width"))):
            if len(self._sheet.hidden_columns) < _LISTED:
                self._sheet.hidden_columns.append(_span(attributes))
        elif name == "sheetFormatPr":
            self._sheet.rows_hidden_by_default = _on(attributes.get("zeroHeight"))

    def _new_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r", "")
        self._row = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else self._row + 1
        if _on(attributes.get("hidden")) or _zero(attributes.get("ht")):
            self._sheet.hidden_rows += 1
            if len(self._sheet.some_hidden_rows) < _LISTED:
                self._sheet.some_hidden_rows.append(str(self._row))

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in {"v", "f", "t"}:
            if self._in_cell:
                self._said[name] = self._said.get(name, "") + self._words.take()
        elif name == "c":
            self._cell()
        elif name in self._MARGINS:
            self._tell("margin", f"工作表“{self._sheet.name}”的页眉页脚", _CODES.sub(" ", self._words.take()))
        elif name in {"formula1", "formula2"}:
            self._tell("list", f"工作表“{self._sheet.name}”的可选值", self._words.take())

    def _cell(self) -> None:
        self._in_cell = False
        words = self._said.get("v", "")
        if self._type == "s":
            place = words.strip()
            number = int(place) if place.isascii() and place.isdigit() and len(place) < 10 else -1
            words = self._shared[number] if 0 <= number < len(self._shared) else ""
        shown = self._said.get("t", "") or words
        if not shown and "f" not in self._said:
            return
        self._take()
        if self._row != self._counted:
            self._counted = self._row
            self._sheet.rows += 1
        place = f"{self._sheet.name}!{self._at}"
        self._tell("cell", place, shown)
        if formula := self._said.get("f"):
            self._tell("cell", place, formula)


def _on(value: str | None) -> bool:
    return value in {"1", "true", "on"}


def _zero(value: str | None) -> bool:
    try:
        return value is not None and float(value) == 0
    except ValueError:
        return False


def _span(attributes: dict[str, str]) -> str:
    """A column or a group of them: C, C:E."""
    first, last = (_letters(attributes.get(name, "")) for name in ("min", "max"))
    return first if first == last or not last else f"{first}:{last}"


def _letters(number: str) -> str:
    """3 → C."""
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return "？"
    left, letters = int(number), ""
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
