"""Printed lines joined to paragraphs where one ran to the right edge and the next starts at the left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.files.characters import repair
from gongkai.files.document import Align, Block, plain
from gongkai.files.placed.lines import PrintedLine

_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]\D|[（(]\d{1,2}[）)]"
    r"|附件|第[一二三四五六七八九十百]{1,4}[章节条]"
)
_Key = tuple[float, int]
# So much larger than the text are the letters of a title.
_HEADING = 1.2


@dataclass(frozen=True)
class Flow:
    """A line with the page it stands on and how wide that is."""

    line: PrintedLine
    page: int
    width: float

    @property
    def key(self) -> _Key:
        """Lines of pages of one width and of one column share their edges."""
        return round(self.width, 1), self.line.column


def paragraphs_of(flow: Sequence[Flow], body: float) -> list[Block]:
    """The paragraphs; one may run over the foot of a page. body: height of the letters of the running text."""
    edges: dict[_Key, tuple[float, float]] = {}
    for one in flow:
        left, right = edges.get(one.key, (one.line.left, one.line.right))
        edges[one.key] = (min(left, one.line.left), max(right, one.line.right))
    blocks: list[Block] = []
    under_way: list[Flow] = []
    for one in flow:
        if under_way and not _continues(under_way[-1], one, *edges[one.key]):
            blocks.append(_joined(under_way, edges, body))
            under_way = []
        under_way.append(one)
    return [*blocks, _joined(under_way, edges, body)] if under_way else blocks


def _joined(flow: list[Flow], edges: dict[_Key, tuple[float, float]], body: float) -> Block:
    first = flow[0]
    text = first.line.text
    for before, one in pairwise(flow):
        # Between Latin words a line break stands for a blank.
        last, start = before.line.text[-1:], one.line.text[:1]
        apart = last.isascii() and start.isascii() and last.isalnum()
        text = text.rstrip() + (" " if apart else "") + one.line.text.lstrip()
    left = edges[first.key][0]
    return plain(
        repair(text),
        indent=round((first.line.left - left) / max(first.line.height, 1.0), 1),
        align="center"
        if _is_heading(flow, edges[first.key], body)
        else _align(first, edges[first.key], len(flow)),
        size=first.line.height,
    )


def _continues(before: Flow, one: Flow, left: float, right: float) -> bool:
    size = max(before.line.height, one.line.height, 1.0)
    ran_full = before.line.right > right - 1.8 * size
    starts_left = one.line.left < left + 1.2 * size
    same_size = abs(before.line.height - one.line.height) < 0.3 * size
    near = before.page != one.page or one.line.middle - before.line.middle < 3 * size
    plain_start = not _STARTS.match(one.line.text.strip())
    # A date or a name set to the right ends there; what follows at the left edge is another paragraph.
    set_right = before.line.left > left + 0.45 * (right - left)
    if set_right or not plain_start or before.key != one.key:
        return False
    return ran_full and starts_left and same_size and near


def _is_heading(flow: list[Flow], edges: tuple[float, float], body: float) -> bool:
    """Whether all lines stand between equal margins in letters clearly larger than the text: a centred title of which
    a line may fill the whole width."""
    start, end = (0.0, flow[0].width) if flow[0].line.column == 0 else edges
    return all(
        one.line.height > _HEADING * body
        and abs((one.line.left - start) - (end - one.line.right)) < 0.06 * (end - start)
        for one in flow
    )


def _align(one: Flow, edges: tuple[float, float], count: int) -> Align:
    start, end = (0.0, one.width) if one.line.column == 0 else edges
    width = end - start
    before, after = one.line.left - start, end - one.line.right
    if count == 1 and before > 0.15 * width and abs(before - after) < 0.06 * width:
        return "center"
    return "right" if count == 1 and before > 0.45 * width else ""
