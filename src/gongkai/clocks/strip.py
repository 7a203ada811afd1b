"""A due date drawn one cell a day: which days counted, which did not and why, where today stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.clocks.calendar import WEEKDAYS, Calendar, known_calendar
from gongkai.clocks.deadline import Due, Step

START, COUNTED, AHEAD, TODAY, REST, PAUSED, LAST = (
    "start",
    "counted",
    "ahead",
    "today",
    "rest",
    "paused",
    "due",
)
_SIGNS = {START: "收", REST: "休", PAUSED: "停"}


@dataclass(frozen=True)
class Cell:
    """One day. kind: one of the names above. sign: what stands in the cell. flag: a word over it, mostly empty."""

    date: date
    kind: str
    sign: str
    words: str
    counted: bool
    flag: str = ""
    first_of_month: bool = False
    provisional: bool = False

    @property
    def monday(self) -> bool:
        """Begins a line of the calendar."""
        return self.date.weekday() == 0

    @property
    def day(self) -> str:
        """4月27日周一."""
        return f"{self.date.month}月{self.date.day}日周{WEEKDAYS[self.date.weekday()]}"


def strip(due: Due, today: date, calendar: Calendar | None = None) -> list[Cell]:
    """The whole way of a limit in working days, from the day it starts to the day it ends."""
    calendar = calendar or known_calendar()
    cells: list[Cell] = []
    for step in due.steps:
        before = cells[-1].date if cells else None
        first = before is None or before.month != step.date.month
        cells.append(_cell(step, due, today, calendar, first))
    return cells


def _cell(step: Step, due: Due, today: date, calendar: Calendar, first: bool) -> Cell:
    known = calendar.day(step.date)
    kind = _kind(step, due, today, known.working)
    flag = "今天" if step.date == today else "最迟答复" if step.date == due.due else ""
    if not flag and known.working and step.date.weekday() > 4:
        flag = "调休"
    sign = _SIGNS.get(kind, str(step.ordinal or ""))
    words = f"第 {step.ordinal} 个工作日" if step.counted else step.why
    return Cell(step.date, kind, sign, words, step.counted, flag, first, known.provisional)


def _kind(step: Step, due: Due, today: date, working: bool) -> str:
    if step.date == due.steps[0].date:
        return START
    if not step.counted:
        return PAUSED if working else REST
    if step.date == today:
        return TODAY
    if step.date == due.due:
        return LAST
    return COUNTED if step.date < today else AHEAD


def gone(due: Due, today: date) -> int:
    """How many days of the limit are used by the evening of a day."""
    return sum(step.counted and step.date <= today for step in due.steps)


def left_out(due: Due) -> int:
    """Working days that did not count: excluded, or before the count began anew."""
    calendar = known_calendar()
    return sum(
        not step.counted and calendar.is_working(step.date) and step.date != due.steps[0].date
        for step in due.steps
    )
