"""Working days of the People's Republic by the yearly State Council notices, make-up weekends included.

Data: data/YYYY.toml and the installation's own `GONGKAI_DATA/calendar/YYYY.toml`, one file per notice;
days of a notice that fall in a neighbouring year stand with the notice. A year without a file is *provisional*: weekends and the statutory days of fixed date only. So are the last days of
the year before it: five notices of nineteen reached back into December (the working Saturday 2018-12-29 is of 2019's).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gongkai.exceptions import LawDataError
from gongkai.law import lists
from gongkai.law.load import PACKAGE, parse, tables
from gongkai.law.own import own_files
from gongkai.law.provision import TRUST

DATA = Path(__file__).parent / "data"
WEEKDAYS = "一二三四五六日"
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
        self._looked_at: dict[date, Day] = {}  # every clock walks over the same few hundred days
        self._worked: dict[int, list[int]] = {}  # year → working days up to and including its nth day

    def _unsettled(self, on: date) -> bool:
        """Whether a notice still to come may change what that day is."""
        if on.year not in self.years:
            return True
        return (on.month, on.day) >= self._reach and on.year + 1 not in self.years

    def day(self, on: date) -> Day:
        """What that day is."""
        known = self._looked_at.get(on)
        if known is None:
            known = self._looked_at[on] = self._look(on)
        return known

    def _look(self, on: date) -> Day:
        provisional = self._unsettled(on)
        said = self._days.get(on)
        if said:
            return Day(on, said[0], said[1], provisional)
        fixed = None if on.year in self.years else fixed_holiday(on)
        if fixed:
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
        whole_years = sum(self._worked_in(year)[-1] for year in range(after.year, until.year))
        return whole_years + self._up_to(until) - self._up_to(after)

    def _up_to(self, on: date) -> int:
        """Working days of the year up to and including that day."""
        return self._worked_in(on.year)[on.timetuple().tm_yday - 1]

    def _worked_in(self, year: int) -> list[int]:
        """Counted once a year of the calendar: a list of late clocks asks for hundreds of long spans."""
        if year not in self._worked:
            days = days_between(date(year, 1, 1), date(year, 12, 31))
            self._worked[year] = list(accumulate(int(self.is_working(day)) for day in days))
        return self._worked[year]


def fixed_holiday(on: date) -> str:
    """元旦: the statutory day of fixed date that falls on that day by the text of its time; empty for none.

    Those by the lunar calendar wait for the notice of the year.
    """
    found = (each.label for each in lists.entries("holidays", on) if each.facts["day"] == f"{on:%m-%d}")
    return next(found, "")


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; nothing if last lies before first."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def chinese_day(on: date) -> str:
    """10月26日（周一）."""
    return f"{on.month}月{on.day}日（周{WEEKDAYS[on.weekday()]}）"


@cache
def known_calendar() -> Calendar:
    """The calendar of all shipped notices and the installation's own, read once per process."""
    shipped = _notices(DATA)
    return Calendar([*shipped, *own_notices(own_files("calendar"), shipped)])


def load_calendar(folder: Path) -> Calendar:
    """A calendar from the `YYYY.toml` files of a folder. LawDataError for a file that cannot be cited."""
    return Calendar(_notices(folder))


def _notices(folder: Path) -> list[Notice]:
    return [read_notice(path) for path in sorted(folder.glob("*.toml"))]


def judge_own(text: str, year: int, folder: Path) -> Notice:
    """A notice that is to be kept as `YYYY.toml` of a folder, held against all others before it is. LawDataError where it
    could not be read from there.
    """
    with TemporaryDirectory() as aside:
        path = Path(aside) / f"{year}.toml"
        path.write_text(text, encoding="utf-8")
        others = [p for p in sorted(folder.glob("*.toml")) if p.stem != str(year)] if folder.is_dir() else []
        shipped = _notices(DATA)
        if year in {notice.year for notice in shipped}:
            raise LawDataError(f"平台已收录{year}年的放假安排，不用再录。")
        found = own_notices([*others, path], shipped)
        Calendar([*shipped, *found])
        return next(notice for notice in found if notice.year == year)


