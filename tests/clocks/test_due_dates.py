"""Properties of the count: restart ≥ original, exclude and extend never shorten, order is without meaning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import law
from gongkai.clocks import Event, Exclude, Extend, Pause, Postpone, Restart, Resume, Stop, deadline
from gongkai.clocks.deadline import add_months
from gongkai.exceptions import GongkaiError

DAYS = st.dates(date(2008, 5, 1), date(2028, 12, 31))
MATTERS = st.sampled_from(
    ["reply_2019", "reply_2008", "budget_2015", "suit_apply_2015", "petition_close_2022", "log_2017"]
)


@st.composite
def clocks(draw: st.DrawFn) -> tuple[str, date, list[Event]]:
    start = draw(DAYS)
    offsets = st.integers(0, 60)
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + timedelta(draw(offsets))
        events.append(Exclude(first, first + timedelta(draw(st.integers(0, 30)))))
    for _ in range(draw(st.integers(0, 2))):
        events.append(Restart(start + timedelta(draw(offsets))))
    for _ in range(draw(st.integers(0, 2))):
        events.append(Extend(draw(st.integers(0, 20))))
    return draw(MATTERS), start, events


@given(clocks(), st.integers(0, 60))
def test_restart_never_comes_before_the_original(clock: tuple[str, date, list[Event]], later: int) -> None:
    matter, start, events = clock
    version = law.version(matter)
    restarted = [*events, Restart(start + timedelta(later))]
    assert deadline(version, start, restarted).due >= deadline(version, start, events).due


@given(clocks(), st.integers(-10, 90), st.integers(0, 40))
def test_exclude_never_shortens(clock: tuple[str, date, list[Event]], offset: int, length: int) -> None:
    matter, start, events = clock
    version = law.version(matter)
    first = start + timedelta(offset)
    longer = [*events, Exclude(first, first + timedelta(length))]
    assert deadline(version, start, longer).due >= deadline(version, start, events).due


@given(clocks(), st.integers(0, 30))
def test_extend_never_shortens(clock: tuple[str, date, list[Event]], amount: int) -> None:
    matter, start, events = clock
    version = law.version(matter)
    assert deadline(version, start, [*events, Extend(amount)]).due >= deadline(version, start, events).due


@given(clocks(), st.randoms(use_true_random=False))
def test_the_order_of_recording_is_without_meaning(
    clock: tuple[str, date, list[Event]], random: object
) -> None:
    matter, start, events = clock
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    version = law.version(matter)
    assert deadline(version, start, shuffled) == deadline(version, start, events)


@given(clocks())
def test_steps_walk_every_day_once_and_count_the_whole_limit(clock: tuple[str, date, list[Event]]) -> None:
    matter, start, events = clock
    version = law.version(matter)
    result = deadline(version, start, events)
    days = [step.date for step in result.steps]
    assert days == [start + timedelta(n) for n in range(len(days))]
    assert days[-1] == result.due
    ordinals = [step.ordinal for step in result.steps if step.counted]
    assert ordinals == list(range(1, len(ordinals) + 1))
    if version.unit in ("workday", "day"):
        extra = sum(e.amount for e in events if isinstance(e, Extend))
        assert len(ordinals) == version.amount + extra


def test_twenty_working_days_over_national_day() -> None:
    result = deadline(law.provision("reply").at(date(2026, 9, 21)), date(2026, 9, 21))
    assert result.due == date(2026, 10, 26)
    assert not result.provisional
    counted = {step.date for step in result.steps if step.counted}
    assert date(2026, 10, 10) in counted and date(2026, 9, 21) not in counted


def test_both_days_of_an_exclusion_are_out_of_the_count() -> None:
    gap = Exclude(date(2026, 3, 10), date(2026, 3, 12))
    result = deadline(law.version("reply_2019"), date(2026, 3, 2), [gap])
    out = [step for step in result.steps if gap.first <= step.date <= gap.last]
    assert [step.counted for step in out] == [False] * 3
    assert result.due == date(2026, 4, 2)  # three working days later than 03-30, 清明 not reached


def test_stop_is_carried_and_does_not_move_the_date() -> None:
    version = law.version("reply_2019")
    stopped = deadline(version, date(2026, 3, 2), [Stop(date(2026, 3, 20))])
    assert stopped.stopped == date(2026, 3, 20)
    assert stopped.due == deadline(version, date(2026, 3, 2)).due


@pytest.mark.parametrize(
    "event",
    [Restart(date(2026, 3, 1)), Stop(date(2026, 2, 1))],
)
def test_events_before_the_start_are_refused(event: Event) -> None:
    with pytest.raises(GongkaiError):
        deadline(law.version("reply_2019"), date(2026, 3, 2), [event])


def test_exclusion_turned_round_is_refused() -> None:
    with pytest.raises(GongkaiError):
        Exclude(date(2026, 3, 2), date(2026, 3, 1))


def test_absurd_lengths_and_dates_are_refused() -> None:
    with pytest.raises(GongkaiError):
        deadline(law.version("reply_2019"), date(2026, 3, 2), [Extend(10**9)])
    with pytest.raises(GongkaiError):
        deadline(law.version("reply_2019"), date(9999, 12, 30))
    with pytest.raises(GongkaiError):
        deadline(law.version("suit_apply_2015"), date(9999, 12, 30))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([Resume(date(2026, 3, 3))], "恢复计期之前没有停计"),
        ([Pause(date(2026, 3, 3)), Pause(date(2026, 3, 4))], "已经停计，不能再停"),
    ],
)
def test_turns_out_of_order_are_refused_in_their_own_words(events: list[Event], said: str) -> None:
    with pytest.raises(GongkaiError, match=said):
        deadline(law.version("reply_2019"), date(2026, 3, 2), events)


@pytest.mark.parametrize(
    "event",
    [
        Exclude(date(2026, 3, 3), date(2081, 1, 1)), Restart(date(2081, 1, 1)),
        Postpone(date(2026, 3, 3), date(2081, 1, 1)),
    ],
)  # fmt: skip
def test_a_day_out_of_any_reach_is_named_at_once(event: Event) -> None:
    with pytest.raises(GongkaiError, match="2081-01-01离起算日2026-03-02太远"):
        deadline(law.version("reply_2019"), date(2026, 3, 2), [event])


def test_months_end_on_the_day_of_the_same_number_or_the_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 15), 2) == date(2027, 2, 15)
    assert add_months(date(1, 1, 31), 1) == date(1, 2, 28), "the first year is a year"
