"""Lists of parts with a total: “共120条，其中甲50条、乙70条”.

A list is closed unless it says 等, 主要, 其余 or the like. Only if no reading of a list fits its total (nested
lists, carried-over cases, two ways of dividing the same whole) is it called contradictory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from gongkai.statforms.narrative.figures import COUNTED, Figure, find_figures

_FAMILIES = (
    {"条", "条次", "篇", "则", "项", "期"},
    {"件", "件次", "宗", "起", "例", "份", "封", "通"},
    {"个", "家", "所"},
    {"次", "场"},
    {"万元"},
    {"元"},
    {"人", "名", "位", "人次"},
)
_OPEN = re.compile(
    r"等(?![级候于同额待效次])|主要|(?:其余|其他|其它|剩余|余下)(?![^，。；、]{0,16}\d)|例如|譬如|特别是|尤其|部分为|大多|多数|不少|含(?!有)|包含|重点(?:领域|公开|是)|突出|仅"
)
_REMAINDER = re.compile(r"其余|剩余|余下|另有|另外|结转|尚未|正在|待办|未办结|均不属|以外")
_NEW_STATEMENT = re.compile(
    r"同比|增长|下降|较上|较去|比上|比去|上年|去年|上一年|\d{4}年|点击|访问|浏览|粉丝|关注|阅读|累计|截[至止]|平均|每|占|率|超过|突破|不少于|第[一二三]|[，；][^，；、]{0,6}(?:召开|举办|培训|组织(?:开展|召开|举办|各|全|参)|开展|印发|编制|办结|回复|答复|更新)"
)
_MARKER = re.compile(
    r"其中|(?<=[条件篇项宗个起份次期封])(?:：|，?(?:分别(?:为|是)：?|包括：?|分为：?)|，(?:从|按)[^，。；]{2,10}(?:看|分|划分|统计|区分)[，：])|(?<=[条件篇项宗个起份次期封])。包括：?|(?<=申请中)，|(?<=信息中)，|(?<=留言中)，"
)
_CHANNEL = re.compile(
    r"网站|微信|微博|公众号|公报|平台|报纸|电视|新媒体|客户端|抖音|头条|门户|APP|学习强国|媒体|渠道"
)
_TOTAL_AFTER = re.compile(
    r"(?:，|、|；|）)?(?:以上|上述)?(?:[一二三四五六七八九十两各]{1,2}(?:类|项|者|种|部分))?(?:共计|合计|总计|总共|共)[\u4e00-\u9fff]{0,8}$"
)
_MAX_ITEMS = 40


@dataclass(frozen=True)
class PartList:
    """One list. totals: figures it may add up to, nearest first. items: parts in order; inner: indexes where a
    nested 其中 begins. closed: False if it says it is not complete. channels: its parts are channels, which overlap. mixed: other measure words stand between. fixed_end: the total
    follows, so the list cannot go on. beyond: figures after its end that might still belong to it."""

    totals: tuple[Figure, ...]
    items: tuple[Figure, ...]
    inner: tuple[int, ...]
    closed: bool
    channels: bool
    remainder: bool
    mixed: bool
    text: str
    fixed_end: bool = False
    beyond: tuple[Figure, ...] = ()


def find_lists(text: str) -> Iterator[PartList]:
    """All lists of a paragraph."""
    figures = [f for f in find_figures(text) if f.unit != "%"]
    seen: set[tuple[int, ...]] = set()
    for found in (*_after_marker(text, figures), *_in_brackets(text, figures), *_total_last(text, figures)):
        key = tuple(f.start for f in found.items)
        if len(found.items) >= 2 and key not in seen:
            seen.add(key)
            yield found


def _after_marker(text: str, figures: Sequence[Figure]) -> Iterator[PartList]:
    """其中…, or a colon right after a total."""
    for marker in islice(_MARKER.finditer(text), 40):
        depth = _depth(text, marker.start())
        end = _region_end(text, marker.end(), depth)
        if marker.group() != "其中" and "；" in text[marker.end() : end]:
            end = text.index("；", marker.end())
        sentence = _sentence_start(text, marker.start())
        before = [
            f for f in figures if sentence <= f.start and f.end <= marker.start() + 1 and f.unit in COUNTED
        ]
        if not before and marker.group() == "其中" and re.search(r"[。；]\s*$|^\s*$", text[: marker.start()]):
            before = [f for f in figures if f.end <= marker.start() and f.unit in COUNTED][-1:]
        if before:
            yield from _build(text, figures, tuple(reversed(before)), marker.end(), end, depth)


def _in_brackets(text: str, figures: Sequence[Figure]) -> Iterator[PartList]:
    """120条（甲50条、乙70条）."""
    for opening in islice(re.finditer("（", text), 40):
        if "其中" in text[opening.end() : opening.end() + 6]:
            continue
        before = [f for f in figures if f.unit in COUNTED and 0 <= opening.start() - f.end <= 1]
        if before:
            depth = _depth(text, opening.end())
            yield from _build(
                text, figures, (before[-1],), opening.end(), _region_end(text, opening.end(), depth), depth
            )


def _total_last(text: str, figures: Sequence[Figure]) -> Iterator[PartList]:
    """甲50条、乙70条，共计120条."""
    for index, total in enumerate(figures):
        if total.unit not in COUNTED or index < 2:
            continue
        lead = text[figures[index - 1].end : total.start]
        start = _sentence_start(text, total.start)
        if not _TOTAL_AFTER.fullmatch(lead) or "其中" in text[start : total.start]:
            continue
        items: list[Figure] = []
        for position in range(index - 1, -1, -1):
            figure = figures[position]
            label = text[(figures[position - 1].end if position else start) : figure.start]
            if (
                figure.start < start
                or not _same_unit(figure, total)
                or len(label) > 24
                or _NEW_STATEMENT.search(label)
            ):
                break
            items.insert(0, figure)
            if "。" in label or "；" in label or ("，" in label.lstrip("，") and position):
                break
        two = len(items) == 2 and index == 2 and re.fullmatch(r"，共计?", lead) is not None
        if len(items) >= 3 or two:
            region = text[max(start, items[0].start - 12) : total.end]
            labels = [text[a.end : b.start] for a, b in pairwise(items)]
            overlapping = sum(1 for label in labels if _CHANNEL.search(label)) * 2 >= len(labels)
            yield PartList(
                (total,), tuple(items), (), not _OPEN.search(region), overlapping, False, False, region, True
            )


def _build(
    text: str, figures: Sequence[Figure], totals: tuple[Figure, ...], start: int, end: int, depth: int
) -> Iterator[PartList]:
    """Collect the parts between `start` and `end` at the same depth of brackets."""
    items: list[Figure] = []
    inner: list[int] = []
    labels: list[str] = []
    mixed = False
    previous = start
    nearest = totals[0]
    beyond: list[Figure] = []
    for figure in figures:
        if figure.start < start or figure.start >= end:
            continue
        if _depth(text, figure.start) != depth:
            continue
        label = text[previous : figure.start]
        if beyond or _NEW_STATEMENT.search(_outside_brackets(label)) or len(items) >= _MAX_ITEMS:
            if len(beyond) < 6 and _same_unit(figure, nearest):
                beyond.append(figure)
            continue
        previous = figure.end
        if not _same_unit(figure, nearest):
            alternative = next((t for t in totals if _same_unit(figure, t)), None)
            if alternative is None or items:
                mixed = True
                continue
            nearest = alternative
        if "其中" in label and items:
            inner.append(len(items))
        items.append(figure)
        labels.append(label)
    region = text[start : max(previous, start)]
    tail = text[previous : min(end + 40, len(text))]
    flat = _outside_brackets(region) if depth == 0 else region
    closed = not _OPEN.search(flat) and not re.match(r"[^，。；]{0,14}等(?![级候于同额待效次])", tail)
    ordered = (nearest, *(t for t in totals if t is not nearest and _same_unit(t, nearest)))
    yield PartList(
        ordered, tuple(items), tuple(inner), closed, sum(1 for label in labels if _CHANNEL.search(label)) * 2 >= max(len(labels), 1),
        bool(_REMAINDER.search(tail) or _REMAINDER.search(flat)), mixed, text[max(0, nearest.start - 20) : previous], False, tuple(beyond),
    )  # fmt: skip


def _same_unit(figure: Figure, other: Figure) -> bool:
    if figure.unit == other.unit or not figure.unit:
        return True
    return any(figure.unit in family and other.unit in family for family in _FAMILIES)


def _outside_brackets(text: str) -> str:
    return re.sub(r"（[^（）]*）", "", text)


def _depth(text: str, position: int) -> int:
    """How many brackets are open at a place of its sentence."""
    before = text[_sentence_start(text, position) : position]
    return max(0, before.count("（") - before.count("）"))


def _sentence_start(text: str, position: int) -> int:
    return max((text.rfind(mark, 0, position) for mark in "。！？"), default=-1) + 1


def _region_end(text: str, start: int, depth: int) -> int:
    """End of the list: end of the sentence, or the closing bracket."""
    level = depth
    for position in range(start, len(text)):
        character = text[position]
        if character in "。！？":
            return position
        if character == "（":
            level += 1
        elif character == "）":
            level -= 1
            if level < depth:
                return position
    return len(text)
