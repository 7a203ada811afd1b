"""Tables as xlsx, in the order and with the headings of the screen they came from."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gongkai.printable import storable

_SHEET_NAME = re.compile(r"[\\*?:/\[\]]")  # what the name of a sheet may not hold
_LONGEST = 32_767  # characters of one cell, by the format
_CUT = "……（过长，未列完）"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
) -> bytes:
    """One sheet, written row by row so that 100 000 rows need no more memory than a page.

    Text is stored as text even where it begins with “=”: nothing typed by anyone becomes a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET_NAME.sub(" ", storable(title))[:31] or "表")
    sheet.freeze_panes = "A2"
    for position, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    head = []
    for name in headings:
        cell = WriteOnlyCell(sheet, value=storable(name))
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
