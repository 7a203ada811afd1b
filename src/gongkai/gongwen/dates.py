"""Dates as official documents print them: 2018年4月8日, 二○一八年四月八日, 2018.01.25, 2018-04-08.

A damaged date (2024111) is marked and gets its possible readings; it is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.gongwen.text import squeeze

_ZEROS = "零〇○◯OoО0⚪Ｏ"
_DIGIT = {letter: str(value) for value, letter in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    _ZEROS, "0"
)
_CN_YEAR = rf"[一二三四五六七八九{_ZEROS}]{{4}}"
_CN_SMALL = "[元一二三四五六七八九十廿卅]{1,3}"
# Year, month and day are each written in figures or in words: 2026年元月5日, 2026年8月廿一日.
_YEAR = rf"(?:\d{{4}}|{_CN_YEAR})"
_SMALL = rf"(?:\d{{1,2}}|{_CN_SMALL})"

_WRITTEN = re.compile(rf"(?:公元)?({_YEAR})年({_SMALL})月({_SMALL})[日号]?")
_DOTTED = re.compile(r"(\d{4})[.\-/·](\d{1,2})[.\-/·](\d{1,2})[日]?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_WEEKDAY = r"(?:[(\[【]?(?:星期|周|礼拜)[一二三四五六日天][)\]】]?)?"
_TIME = _WEEKDAY + r"(?:[T,;]?(?:上午|下午)?\d{1,2}[:时]\d{1,2}(?:[:分]\d{0,2}秒?)?)?"
_PLAIN_FORMS = (_WRITTEN, _DOTTED, _COMPACT)

_DAMAGED_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2,3})")
_DAMAGED_MIXED = re.compile(r"((?:19|20)\d{2})年?(\d{1,4})[月]?(\d{0,2})[日]?")


@dataclass(frozen=True)
class DateReading:
    """A date as read; value is None for a damaged one, whose possible days are in `candidates`."""

    text: str
    value: date | None
    damaged: bool = False
    candidates: tuple[date, ...] = ()


def parse_date(text: str) -> DateReading | None:
    """A date from a text that holds nothing else (a time of day may follow). None if it is no date."""
    plain = _unwrapped(squeeze(text))
    if not plain or len(plain) > 40:
        return None
    for form in _PLAIN_FORMS:
        match = re.fullmatch(form.pattern + _TIME, plain)
        if match:
            found = _day(*match.groups()[:3])
            return DateReading(plain, found, damaged=found is None)
    return _damaged(plain)


def _unwrapped(plain: str) -> str:
    """Without brackets around the whole, but with those around the day of the week."""
    while plain[:1] in "([【〔" and plain[-1:] in ")]】〕" and plain[1:]:
        plain = plain[1:-1]
    if not re.search(r"[(\[【][^()]*[)\]】]$", plain):
        plain = plain.strip("()（）[]【】")
    return plain.strip("|。.;,")


def find_dates(text: str) -> list[DateReading]:
    """All sound dates in running text, in order."""
    plain = squeeze(text)
    found: list[tuple[int, DateReading]] = []
    for form in (_WRITTEN, _DOTTED):
        for match in form.finditer(plain):
            day = _day(*match.groups()[:3])
            if day:
                found.append((match.start(), DateReading(match.group(), day)))
    return [reading for _, reading in sorted(found, key=lambda item: item[0])]


def _damaged(plain: str) -> DateReading | None:
    """A letter for a digit; or digits whose separators were lost: every way to part them that gives a real day."""
    figures = re.sub(r"(?<=\d)[OoＯ]|[OoＯ](?=\d)", "0", plain)
    figures = re.sub(r"(?<=[\d年月])[lI|](?=[\d月日])", "1", figures)
    if figures != plain:
        for form in _PLAIN_FORMS:
            match = re.fullmatch(form.pattern + _TIME, figures)
            day = _day(*match.groups()[:3]) if match else None
            if day:
                return DateReading(plain, None, damaged=True, candidates=(day,))
    if _DAMAGED_DIGITS.fullmatch(plain) is None and not (
        _DAMAGED_MIXED.fullmatch(plain) and re.search("[月日]", plain)
    ):
        return None
    year, rest = plain[:4], plain[4:]
    days: list[date] = []
    if "月" in rest and not rest.startswith("年"):
        # “20241月1日”: 年 lost. The digits before 月 are the month.
        month, _, last = rest.partition("月")
        days = _possible(year, [(month, last.rstrip("日"))])
    else:
        digits = re.sub(r"\D", "", rest)
        days = _possible(year, [(digits[:cut], digits[cut:]) for cut in (1, 2)])
    return DateReading(plain, None, damaged=True, candidates=tuple(days)) if days else None


def _possible(year: str, parts: list[tuple[str, str]]) -> list[date]:
    days = [_day(year, month, day) for month, day in parts if month.isdigit() and day.isdigit()]
    # A leading zero in a two-digit part is how a machine writes it, in “01” but not in “0”.
    return sorted({day for day in days if day})


def _day(year: str, month: str, day: str) -> date | None:
    """The day, or None if there is no such day or it lies outside 1900–2100."""
    try:
        found = date(_number(year), _number(month), _number(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if len(text) == 4:
        return int("".join(_DIGIT[letter] for letter in text))
    text = {"元": "一"}.get(text, text)
    text = text.replace("廿十", "廿").replace("卅十", "卅").replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = text.partition("十")
    if not ten:
        if len(text) != 1:
            raise ValueError(text)
        return int(_DIGIT[text])
    if len(tens) > 1 or len(units) > 1:
        raise ValueError(text)
    return int(_DIGIT.get(tens, "1")) * 10 + (int(_DIGIT[units]) if units else 0)
