"""The report as a Word file: headings and text in the layout of official documents, the tables of the form merged."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gongkai.apps.reporting.compiled import Compiled
from gongkai.apps.reporting.layout import COLUMN, ROW, Grid, Slot, grid
from gongkai.apps.reporting.narrative import is_heading, paragraphs
from gongkai.apps.reporting.outputs.page import printed

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE, _HEAD, _SUBHEAD, _BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"


def word(state: Compiled) -> bytes:
    """The whole report as .docx (GB/T 9704: 版心、字体、字号)."""
    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    book.core_properties.title = state.title
    book.core_properties.author = state.report.organization.name
    heading = book.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(heading, state.title, _TITLE, 22)
    book.add_paragraph()
    for part in state.outline.parts:
        if part.heading:
            _write(_indented(book), part.title, _HEAD, 16)
        if part.kind == "table":
            _table(book, grid(state.form, part.table), state)
            continue
        for line in paragraphs(state.text(part)):
            _write(_indented(book), line, _SUBHEAD if is_heading(line) else _BODY, 16)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _indented(book: Any) -> Any:
    paragraph = book.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _write(paragraph: Any, text: str, font: str, size: float, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.bold = Pt(size), font, bold or None
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


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
    _write(paragraph, text, _HEAD if slot.kind == COLUMN else _BODY, size)
