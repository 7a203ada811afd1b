"""Word files in the layout of official documents (GB/T 9704: 版心、字体、字号). What stands on them, the caller knows. Pure."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, HEAD, SUBHEAD, BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
TITLE_SIZE, BODY_SIZE = 22, 16  # 二号、三号, in points


def paper(title: str, author: str) -> Any:
    """An empty A4 document with the margins of an official paper."""
    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    book.core_properties.title = title
    book.core_properties.author = author
    return book


def paragraph(book: Any) -> Any:
    """A paragraph of the text: lines of 28 points, nothing between paragraphs."""
    made = book.add_paragraph()
    made.paragraph_format.line_spacing = Pt(28)
    made.paragraph_format.space_after = Pt(0)
    return made


def indented(book: Any) -> Any:
    """The same, its first line two characters in."""
    made = paragraph(book)
    made.paragraph_format.first_line_indent = Pt(32)
    return made


def write(into: Any, text: str, font: str, size: float) -> Any:
    """Words in a font, which East Asian characters need to be told apart; returns the run."""
    run = into.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def as_bytes(book: Any) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
