"""Parts in the text against their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding, Level
from gongkai.statforms.narrative.figures import Figure
from gongkai.statforms.narrative.partlists import PartList, find_lists

_COMPLEMENTS = re.compile(
    r"专职.*兼职|自然人.*(?:法人|企业|组织)|主办.*(?:会办|协办)|按[时期].*延期|建议.*提案|男.*女"
)
"""Two parts that leave no third."""
_BASIS = "文中所列各部分之和应与总数一致"


def check_part_sums(case: Case) -> list[Finding]:
    """Lists that cannot be brought into agreement with their total."""
    found: list[Finding] = []
    for paragraph in case.report.paragraphs:
        for parts in find_lists(paragraph.text):
            finding = judge(parts, paragraph.line)
            if finding is not None:
                found.append(finding)
    return found


def judge(parts: PartList, line: int) -> Finding | None:
    """A finding if the list contradicts its total under every reading."""
    if above := _above_its_whole(parts, line):
        return above
    if parts.mixed or parts.channels or any(_fits(parts, total) for total in _wholes(parts.totals)):
        return None
    total = parts.totals[0]
    chosen = _nearest_prefix(parts, total)
    low, high = sum(f.low for f in chosen), sum(f.high for f in chosen)
    middle = int(low) if low == high and float(low).is_integer() else round((low + high) / 2, 2)
    level = _level(parts, total, low, high)
    if level is None:
        return None
    sign = "不足" if high < total.low else "超过"
    gap = round(total.value - middle if high < total.low else middle - total.value, 2)
    shown = "＋".join(str(f.value) for f in chosen)
    code = "P01" if total.exact else "P02"
    return Finding(
        code, level, (f"第{line}行",),
        f"所列各部分 {shown}＝{middle}{total.unit}，与总数{total.shown}不符（{sign}{gap:g}）：“…{parts.text[-60:]}”",
        total.value, middle, _BASIS if total.exact else _BASIS + "；“近、余、多、约”只容许小幅出入",
    )  # fmt: skip


def _above_its_whole(parts: PartList, line: int) -> Finding | None:
    """One thing said to be among others and more than all of them (820条，其中甲940条)."""
    total = parts.totals[0]
    if parts.fixed_end or not re.search(rf"{total.value}{total.unit}[，；]?其中", parts.text):
        return None
    larger = next((one for one in parts.items[:1] if one.unit == total.unit and one.low > total.high), None)
    if larger is None or len(parts.totals) > 1:
        return None
    return Finding(
        "P01", "warn", (f"第{line}行",),
        f"其中一项{larger.shown}，多于总数{total.shown}：“…{parts.text[-60:]}”", total.value, larger.value, _BASIS,
    )  # fmt: skip


def _wholes(totals: Sequence[Figure]) -> Iterator[tuple[float, float]]:
    """Every whole the list may stand for: each figure before it, and sums of two (新收 + 结转) or their difference."""
    for total in totals:
        yield total.low, total.high
    for a, b in combinations(totals[:6], 2):
        yield a.low + b.low, a.high + b.high
        yield abs(a.low - b.low), abs(a.high - b.high)


def _fits(parts: PartList, whole: tuple[float, float]) -> bool:
    low, high = whole
    if high <= 0:
        return False
    if parts.fixed_end:
        return any(_within(parts.items[start:], low, high) for start in range(len(parts.items) - 1))
    items = (*parts.items, *parts.beyond)
    for end in range(2, len(items) + 1):
        for chosen in _readings(items[:end], parts.inner):
            if _within(chosen, low, high):
                return True
    return _several_divisions(parts.items, low, high)


def _readings(items: Sequence[Figure], inner: Sequence[int]) -> Iterator[list[Figure]]:
    """The parts, leaving out any run of sub-parts behind a nested 其中."""
    yield list(items)
    for start in inner:
        for stop in range(start + 1, len(items) + 1):
            rest = [*items[:start], *items[stop:]]
            if rest:
                yield rest


def _within(figures: Sequence[Figure], low: float, high: float) -> bool:
    return sum(f.low for f in figures) <= high + 1e-6 and low <= sum(f.high for f in figures) + 1e-6


def _several_divisions(items: Sequence[Figure], low: float, high: float) -> bool:
    """The same whole divided twice in one list (by channel, then by applicant)."""
    start = 0
    divisions = 0
    for end in range(1, len(items) + 1):
        if end - start >= 1 and _within(items[start:end], low, high):
            divisions += 1
            start = end
    return divisions >= 1 and start == len(items)


def _nearest_prefix(parts: PartList, total: Figure) -> list[Figure]:
    """The parts shown to the reader: the run whose sum comes closest to the total."""
    if parts.fixed_end:
        return list(parts.items)
    choices = [list(parts.items[:end]) for end in range(2, len(parts.items) + 1)]
    return min(choices, key=lambda c: (abs(sum(f.value for f in c) - total.value), -len(c)))


def _level(parts: PartList, total: Figure, low: float, high: float) -> Level | None:
    """How sure a contradiction is. Nothing where the list may simply be incomplete or overlapping."""
    size = max(total.high, 1.0)
    gap = total.low - high if high < total.low else low - total.high
    if total.value < 2 or gap <= 0:
        return None
    missing = high < total.low
    if missing and (not parts.closed or parts.remainder):
        return None
    share = gap / size
    if not total.exact or any(not f.exact for f in parts.items):
        if not parts.closed:
            return None
        if len(parts.items) >= 3 and 0.05 <= share <= 0.35:
            return "error"
        return "warn" if 0.02 < share <= 0.5 and len(parts.items) >= 3 else None
    if parts.fixed_end and len(parts.items) == 2:
        return "warn" if share <= 0.1 else None
    if missing:
        if len(parts.items) == 2 and share <= 0.5 and _COMPLEMENTS.search(parts.text):
            return "error"
        if share <= 0.1 or (len(parts.items) >= 3 and share <= 0.25):
            return "error"
        return "warn" if len(parts.items) >= 3 and share <= 0.5 else None
    if max(f.value for f in parts.items) > total.value:
        return None
    if not parts.closed:
        return "warn" if share <= 0.3 else None
    return "error" if share <= 0.25 and not parts.remainder else "warn" if share <= 0.5 else None
