"""The printed lines of a document with their place, the ground on which fields are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gongkai.gongwen.blocks import Align, Block, Image, Paragraph, Table, block_text
from gongkai.gongwen.text import close_up, fold, squeeze


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
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            gap = block.gap
            for text in block.text.split("\n"):
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
        elif isinstance(block, Table):
            for row_number, row in enumerate(block.rows):
                for cell in row:
                    # An empty cell is kept: it is the empty value of the label before it.
                    text = "\n".join(block_text(b) for b in cell.blocks if not isinstance(b, Image))
                    lines.append(Line(index, len(lines), text, row=(index, row_number)))
    return lines


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
