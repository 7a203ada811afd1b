"""The report as a Word file: headings and text in the layout of official documents, the tables of the form merged."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gongkai.apps.reporting.compiled import Compiled
from gongkai.apps.reporting.layout import COLUMN, ROW, Grid, Slot, grid, shares
from gongkai.apps.reporting.narrative import is_heading, paragraphs
from gongkai.apps.reporting.outputs.page import printed
from gongkai.papers import (
    BODY,
    BODY_SIZE,
    HEAD,
    SUBHEAD,
    TITLE,
    TITLE_SIZE,
    as_bytes,
    indented,
    paper,
    paragraph,
    write,
)


def word(state: Compiled) -> bytes:
    """The whole report as .docx (GB/T 9704: 版心、字体、字号)."""
    book = paper(state.title, state.report.organization.name)
    heading = book.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(heading, state.title, TITLE, TITLE_SIZE)
    book.add_paragraph()
    for part in state.outline.parts:
        if part.heading:
            write(indented(book), part.title, HEAD, BODY_SIZE)
        if part.kind == "table":
            _table(book, grid(state.form, part.table), state)
            continue
        for line in paragraphs(state.text(part)):
            write(indented(book), line, SUBHEAD if is_heading(line) else BODY, BODY_SIZE)
    _signature(book, state)
    return as_bytes(book)


TEXT_WIDTH = 15.6  # cm between the margins of an official paper


def _signature(book: Any, state: Compiled) -> None:
    """单位名称 and day at the end, set to the right; the day is left open until it is issued."""
    report = state.report
    on = report.document.signed_on if report.document is not None else None
    day = f"{on.year}年{on.month}月{on.day}日" if on else "　　　　年　　月　　日"
    book.add_paragraph()
    for words, right in ((report.organization.name, 4), (day, 4)):
        line = paragraph(book)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(BODY_SIZE * right)
        line.paragraph_format.keep_with_next = words != day
        write(line, words, BODY, BODY_SIZE)


def _table(book: Any, layout: Grid, state: Compiled) -> None:
    table = book.add_table(rows=len(layout.rows), cols=layout.width)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    size = 8 if layout.width > 8 else 10.5
    # python-docx walks the whole table for every cell it is asked; taken once they are cheap
    cells = table._cells
    _measure(table, cells, [Cm(TEXT_WIDTH * share) for share in shares(layout)], layout.heads)
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(layout.rows):
        across = 0
        for slot in row:
            while (down, across) in taken:
                across += 1
            corner = cells[down * layout.width + across]
            if slot.rows > 1 or slot.cols > 1:
                far = cells[(down + slot.rows - 1) * layout.width + across + slot.cols - 1]
                corner = corner.merge(far)
            taken |= {(down + r, across + c) for r in range(slot.rows) for c in range(slot.cols)}
            _fill(corner, slot, state, size)
    book.add_paragraph()


def _measure(table: Any, cells: list[Any], widths: list[Any], heads: int) -> None:
    """Fixed widths, no row cut by the end of a page, the heads again on every page."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, cell in enumerate(cells):
        cell.width = widths[number % len(widths)]
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)  # the order that the schema asks for
    for number, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number < heads:
            properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, slot: Slot, state: Compiled, size: float) -> None:
    text = printed(state.cells[slot.cell].value) if slot.cell else slot.text
    paragraph = cell.paragraphs[0]
    left = slot.kind == ROW
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    write(paragraph, text, HEAD if slot.kind == COLUMN else BODY, size)
