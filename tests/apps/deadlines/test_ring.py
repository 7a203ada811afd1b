"""Clocks that are kept, moved and rung."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.deadlines import actions, queries
from gongkai.apps.deadlines.models import Deadline, Notice
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db


def start(world, on: str = "2026-05-08", subject=None) -> Deadline:
    a = world.a
    return actions.start(
        subject or a.section, matter="proactive", on=dt.date.fromisoformat(on), organization=a.body,
        section=a.section, holder=a.drafter, title="公开：某件", url="/workbench/",
    )  # fmt: skip


def test_twenty_working_days_with_national_day_inside(world):
    with moment.fixed("2026-09-21"):
        deadline = start(world, "2026-09-21")
    due = queries.explain(deadline)
    assert deadline.due_on == due.due
    assert sum(s.counted for s in due.steps) == 20
    assert "第二十六条" in deadline.basis


def test_starting_again_on_new_facts_moves_the_same_clock(world):
    first = start(world)
    moved = start(world, "2026-05-12")
    assert moved.pk == first.pk
    assert moved.due_on > first.due_on
    assert Deadline.objects.count() == 1


def test_the_old_regulation_keeps_its_cases(world):
    deadline = start(world, "2018-04-08")
    assert "492" in deadline.basis


def test_each_stage_rings_once_and_is_caught_up(world):
    deadline = start(world)  # due 2026-06-04
    assert actions.ring() == []
    with moment.fixed("2026-06-03"):
        soon = actions.ring()
        assert {n.user for n in soon} == {world.a.drafter, world.a.office, world.a.second}
        assert actions.ring() == []
    with moment.fixed("2026-06-10"):  # the machine was off on the day itself
        late = actions.ring()
        assert late and "逾期" in late[0].text
        assert actions.ring() == []
    deadline.refresh_from_db()
    assert deadline.rung_stage == "late"


def test_an_ended_clock_does_not_ring(world):
    start(world)
    actions.end(world.a.section, matter="proactive")
    with moment.fixed("2026-07-01"):
        assert actions.ring() == []
    assert not Notice.objects.exists()


def test_rows_are_grouped_by_what_is_at_stake(world):
    start(world, "2026-04-01", world.a.section)
    start(world, "2026-05-08", world.a.body)
    rows = queries.due_rows(world.a.office)
    assert [r.group for r in rows] == ["已逾期", "以后"]
    assert queries.due_rows(world.b.office) == []


def test_a_provisional_date_is_marked(world):
    with moment.fixed("2026-12-20"):
        assert start(world, "2026-12-20").provisional
