"""Old workbooks (.xls, .et): the visible sheets, cells as they are shown. Their records are taken apart by xlrd.

python-calamine reads them too, but tells neither the format of a number (52% comes as 0.52) nor what is hidden.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from gongkai.exceptions import Unreadable
from gongkai.files import carried, child
from gongkai.files.characters import repair
from gongkai.files.document import Document
from gongkai.files.guard import Length
from gongkai.files.package import OutOfBudget
from gongkai.files.tabular import TOO_LARGE, Merge, Placed, end_book, figure, put_sheet, shape_of

_LOCKED = re.compile("encrypt|password", re.IGNORECASE)


def read(data: bytes) -> Document:
    """The visible sheets as tables, read in a process of its own. Unreadable if locked, broken, or without sheets."""
    return carried.unpacked(child.read("read_xls", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    try:
        book = xlrd.open_workbook(
            file_contents=Path(path).read_bytes(),
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        return carried.packed(_read(book))
    except (Unreadable, MemoryError):
        raise
    except OutOfBudget as error:
        raise Unreadable(TOO_LARGE) from error
    except Exception as error:  # a forged record makes the library stumble anywhere
        if _LOCKED.search(str(error)):
            raise Unreadable("设有打开密码，请先去掉密码（打开后另存为不加密的文件）再试。") from error
        raise Unreadable("已损坏或不完整，打不开；请用原来的软件另存为 .xlsx 后再试。") from error


def _read(book: Any) -> Document:
    document = Document("xls")
    sheets = list(book.sheets())
    shown = [sheet for sheet in sheets if not sheet.visibility]
    if not shown:
        raise Unreadable("是表格文件，但里面没有能读的工作表。")
    length = Length()
    for sheet in shown:
        child.step()
        hidden = {number + 1 for number, one in sheet.colinfo_map.items() if one.hidden}
        merges: list[Merge] = [
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        ]
        put_sheet(document, sheet.name, _cells(book, sheet), merges, hidden, len(shown) > 1, length)
        if notes := len(sheet.cell_note_map):
            document.hide("comment", f"工作表“{sheet.name}”有批注{notes}处，未计入，但公开后可见。")
    return end_book(document, [sheet.name for sheet in sheets if sheet.visibility])


def _cells(book: Any, sheet: Any) -> Iterator[Placed]:
    first_day = dt.date(1904, 1, 1) if book.datemode else dt.date(1899, 12, 30)
    for row in range(sheet.nrows):
        said = sheet.rowinfo_map.get(row)
        unseen = bool(said.hidden) if said is not None else bool(sheet.default_row_hidden)
        for column in range(sheet.row_len(row)):
            words = _words(book, sheet, row, column, first_day)
            if words.strip():
                yield row + 1, column + 1, words, unseen


def _words(book: Any, sheet: Any, row: int, column: int, first_day: dt.date) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return repair(value)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        form = book.format_map.get(book.xf_list[sheet.cell_xf_index(row, column)].format_key)
        return figure(float(value), shape_of(form.format_str if form else ""), first_day)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "是" if value else "否"
    return str(xlrd.error_text_from_code.get(value, "")) if kind == xlrd.XL_CELL_ERROR else ""
