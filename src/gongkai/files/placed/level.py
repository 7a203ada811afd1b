"""Tables of a page that no upright lines divide: columns told by the strips that all their rows leave free.

Only where the geometry is sure: level lines of one width above each other, or rows of as many words at the same places.
What looks like a table and is not sure stays text, line by line, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gongkai.files.placed.grid import Grid, filled, joined_rules, ruled
from gongkai.files.placed.lines import PrintedLine
from gongkai.files.placed.sheet import Rule, Sheet

# A strip that parts two columns is so many letters wide.
_STRIP = 1.2
# Lines of one table begin and end at the same places within so many points.
_SAME_END = 6.0
_LEAST_WIDE = 0.3
# Rows without lines between them stand at distances that differ by no more than this factor.
_EVEN = 1.35
_FAR = 3.5
_LONGEST_WORD = 24
_MOST_RULES = 1000
# The foot of an official document is set between lines and is no table; nor are pairs of label and value.
_IMPRINT = re.compile(r"^(?:抄送|主送|抄报|分送|主题词|印发)|印发$")
Span = tuple[float, float]


@dataclass(frozen=True)
class Found:
    """A table with the lines that it holds."""

    grid: Grid
    lines: tuple[PrintedLine, ...]


class _Unsure(Exception):
    """It looks like a table, and where its cells are does not follow from what is drawn."""


def tables_of(sheet: Sheet, lines: Sequence[PrintedLine]) -> tuple[list[Found], bool]:
    """Tables among the lines that stand in no drawn grid; and whether something else looks like one."""
    level = joined_rules([rule for rule in sheet.rules if rule.x1 - rule.x0 > rule.y1 - rule.y0], level=True)
    upright = [rule for rule in sheet.rules if rule.x1 - rule.x0 <= rule.y1 - rule.y0]
    lines = [line for line in lines if line.column == 0]
    if len(level) > _MOST_RULES:
        return [], False
    found: list[Found] = []
    unsure, judged = False, set[int]()
    for stack in _stacks(level, sheet.width):
        for chain in _chains(stack, lines, upright):
            judged |= {id(line) for line in _between(lines, chain[0].y0, chain[-1].y0)}
            try:
                found.append(_between_rules(chain, level, lines, sheet))
            except _Unsure:
                unsure = True
    for run, beside in _runs([line for line in lines if id(line) not in judged]):
        try:
            found.append(_without_rules(run, beside, sheet))
        except _Unsure:
            unsure = True
    return found, unsure


def _stacks(level: Sequence[Rule], wide: float) -> list[list[Rule]]:
    """Level lines that begin and end at the same places, three or more."""
    stacks: list[list[Rule]] = []
    for rule in sorted(level, key=lambda one: one.y0):
        if rule.x1 - rule.x0 < _LEAST_WIDE * wide:
            continue
        same = next((one for one in stacks if _same(one[0], rule)), None)
        if same is None:
            stacks.append([rule])
        else:
            same.append(rule)
    return [stack for stack in stacks if len(stack) >= 3]


def _same(one: Rule, two: Rule) -> bool:
    return abs(one.x0 - two.x0) < _SAME_END and abs(one.x1 - two.x1) < _SAME_END


def _between(lines: Sequence[PrintedLine], above: float, below: float) -> list[PrintedLine]:
    return [line for line in lines if above < line.middle < below]


def _chains(stack: Sequence[Rule], lines: Sequence[PrintedLine], upright: Sequence[Rule]) -> list[list[Rule]]:
    """Stretches of a stack in which words stand between all lines, within their width, and nothing upright is drawn."""
    chains: list[list[Rule]] = [[stack[0]]]
    for above, below in pairwise(stack):
        inside = _between(lines, above.y0, below.y0)
        within = all(line.left > above.x0 - 2 and line.right < above.x1 + 2 for line in inside)
        drawn = any(
            above.x0 - 2 < one.x0 < above.x1 + 2 and one.y0 < below.y0 and above.y0 < one.y1
            for one in upright
        )
        foot = any(_IMPRINT.search(line.text.strip()) for line in inside)
        if inside and within and not (drawn or foot or _is_running_text(inside)):
            chains[-1].append(below)
        else:
            chains.append([below])
    return [chain for chain in chains if len(chain) >= 3]


def _is_running_text(lines: Sequence[PrintedLine]) -> bool:
    """Whether no line parts into columns and it is more than a row: the red line above a text is no line of a table."""
    if any(_groups(line) > 1 for line in lines):
        return False
    return len(lines) > 2 or lines[-1].text.rstrip().endswith(("。", "：", ":"))


def _between_rules(
    chain: Sequence[Rule], level: Sequence[Rule], lines: Sequence[PrintedLine], sheet: Sheet
) -> Found:
    left, right = min(one.x0 for one in chain), max(one.x1 for one in chain)
    top, foot = chain[0].y0, chain[-1].y0
    inside = _between(lines, top, foot)
    head, body = _between(lines, top, chain[1].y0), _between(lines, chain[1].y0, foot)
    partial = [
        one
        for one in level
        if top < one.y0 < foot and left - 2 < one.x0 and one.x1 < right + 2 and one not in chain
    ]
    over = [one for one in partial if one.y0 < chain[1].y0]
    # Words over a line that only some columns have stand over these together.
    spanning = [(one, _words(head, one.x0, one.x1, top, one.y0)) for one in over]
    if len({round(one.y0 / 4) for one in over}) > 1 or any(
        len(_clusters(w, _size(head))) != 1 for _, w in spanning
    ):
        raise _Unsure
    apart = {word for _, words in spanning for word in words}
    words = [word for line in body for word in _spans(line)]
    strips = _strips(words, _STRIP * _size(inside))
    edges = [
        _edge(strip, [word for line in head for word in _spans(line) if word not in apart], _size(inside))
        for strip in strips
    ]
    rows = [] if len(chain) > 3 or len(body) < 2 else _rows(body, edges)
    if not edges or (len(edges) < 2 and len(chain) < 4):
        raise _Unsure
    _must_be_headed(head, edges, left, right, over)
    places = sorted({one.y0 for one in (*chain, *partial)} | set(rows))
    walls = [Rule(x, top, x, foot) for x in (left, right)]
    for above, below in pairwise(places):
        for x in edges:
            if not any(one.x0 + 3 < x < one.x1 - 3 and above < one.y0 <= below + 1 for one in over):
                _must_be_free(x, _between(inside, above, below))
                walls.append(Rule(x, above, x, below))
    drawn = [*partial, *(Rule(left, y, right, y) for y in (*(one.y0 for one in chain), *rows))]
    return _made(ruled(drawn, walls), inside, sheet)


def _made(grid: Grid | None, inside: Sequence[PrintedLine], sheet: Sheet) -> Found:
    if grid is None:
        raise _Unsure
    grid.inferred = True
    filled(grid, sheet.glyphs)
    return Found(grid, tuple(inside))


def _spans(line: PrintedLine) -> list[Span]:
    return [(left, right) for _, left, right in line.words]


def _size(lines: Sequence[PrintedLine]) -> float:
    return median(line.height for line in lines) if lines else 10.0


def _words(lines: Sequence[PrintedLine], left: float, right: float, above: float, below: float) -> list[Span]:
    return [
        span
        for line in _between(lines, above, below)
        for span in _spans(line)
        if left - 2 < (span[0] + span[1]) / 2 < right + 2
    ]


def _clusters(words: Sequence[Span], size: float) -> list[Span]:
    """Words with no strip between them as one."""
    found: list[list[float]] = []
    for start, end in sorted(words):
        if found and start - found[-1][1] < _STRIP * size:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [(start, end) for start, end in found]


def _strips(words: Sequence[Span], least: float) -> list[Span]:
    """What all words leave free between them."""
    strips: list[Span] = []
    reached: float | None = None
    for start, end in sorted(words):
        if reached is not None and start - reached >= least:
            strips.append((reached, start))
        reached = end if reached is None else max(reached, end)
    return strips


def _edge(strip: Span, heads: Sequence[Span], size: float) -> float:
    """The middle of what the words of the head leave of a strip."""
    start, end = strip
    for left, right in heads:
        if left < end and right > start:
            if (left + right) / 2 < (strip[0] + strip[1]) / 2:
                start = max(start, right)
            else:
                end = min(end, left)
    if end - start < 0.5 * size:
        raise _Unsure
    return (start + end) / 2


def _rows(body: Sequence[PrintedLine], edges: Sequence[float]) -> list[float]:
    """Between the lines of a body without lines between its rows: each is a row where they stand evenly and full."""
    gaps = [two.middle - one.middle for one, two in pairwise(body)]
    if max(gaps) > _EVEN * min(gaps):
        raise _Unsure
    for line in body:
        columns = {sum(edge < (left + right) / 2 for edge in edges) for left, right in _spans(line)}
        if 0 not in columns or len(columns) < len(edges):
            raise _Unsure
    return [(one.middle + two.middle) / 2 for one, two in pairwise(body)]


def _must_be_headed(
    head: Sequence[PrintedLine], edges: Sequence[float], left: float, right: float, over: Sequence[Rule]
) -> None:
    """Every column has words in the first row, of its own or over several."""
    words = [span for line in head for span in _spans(line)]
    for start, end in pairwise([left, *edges, right]):
        own = any(start < (one + two) / 2 < end for one, two in words)
        if not own and not any(one.x0 - 3 < (start + end) / 2 < one.x1 + 3 for one in over):
            raise _Unsure


def _must_be_free(edge: float, lines: Sequence[PrintedLine]) -> None:
    if any(left + 1 < edge < right - 1 for line in lines for left, right in _spans(line)):
        raise _Unsure


def _groups(line: PrintedLine) -> int:
    return len(_clusters(_spans(line), line.height))


def _is_row(line: PrintedLine) -> bool:
    labelled = any("：" in word or ":" in word or len(word) > _LONGEST_WORD for word, _, _ in line.words)
    return _groups(line) >= 3 and not labelled


def _runs(lines: Sequence[PrintedLine]) -> list[tuple[list[PrintedLine], list[PrintedLine]]]:
    """Lines one below the other that hold three or more groups of words each, and as many; with their neighbours."""
    runs: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(lines) + 1):
        goes_on = (
            at < len(lines)
            and _is_row(lines[at])
            and _groups(lines[at]) == _groups(lines[start])
            and lines[at].middle - lines[at - 1].middle < _FAR * lines[at].height
        )
        if not goes_on:
            if at - start >= 3 and _is_row(lines[start]):
                runs.append((start, at))
            start = at
    return [
        (list(lines[first:last]), [*lines[max(first - 1, 0) : first], *lines[last : last + 1]])
        for first, last in runs
    ]


def _without_rules(run: Sequence[PrintedLine], beside: Sequence[PrintedLine], sheet: Sheet) -> Found:
    """Every line is a row; the lines above and below stand apart or are running text."""
    size = _size(run)
    strips = _strips([span for line in run for span in _spans(line)], _STRIP * size)
    gaps = [two.middle - one.middle for one, two in pairwise(run)]
    wide = max(gaps)
    for line in beside:
        near = min(abs(line.middle - one.middle) for one in (run[0], run[-1])) < _EVEN * wide
        if near and _groups(line) > 1:
            raise _Unsure
    if len(strips) != _groups(run[0]) - 1 or wide > _EVEN * min(gaps):
        raise _Unsure
    left, right = min(line.left for line in run) - 2, max(line.right for line in run) + 2
    top, foot = run[0].middle - gaps[0] / 2, run[-1].middle + gaps[-1] / 2
    ys = [top, *((one.middle + two.middle) / 2 for one, two in pairwise(run)), foot]
    xs = [left, *((start + end) / 2 for start, end in strips), right]
    grid = ruled([Rule(left, y, right, y) for y in ys], [Rule(x, top, x, foot) for x in xs])
    return _made(grid, run, sheet)
