"""The lamp: colours and words from plain dates."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai import law
from gongkai.clocks import Stop, deadline, lamp, paused, working_days_left

DUE = date(2026, 10, 26)


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2026, 9, 21), "normal", "余20个工作日"),
        (date(2026, 10, 20), "normal", "余4个工作日"),
        (date(2026, 10, 21), "soon", "余3个工作日"),
        (date(2026, 10, 23), "soon", "余1个工作日"),
        (date(2026, 10, 25), "soon", "余1个工作日"),
        (date(2026, 10, 26), "today", "今天到期"),
        (date(2026, 10, 27), "late", "逾期1个工作日"),
        (date(2026, 11, 2), "late", "逾期5个工作日"),
    ],
)
def test_states(today: date, state: str, words: str) -> None:
    shown = lamp(today, DUE)
    assert (shown.state, shown.words) == (state, words)
    assert shown.until == "截止 10月26日（周一）"


def test_late_over_rest_days_is_at_least_one_day() -> None:
    assert working_days_left(date(2026, 10, 24), date(2026, 10, 23)) == -1


def test_a_stopped_clock_is_done_and_says_if_it_was_late() -> None:
    version = law.version("reply_2019")
    in_time = deadline(version, date(2026, 9, 21), [Stop(date(2026, 10, 12))])
    late = deadline(version, date(2026, 9, 21), [Stop(date(2026, 10, 28))])
    assert lamp(date(2026, 12, 1), in_time).words == "已办结"
    assert lamp(date(2026, 12, 1), late).words == "已办结（逾期2个工作日）"
    assert lamp(date(2026, 12, 1), late).state == "done"
    assert lamp(date(2026, 10, 10), late).state == "normal"  # before the stop it ran


def test_provisional_shows_unless_urgent() -> None:
    due = deadline(law.version("reply_2019"), date(2026, 12, 21))
    assert due.provisional
    assert lamp(date(2026, 12, 22), due).state == "provisional"
    assert "暂定" in lamp(date(2026, 12, 22), due).until
    assert lamp(date(2027, 1, 18), due).state == "soon"


def test_a_paused_clock_stands_still() -> None:
    assert paused(DUE).state == "stopped"
