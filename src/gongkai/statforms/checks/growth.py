"""Growth rates and shares that the text itself lets one recompute."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.statforms.checks import Case
from gongkai.statforms.checks.quantities import answers, answers_for
from gongkai.statforms.findings import Finding, Level

_N = r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_U = r"(条次|件次|人次|条|件|宗|项|篇|个|期|次|份|万元|元|人)"
_RATE = r"(\d+(?:\.\d+)?)%"
_DOWN = r"下降|减少|降低|回落|减"
_UP = r"增长|增加|上升|提高|增幅为?|增"
_PATTERNS = (
    # 120件，比上年的100件增长20%
    re.compile(
        rf"{_N}{_U}[，,]?(?:比|较|相比|与)(?:去年|上年|上一年度?|20\d\d年)(?:度)?(?:同期)?的?{_N}{_U}(?:相比)?[，]?(?:同比)?(?:约)?(?P<way>{_UP}|{_DOWN})(?:了|约|幅度为)?{_RATE}"
    ),
    # 上年100件，今年120件，增长20%
)
_REVERSED = re.compile(
    rf"(?:去年|上年|上一年度?|20\d\d年)[^，。；\d]{{0,16}}{_N}{_U}[，；](?:20\d\d年)?[^，。；\d]{{0,24}}{_N}{_U}[，](?:同比)?(?P<way>{_UP}|{_DOWN})(?:了|约)?{_RATE}"
)
_DELTA = re.compile(
    rf"{_N}{_U}[，](?:比|较)(?:去年|上年|上一年度?|20\d\d年)(?:度)?(?:同期)?(?P<way>增加|减少|增长|下降|上升)(?:了)?{_N}{_U}[，](?:同比)?(?:{_UP}|{_DOWN})(?:了|幅度?为?|约)?{_RATE}"
)


def check_growth(case: Case) -> list[Finding]:
    """Rates that differ from those recomputed from the two figures beside them."""
    found: list[Finding] = []
    for paragraph in case.report.paragraphs:
        text = paragraph.text
        for match in _PATTERNS[0].finditer(text):
            if match[2] == match[4]:
                found += _judge(match[3], match[1], match["way"], match[6], match.group(), paragraph.line)
        for match in _REVERSED.finditer(text):
            if match[2] == match[4]:
                found += _judge(match[1], match[3], match["way"], match[6], match.group(), paragraph.line)
        for match in _DELTA.finditer(text):
            if match[2] == match[5]:
                change = _number(match[4]) * (-1 if re.match(_DOWN, match["way"]) else 1)
                old = _number(match[1]) - change
                found += _judge(str(old), match[1], match["way"], match[6], match.group(), paragraph.line)
        found += _shares(text, paragraph.line)
    return found + _against_previous(case)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _judge(old: str, new: str, way: str, rate: str, quote: str, line: int) -> list[Finding]:
    before, after, stated = _number(old), _number(new), float(rate)
    if before <= 0:
        return []
    real = (after - before) / before * 100
    falling = bool(re.match(_DOWN, way))
    place = (f"第{line}行",)
    if (real < -1e-9) != falling and abs(real) > 1e-9:
        return [
            Finding(
                "G01",
                "error",
                place,
                f"{before:g}到{after:g}是{'减少' if real < 0 else '增加'}，文中却说{way}：“{quote[:60]}”",
                round(real, 2),
                stated,
                "增减幅度应由两年数字算得",
            )
        ]
    return _compare(abs(real), rate, quote, place, "增减幅度")


def _compare(real: float, rate: str, quote: str, place: tuple[str, ...], what: str) -> list[Finding]:
    """Silent within rounding; a remark if cut off instead of rounded; a finding beyond."""
    decimals = len(rate.split(".")[1]) if "." in rate else 0
    unit = 10.0**-decimals
    difference = abs(real - float(rate))
    if difference <= unit * 0.5 + 1e-9:
        return []
    level: Level = "info" if difference < unit + 1e-9 else "warn" if difference < 1.0 else "error"
    if "约" in quote and level == "error" and difference < 5:
        level = "warn"
    return [
        Finding(
            "G01",
            level,
            place,
            f"{what}应为{real:.2f}%，文中为{rate}%：“{quote[:60]}”",
            round(real, 2),
            float(rate),
            "比率应由文中数字算得，按四舍五入取位",
        )
    ]


_SHARE = re.compile(
    rf"(?<![近约逾超过]){_N}{_U}(?P<gap>[^。；]{{0,6}}其中[^。；，\d]{{0,20}}){_N}{_U}，(?:约?占(?:比|总数的|总量的|全部的?)?(?:为|约)?){_RATE}"
)


def _shares(text: str, line: int) -> list[Finding]:
    """共600条，其中政策类150条，占25%. The base is a guess, so never more than a question."""
    found: list[Finding] = []
    for match in _SHARE.finditer(text):
        whole, part = _number(match[1]), _number(match[4])
        if match[2] == match[5] and whole >= part > 0:
            for finding in _compare(part / whole * 100, match[6], match.group(), (f"第{line}行",), "占比"):
                found.append(replace(finding, level="warn") if finding.level == "error" else finding)
    return found


def _against_previous(case: Case) -> list[Finding]:
    """“比上年增长20%” where both reports are at hand.

    What was received may be the new ones alone or those with the ones carried over: the reading that fits best counts.
    """
    previous = case.previous
    if previous is None or previous.form is None:
        return []
    meant = answers_for(previous.form)
    found: list[Finding] = []
    for fact in case.report.facts:
        if fact.what not in _GROWING or not fact.figure.exact or fact.period != "year":
            continue
        match = _GROWTH.search(fact.sentence[fact.offset : fact.offset + 60])
        if match is None:
            continue
        quote = fact.sentence[max(0, fact.offset - 20) : fact.offset + 40]
        way, rate = match["way"] or match["way2"], match[2] or match[4]
        readings = [
            _judge(str(one.value), str(fact.value), way, rate, quote, fact.line)
            for one in answers(meant.get(fact.what, ()), previous.cells, previous.unread)
            if one.value
        ]
        if readings:
            mildest: list[Finding] = min(readings, key=_weight)
            found += mildest
    return found


def _weight(findings: Sequence[Finding]) -> int:
    """How much a reading accuses: nothing, a remark, a question, an error."""
    return max((("info", "warn", "error").index(one.level) + 1 for one in findings), default=0)


_GROWING = frozenset({"received", "requests", "handled", "disclosed"})
_GROWTH = re.compile(
    rf"(?:比|较)(?:去年|上年|上一年度?|20\d\d年)(?:同期)?(?P<way>{_UP}|{_DOWN})(?:了)?{_RATE}|同比(?P<way2>{_UP}|{_DOWN})(?:了)?(\d+(?:\.\d+)?)%"
)
