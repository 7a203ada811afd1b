"""From when a document holds and how long, as its own text says: evidence for who sets the validity, never more.

Only what it says of itself counts (本通知自…起施行), not what it tells of others (《…》自…起施行).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.gongwen.dates import find_dates, parse_date
from gongkai.gongwen.labels import Labelled
from gongkai.gongwen.lines import Line
from gongkai.gongwen.text import squeeze

_BEGINS = re.compile(r"自(?P<when>[^自。;]{2,24}?)(?:之日)?起(?:正式)?(?:施行|实施|执行|生效|试行)")
_ACT = r"(?:印发|发布|公布|签发|下发|发文|通过)"
# What may stand before it in the sentence: nothing, a number, or the document's name for itself.
_ITSELF = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,3}[)]?[、.,]?|第\w{1,5}[章条])?(?:附则)?(?:本[\u4e00-\u9fff]{1,10}[,]?)?"
)
_LASTS = re.compile(
    r"(?:有效期|试行期)限?(?:为|:)?(?P<long>[\d一二三四五六七八九十两]{1,3}(?:年|个月))|(?:有效期限?|有效)(?:为|:)?(?:自.{4,20}起)?[至到](?P<until>[^。;]{6,14})"
)
_STARTS_LABEL, _ENDS_LABEL = ("施行", "实施", "生效"), ("失效", "终止", "截止", "有效期截止")


def effective_of(lines: Sequence[Line], labels: Sequence[Labelled]) -> list[tuple[str, Line]]:
    """Each statement of when it begins: a day (2026-09-01) or the words (自印发之日起), with its line."""
    found = list(_labelled(labels, _STARTS_LABEL))
    for sentence, line in _sentences(lines):
        match = _BEGINS.search(sentence)
        if match is None or not _ITSELF.fullmatch(sentence[: match.start()]):
            continue
        days = [one.value for one in find_dates(match["when"]) if one.value]
        if days:
            found.append((days[0].isoformat(), line))
        elif act := re.fullmatch(_ACT, match["when"].removesuffix("之日")):
            found.append((f"自{act[0]}之日起", line))
    return found


def expiry_of(lines: Sequence[Line], labels: Sequence[Labelled]) -> list[tuple[str, Line]]:
    """Each statement of how long it holds: a day, or the words (5年), with its line."""
    found = list(_labelled(labels, _ENDS_LABEL))
    for sentence, line in _sentences(lines):
        match = _LASTS.search(sentence)
        if (
            match is None
            or "《" in sentence[: match.start()]
            or not _speaks_of_itself(sentence, match.start())
        ):
            continue
        if match["long"]:
            found.append((match["long"], line))
        elif days := [one.value for one in find_dates(match["until"]) if one.value]:
            found.append((days[0].isoformat(), line))
    return found


def _speaks_of_itself(sentence: str, at: int) -> bool:
    """Whether the words before belong to a statement about the document, not about a licence or a notice within it."""
    before = sentence[:at].rstrip(",")
    begins = _BEGINS.search(before)
    if begins is not None:
        before = before[: begins.start()]
    return _ITSELF.fullmatch(before) is not None


def _sentences(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    for line in lines:
        if line.row is None and not line.aside:
            for sentence in re.split(r"[。;；]", squeeze(line.text)):
                yield sentence, line


def _labelled(labels: Sequence[Labelled], names: tuple[str, ...]) -> Iterator[tuple[str, Line]]:
    for label in labels:
        if label.field == "other" and label.label.removesuffix("日期").removesuffix("时间") in names:
            read = parse_date(label.value)
            if read is not None and read.value is not None:
                yield read.value.isoformat(), label.line
