"""The colour of a running clock and its words, from plain dates: 余n个工作日 · 今天到期 · 逾期n个工作日."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai import law
from gongkai.clocks.calendar import Calendar, chinese_day, known_calendar
from gongkai.clocks.deadline import Due

State = Literal["normal", "soon", "today", "late", "stopped", "provisional", "done"]


@dataclass(frozen=True)
class Lamp:
    """state: for the colour. words: what is left. until: the last day in words. days: working days left (< 0 late)."""

    state: State
    words: str
    until: str
    days: int


def working_days_left(today: date, due: date, calendar: Calendar | None = None) -> int:
    """Working days after today up to and including the due date; 0 on the due date; negative when late.

    A due date already past is at least one day late, even where only rest days lie between.
    """
    calendar = calendar or known_calendar()
    if today <= due:
        return calendar.working_between(today, due)
    return min(-1, -calendar.working_between(due, today))


def lamp(today: date, due: Due | date, *, calendar: Calendar | None = None) -> Lamp:
    """The state of a clock on a day.

    A stopped clock shows `done`, with `late` words if it stopped after its due date. Dates of a year whose
    holidays are not announced show `provisional` unless they are urgent anyway.
    """
    if isinstance(due, date):
        return _running(today, due, False, calendar)
    if due.stopped and due.stopped <= today:
        return ended(due.due, due.stopped, calendar=calendar)
    return _running(today, due.due, due.provisional, calendar)


def paused(due: Due | date) -> Lamp:
    """A clock that stands still: waiting for the applicant or a third party."""
    last = due if isinstance(due, date) else due.due
    return Lamp("stopped", "停表", f"原截止 {chinese_day(last)}", 0)


def _running(today: date, due: date, provisional: bool, calendar: Calendar | None) -> Lamp:
    left = working_days_left(today, due, calendar)
    until = f"截止 {_day(today, due)}" + ("，暂定" if provisional else "")
    if today > due:
        return Lamp("late", f"逾期{-left}个工作日", until, left)
    if today == due:
        return Lamp("today", "今天到期", until, 0)
    words = f"余{left}个工作日"
    if left <= law.amount("soon"):
        return Lamp("soon", words, until, left)
    return Lamp("provisional" if provisional else "normal", words, until, left)


def _day(today: date, due: date) -> str:
    """The day in words, with its year where that is not the present one."""
    return chinese_day(due) if due.year == today.year else f"{due.year}年{chinese_day(due)}"


def ended(due: date, on: date, *, calendar: Calendar | None = None) -> Lamp:
    """A clock that was stopped on a day, from the two stored dates."""
    until = f"截止 {chinese_day(due)}"
    left = working_days_left(on, due, calendar)
    if left < 0:
        return Lamp("done", f"已办结（逾期{-left}个工作日）", until, left)
    return Lamp("done", "已办结", until, left)
