"""A letter as a Word file in the layout of official documents (GB/T 9704: 版心、字体、字号、红头)."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from gongkai.apps.requests.letters import day
from gongkai.apps.requests.models import Letter
from gongkai.papers import (
    BODY,
    BODY_SIZE,
    HEAD,
    TITLE,
    TITLE_SIZE,
    as_bytes,
    indented,
    paper,
    paragraph,
    write,
)

_RED_SIZE = 36
_NUMERALS = "一二三四五六七八九十"


def word(letter: Letter, addressee: str) -> bytes:
    """The letter as .docx. addressee: the name it is written to, read through the gate of `people`; "" for an agency."""
    book = paper(letter.title, letter.organization.name)
    _red_head(book, letter.organization.name)
    write(_centred(book), letter.number, BODY, BODY_SIZE)
    _rule(_centred(book))
    write(_centred(book), letter.title, TITLE, TITLE_SIZE)
    book.add_paragraph()
    if addressee:
        write(paragraph(book), f"{addressee}：", BODY, BODY_SIZE)
    for line in letter.text.splitlines():
        heading = line[:1] in _NUMERALS and line[1:2] == "、" and len(line) < 40
        write(indented(book), line, HEAD if heading else BODY, BODY_SIZE)
    book.add_paragraph()
    for line in (letter.organization.name, day(letter.dated_on)):
        signed = paragraph(book)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.right_indent = Pt(64)
        write(signed, line, BODY, BODY_SIZE)
    return as_bytes(book)


def _red_head(book: Any, name: str) -> None:
    run = write(_centred(book), name, TITLE, _RED_SIZE)
    run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)


def _rule(below: Any) -> None:
    """The red line below the number."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", "C00000")):
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    below._p.get_or_add_pPr().append(border)


def _centred(book: Any) -> Any:
    made = paragraph(book)
    made.paragraph_format.line_spacing = None
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made
