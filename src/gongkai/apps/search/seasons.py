"""Whether the days of a clause are over: what was laid down for one season is no answer for the next.

A day without a year is the first such day after the document came out. What recurs (每年, or the text of an 办法) and what
began on a day and goes on (起施行) is never over.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]\d|0?[1-9])日|(?P<part>上旬|中旬|下旬|底|初|末))?"
    r"(?:\s*(?:至|到|—|－|-|～|~)+\s*(?:(?P<last>3[01]|[12]\d|0?[1-9])日))?"
)
_RECURS = re.compile(r"每(?:年|学年|学期|季|月)|历年")
_GOES_ON = re.compile(r"起(?:开始)?(?:施行|执行|实施|生效|启用|停止|废止)|起，")
LASTING = frozenset({"办法", "规定", "细则", "条例", "制度", "章程", "规则", "规程", "指南", "意见"})
BEFORE = dt.timedelta(days=31)  # a notice may come out while what it tells is going on
_ENDS = {"上旬": 10, "初": 10, "中旬": 20}


def over(clause: str, title: str, kind: str, published: dt.date, today: dt.date) -> bool:
    """Whether all days that a clause names lie behind; not where it names none."""
    if _RECURS.search(clause) or _GOES_ON.search(clause):
        return False
    lasting = kind in LASTING or any(title.rstrip("（试行）").endswith(word) for word in LASTING)
    days = list(_days(clause, published, with_year=lasting))
    return bool(days) and max(days) < today


def _days(clause: str, published: dt.date, *, with_year: bool) -> Iterator[dt.date]:
    """The days a clause names, of a span the last. with_year: only those whose year is written."""
    year = 0
    for found in _DAY.finditer(clause):
        year = int(found["year"] or year)  # 2026年5月1日至6月2日: the second is of the same year
        if with_year and not year:
            continue
        day = _day(year, found) if year else _first(found, published - BEFORE)
        if day is not None:
            yield day


def _first(found: re.Match[str], earliest: dt.date) -> dt.date | None:
    for year in (earliest.year, earliest.year + 1):
        day = _day(year, found)
        if day is not None and day >= earliest:
            return day
    return None


def _day(year: int, found: re.Match[str]) -> dt.date | None:
    month = int(found["month"])
    end = calendar.monthrange(year, month)[1]
    wanted = int(found["last"] or found["day"] or _ENDS.get(found["part"] or "", end))
    return dt.date(year, month, wanted) if wanted <= end else None
