"""Promised frequencies (每周两次) against the number of issues stated; kinds of things counted twice differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding
from gongkai.statforms.narrative.numerals import chinese_number

_EVERY = re.compile(
    r"每(周|月|季度|季)(?:发布|编发|编印|编制|印发|出版|推出|刊发|通报)?[^，。；《]{0,8}《([^》]{3,30})》[^，。；]{0,10}?([\d一二两三四五]{1,2})(?:次|期|份)|每(周|月|季度|季)([\d一二两三四五]{1,2})(?:次|期|份)《([^》]{3,30})》"
)
_UNTIL = re.compile(r"(?:[-—~至到－]|截[至止])(?:20\d\d年)?(\d{1,2})月(\d{1,2})日")
_PER_YEAR = {"周": 52, "月": 12, "季度": 4, "季": 4}


def check_promises(case: Case) -> list[Finding]:
    """Issues promised against issues counted, and totals for kinds that a single kind already exceeds."""
    return [*_frequencies(case), *_kinds(case)]


def _frequencies(case: Case) -> Iterator[Finding]:
    text = "\n".join(p.text for p in case.report.paragraphs)
    year = case.report.year or 2001
    for paragraph in case.report.paragraphs:
        for match in _EVERY.finditer(paragraph.text):
            unit, title = match[1] or match[4], match[2] or match[6]
            times = match[3] or match[5]
            number = int(times) if times.isdigit() else 2 if times == "两" else chinese_number(times)
            if not number:
                continue
            counted = re.search(
                rf"《{re.escape(title)}》[^，。；]{{0,6}}?(\d+)(?:期|份|次|篇)(?!以上)",
                text[text.find(match.group()) + len(match.group()) :],
            )
            expected = number * _weeks(text, year) if unit == "周" else number * _PER_YEAR[unit]
            place = (f"第{paragraph.line}行",)
            if counted is None:
                yield Finding(
                    "F01",
                    "info",
                    place,
                    f"文中承诺“{match.group()}”，全年应约{expected}期，文中未写实际期数",
                    expected,
                    None,
                    "承诺的频次应有实绩",
                )
            elif int(counted[1]) < expected * 0.97:
                yield Finding(
                    "F01",
                    "warn",
                    place,
                    f"“{match.group()}”至少应有{expected}期，文中只有{counted[1]}期",
                    expected,
                    int(counted[1]),
                    "承诺的频次应与实绩一致",
                )


def _weeks(text: str, year: int) -> int:
    """Weeks counted: to the last day the text names, the whole year otherwise."""
    days = []
    for match in _UNTIL.finditer(text):
        try:
            days.append(date(year, int(match[1]), int(match[2])))
        except ValueError:
            continue
    inner = [d for d in days if d < date(year, 12, 31)]
    last = max(inner) if inner else date(year, 12, 31)
    return (last - date(year, 1, 1)).days // 7 + (1 if (last - date(year, 1, 1)).days % 7 >= 3 else 0)


_ENUMERATED = re.compile(r"((?:[\u4e00-\u9fff]{2,8}、){2,6}[\u4e00-\u9fff]{2,8}?)(?:等)?(?=(?:近|约|共)?\d)")
_CORE = re.compile(r"^(?:发布)?(?:各类|各种|政务|政府|教育|工作|相关|本地)+|(?:类|信息)$")


def _kinds(case: Case) -> Iterator[Finding]:
    """“新闻、文件、通知等740余篇” while 新闻 alone is given as 1578 elsewhere."""
    facts = [f for f in case.report.facts if f.figure.unit in ("条", "篇", "则", "件")]
    for fact in facts[:200]:
        if "、" not in fact.sentence:
            continue
        match = next(iter(reversed(list(_ENUMERATED.finditer(fact.sentence[: fact.figure.start + 1])))), None)
        if match is None or fact.offset - match.end() > 2 or fact.period != "year":
            continue
        kinds = [_CORE.sub("", _CORE.sub("", kind)) for kind in re.split("、", match[1])]
        for other in facts:
            if (
                other is fact
                or other.period != "year"
                or other.figure.low <= fact.figure.high
                or not other.part
            ):
                continue
            label = _CORE.sub("", re.split(r"[，、；：。]", other.lead)[-1])
            same = [kind for kind in kinds if len(kind) >= 2 and (kind in label or label.endswith(kind))]
            if same:
                yield Finding(
                    "P03", "warn", (f"第{fact.line}行", f"第{other.line}行"),
                    f"一处说含“{same[0]}”在内共{fact.figure.shown}，另一处仅“{label}”就有{other.figure.shown}，请核对口径",
                    fact.value, other.value, "同一事物的数字在全文应一致",
                )  # fmt: skip
                return
