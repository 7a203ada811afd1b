"""The report as a Word file: headings and text in the layout of official documents, the tables of the form merged."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from gongkai.apps.reporting.compiled import Compiled
from gongkai.apps.reporting.layout import COLUMN, ROW, Grid, Slot, grid
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
    return as_bytes(book)


def _table(book: Any, layout: Grid, state: Compiled) -> None:
    table = book.add_table(rows=len(layout.rows), cols=layout.width)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    size = 8 if layout.width > 8 else 10.5
    # python-docx walks the whole table for every cell it is asked; taken once they are cheap
    cells = table._cells
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


def _fill(cell: Any, slot: Slot, state: Compiled, size: float) -> None:
    text = printed(state.cells[slot.cell].value) if slot.cell else slot.text
    paragraph = cell.paragraphs[0]
    left = slot.kind == ROW
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    write(paragraph, text, HEAD if slot.kind == COLUMN else BODY, size)
