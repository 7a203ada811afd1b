"""Property: whatever verbs were used in whatever order, the stored row is what a replay of its facts gives."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai import clocks, law
from gongkai.apps.deadlines import actions, queries, rules
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

RECEIVED = st.sampled_from(["2019-05-06", "2019-05-14", "2019-05-15", "2025-12-22", "2026-03-02"])
OFFSET = st.integers(-2, 45)
ACT = st.one_of(
    st.tuples(st.just("restart"), OFFSET),
    st.tuples(st.just("exclude"), OFFSET, st.integers(-1, 20)),
    st.tuples(st.just("extend"), st.integers(0, 15)),
    st.tuples(st.just("pause"), OFFSET, st.sampled_from(["", "甲", "乙"])),
    st.tuples(st.just("resume"), OFFSET, st.sampled_from(["", "甲", "乙"])),
    st.tuples(st.just("begin"), OFFSET, st.sampled_from(["fee", "correction", "third_party", "co_agency"])),
    st.tuples(st.just("over"), OFFSET, st.sampled_from(["fee", "correction", "third_party", "co_agency"])),
    st.tuples(st.just("recompute")),
)


def perform(clock: Deadline, received: dt.date, act: tuple) -> None:
    on = received + dt.timedelta(days=act[1]) if len(act) > 1 else received
    match act[0]:
        case "restart":
            actions.restart(clock, on=on)
        case "exclude":
            actions.exclude(clock, first=on, last=on + dt.timedelta(days=act[2]))
        case "extend":
            actions.extend(clock, act[1])
        case "pause":
            actions.pause(clock, on=on, ref=act[2])
        case "resume":
            actions.resume(clock, on=on, ref=act[2])
        case "begin":
            actions.begin_waiting(clock, act[2], on=on)
        case "over":
            actions.end_waiting(clock, act[2], on=on)
        case _:
            actions.recompute(clock)


class Replay(TestCase):
    def setUp(self) -> None:
        self.body = Organization.objects.create(slug="r", name="某局", kind="district", path="000001")

    @settings(deadline=None, max_examples=60)
    @given(RECEIVED, st.lists(ACT, max_size=8))
    def test_a_replay_of_the_events_equals_the_stored_result(self, received: str, acts: list[tuple]) -> None:
        start = dt.date.fromisoformat(received)
        with moment.fixed(start + dt.timedelta(days=30)), transaction.atomic():
            clock = actions.start(
                self.body, "reply", on=start, chosen={"received_on": start}, organization=self.body,
                section=self.body, title="某件申请",
            )  # fmt: skip
            plain, pinned = clock.due_on, clock.version
            for act in acts:
                before = Deadline.objects.values().get()
                try:
                    perform(clock, start, act)
                except GongkaiError:
                    assert Deadline.objects.values().get() == before, "a refused verb writes nothing"
                self.holds(clock, plain, pinned)
            transaction.set_rollback(True)

    def holds(self, clock: Deadline, plain: dt.date, pinned: str) -> None:
        row = Deadline.objects.get()
        due = queries.explain(row)
        assert (row.due_on, row.provisional) == (due.due, due.provisional)
        assert (row.state == State.PAUSED) == (due.waiting is not None)
        assert row.version == pinned, "the law of a case never changes"
        assert row.due_on >= plain, "nothing that happens to a clock makes it shorter"
        moving = [f for f in row.facts if f["kind"] not in {"exclude", "pause", "resume"}]
        without = rules.reckon(row.version, row.started_on, moving).due
        assert row.due_on >= without, "never earlier than without the time out of the count"
        extra = sum(f["amount"] for f in row.facts if f["kind"] == "extend")
        assert extra <= law.extension_of(law.version(pinned)).amount
        noted = Entry.objects.filter(event__startswith="deadlines:").exclude(event="deadlines:changed")
        assert noted.count() == 1 + len(row.facts), "one line a fact"
        assert clocks.edition() == row.reckoning


@pytest.mark.django_db
def test_a_pinned_version_is_the_same_after_the_law_has_changed(world, clock):
    with moment.fixed("2019-06-20"):
        case = clock("2019-05-14", "reply")
        for verb in ("correction", "third_party"):
            case = actions.begin_waiting(case, verb, on=dt.date(2019, 5, 16))
            case = actions.end_waiting(case, verb, on=dt.date(2019, 5, 17))
        actions.extend(case)
    case.refresh_from_db()
    assert case.version == "reply_2008" and "492" in case.basis
