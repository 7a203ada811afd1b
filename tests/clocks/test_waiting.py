"""Pause and resume: a clock that stands owes exactly the days it stood, whatever order they were recorded in."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import law
from gongkai.clocks import Event, Exclude, Pause, Postpone, Restart, Resume, Stop, deadline, ended, paused
from gongkai.exceptions import GongkaiError

REPLY = law.version("reply_2019")
START = date(2026, 3, 2)


def due(*events: Event) -> date:
    return deadline(REPLY, START, events).due


@given(st.integers(0, 60), st.integers(0, 40))
def test_a_pause_that_ended_is_an_exclusion_of_both_days_and_all_between(after: int, length: int) -> None:
    first = START + timedelta(after)
    last = first + timedelta(length)
    assert due(Pause(first), Resume(last)) == due(Exclude(first, last))


def test_an_open_pause_moves_nothing_yet_and_says_since_when_it_stands() -> None:
    result = deadline(REPLY, START, [Pause(date(2026, 3, 10))])
    assert result.due == due() and result.waiting == date(2026, 3, 10)
    assert deadline(REPLY, START, [Pause(date(2026, 3, 10)), Resume(date(2026, 3, 11))]).waiting is None


def test_the_earliest_of_several_open_pauses_is_since_when_it_stands() -> None:
    both = [Pause(date(2026, 3, 12), "乙"), Pause(date(2026, 3, 10), "甲")]
    assert deadline(REPLY, START, both).waiting == date(2026, 3, 10)


def test_days_waited_for_two_count_once() -> None:
    a = (Pause(date(2026, 3, 9), "甲"), Resume(date(2026, 3, 12), "甲"))
    b = (Pause(date(2026, 3, 10), "乙"), Resume(date(2026, 3, 16), "乙"))
    assert due(*a, *b) == due(Exclude(date(2026, 3, 9), date(2026, 3, 16)))


def test_the_order_of_recording_is_without_meaning_even_within_a_day() -> None:
    day, later = date(2026, 3, 10), date(2026, 3, 13)
    events = (Pause(day), Resume(day), Pause(day), Resume(later))
    assert {due(*order) for order in permutations(events)} == {due(Exclude(day, later))}


def test_a_stop_ends_an_open_pause() -> None:
    result = deadline(REPLY, START, [Pause(date(2026, 3, 10)), Stop(date(2026, 4, 20))])
    assert result.waiting is None
    assert result.due == due(Exclude(date(2026, 3, 10), date(2026, 4, 20)))


def test_a_pause_across_a_restart_counts_from_the_restart() -> None:
    events = [Pause(date(2026, 3, 10)), Resume(date(2026, 3, 16)), Restart(date(2026, 3, 16))]
    assert due(*events) == deadline(REPLY, date(2026, 3, 16)).due


@pytest.mark.parametrize(
    ("events", "word"),
    [
        ([Resume(date(2026, 3, 10))], "没有停计"),
        ([Pause(date(2026, 3, 10)), Resume(date(2026, 3, 9))], "没有停计"),
        ([Pause(date(2026, 3, 10)), Pause(date(2026, 3, 11))], "已经停计"),
        ([Pause(date(2026, 3, 10), "甲"), Resume(date(2026, 3, 11), "乙")], "没有停计"),
        ([Pause(date(2026, 3, 1))], "起算日"),
    ],
)
def test_what_cannot_have_happened_is_refused(events: list[Event], word: str) -> None:
    with pytest.raises(GongkaiError, match=word):
        deadline(REPLY, START, events)


@pytest.mark.parametrize("version", ["annual_dept_2019"])
def test_a_fixed_date_does_not_stand(version: str) -> None:
    with pytest.raises(GongkaiError, match="固定日期"):
        deadline(law.version(version), START, [Pause(date(2026, 3, 10))])


def test_the_lamp_of_an_ended_clock_needs_only_its_two_days() -> None:
    assert ended(date(2026, 3, 10), date(2026, 3, 10)).words == "已办结"
    late = ended(date(2026, 3, 10), date(2026, 3, 12))
    assert (late.state, late.words, late.days) == ("done", "已办结（逾期2个工作日）", -2)
    assert paused(date(2026, 3, 10)).until == "原截止 3月10日（周二）"


@given(st.integers(1, 30), st.integers(1, 120))
def test_a_told_day_is_the_due_day_unless_the_limit_ends_later(told: int, length: int) -> None:
    on = START + timedelta(told)
    until = on + timedelta(length)
    result = deadline(REPLY, START, [Postpone(on, until)])
    assert result.due == max(due(), until) == result.steps[-1].date
    days = [step.date for step in result.steps]
    assert days == sorted(set(days)) and all(step.why for step in result.steps)


def test_a_told_day_must_lie_after_its_telling() -> None:
    with pytest.raises(GongkaiError, match="应在告知之后"):
        Postpone(date(2026, 3, 10), date(2026, 3, 10))


def test_what_is_counted_in_hours_or_on_a_fixed_date_is_not_postponed() -> None:
    with pytest.raises(GongkaiError, match="固定日期"):
        deadline(law.version("annual_dept_2019"), START, [Postpone(START, START + timedelta(9))])
