"""Working days of the People's Republic by the yearly State Council notices, make-up weekends included.

Data: data/YYYY.toml, one file per notice; days of a notice that fall in a neighbouring year stand with the
notice. A year without a file is *provisional*: weekends and the statutory days of fixed date only. So are the last days of
the year before it: five notices of nineteen reached back into December (the working Saturday 2018-12-29 is of 2019's).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.exceptions import LawDataError

DATA = Path(__file__).parent / "data"
WEEKDAYS = "一二三四五六日"
# 全国年节及纪念日放假办法: the days that need no lunar calendar. (month, day) → name.
FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """What one day is: whether it is worked, why (Chinese), and whether the year's notice is known."""

    date: date
    working: bool
    why: str
    provisional: bool


@dataclass(frozen=True)
class Notice:
    """One State Council notice: its year, 文号 and what it makes of single days (date → (working, why))."""

    year: int
    number: str
    issued: date
    source_status: str
    days: dict[date, tuple[bool, str]]


class Calendar:
    """The working-day calendar of a set of notices. edition: a fingerprint of all they say."""

    def __init__(self, notices: list[Notice]) -> None:
        self.years = frozenset(notice.year for notice in notices)
        self._days: dict[date, tuple[bool, str]] = {}
        said_by = sorted((n.year, n.number, sorted(n.days.items())) for n in notices)
        self.edition = hashlib.sha256(repr(said_by).encode()).hexdigest()
        for notice in notices:
            for day, said in notice.days.items():
                if day in self._days:
                    raise LawDataError(f"放假安排：{day.isoformat()}在两个通知里重复出现。")
                self._days[day] = said
        back = [(d.month, d.day) for n in notices for d in n.days if d.year < n.year]
        self._reach = min(back, default=(13, 1))  # month and day from which the next year's notice may speak

    def _unsettled(self, on: date) -> bool:
        """Whether a notice still to come may change what that day is."""
        if on.year not in self.years:
            return True
        return (on.month, on.day) >= self._reach and on.year + 1 not in self.years

    def day(self, on: date) -> Day:
        """What that day is."""
        provisional = self._unsettled(on)
        said = self._days.get(on)
        if said:
            return Day(on, said[0], said[1], provisional)
        fixed = FIXED_HOLIDAYS.get((on.month, on.day))
        if fixed and on.year not in self.years:
            return Day(on, False, f"{fixed}放假（当年放假安排未发布，暂按法定节日）", True)
        if on.weekday() >= 5:
            return Day(on, False, f"周{WEEKDAYS[on.weekday()]}", provisional)
        return Day(on, True, "工作日", provisional)

    def is_working(self, on: date) -> bool:
        """Whether offices work on that day."""
        return self.day(on).working

    def next_working(self, on: date) -> date:
        """That day if it is worked, else the next worked one."""
        while not self.is_working(on):
            on += _ONE_DAY
        return on

    def working_between(self, after: date, until: date) -> int:
        """Number of working days after `after` up to and including `until`; negative if until < after."""
        if until < after:
            return -self.working_between(until, after)
        return sum(self.is_working(day) for day in days_between(after + _ONE_DAY, until))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; nothing if last lies before first."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def chinese_day(on: date) -> str:
    """10月26日（周一）."""
    return f"{on.month}月{on.day}日（周{WEEKDAYS[on.weekday()]}）"


@cache
def known_calendar() -> Calendar:
    """The calendar of all shipped notices, read once per process."""
    return load_calendar(DATA)


def load_calendar(folder: Path) -> Calendar:
    """A calendar from the `YYYY.toml` files of a folder. LawDataError for a file that cannot be cited."""
    return Calendar([read_notice(path) for path in sorted(folder.glob("*.toml"))])


def read_notice(path: Path) -> Notice:
    """One year's notice."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _notice(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LawDataError(f"放假安排 {path.name} 读不出来：{error}") from error


def _notice(data: dict[str, Any]) -> Notice:
    if not data.get("notice"):
        raise LawDataError(f"放假安排 {data['year']}：没有通知文号，不予收录。")
    days: dict[date, tuple[bool, str]] = {}
    for rest in data["break"]:
        number = rest.get("notice", data["notice"])
        for day in _span(rest["off"]):
            days[day] = (False, f"{rest['name']}放假（{number}）")
        for day in rest["work"]:
            # A weekday that is “made up” would be a typing error: it is worked anyway.
            if day.weekday() < 5:
                raise LawDataError(f"放假安排 {data['year']}：{day.isoformat()}不是周末，不能是调休上班日。")
            days[day] = (True, f"周{WEEKDAYS[day.weekday()]}，{rest['name']}调休上班（{number}）")
    return Notice(data["year"], data["notice"], data["issued"], data["source_status"], days)


def _span(text: str) -> Iterator[date]:
    first, _, last = text.partition("..")
    return days_between(date.fromisoformat(first), date.fromisoformat(last or first))
