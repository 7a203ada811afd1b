"""The printed lines of a page, rebuilt from the places of the characters, so that table rows stay rows."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2 as pdfium

_Glyph = tuple[float, float, float, float, str]


def page_lines(textpage: pdfium.PdfTextPage) -> list[list[tuple[str, float]]]:
    """Words of each printed line with the middle of each word, top to bottom, left to right."""
    glyphs = _glyphs(textpage)
    if not glyphs:
        return []
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
