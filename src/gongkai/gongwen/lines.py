"""The printed lines of a document with their place, the ground on which fields are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gongkai.files.document import Align, Block, Cell, Image, Paragraph, Table
from gongkai.gongwen.text import close_up, fold, squeeze

# Signs set before the items of a list; those that may be ticks of a choice stay.
_BULLET = re.compile(r"^\s*[·•▪◆◇▶►➢]\s*")


@dataclass(frozen=True)
class Line:
    """One line. block: index of its block. number: line within the document. row: table row it stands in.

    aside: a foot note or the content of a text box.
    """

    block: int
    number: int
    text: str
    align: Align = ""
    size: float | None = None
    level: int = 0
    gap: bool = False
    row: tuple[int, int] | None = None
    aside: bool = False

    @cached_property
    def folded(self) -> str:
        """For matching: NFKC, single blanks."""
        return fold(self.text)

    @cached_property
    def tight(self) -> str:
        """For matching: NFKC, no blanks."""
        return squeeze(self.text)

    @cached_property
    def closed(self) -> str:
        """As printed, blanks between Chinese letters removed: what goes into a field."""
        return close_up(self.text)


def lines_of(blocks: list[Block]) -> list[Line]:
    """All lines that hold a letter. Cells of a table are lines of one row; boxes and notes count too."""
    lines: list[Line] = []
    gaps = [bool(block.gap) for block in blocks if isinstance(block, Paragraph)][1:]
    blank = False  # a line of blanks before this one
    # Where every line has an empty one before it, the gap says nothing.
    spaced = len(gaps) > 3 and sum(gaps) > 0.9 * len(gaps)
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            gap = (bool(block.gap) or blank) and not spaced
            blank = not block.text.strip()
            for text in (_BULLET.sub("", _unbarred(piece)) for piece in block.said.split("\n")):
                if text.strip():
                    place = len(lines)
                    lines.append(
                        Line(
                            index,
                            place,
                            text,
                            block.align,
                            block.size,
                            block.level,
                            gap,
                            None,
                            bool(block.kind),
                        )
                    )
                    gap = False
        elif isinstance(block, Table) and is_layout(block):
            for cell in (cell for row in block.rows for cell in row):
                for text in cell.said.split("\n"):
                    if text.strip():
                        lines.append(Line(index, len(lines), text, gap=not lines))
        elif isinstance(block, Table):
            for row_number, row in enumerate(block.rows):
                for cell in row:
                    # An empty cell is kept: it is the empty value of the label before it.
                    text = Cell(tuple(b for b in cell.blocks if not isinstance(b, Image))).said
                    lines.append(Line(index, len(lines), text, row=(index, row_number)))
    return lines


def _unbarred(text: str) -> str:
    """Without the bar that copying a page leaves at the end of a line, or alone on one."""
    bare = text.rstrip().rstrip("|｜").rstrip()
    return text if "|" in bare or "｜" in bare else bare if bare != text.rstrip() else text


def is_layout(table: Table) -> bool:
    """Whether a table only holds things in place: one column, or nothing but names, number, 文件 and date."""
    if all(len(row) == 1 for row in table.rows):
        return True
    if len(table.rows) > 8 or any(len(row) > 4 for row in table.rows):
        return False
    texts = [squeeze(text) for row in table.rows for cell in row for text in cell.text.split("\n")]
    return any(texts) and all(not text or _PLACED.fullmatch(text) for text in texts)


# What a red head or a joint signature is made of, where a table keeps its parts side by side.
_PLACED = re.compile(
    r"[\u4e00-\u9fff“”()]{3,30}(?:[局委厅部室会院校学园组]|政府|中心|公司)(?:文件)?|文件|签发人.{0,12}"
    r"|[\u4e00-\u9fff]{1,12}[〔\[(【]\d{4}[〕\])】]\d{1,5}号|[\d〇○零一二三四五六七八九]{4}年.{3,9}日"
)
_BODY_END = re.compile(r"[。；;！？]$")
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+[章条节]|\d{1,2}[.、])"
)


def is_body(line: Line) -> bool:
    """Whether a line is running text or the heading of a part, so that the letterhead is over."""
    tight = line.tight
    if _HEADING.match(tight) and not tight.startswith("第十"):
        return True
    return bool(_BODY_END.search(tight)) or (len(tight) > 60 and "。" in tight) or len(tight) > 120
