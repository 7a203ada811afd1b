"""Secrets in the text layer, read by two extractors that share no code, in every order letters can be read in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

import pypdf
import pypdfium2

from gongkai.files import child, pdfium
from gongkai.files.pdfium import Letter
from gongkai.files.redaction.case import Case

_PAGE_NUMBER = re.compile(r"\s*[-—–·第]*\s*\d{1,4}\s*[-—–·页]*\s*")


def look(case: Case, document: pypdfium2.PdfDocument, reader: pypdf.PdfReader | None) -> str:
    """Search both readings page by page and over page ends. Returns all text of both, for comparisons."""
    first: list[str] = []
    for number in range(1, len(document) + 1):
        child.step()
        page = pdfium.load(document, number)
        letters = pdfium.letters(page)
        page.close()
        orders = ["".join(one.sign for one in letters), *_orders(letters)]
        for text in orders:
            case.search("text", text, f"第{number}页的文字（PDFium）", number)
        first.append(orders[0])
        _unmapped(case, letters, number)
    second = _second_reading(case, reader)
    for pages in (first, second):
        _over_page_ends(case, pages)
    case.verdict.looked("text")
    return "\n".join([*first, *second])


def _second_reading(case: Case, reader: pypdf.PdfReader | None) -> list[str]:
    if reader is None:
        return []
    pages = []
    try:
        for number, page in enumerate(reader.pages, 1):
            child.step()
            pages.append(page.extract_text() or "")
            case.search("text", pages[-1], f"第{number}页的文字（pypdf）", number)
    except Exception:  # pypdf raises whatever a bent object makes of its code
        case.verdict.could_not(case.where(f"第{len(pages) + 1}页的文字，第二种读法读不出来"))
    return pages


def _over_page_ends(case: Case, pages: Sequence[str]) -> None:
    """A name may begin on one page and end on the next, with a page number between."""
    if len(pages) < 2 or not case.finder:
        return
    bare = [
        "\n".join(line for line in page.splitlines() if not _PAGE_NUMBER.fullmatch(line)) for page in pages
    ]
    for texts in (pages, bare):
        for number, (one, other) in enumerate(itertools.pairwise(texts), 1):
            case.search("text", one[-400:] + other[:400], f"第{number}页与第{number + 1}页相接处", number)


def _orders(letters: Sequence[Letter]) -> Iterable[str]:
    """The letters as they stand on the paper: by rows, by columns from the right, by columns from the left."""
    inked = [one for one in letters if not one.sign.isspace()]
    if not inked or len(inked) > 20_000:
        return
    heights = sorted(max(one.loose.height, 0.1) for one in inked)
    widths = sorted(max(one.loose.width, 0.1) for one in inked)
    row, column = heights[len(heights) // 2] * 0.6, widths[len(widths) // 2] * 0.6
    yield _grouped(inked, lambda one: (one.loose.y0 + one.loose.y1) / 2, lambda one: one.loose.x0, row)
    yield _grouped(inked, lambda one: -(one.loose.x0 + one.loose.x1) / 2, lambda one: one.loose.y0, column)
    yield _grouped(inked, lambda one: (one.loose.x0 + one.loose.x1) / 2, lambda one: one.loose.y0, column)


def _grouped(letters, across, along, near) -> str:  # type: ignore[no-untyped-def]
    """Letters in lines: those whose `across` is near to each other, each line sorted by `along`."""
    lines: list[list[Letter]] = []
    edge = None
    for one in sorted(letters, key=across):
        if edge is None or across(one) - edge > near:
            lines.append([])
            edge = across(one)
        lines[-1].append(one)
    return "\n".join("".join(one.sign for one in sorted(line, key=along)) for line in lines)


def _unmapped(case: Case, letters: Sequence[Letter], number: int) -> None:
    """Letters that the file draws without saying what they are cannot be searched."""
    lost = sum(one.unmapped or one.sign == "�" or "\ue000" <= one.sign <= "\uf8ff" for one in letters)
    if lost and case.finder:
        case.verdict.could_not(case.where(f"第{number}页有{lost}个字只有字形、没有对应的文字，无法查找"))
