"""Open workbooks (.ods, a zip of XML): the visible sheets, cells as they are shown, merged cells as spans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.characters import repair
from gongkai.files.document import Document
from gongkai.files.guard import MAX_CELLS, Length
from gongkai.files.package import OutOfBudget, Parts, broken_said
from gongkai.files.tabular import MOST_COLUMNS, TOO_LARGE, Merge, Placed, end_book, figure, put_sheet

_SECONDS = 60.0
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
_HIDDEN = ("collapse", "filter")
_GROUPS = (
    "table-row-group",
    "table-header-rows",
    "table-rows",
    "table-column-group",
    "table-header-columns",
    "table-columns",
)
# What stands in a cell beside its words.
_ASIDE = ("annotation", "shapes", "ruby-text")
_NO_DAY = dt.date(1899, 12, 30)
Node = etree._Element


def read(data: bytes) -> Document:
    """The visible sheets as tables. Unreadable if locked, broken, or without sheets."""
    try:
        with broken_said():
            return _read(Parts(data, _SECONDS))
    except etree.XMLSyntaxError as error:
        raise Unreadable("已损坏或不完整，打不开。") from error
    except OutOfBudget as error:
        raise Unreadable(TOO_LARGE) from error


@dataclass
class _Sheet:
    """One sheet while it is walked."""

    cells: list[Placed] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    notes: int = 0
    row: int = 0
    column: int = 0


def _read(parts: Parts) -> Document:
    length = Length()
    listed = "META-INF/manifest.xml"
    if listed in parts and any(
        _name(one) == "encryption-data" for one in _tree(parts, listed, length).iter()
    ):
        raise Unreadable("设有打开密码，请先去掉密码（打开后另存为不加密的文件）再试。")
    root = _tree(parts, "content.xml", length)
    unseen = {
        _said(style, "name")
        for style in root.iter()
        if _name(style) == "style" and any(_said(one, "display") == "false" for one in style)
    }
    tables = [
        one for book in root.iter() if _name(book) == "spreadsheet" for one in book if _name(one) == "table"
    ]
    shown = [one for one in tables if _said(one, "style-name") not in unseen]
    if not shown:
        raise Unreadable("是表格文件，但里面没有能读的工作表。")
    document = Document("ods")
    for table in shown:
        sheet = _Sheet()
        _walk(table, sheet)
        name = _said(table, "name")
        put_sheet(document, name, sheet.cells, sheet.merges, sheet.hidden, len(shown) > 1, length)
        if sheet.notes:
            document.hide("comment", f"工作表“{name}”有批注{sheet.notes}处，未计入，但公开后可见。")
    return end_book(document, [_said(one, "name") for one in tables if one not in shown])


def _tree(parts: Parts, name: str, length: Length) -> Node:
    data = parts.whole(name)
    length.markup(data)
    root = etree.fromstring(data, _PARSER)
    # No program writes one; it serves only to swell. (The stubs do not know the attribute.)
    if root.getroottree().docinfo.doctype and name == "content.xml":  # type: ignore[union-attr]
        raise Unreadable("内部结构不合规范，打不开。")
    return root


def _walk(holder: Node, sheet: _Sheet) -> None:
    for node in holder:
        name = _name(node)
        if name in _GROUPS:
            _walk(node, sheet)
        elif name == "table-column":
            times = _times(node, "number-columns-repeated")
            if _said(node, "visibility") in _HIDDEN:
                last = min(sheet.column + times, MOST_COLUMNS)
                sheet.hidden.update(range(sheet.column + 1, last + 1))
            sheet.column += times
        elif name == "table-row":
            _row(node, sheet)


def _row(node: Node, sheet: _Sheet) -> None:
    unseen = _said(node, "visibility") in _HIDDEN
    times = _times(node, "number-rows-repeated")
    found: list[tuple[int, int, str]] = []
    column = 0
    for cell in node:
        if _name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        wide = _times(cell, "number-columns-repeated")
        sheet.notes += sum(_name(one) == "annotation" for one in cell)
        high, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if high > 1 or across > 1:
            if len(sheet.merges) >= MAX_CELLS:
                raise OutOfBudget
            right = min(column + across, MOST_COLUMNS)
            sheet.merges.append((sheet.row + 1, column + 1, sheet.row + high, right))
        if words := _words(cell):
            found.append((column, wide, words))
        column += wide
    told = sum(wide for _, wide, _ in found)
    if told and len(sheet.cells) + told * times > MAX_CELLS:
        raise OutOfBudget
    if found:
        for number in range(times):
            for start, wide, words in found:
                for place in range(start, start + wide):
                    sheet.cells.append((sheet.row + number + 1, place + 1, words, unseen))
    sheet.row += times


def _words(cell: Node) -> str:
    kind, value = _said(cell, "value-type"), _said(cell, "value")
    if kind in ("float", "currency", "percentage") and value:
        try:
            return figure(float(value), "percent" if kind == "percentage" else "", _NO_DAY)
        except (ValueError, OverflowError):
            return value
    if kind == "date":
        return _said(cell, "date-value")[:10]
    if kind == "boolean":
        return "是" if _said(cell, "boolean-value") == "true" else "否"
    lines = ["".join(_pieces(one)) for one in cell if _name(one) == "p"]
    return repair("\n".join(line for line in lines if line.strip()).strip())


def _pieces(node: Node) -> Iterator[str]:
    """The words of a paragraph; blanks and breaks are elements of their own."""
    yield node.text or ""
    for one in node:
        name = _name(one)
        if name == "s":
            yield " " * min(_times(one, "c"), 100)
        elif name in ("line-break", "tab"):
            yield "\n" if name == "line-break" else " "
        elif name not in _ASIDE:
            yield from _pieces(one)
        yield one.tail or ""


def _times(node: Node, name: str) -> int:
    said = _said(node, name)
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _said(node: Node, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _name(node: Node) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
