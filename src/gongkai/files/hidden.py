"""What a file hands over without showing it: hidden sheets, rows and columns, comments, revisions, persons.

For attachments before they are published. Unreadable if the file cannot be opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.exceptions import Unreadable
from gongkai.files import door
from gongkai.files.document import Document, block_text
from gongkai.files.guard import MAX_BYTES, open_zip
from gongkai.files.package import broken_said, normal
from gongkai.files.personal import find_personal
from gongkai.files.workbook import MOST_CELLS, MOST_SECONDS, Sheet, Workbook, walk

# Findings kept of one file; a list of persons has one in each row, and a few say as much as all.
_MOST_FINDINGS = 1000


@dataclass(frozen=True)
class HiddenFinding:
    """code: stable id. place: where, in Chinese. message: one Chinese sentence."""

    code: str
    place: str
    message: str


@dataclass(frozen=True)
class Looked:
    """What was found in a file, and how long it is in the words of its kind (3页, 25行; empty where not known)."""

    findings: list[HiddenFinding]
    extent: str = ""


def find_hidden(data: bytes, name: str = "") -> list[HiddenFinding]:
    """Everything hidden or personal in a file (docx, xlsx, pdf, html, txt)."""
    return look(data, name).findings


def look(data: bytes, name: str = "", reading: Document | None = None) -> Looked:
    """The same with the length of the file. reading: what a reader already made of these bytes."""
    if reading is not None:
        return _document(reading)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"“{name}”超过{MAX_BYTES // 1024 // 1024}MB，无法检查。")
    if data.startswith(b"PK"):
        try:
            with broken_said():
                names = {normal(entry) for entry in open_zip(data).namelist()}
        except Unreadable as error:
            raise Unreadable(f"“{name}”{error.sentence}") from error
        if "xl/workbook.xml" in names:
            return _workbook(data, name)
    return _document(door.read(data, name))


def _document(reading: Document) -> Looked:
    """What the reader named as hidden; personal data of any text."""
    found = [HiddenFinding(one.code, "全文", one.sentence) for one in reading.hidden]
    found += [HiddenFinding("unread", "全文", f"{one.what}没有检查：{one.why}。") for one in reading.unread]
    for number, block in enumerate(reading.blocks, 1):
        found += _persons(block_text(block), f"第{number}段")
    return Looked(found, f"{reading.pages}页" if reading.pages else "")


def _workbook(data: bytes, name: str, cells: int = MOST_CELLS, seconds: float = MOST_SECONDS) -> Looked:
    found: list[HiddenFinding] = []
    commented: set[str] = set()

    def tell(kind: str, place: str, words: str) -> None:
        if len(found) >= _MOST_FINDINGS:
            return
        if kind == "comment" and place not in commented:
            commented.add(place)
            found.append(HiddenFinding("comment", place, "单元格有批注，公开后可见。"))
        found.extend(_persons(words, place))

    try:
        book = walk(data, tell, cells=cells, seconds=seconds)
    except Unreadable as error:
        raise Unreadable(f"“{name}”{error.sentence}") from error
    return Looked([*_hidden_parts(book), *found, *_left_out(book, len(found))], _length(book))


def _hidden_parts(book: Workbook) -> Iterator[HiddenFinding]:
    for sheet in book.sheets:
        if sheet.hidden:
            yield HiddenFinding(
                "hidden_sheet", f"工作表“{sheet.name}”", "工作表是隐藏的，公开后仍可打开查看。"
            )
        yield from _hidden_lines(sheet)


def _hidden_lines(sheet: Sheet) -> Iterator[HiddenFinding]:
    """Hidden columns and rows, and those too narrow to be seen."""
    place = f"工作表“{sheet.name}”"
    if sheet.hidden_columns:
        yield HiddenFinding("hidden_columns", place, f"隐藏的列：{'、'.join(sheet.hidden_columns)}。")
    if sheet.hidden_rows:
        more = "等" if sheet.hidden_rows > len(sheet.some_hidden_rows) else ""
        listed = "、".join(sheet.some_hidden_rows) + more
        yield HiddenFinding("hidden_rows", place, f"隐藏的行{sheet.hidden_rows}行：{listed}。")
    if sheet.rows_hidden_by_default:
        yield HiddenFinding("hidden_rows", place, "没有单独设定的行都是隐藏的。")


def _left_out(book: Workbook, findings: int) -> Iterator[HiddenFinding]:
    if findings >= _MOST_FINDINGS:
        yield HiddenFinding("too_large", "全文", f"发现已满{_MOST_FINDINGS}处，其余没有列出。")
    if not book.complete:
        yield HiddenFinding(
            "too_large", book.at or "全文", "表格过大或过于复杂，从这里起没有自动检查完，请人工核对。"
        )


def _length(book: Workbook) -> str:
    return f"{sum(sheet.rows for sheet in book.sheets if not sheet.hidden)}行" if book.complete else ""


def _persons(text: str, place: str) -> Iterator[HiddenFinding]:
    if not re.search(r"\d{4}", text):
        return
    for person in find_personal(text):
        yield HiddenFinding(person.kind, place, f"疑似{person.name}：{person.masked}。")
