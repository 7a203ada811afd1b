"""逐日条 of a case and the small bar of its working days in a list, from the steps of the clock. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gongkai.clocks import Step, chinese_day

WEEK = "一二三四五六日"


@dataclass(frozen=True)
class Cell:
    """One day: its class, what stands in it, what is said of it."""

    day: dt.date
    css: str
    mark: str
    said: str
    week: str


@dataclass(frozen=True)
class Span:
    """Neighbouring cells under one word."""

    text: str
    width: int


def cells(steps: Sequence[Step], today: dt.date, due: dt.date) -> list[Cell]:
    """Every day from receipt to the last."""
    return [_cell(step, n, today, due) for n, step in enumerate(steps)]


def _cell(step: Step, place: int, today: dt.date, due: dt.date) -> Cell:
    said = f"{chinese_day(step.date)}{'第' + str(step.ordinal) + '个工作日' if step.counted else step.why}"
    mark = str(step.ordinal) if step.counted and step.ordinal else ""
    if place == 0:
        css, mark = "c-zero", "收"
    elif step.date == due:
        css = "c-end"
    elif step.counted:
        css = "c-yes" if step.date <= today else "c-left"
    else:
        css = "c-off" if _rest(step) else "c-ex"
    return Cell(
        step.date, css + (" c-now" if step.date == today else ""), mark, said, WEEK[step.date.weekday()]
    )


def _rest(step: Step) -> bool:
    return not any(word in step.why for word in ("停计", "不计入", "重新起算", "等待"))


def months(found: Sequence[Cell]) -> list[Span]:
    """The head of the strip."""
    return [Span(f"{month}月", len(list(days))) for month, days in groupby(found, key=lambda c: c.day.month)]


def reasons(steps: Sequence[Step], today: dt.date) -> list[Span]:
    """The line below: why days are out of the count, where today is."""

    def word(step: Step) -> str:
        if step.date == today:
            return "今天"
        if step.counted or step is steps[0]:
            return ""
        return "" if step.why.startswith("周") else step.why.split("，")[0]

    return [Span(text, len(list(days))) for text, days in groupby(steps, key=word)]


@dataclass(frozen=True)
class Sum:
    """How many working days are counted, still left, and out of the count."""

    counted: int
    left: int
    excluded: int

    @property
    def words(self) -> str:
        """“14 / 20，停计13”."""
        tail = f"，停计{self.excluded}" if self.excluded else ""
        return f"{self.counted} / {self.counted + self.left}{tail}"


def summed(steps: Sequence[Step], today: dt.date) -> Sum:
    """The three figures below the strip."""
    counted = sum(s.counted and s.date <= today for s in steps)
    left = sum(s.counted and s.date > today for s in steps)
    excluded = sum(not s.counted and not _rest(s) and s.date.weekday() < 5 for s in steps[1:])
    return Sum(counted, left, excluded)
