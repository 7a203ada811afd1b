"""Every day-counted provision against a count made day by day, with events in any order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import law
from gongkai.clocks import Event, Exclude, Extend, Restart, deadline, known_calendar

DAY = timedelta(days=1)
MATTERS = [
    "reply", "reply_ext", "proactive", "correction_notice", "third_party", "fee_pay", "consult", "decision_legal",
    "review_apply", "suit_after_review", "budget", "petition_tell", "petition_close", "univ_reply",
]  # fmt: skip
OFFSETS = st.integers(0, 40)


@pytest.mark.parametrize("matter", MATTERS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_due_date_is_the_day_counted_to(matter: str, data: st.DataObject) -> None:
    start = data.draw(st.dates(date(2024, 1, 1), date(2027, 2, 28)))
    version, calendar = law.resolve(matter, start), known_calendar()
    restarts = [start + DAY * n for n in data.draw(st.lists(OFFSETS, max_size=2))]
    gaps = [
        (start + DAY * a, start + DAY * (a + b))
        for a, b in data.draw(st.lists(st.tuples(OFFSETS, OFFSETS), max_size=2))
    ]
    extra = data.draw(st.integers(0, 20))
    events: list[Event] = [Extend(extra), *(Restart(on) for on in restarts), *(Exclude(*gap) for gap in gaps)]
    result = deadline(version, start, data.draw(st.permutations(events)))

    def out(day: date) -> bool:
        return any(first <= day <= last for first, last in gaps)

    day, counted = max([start, *restarts]), 0
    while counted < version.amount + extra:
        day += DAY
        counted += not out(day) and (version.unit == "day" or calendar.is_working(day))
    while version.unit == "day" and (out(day) or not calendar.is_working(day)):
        day += DAY
    assert result.due == day
    # the notice of the first year without one may reach back to 29 December, as that of 2008 did
    assert result.provisional == (day >= date(max(calendar.years), 12, 29))
    assert sum(step.counted for step in result.steps) == version.amount + extra
    assert [step.date for step in result.steps] == [start + DAY * n for n in range((day - start).days + 1)]
