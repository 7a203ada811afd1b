"""What a file hands over without showing it: hidden sheets, rows and columns, comments, revisions, persons.

For attachments before they are published. Unreadable if the file cannot be opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from gongkai.exceptions import Unreadable
from gongkai.gongwen.blocks import block_text
from gongkai.gongwen.personal import find_personal
from gongkai.gongwen.readers import read_bytes
from gongkai.gongwen.readers.guard import MAX_BYTES, open_zip

# Cells looked at in one workbook; beyond that the finding says so.
_MOST_CELLS = 500_000


@dataclass(frozen=True)
class HiddenFinding:
    """code: stable id. place: where, in Chinese. message: one Chinese sentence."""

    code: str
    place: str
    message: str


def find_hidden(data: bytes, name: str = "") -> list[HiddenFinding]:
    """Everything hidden or personal in a file (docx, xlsx, pdf, html, txt)."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"“{name}”超过{MAX_BYTES // 1024 // 1024}MB，无法检查。")
    if data.startswith(b"PK"):
        try:
            names = set(open_zip(data).namelist())
        except zipfile.BadZipFile as error:
            raise Unreadable(f"“{name}”已损坏或不完整，打不开。") from error
        if "xl/workbook.xml" in names:
            return _workbook(data, name)
    return _document(data, name)


def _document(data: bytes, name: str) -> list[HiddenFinding]:
    """Comments, revisions and hidden text of a Word file; personal data of any text."""
    reading = read_bytes(data, name)
    codes = {
        "修订": "revision",
        "批注": "comment",
        "隐藏文字": "hidden_text",
        "网页中有": "hidden_text",
        "页眉": "margin",
    }
    found = [
        HiddenFinding(code, "全文", warning)
        for warning in reading.warnings
        for word, code in codes.items()
        if warning.startswith(word)
    ]
    for number, block in enumerate(reading.blocks, 1):
        found += _persons(block_text(block), f"第{number}段")
    return found


def _workbook(data: bytes, name: str) -> list[HiddenFinding]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        SyntaxError,
    ) as error:
        raise Unreadable(f"“{name}”已损坏或不合规范，打不开。") from error
    found: list[HiddenFinding] = []
    budget = _MOST_CELLS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            found.append(
                HiddenFinding(
                    "hidden_sheet", f"工作表“{sheet.title}”", "工作表是隐藏的，公开后仍可打开查看。"
                )
            )
        found += _hidden_lines(sheet)
        for cell in _filled(sheet):
            budget -= 1
            if budget < 0:
                found.append(
                    HiddenFinding("too_large", f"工作表“{sheet.title}”", "表格过大，其余单元格未检查。")
                )
                return found
            place = f"{sheet.title}!{cell.coordinate}"
            if cell.comment:
                found.append(HiddenFinding("comment", place, "单元格有批注，公开后可见。"))
            found += _persons(str(cell.value), place)
    return found


def _hidden_lines(sheet: Any) -> Iterator[HiddenFinding]:
    """Hidden columns and rows, and columns too narrow to be seen."""
    columns = [key for key, item in sheet.column_dimensions.items() if item.hidden or item.width == 0]
    rows = [str(key) for key, item in sheet.row_dimensions.items() if item.hidden or item.height == 0]
    place = f"工作表“{sheet.title}”"
    if columns:
        spans = "、".join(_span(sheet.column_dimensions[key]) for key in columns)
        yield HiddenFinding("hidden_columns", place, f"隐藏的列：{spans}。")
    if rows:
        listed = "、".join(rows[:20]) + ("等" if len(rows) > 20 else "")
        yield HiddenFinding("hidden_rows", place, f"隐藏的行{len(rows)}行：{listed}。")


def _span(dimension: Any) -> str:
    """A column or a group of them: C, C:E."""
    first, last = dimension.min, dimension.max
    if first and last and last > first:
        return f"{get_column_letter(first)}:{get_column_letter(last)}"
    return str(dimension.index)


def _filled(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None or cell.comment:
                yield cell


def _persons(text: str, place: str) -> Iterator[HiddenFinding]:
    if not re.search(r"\d{4}", text):
        return
    for person in find_personal(text):
        yield HiddenFinding(person.kind, place, f"疑似{person.name}：{person.masked}。")
