"""The report as an Excel file: one sheet a table, merged as printed; one sheet for the origin of every figure."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from gongkai.apps.reporting.compiled import Compiled
from gongkai.apps.reporting.layout import COLUMN, Grid, grid
from gongkai.clocks import moment

_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def spreadsheet(state: Compiled) -> bytes:
    """All tables of the report and where each figure comes from."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for part in state.outline.parts:
        if part.kind == "table":
            _sheet(book, grid(state.form, part.table), state)
    _origins(book, state)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, layout: Grid, state: Compiled) -> None:
    sheet = book.create_sheet(layout.title.replace("/", "、")[:31])
    wide = 44 if layout.width == 3 else 20 if layout.width < 8 else 9
    for number in range(1, layout.width + 1):
        sheet.column_dimensions[get_column_letter(number)].width = wide if number == 1 else max(9, wide // 2)
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(layout.rows, 1):
        across = 1
        for slot in row:
            while (down, across) in taken:
                across += 1
            cell = sheet.cell(down, across)
            cell.value = state.cells[slot.cell].value if slot.cell else slot.text
            cell.font = Font(bold=slot.kind == COLUMN, size=10)
            cell.alignment = Alignment(
                "left" if slot.kind == "row" else "center", "center", wrap_text=True, indent=slot.level
            )
            if slot.rows > 1 or slot.cols > 1:
                sheet.merge_cells(
                    start_row=down, start_column=across,
                    end_row=down + slot.rows - 1, end_column=across + slot.cols - 1,
                )  # fmt: skip
            for r in range(slot.rows):
                for c in range(slot.cols):
                    taken.add((down + r, across + c))
                    sheet.cell(down + r, across + c).border = _BORDER


def _origins(book: Workbook, state: Compiled) -> None:
    sheet = book.create_sheet("各数出处")
    for letter, width in zip("ABCDEFG", (14, 34, 10, 12, 70, 20, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(["格号", "名称", "数", "来源", "说明", "核实人", "计数时间"])
    for cell in state.cells.values():
        at = cell.counted_at.astimezone(moment.BEIJING).strftime("%Y-%m-%d %H:%M") if cell.counted_at else ""
        said = "；".join(part for part in (cell.sentence, cell.note, cell.source) if part)
        sheet.append([cell.id, cell.name, cell.value, cell.origin_name, said, cell.vouched_by, at])
        for typed in sheet[sheet.max_row]:
            if isinstance(typed.value, str):
                typed.data_type = "s"  # what anyone typed never becomes a formula
    sheet.freeze_panes = "A2"
