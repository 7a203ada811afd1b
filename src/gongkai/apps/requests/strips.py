"""逐日条 of a case and the small bar of its working days in a list, from the way of the clock. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gongkai.clocks import Due, Step, chinese_day, strip

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


_CSS = {
    strip.START: "c-zero", strip.COUNTED: "c-yes", strip.TODAY: "c-yes", strip.AHEAD: "c-left", strip.LAST: "c-end",
    strip.REST: "c-off", strip.PAUSED: "c-ex",
}  # fmt: skip


def cells(due: Due, today: dt.date) -> list[Cell]:
    """Every day from receipt to the last."""
    return [_cell(drawn, due.due, today) for drawn in strip.strip(due, today)]


def _cell(drawn: strip.Cell, last: dt.date, today: dt.date) -> Cell:
    css = _CSS[strip.LAST if drawn.counted and drawn.date == last else drawn.kind]
    mark = drawn.sign if drawn.counted or drawn.kind == strip.START else ""
    said = f"{chinese_day(drawn.date)}{drawn.words}"
    now = " c-now" if drawn.date == today else ""
    return Cell(drawn.date, css + now, mark, said, WEEK[drawn.date.weekday()])


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
        return "" if step.why.startswith("周") else step.why.partition("（")[0].partition("，")[0]

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


def summed(due: Due, today: dt.date) -> Sum:
    """The three figures below the strip."""
    counted, total = strip.gone(due, today), sum(s.counted for s in due.steps)
    return Sum(counted, total - counted, strip.left_out(due))
