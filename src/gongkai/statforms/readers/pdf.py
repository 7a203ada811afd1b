"""PDF with text: lines rebuilt from the places of the characters, so that table rows stay rows."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2 as pdfium

from gongkai.exceptions import Unreadable
from gongkai.pdfium import ONE_AT_A_TIME
from gongkai.statforms.readers.document import MAX_TEXT_CHARS, Document, Line

_MAX_PAGES = 300
_MIN_TEXT = 30
"""A file with fewer characters per page than this on average is a scan."""


def read_pdf(data: bytes, name: str) -> Document:
    """Lines of a PDF; Unreadable for encrypted, damaged or scanned files."""
    with ONE_AT_A_TIME:
        return _opened(data, name)


def _opened(data: bytes, name: str) -> Document:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(f"{name} 已加密，请去掉密码后再试。") from error
        raise Unreadable(f"{name} 打不开，PDF 可能已损坏。") from error
    try:
        return _read_pages(pdf, name)
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{name} 读到一半出错，PDF 可能已损坏。") from error
    finally:
        pdf.close()


def _read_pages(pdf: pdfium.PdfDocument, name: str) -> Document:
    pages = len(pdf)
    if pages > _MAX_PAGES:
        raise Unreadable(f"{name} 有 {pages} 页，超过 {_MAX_PAGES} 页的上限，不是一份年度报告。")
    lines: list[Line] = []
    characters = 0
    for number in range(pages):
        page = pdf[number]
        textpage = page.get_textpage()
        for words in _page_lines(textpage):
            text = " ".join(word for word, _ in words)
            characters += len(text)
            lines.append(Line(len(lines) + 1, text, None, tuple(x for _, x in words)))
        textpage.close()
        page.close()
        if characters > MAX_TEXT_CHARS:
            raise Unreadable(f"{name} 的文字过多，不是一份年度报告。")
    if characters < _MIN_TEXT:
        raise Unreadable(f"{name} 是扫描件，没有可读的文字，请提供带文字的文件。")
    return Document("pdf", tuple(lines))


_Glyph = tuple[float, float, float, float, str]


def _page_lines(textpage: pdfium.PdfTextPage) -> list[list[tuple[str, float]]]:
    """Words of each printed line with the middle of each word, top to bottom, left to right."""
    glyphs = _glyphs(textpage)
    glyphs.sort(key=lambda g: -(g[1] + g[3]) / 2)
    rows: list[list[_Glyph]] = []
    for glyph in glyphs:
        middle = (glyph[1] + glyph[3]) / 2
        if rows:
            anchor = rows[-1][0]
            height = max(anchor[3] - anchor[1], glyph[3] - glyph[1], 4.0)
            if abs((anchor[1] + anchor[3]) / 2 - middle) < height * 0.45:
                rows[-1].append(glyph)
                continue
        rows.append([glyph])
    return [_words(sorted(row)) for row in rows]


def _glyphs(textpage: pdfium.PdfTextPage) -> list[_Glyph]:
    found: list[_Glyph] = []
    text = textpage.get_text_range()
    count = textpage.count_chars()
    exact = len(text) == count  # surrogate pairs would shift the two countings
    for index in range(count):
        character = text[index] if exact else textpage.get_text_range(index, 1)
        if not character.strip():
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        if right > left or top > bottom:
            found.append((left, bottom, right, top, character))
    return found


def _words(row: list[_Glyph]) -> list[tuple[str, float]]:
    """Split a line where the gap is wider than about half a character."""
    words: list[list[_Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        gap = glyph[0] - before[2]
        size = max(before[3] - before[1], glyph[3] - glyph[1], before[2] - before[0], 4.0)
        if gap > size * 0.45:
            words.append([])
        words[-1].append(glyph)
    return [("".join(g[4] for g in word), (word[0][0] + word[-1][2]) / 2) for word in words]
