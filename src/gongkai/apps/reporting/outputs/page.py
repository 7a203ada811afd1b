"""The report as HTML: the fragment that the official document carries, and a whole page to save."""

from __future__ import annotations

from django.utils.html import escape

from gongkai.apps.reporting.cells import Cell
from gongkai.apps.reporting.compiled import Compiled
from gongkai.apps.reporting.layout import COLUMN, NOTE, ROW, Grid, Slot, grid
from gongkai.apps.reporting.narrative import is_heading, paragraphs
from gongkai.figures import Number


def printed(value: Number | None) -> str:
    """A figure as the table prints it; a blank stays blank."""
    return "" if value is None else f"{value}"


def fragment(state: Compiled) -> str:
    """Parts and tables in printed order, without the title: what `OfficialDocument.html` holds."""
    pieces: list[str] = []
    for part in state.outline.parts:
        if part.heading:
            pieces.append(f"<h2>{escape(part.title)}</h2>")
        if part.kind == "table":
            pieces.append(table_html(grid(state.form, part.table), state.cells))
            continue
        for line in paragraphs(state.text(part)):
            tag = "h3" if is_heading(line) else "p"
            pieces.append(f"<{tag}>{escape(line)}</{tag}>")
    return "\n".join(pieces)


def table_html(layout: Grid, cells: dict[str, Cell] | object) -> str:
    """A table with its merged cells, headings marked as such."""
    lines = ['<table class="report-table">']
    for number, row in enumerate(layout.rows):
        if number == 0 and layout.heads:
            lines.append("<thead>")
        lines.append("<tr>" + "".join(_slot(slot, cells) for slot in row) + "</tr>")
        if number + 1 == layout.heads:
            lines.append("</thead>")
    lines.append("</table>")
    return "\n".join(lines)


def _slot(slot: Slot, cells: object) -> str:
    span = (f' colspan="{slot.cols}"' if slot.cols > 1 else "") + (
        f' rowspan="{slot.rows}"' if slot.rows > 1 else ""
    )
    if slot.cell:
        return f"<td{span}>{printed(cells[slot.cell].value)}</td>"  # type: ignore[index]
    if slot.kind == COLUMN:
        return f'<th scope="{"colgroup" if slot.cols > 1 else "col"}"{span}>{escape(slot.text)}</th>'
    if slot.kind == ROW:
        return f'<th scope="{"rowgroup" if slot.rows > 1 else "row"}"{span}>{escape(slot.text)}</th>'
    return f"<td{span}>{escape(slot.text)}</td>" if slot.kind == NOTE else f"<td{span}></td>"


def page(state: Compiled) -> str:
    """A whole page that stands alone."""
    title = escape(state.title)
    return (
        '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n{fragment(state)}\n</body>\n</html>\n"
    )
