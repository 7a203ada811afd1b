"""Figures in running text: number, measure word, and how exactly they are meant.

近3000条 is an interval, so are 740余篇 and 超过50万人次. Two figures contradict each other only if their
intervals do not meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from gongkai.statforms.findings import Number
from gongkai.statforms.narrative.numerals import chinese_number

MEASURES = "条次|件次|人次|万元|亿元|条|件|宗|项|篇|个|期|例|起|次|份|部|幅|批|家|场|名|位|人|册|页|则|户|类|所|组|封|通|元|%"
COUNTED = frozenset(
    {
        "条",
        "件",
        "宗",
        "项",
        "篇",
        "个",
        "期",
        "例",
        "起",
        "份",
        "则",
        "条次",
        "件次",
        "次",
        "封",
        "通",
        "人",
        "名",
        "家",
        "所",
        "场",
    }
)
"""Measure words that count things which may be parts of one whole."""

MOST_FIGURES = 120
"""Figures looked at in one paragraph; no sentence written by a person holds more."""

_BEFORE = "将近|接近|近|大约|约|逾|超过|突破|超|多达|高达|不足|不到|至少|不少于|不低于|最多|不超过"
_FIGURE = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![第一二三四五六七八九十百千零两]) ?[一二两三四五六七八九十百]{{1,5}}(?=件|条|宗|起))"
    rf"(?P<scale>[百千万亿])?(?P<after>余|多|来|几)?(?P<scale2>[万亿](?!元))?(?P<inner>（[^（）]{{0,40}}）)?"
    rf"(?P<unit>{MEASURES})?(?P<after2>余|多|左右|以上|以内|以下)?"
)
_NOT_FIGURE_AFTER = re.compile(
    r"^(?:年|月|日|号|时|点|分|届|级|岁|周年|世纪|度|条例|款|:|：\d|\.\d|-\d|/\d|〕|\]|》|℃|楼|室|路|弄|G|工作日|个工作日|天|小时|个月|周)"
)
_NOT_FIGURE_BEFORE = re.compile(
    r"(?:第|〔|\[|[A-Za-z.\-_/:]|《|\d[-/.:]|电话：?|传真：?|邮编：?|国令第|令第|Q|〔20\d\d〕|“|号楼|占)$"
)
# A blank or a sign that is no point within digits (2 8·7): nobody can tell the figure, and no piece of it is one.
_TORN_AFTER = re.compile(r"\s+[.·•‧∙・]?\s*\d|\s*[·•‧∙・]\s*\d|\.\s+\d")
_TORN_BEFORE = re.compile(r"\d[.·•‧∙・]?\s+[.·•‧∙・]?$|\d\s?[·•‧∙・]\s?$")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Figure:
    """One figure. value: as printed, with 万 multiplied out. low, high: what it may mean (inclusive).
    approx: the word of vagueness, empty if exact. start, end: place in the paragraph. bare: no measure word."""

    value: Number
    unit: str
    approx: str
    low: float
    high: float
    start: int
    end: int
    inner: str = ""

    @property
    def bare(self) -> bool:
        """True if the measure word is lost."""
        return not self.unit

    @property
    def shown(self) -> str:
        """As a reader expects it: 近3000条, 740余篇."""
        if any(self.approx.startswith(word) for word in ("余", "多", "来", "几", "左右", "以")):
            return f"{self.value}{self.approx}{self.unit}"
        return f"{self.approx}{self.value}{self.unit}"

    @property
    def exact(self) -> bool:
        """True if no vagueness was written."""
        return not self.approx


def find_figures(text: str) -> list[Figure]:
    """All figures of a paragraph in order; years, dates, article and document numbers are left out."""
    return list(islice(_figures(text), MOST_FIGURES))


def _figures(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        start = match.start("number")
        unit = match["unit"] or ""
        rest = text[match.end("number") :] if not unit else text[match.end() :]
        if not unit and (_NOT_FIGURE_AFTER.match(rest) or not match["number"][0].isdigit()):
            continue
        if _TORN_AFTER.match(text, match.end("number")) or _TORN_BEFORE.search(
            text[max(0, start - 4) : start]
        ):
            continue
        if _NOT_FIGURE_AFTER.match(text[match.end("number") :][:4]) and unit not in ("人次",):
            continue
        if unit == "个" and re.match(r"(?:工作日|月|小时|百分点|季度|星期|自然日)", rest):
            continue
        if unit in ("条", "款", "项") and text[max(0, start - 1) : start] == "第":
            continue
        if unit == "次" and re.match(r"(?:会议|全会|会)", rest) and text[max(0, start - 1) : start] == "第":
            continue
        quoted = text[max(0, start - 1) : start] in "“占" and unit
        if _NOT_FIGURE_BEFORE.search(text[max(0, start - 12) : start]) and unit != "%" and not quoted:
            continue
        if len(match["number"].replace(",", "").split(".")[0]) > 9:
            continue
        yield _figure(match, unit, start)


def _figure(match: re.Match[str], unit: str, start: int) -> Figure:
    digits = match["number"].replace(",", "").strip()
    exact = Decimal(digits) if digits[0].isdigit() else Decimal(chinese_number(digits) or 0)
    scale = _SCALES.get(match["scale"] or "", 1) * _SCALES.get(match["scale2"] or "", 1)
    value = exact * scale
    words = [w for w in (match["before"], match["after"], match["after2"]) if w]
    approx = "".join(words) if words and words != ["多达"] and words != ["高达"] else ""
    if (
        approx
        and not match["after"]
        and match["after2"] in ("以上", "以内", "以下", "左右")
        and not match["before"]
    ):
        approx = match["after2"]
    low, high = interval(float(value), approx, float(_unit_of_last_digit(digits) * scale))
    number: Number = int(value) if value == value.to_integral_value() else float(value)
    return Figure(number, unit, approx, low, high, match.start(), match.end(), match["inner"] or "")


def _unit_of_last_digit(digits: str) -> Decimal:
    """259 → 1, 740 → 10, 3000 → 1000, 1.2 → 0.1."""
    if "." in digits:
        return Decimal(1).scaleb(-len(digits.split(".")[1]))
    if not digits.isdigit():
        return Decimal(1)
    stripped = digits.rstrip("0")
    return Decimal(10) ** (len(digits) - len(stripped)) if stripped else Decimal(1)


def interval(value: float, approx: str, step: float) -> tuple[float, float]:
    """What a vague figure may mean. step: one unit of its last significant digit.

    余, 多, 来, 几: from the figure up to the next step. 近: up to a tenth below. 约, 左右: a tenth both ways.
    逾, 超, 突破, 以上, 至少: no upper bound beyond two steps is assumed, half as much again is.
    """
    if not approx:
        return value, value
    if any(word in approx for word in ("近",)):
        return value * 0.9, value
    if any(word in approx for word in ("约", "左右")):
        return value * 0.9, value * 1.1
    if any(word in approx for word in ("不足", "不到", "最多", "不超过", "以内", "以下")):
        return 0.0, value
    if any(word in approx for word in ("余", "多", "来", "几")):
        return value, value + max(step, 1.0 if step >= 1 else step)
    return value, value * 1.5 + 2 * step


def meet(low: float, high: float, other_low: float, other_high: float) -> bool:
    """True if two intervals have a point in common."""
    return low <= other_high + 1e-9 and other_low <= high + 1e-9
