"""The drawn case (收 4月27日, third party 5月12日 to 5月18日): the days that its page must show, one by one."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai import clocks, law
from gongkai.clocks import strip
from gongkai.clocks.events import Exclude

RECEIVED, TODAY = date(2026, 4, 27), date(2026, 5, 20)


def drawn():
    return clocks.deadline(
        law.version("reply_2019"),
        RECEIVED,
        [Exclude(date(2026, 5, 12), date(2026, 5, 18), "征求第三方意见，不计入")],
    )


def test_the_drawn_case_stands_day_by_day():
    due = drawn()
    assert due.due == date(2026, 6, 3)
    cells = {c.date: c for c in strip.strip(due, TODAY)}
    assert len(cells) == 38
    assert (cells[RECEIVED].kind, cells[RECEIVED].sign) == ("start", "收")
    assert (cells[date(2026, 5, 9)].flag, cells[date(2026, 5, 9)].sign) == ("调休", "7")  # a worked Saturday
    assert cells[date(2026, 5, 4)].kind == "rest"
    assert [cells[date(2026, 5, d)].kind for d in (12, 13, 16, 18, 19, 20, 21)] == [
        "paused", "paused", "rest", "paused", "counted", "today", "ahead",
    ]  # fmt: skip
    assert (cells[TODAY].sign, cells[TODAY].flag) == ("10", "今天")
    assert (cells[date(2026, 6, 3)].kind, cells[date(2026, 6, 3)].flag) == ("due", "最迟答复")
    assert [c.date for c in cells.values() if c.first_of_month] == [
        RECEIVED,
        date(2026, 5, 1),
        date(2026, 6, 1),
    ]


def test_used_and_left_out_days_add_up():
    due = drawn()
    assert strip.gone(due, TODAY) == 10 and strip.left_out(due) == 5
    assert strip.gone(due, RECEIVED) == 0 and strip.gone(due, date(2027, 1, 1)) == 20


def test_every_day_stands_once_and_in_order():
    cells = strip.strip(drawn(), TODAY)
    assert [c.date for c in cells] == [RECEIVED + timedelta(days=n) for n in range(len(cells))]