def own_notices(paths: Iterable[Path], shipped: list[Notice]) -> list[Notice]:
    """Notices kept in `GONGKAI_DATA/calendar` for years the package has none of; a copy of a shipped one is passed over.

    Errors: LawDataError where a file would change a year that is shipped, or a day that another notice settles.
    """
    years = {notice.year: notice for notice in shipped}
    settled = {day: notice.number for notice in shipped for day in notice.days}
    found: list[Notice] = []
    for path in paths:
        notice = read_notice(path)
        if path.stem != str(notice.year):
            raise LawDataError(f"放假安排 {path}：文件名应与年份一致，写作 {notice.year}.toml。")
        known = years.get(notice.year)
        if known is not None:
            if {d: said[0] for d, said in known.days.items()} == {
                d: said[0] for d, said in notice.days.items()
            }:
                continue
            raise LawDataError(
                f"放假安排 {path}：平台已收录{notice.year}年的放假安排（{known.number}），内容与此不同；请删去这个文件。"
            )
        for day in notice.days:
            if day in settled:
                raise LawDataError(
                    f"放假安排 {path}：{day.isoformat()}已由{settled[day]}规定，不能另作安排。"
                )
            settled[day] = notice.number
        found.append(notice)
    return found


def read_notice(path: Path) -> Notice:
    """One year's notice. LawDataError naming the file and the entry for what cannot be cited."""
    data = parse(path, "放假安排")
    place = f"放假安排 {path.name if path.is_relative_to(PACKAGE) else path}"
    year, number, issued = data.get("year"), data.get("notice"), data.get("issued")
    if type(year) is not int or not 1949 < year < 10_000:
        raise LawDataError(f"{place}：没有写明年份（year）。")
    if not isinstance(number, str) or not number.strip():
        raise LawDataError(f"{place}：没有通知文号（notice），不予收录。")
    if type(issued) is not date:
        raise LawDataError(f"{place}：没有写明发布日期（issued），如 2025-11-04。")
    status = data.get("source_status")
    if status not in TRUST:
        raise LawDataError(f"{place}：“source_status”应为{'、'.join(TRUST)}之一。")
    breaks = tables(data, "break", place)
    if not breaks:
        raise LawDataError(f"{place}：没有任何假日（break）。")
    days: dict[date, tuple[bool, str]] = {}
    for rest in breaks:
        days |= _break_days(rest, year, number, f"{place}：{rest.get('name', '（没有名称的假日）')}")
    return Notice(year, number, issued, str(status), days)


def _break_days(rest: dict[str, Any], year: int, number: str, where: str) -> dict[date, tuple[bool, str]]:
    """The days one holiday takes and the weekends it gives back."""
    name, number = rest.get("name"), rest.get("notice", number)
    if not isinstance(name, str) or not name.strip() or not isinstance(number, str):
        raise LawDataError(f"{where}：没有写明假日名称（name）或者文号。")
    days = dict.fromkeys(_span(rest.get("off"), where), (False, f"{name}放假（{number}）"))
    work = rest.get("work")
    if not isinstance(work, list) or any(type(day) is not date for day in work):
        raise LawDataError(f"{where}：调休上班日（work）应写作日期的列表，没有的写 []。")
    for day in work:
        # A weekday that is “made up” would be a typing error: it is worked anyway.
        if day.weekday() < 5:
            raise LawDataError(f"{where}：{day.isoformat()}不是周末，不能是调休上班日。")
        days[day] = (True, f"周{WEEKDAYS[day.weekday()]}，{name}调休上班（{number}）")
    for day in days:
        # Five notices of nineteen reach back into December, none further, none beyond its year.
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise LawDataError(f"{where}：{day.isoformat()}不在{year}年及其上年12月之内。")
    return days


def _span(text: object, where: str) -> Iterator[date]:
    first, _, last = str(text).partition("..")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        start, end = date.max, date.min
    if not isinstance(text, str) or end < start or end.year > start.year + 1:
        raise LawDataError(f'{where}：放假日（off）应写作 "2026-05-01..2026-05-05"，先起后止。')
    return days_between(start, end)
