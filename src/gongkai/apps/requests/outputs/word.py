"""A letter as a Word file in the layout of official documents (GB/T 9704: 版心、字体、字号、红头)."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from gongkai.apps.requests.letters import day
from gongkai.apps.requests.models import Letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE, _HEAD, _BODY = "方正小标宋简体", "黑体", "仿宋_GB2312"
_NUMERALS = "一二三四五六七八九十"


def word(letter: Letter, addressee: str) -> bytes:
    """The letter as .docx. addressee: the name it is written to, read through the gate of `people`; "" for an agency."""
    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    book.core_properties.title = letter.title
    book.core_properties.author = letter.organization.name
    _red_head(book, letter.organization.name)
    _write(_centred(book), letter.number, _BODY, 16)
    _rule(_centred(book))
    _write(_centred(book), letter.title, _TITLE, 22)
    book.add_paragraph()
    if addressee:
        _write(_paragraph(book), f"{addressee}：", _BODY, 16)
    for line in letter.text.splitlines():
        heading = line[:1] in _NUMERALS and line[1:2] == "、" and len(line) < 40
        _write(_indented(book), line, _HEAD if heading else _BODY, 16)
    book.add_paragraph()
    for line in (letter.organization.name, day(letter.dated_on)):
        signed = _paragraph(book)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.right_indent = Pt(64)
        _write(signed, line, _BODY, 16)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _red_head(book: Any, name: str) -> None:
    run = _write(_centred(book), name, _TITLE, 36)
    run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)


def _rule(paragraph: Any) -> None:
    """The red line below the number."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", "C00000")):
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _paragraph(book: Any) -> Any:
    paragraph = book.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _centred(book: Any) -> Any:
    paragraph = _paragraph(book)
    paragraph.paragraph_format.line_spacing = None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _indented(book: Any) -> Any:
    paragraph = _paragraph(book)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    return paragraph


def _write(paragraph: Any, text: str, font: str, size: float) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run
