"""PDF with a text layer: lines joined to paragraphs by their place on the page."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from gongkai.exceptions import Unreadable
from gongkai.files.characters import needs_repair, repair
from gongkai.files.document import Align, Block, Document, Printed, plain
from gongkai.files.guard import Length
from gongkai.files.pdf.lines import page_lines
from gongkai.files.pdfium import ONE_AT_A_TIME

MAX_PAGES = 2000
# Fewer letters a page than this on average: the pages are pictures.
_LEAST_LETTERS = 8
_PAGE_NUMBER = re.compile(r"[-—–－~\s·]*\d{1,4}[-—–－~\s·]*|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?")
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]\D|[（(]\d{1,2}[）)]"
    r"|附件|第[一二三四五六七八九十百]{1,4}[章节条]"
)


@dataclass(frozen=True)
class _Line:
    """One printed line: text, left and right edge, height of its letters, in points."""

    text: str
    left: float
    right: float
    height: float
    top: float
    # The page it stands on and how wide that is.
    page: int = 0
    width: float = 0.0


def read(data: bytes) -> Document:
    """The text of a PDF. Unreadable if it is encrypted, broken or only pictures."""
    with ONE_AT_A_TIME:
        return _opened(data)


def _opened(data: bytes) -> Document:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("已加密，请去除密码后再试。") from error
        raise Unreadable("已损坏或不完整，打不开。") from error
    try:
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("有损坏的页，打不开。") from error
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument) -> Document:
    if len(document) > MAX_PAGES:
        raise Unreadable(f"超过{MAX_PAGES}页，已拒绝读取。")
    reading = Document("pdf", pages=len(document))
    length = Length()
    pages = []
    for number, page in enumerate(document):
        pages.append(_page_lines(page, number, length))
        reading.printed += [Printed(tuple(words)) for words in page_lines(page.get_textpage())]
    running = _running_heads(pages)
    lines: list[_Line] = []
    dropped = 0
    for page in pages:
        kept = _without_page_number(page)
        # The same words at the top of the first page may be the red head itself.
        spared = kept[:1] if page is pages[0] else []
        kept = [line for line in kept if line in spared or line.text.strip() not in running]
        dropped += len(page) - len(kept)
        lines += kept
    letters = sum(len(line.text.strip()) for line in lines)
    repaired = sum(needs_repair(line.text) for line in lines)
    reading.blocks += _paragraphs(lines)
    if letters < _LEAST_LETTERS * max(len(document), 1):
        raise Unreadable("没有文字层，像是扫描件，请提供文字版或先做文字识别。")
    if dropped:
        heads = f"和每页重复的“{'”“'.join(sorted(running))}”" if running else ""
        reading.warnings.append(f"页码{heads}共{dropped}处未计入正文。")
    if repaired:
        reading.warnings.append(f"部首字形{repaired}处已还原为常用字，请核对。")
    reading.warnings.append("PDF 的段落、表格由版面推断，请与原件核对。")
    return reading


def _page_lines(page: pypdfium2.PdfPage, number: int, length: Length) -> list[_Line]:
    width = page.get_width()
    textpage = page.get_textpage()
    lines: list[_Line] = []
    start = 0
    text = textpage.get_text_range()
    # get_text_range drops nothing, so letter n of the text is letter n of the page.
    for match in re.finditer(r"[^\r\n]+", text):
        start = match.start()
        length.paragraph(match.end() - start)
        boxes = [
            textpage.get_charbox(index)
            for index in range(start, match.end())
            if index < textpage.count_chars() and not text[index].isspace()
        ]
        if boxes:
            lines.append(
                _Line(
                    match.group(),
                    min(box[0] for box in boxes),
                    max(box[2] for box in boxes),
                    statistics.median(box[3] - box[1] for box in boxes),
                    max(box[3] for box in boxes),
                    number,
                    width,
                )
            )
    return lines


def _without_page_number(lines: list[_Line]) -> list[_Line]:
    """Page numbers stand alone on the first or last line."""
    kept = list(lines)
    for place in (-1, 0):
        if len(kept) > 1 and _PAGE_NUMBER.fullmatch(kept[place].text.strip()):
            del kept[place]
    return kept


def _running_heads(pages: list[list[_Line]]) -> set[str]:
    """Texts printed at one height as first or last line of nearly every page, page numbers aside."""
    if len(pages) < 2:
        return set()
    ends: Counter[tuple[str, int]] = Counter()
    for page in pages:
        lines = [line for line in page if not _PAGE_NUMBER.fullmatch(line.text.strip())]
        ends.update({(line.text.strip(), round(line.top)) for line in (*lines[:1], *lines[-1:])})
    return {text for (text, _), count in ends.items() if count > 0.8 * len(pages)}


def _paragraphs(lines: list[_Line]) -> list[Block]:
    """Join a line to the one before it where that ran to the right edge and this one starts at the left.

    A paragraph may run over the foot of a page; the edges are those of all pages of one width.
    """
    edges: dict[float, tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get(line.width, (line.left, line.right))
        edges[line.width] = (min(left, line.left), max(right, line.right))
    blocks: list[Block] = []
    under_way: list[_Line] = []
    for line in lines:
        if under_way and not _continues(under_way[-1], line, *edges[line.width]):
            blocks.append(_joined(under_way, edges[under_way[0].width][0]))
            under_way = []
        under_way.append(line)
    return [*blocks, _joined(under_way, edges[under_way[0].width][0])] if under_way else blocks


def _joined(lines: list[_Line], left: float) -> Block:
    first = lines[0]
    text = lines[0].text
    for before, line in pairwise(lines):
        # Between Latin words a line break stands for a blank.
        apart = before.text[-1:].isascii() and line.text[:1].isascii() and before.text[-1:].isalnum()
        text = text.rstrip() + (" " if apart else "") + line.text.lstrip()
    return plain(
        repair(text),
        indent=_chars(first, left),
        align=_align(first, first.width, len(lines)),
        size=first.height,
    )


def _continues(before: _Line, line: _Line, left: float, right: float) -> bool:
    size = max(before.height, line.height, 1.0)
    ran_full = before.right > right - 1.8 * size
    starts_left = line.left < left + 1.2 * size
    same_size = abs(before.height - line.height) < 0.3 * size
    same_sheet = before.width == line.width
    return ran_full and starts_left and same_size and same_sheet and not _STARTS.match(line.text.strip())


def _chars(line: _Line, left: float) -> float:
    return round((line.left - left) / max(line.height, 1.0), 1)


def _align(line: _Line, width: float, count: int) -> Align:
    before, after = line.left, width - line.right
    if count == 1 and before > 0.15 * width and abs(before - after) < 0.06 * width:
        return "center"
    return "right" if count == 1 and before > 0.45 * width else ""
