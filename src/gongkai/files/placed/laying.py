"""Pages of placed characters laid out: lines, tables and paragraphs by where they stand; the order of printing is not
trusted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from gongkai.exceptions import Unreadable
from gongkai.files.characters import gibberish, needs_repair, repair
from gongkai.files.document import Block, Cell, Document, Paragraph, Printed, Run, Table
from gongkai.files.guard import Length
from gongkai.files.placed.breaks import joined
from gongkai.files.placed.grid import Box, Grid, grids_of
from gongkai.files.placed.level import tables_of
from gongkai.files.placed.lines import PrintedLine, cell_text, lines_of
from gongkai.files.placed.paragraphs import Flow, paragraphs_of
from gongkai.files.placed.sheet import Sheet

# Fewer letters a page than this on average: the pages are pictures.
_LEAST_LETTERS = 8
_NO_LETTERS = (
    "没有文字层，像是扫描件，请提供文字版；要读图上的字，请装可选的文字识别（gongkai formats 说明怎样装）。"
)
_PAGE_NUMBER = re.compile(
    r"[-—–－~\s·]*\d{1,4}[-—–－~\s·]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
# Rows of one table on two pages have the same columns within so many points.
_SAME_COLUMN = 4.0
_INFERRED_COLUMN = 15.0


@dataclass
class _Page:
    """A page laid out: tables and lines, in reading order.

    level: tables without upright lines, by each of their lines: who wants lines gets these, who wants blocks the table.
    """

    sheet: Sheet
    items: list[PrintedLine | Grid]
    level: dict[int, Grid] = field(default_factory=dict)

    @property
    def lines(self) -> list[PrintedLine]:
        return [item for item in self.items if isinstance(item, PrintedLine)]


def laid(kind: str, sheets: Iterable[Sheet], called: str) -> Document:
    """The document on these pages. called: how its kind is called in warnings (PDF, 版式文件).

    Unreadable where the pages hold no text but pictures, or letters that say nothing.
    """
    document = Document(kind)
    length = Length()
    pages = [_page(sheet, length) for sheet in sheets]
    document.pages = len(pages)
    letters = sum(len(page.sheet.glyphs) for page in pages)
    if letters < _LEAST_LETTERS * max(len(pages), 1):
        raise Unreadable(_NO_LETTERS)
    if gibberish(glyph.sign for page in pages for glyph in page.sheet.glyphs):
        raise Unreadable("里的文字是乱码：字体没有带字符对照表；请用原来的软件重新导出，或按扫描件识别。")
    dropped, heads = _drop_furniture(pages)
    unsure = [str(page.sheet.number) for page in pages if _find_level_tables(page)]
    flow = _Flowing(document)
    for page in pages:
        for item in page.items:
            flow.put(item, page)
    body = (
        median(line.height for page in pages for line in page.lines) if any(p.lines for p in pages) else 0.0
    )
    document.blocks = [
        block
        for part in _parts(flow.parts)
        for block in (paragraphs_of(part, body) if isinstance(part, list) else [part])
    ]
    _name_hidden(document, [page.sheet for page in pages])
    if unsure:
        document.leave(
            f"第{'、'.join(unsure[:10])}页像表格的内容",
            "没有画全表线，分不清各格，已按行保留文字，请对照原件",
            order=True,
        )
    if dropped:
        named = f"和每页重复的“{'”“'.join(sorted(heads))}”" if heads else ""
        document.warnings.append(f"页码{named}共{dropped}处未计入正文。")
    repaired = sum(needs_repair(glyph.sign) for page in pages for glyph in page.sheet.glyphs)
    if repaired:
        document.warnings.append(f"部首字形{repaired}处已还原为常用字，请核对。")
    document.warnings.append(f"{called} 的段落、表格由版面推断，请与原件核对。")
    return document


def _page(sheet: Sheet, length: Length) -> _Page:
    grids = grids_of(sheet.rules, sheet.glyphs)
    inside = {id(glyph) for grid in grids for box in grid.boxes for glyph in box.glyphs}
    lines = lines_of([glyph for glyph in sheet.glyphs if id(glyph) not in inside])
    for line in lines:
        length.paragraph(len(line.text))
    for grid in grids:
        for box in grid.boxes:
            length.cell()
            length.paragraph(len(box.glyphs))
    items: list[PrintedLine | Grid] = list(lines)
    for grid in grids:
        place = next(
            (n for n, one in enumerate(items) if isinstance(one, PrintedLine) and one.middle > grid.top),
            len(items),
        )
        items.insert(place, grid)
    return _Page(sheet, items)


def _drop_furniture(pages: list[_Page]) -> tuple[int, set[str]]:
    """Take away page numbers and running heads; how many, and the heads."""
    numbers = 0
    for page in pages:
        for end in (-1, 0):
            lines = page.lines
            if (
                len(page.items) > 1
                and lines
                and page.items[end] is lines[end]
                and _PAGE_NUMBER.fullmatch(lines[end].text.strip())
            ):
                page.items.remove(lines[end])
                numbers += 1
    heads = _running_heads(pages)
    dropped = 0
    for page in pages:
        for line in page.lines:
            # The same words at the top of the first page may be the red head itself.
            if _place(line) in heads and not (page is pages[0] and page.items[0] is line):
                page.items.remove(line)
                dropped += 1
    return numbers + dropped, {text for text, _ in heads}


def _place(line: PrintedLine) -> tuple[str, int]:
    """The words of a line with its height on the page: a signature in the words of the head is no head."""
    return line.text.strip(), round(line.middle)


def _running_heads(pages: list[_Page]) -> set[tuple[str, int]]:
    """Texts with their height, printed at one height as first or last line of nearly every page."""
    if len(pages) < 2:
        return set()
    ends: Counter[tuple[str, int]] = Counter()
    for page in pages:
        lines = page.lines
        ends.update({_place(line) for line in (*lines[:1], *lines[-1:])})
    return {place for place, count in ends.items() if count > 0.8 * len(pages)}


def _find_level_tables(page: _Page) -> bool:
    """Note the tables that no upright lines divide; whether something else looks like one."""
    found, unsure = tables_of(page.sheet, page.lines)
    page.level = {id(line): one.grid for one in found for line in one.lines}
    return unsure


class _Flowing:
    """Lines and tables one after the other, for those who want lines and for those who want blocks."""

    def __init__(self, document: Document) -> None:
        self.parts: list[Flow | Table] = []
        self._document = document
        self._put: set[int] = set()
        self._last: Grid | None = None

    def put(self, item: PrintedLine | Grid, page: _Page) -> None:
        """One more of a page."""
        if isinstance(item, Grid):
            whole = self._table(item)
            if whole is None:
                self._document.printed.append(Printed((), self._end(), tuple(item.xs)))
            else:
                self._document.printed[-1] = Printed((), whole, tuple(item.xs))
            return
        words = tuple((repair(word), (left + right) / 2) for word, left, right in item.words)
        self._document.printed.append(Printed(words))
        grid = page.level.get(id(item))
        if grid is None:
            self.parts.append(Flow(item, page.sheet.number, page.sheet.width))
            self._last = None
        elif id(grid) not in self._put:
            self._put.add(id(grid))
            self._table(grid)

    def _end(self) -> Table | None:
        end = self.parts[-1] if self.parts else None
        return end if isinstance(end, Table) else None

    def _table(self, grid: Grid) -> Table | None:
        """Put a table; the whole one where it only goes on with the one that ended the page before."""
        table, before, last = _table(grid), self._end(), self._last
        self._last = grid
        if before is None or last is None or not _goes_on(last, grid):
            self.parts.append(table)
            return None
        self.parts[-1] = whole = joined(before, table, last.full)
        return whole


def _goes_on(last: Grid, grid: Grid) -> bool:
    """Whether a table goes on with the one before it: the same columns, where they are inferred within a letter."""
    slack = _INFERRED_COLUMN if grid.inferred else _SAME_COLUMN
    return (
        last.inferred == grid.inferred
        and len(last.xs) == len(grid.xs)
        and all(abs(one - two) < slack for one, two in zip(last.xs, grid.xs, strict=True))
    )


def _table(grid: Grid) -> Table:
    rows: list[list[Cell]] = [[] for _ in range(len(grid.ys) - 1)]
    for box in grid.boxes:
        rows[box.row].append(_cell(box))
    return Table(tuple(tuple(row) for row in rows))


def _cell(box: Box) -> Cell:
    lines = cell_text(box.glyphs).split("\n") if box.glyphs else []
    said = ""
    for line in lines:
        # Between Latin words a line break stands for a blank.
        apart = said[-1:].isascii() and line[:1].isascii() and said[-1:].isalnum()
        said += (" " if apart else "") + line
    blocks: tuple[Block, ...] = (Paragraph((Run(repair(said)),)),) if said else ()
    return Cell(blocks, box.rowspan, box.colspan)


def _parts(flow: list[Flow | Table]) -> list[list[Flow] | Table]:
    parts: list[list[Flow] | Table] = []
    for item in flow:
        if isinstance(item, Table):
            parts.append(item)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts


def _name_hidden(document: Document, sheets: list[Sheet]) -> None:
    unseen = [str(sheet.number) for sheet in sheets if sheet.unseen.strip()]
    if unseen:
        document.hide(
            "hidden_text",
            f"第{'、'.join(unseen[:10])}页有被遮住或看不见的文字，未计入正文，但仍留在原文件里。",
        )
    marks = {sheet.aslant for sheet in sheets if sheet.aslant.strip()}
    if marks:
        document.warnings.append(f"斜排的文字（水印“{min(marks, key=len)[:20]}”等）未计入正文。")
    recognised = [str(sheet.number) for sheet in sheets if sheet.recognised]
    if recognised:
        document.recognised = True
        more = "等页" if len(recognised) > 10 else "页"
        document.warnings.append(f"第{'、'.join(recognised[:10])}{more}读自图像，请核对。")
    unclear = sum(sheet.unclear for sheet in sheets)
    if unclear:
        document.leave(f"图像上认不清的{unclear}处", "正文里写作“〓”，请对照原件补上")
    scanned = [str(sheet.number) for sheet in sheets if sheet.scanned]
    if scanned:
        document.warnings.append(f"第{'、'.join(scanned[:10])}页是扫描图像，文字取自其识别层，请核对。")
    empty = [str(sheet.number) for sheet in sheets if not sheet.glyphs and sheet.number]
    if empty and len(empty) < len(sheets):
        document.leave(f"第{'、'.join(empty[:10])}页", "页上没有文字层，像是图片")
    lost = sum(sheet.unmapped for sheet in sheets)
    if lost:
        document.leave(f"{lost}个字", "文件里的字体没有对应的字符，请重新导出")
    if any(sheet.crowded for sheet in sheets):
        document.leave("部分线条和图形", "页上图形过多")
