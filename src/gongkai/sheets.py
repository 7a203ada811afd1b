"""Tables as xlsx, in the order and with the headings of the screen they came from."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gongkai.printable import storable

_SHEET_NAME = re.compile(r"[\\*?:/\[\]]")  # what the name of a sheet may not hold
ROWS = 1_048_575  # of one sheet below its head, by the format
_LONGEST = 32_767  # characters of one cell, by the format
_CUT = "……（过长，未列完）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
) -> bytes:
    """A table as the bytes of a file."""
    out = io.BytesIO()
    write(out, title, headings, rows, widths)
    return out.getvalue()


def write(
    out: IO[bytes],
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[int] = (),
) -> None:
    """A table written row by row, so that a million rows need no more memory than a page; what one sheet cannot hold
    goes on in the next.

    Text is stored as text even where it begins with “=”: nothing typed by anyone becomes a formula.
    """
    book = Workbook(write_only=True)
    name = _SHEET_NAME.sub(" ", storable(title))[:26] or "表"
    sheet = _sheet(book, name, headings, widths)
    for number, row in enumerate(rows):
        if number and number % ROWS == 0:
            sheet = _sheet(book, f"{name} {number // ROWS + 1}", headings, widths)
        sheet.append([_cell(sheet, value) for value in row])
    book.save(out)


def _sheet(book: Workbook, name: str, headings: Sequence[str], widths: Sequence[int]) -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for position, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    head = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=storable(heading))
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int | float | dt.date) or value is None:
        return value
    text = storable(str(value))
    if len(text) > _LONGEST:
        text = text[: _LONGEST - len(_CUT)] + _CUT
    if not text.startswith(("=", "#")):
        return text  # a cell of its own for each would take twice the time
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # neither a formula nor an error value (#N/A), whatever it looks like
    return cell
