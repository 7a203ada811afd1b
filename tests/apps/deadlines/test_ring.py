"""Clocks that are kept, moved and rung."""

from __future__ import annotations

import datetime as dt
import logging
import sys

import pytest

from gongkai import clocks
from gongkai.apps.deadlines import actions, queries
from gongkai.apps.deadlines.actions import reckoning, ringing
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Membership, Role, Scope, User
from gongkai.clocks import moment
from gongkai.clocks.calendar import DATA, Calendar, read_notice
from gongkai.exceptions import GongkaiError

pytestmark = pytest.mark.django_db


def test_twenty_working_days_with_national_day_inside(clock):
    with moment.fixed("2026-09-21"):
        deadline = clock("2026-09-21")
    due = queries.explain(deadline)
    assert deadline.due_on == due.due
    assert sum(s.counted for s in due.steps) == 20
    assert "第二十六条" in deadline.basis


def test_each_stage_rings_once_and_is_caught_up(clock, world):
    deadline = clock()  # due 2026-06-04
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


def test_the_office_above_hears_only_of_a_body_without_one(clock, world):
    chief = User.objects.create_user("chief", password="Wenjin-2026-x", name="市局办公室")
    Membership.objects.create(
        user=chief, organization=world.a.body.parent, role=Role.OFFICE, scope=Scope.SUBTREE, valid_from="2020-01-01"
    )  # fmt: skip
    clock()
    with moment.fixed("2026-06-03"):
        assert chief not in {n.user for n in actions.ring()}
        Membership.objects.filter(organization=world.a.body, role=Role.OFFICE).update(valid_to="2026-06-01")
        clock("2026-05-08", subject=world.a.body)
        assert {n.user for n in actions.ring()} == {world.a.drafter, chief}


def test_a_ring_reaches_the_workbench_of_the_holder_and_goes_when_the_matter_is_done(clock, world, sign_in):
    clock()
    with moment.fixed("2026-06-03"):
        actions.ring()
        client = sign_in(world.a.drafter)
        assert "公开：某件：余1个工作日" in client.get("/workbench/").content.decode()
        actions.end(world.a.section, matter="proactive")
        assert "余1个工作日" not in client.get("/workbench/").content.decode()


def test_an_ended_clock_does_not_ring(clock, world):
    clock()
    actions.end(world.a.section, matter="proactive")
    with moment.fixed("2026-07-01"):
        assert actions.ring() == []
    assert not Notice.objects.exists()


def test_a_standing_clock_does_not_ring(clock):
    actions.pause(clock(matter="reply"), on=dt.date(2026, 5, 20))
    with moment.fixed("2026-07-01"):
        assert actions.ring() == []


def test_a_clock_that_moved_rings_again(clock):
    deadline = clock(matter="reply")
    with moment.fixed("2026-06-05"):
        assert actions.ring()
        actions.extend(deadline)
        assert actions.ring() == []
    with moment.fixed("2026-07-03"):
        assert actions.ring()


def test_rows_are_grouped_by_what_is_at_stake(clock, world):
    clock("2026-04-01", subject=world.a.section)
    clock("2026-05-08", subject=world.a.body)
    found = queries.nearest(world.a.office, limit=50, within_days=30)
    rows = queries.rows_of([near.pk for near in found])
    assert [rows[near.pk].group for near in found] == ["已逾期", "以后"]
    assert [near.state for near in found] == [rows[near.pk].lamp.state for near in found]
    assert queries.nearest(world.b.office, limit=50, within_days=30) == []


def test_what_ends_after_the_days_asked_for_is_not_among_the_nearest(clock, world):
    clock("2026-04-01", subject=world.a.section)
    clock("2026-05-08", subject=world.a.body)
    assert [near.state for near in queries.nearest(world.a.office, limit=50, within_days=3)] == ["late"]
    assert len(queries.nearest(world.a.office, limit=1, within_days=30)) == 1


def test_three_working_days_lie_within_the_horizon_of_the_ring_in_every_known_year():
    calendar = clocks.known_calendar()
    day = dt.date(2008, 1, 1)
    while day < dt.date(2026, 12, 1):
        due = day + ringing._HORIZON
        assert calendar.working_between(day, due) >= 4, f"{day}: a clock of three days would be overlooked"
        day += dt.timedelta(days=1)


# --- holiday notices that come later ------------------------------------------------------------------


@pytest.fixture
def without_2026(monkeypatch):
    """The calendar before the notice for 2026 came; returns a function that brings it."""
    before = Calendar([read_notice(p) for p in sorted(DATA.glob("*.toml")) if p.stem != "2026"])

    def use(calendar):
        for module in ("gongkai.clocks.deadline", "gongkai.clocks.edition"):
            monkeypatch.setattr(sys.modules[module], "known_calendar", lambda: calendar)

    full = clocks.known_calendar()
    use(before)
    return lambda: use(full)


def test_a_loaded_notice_moves_provisional_dates_and_the_ledger_says_so(clock, without_2026):
    deadline = clock("2026-01-28")
    assert deadline.provisional
    first = deadline.due_on
    assert actions.reckon_stale() == 0, "nothing new is known yet"
    without_2026()
    assert actions.reckon_stale() == 1
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.provisional) == (dt.date(2026, 3, 3), False)
    assert deadline.due_on > first  # 春节 and its make-up days
    entry = Entry.objects.get(event="deadlines:changed")
    assert entry.facts["before"] == first.isoformat()
    assert actions.reckon_stale() == 0


# --- a row that cannot be reckoned --------------------------------------------------------------------

BAD = {
    "an unknown version": {"version": "reply_1999"},
    "facts that are no list": {"facts": {"kind": "restart"}},
    "an unknown kind of fact": {"facts": [{"kind": "wound"}]},
    "a fact without its day": {"facts": [{"kind": "restart"}]},
    "a fact that is a text": {"facts": ["restart"]},
    "a day that is none": {"facts": [{"kind": "restart", "on": "2026-02-30"}]},
    "a resumption of nothing": {"facts": [{"kind": "resume", "on": "2026-05-12"}]},
}


@pytest.mark.parametrize("values", BAD.values(), ids=BAD.keys())
def test_one_bad_row_stops_nobody_and_the_administrator_sees_it(values, clock, world, sign_in, caplog):
    clock("2026-04-30", title="坏的一件，张三丰")
    Deadline.objects.update(reckoning="", **values)
    good = [clock("2026-05-08", subject=s) for s in (world.a.body, world.b.body, world.b.section)]
    with moment.fixed("2026-06-04"), caplog.at_level(logging.ERROR):
        actions.ring()
        for deadline in good:
            deadline.refresh_from_db()
            assert deadline.rung_stage == "today"
        assert len(caplog.records) == 1
        assert "张三丰" not in caplog.text
        assert not caplog.records[0].exc_info
        page = sign_in(world.a.admin).get("/workbench/").content.decode()
        assert "推算不出来的期限" in page and "坏的一件" in page
        assert "推算不出来的期限" not in sign_in(world.b.admin).get("/workbench/").content.decode()
        actions.ring()
        assert len(caplog.records) == 1, "once, not every minute"
    assert Notice.objects.filter(user=world.a.admin).count() == 1


def test_a_row_that_can_be_reckoned_again_is_no_finding_any_more(clock, world):
    deadline = clock()
    Deadline.objects.update(reckoning="", version="reply_1999")
    actions.ring()
    assert list(queries.faults(world.a.admin)) == [deadline]
    assert not queries.faults(world.a.office).exists(), "an administrator's matter"
    Deadline.objects.update(reckoning="", version="proactive_2019")
    actions.ring()
    assert not queries.faults(world.a.admin).exists()


def test_the_same_fault_under_a_new_edition_is_no_news(clock, world, monkeypatch):
    """The administrator is told when a row cannot be reckoned, not again with every change of the law."""
    clock()
    for edition in ("first", "second"):
        monkeypatch.setattr(clocks, "edition", lambda name=edition: name)
        Deadline.objects.update(version="reply_1999")
        assert actions.reckon_stale() == 1
    assert Notice.objects.filter(user=world.a.admin).count() == 1
    Deadline.objects.update(reckoning="", version="reply_2008", facts=[{"kind": "wound"}])
    actions.reckon_stale()
    assert Notice.objects.filter(user=world.a.admin).count() == 2, "another fault is news"


def test_an_empty_page_asks_for_no_lamps(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.lamps_for([], "proactive") == {}


def test_a_bad_row_can_still_be_ended(clock, world):
    clock()
    Deadline.objects.update(version="reply_1999", facts={"so": "not"})
    actions.end(world.a.section, matter="proactive")
    assert Deadline.objects.get().state == State.MET


def test_lists_draw_a_bad_row(clock, world, sign_in):
    clock("2026-04-01")
    Deadline.objects.update(version="reply_1999", facts=["?"])
    assert "公开：某件" in sign_in(world.a.drafter).get("/workbench/deadlines/").content.decode()
    with pytest.raises(GongkaiError):
        queries.explain(Deadline.objects.get())


def test_an_error_of_ours_in_one_row_does_not_silence_the_others(clock, world, monkeypatch, caplog):
    first, second = clock("2026-05-08"), clock("2026-05-08", subject=world.a.body)
    real = ringing.tell

    def tell(people, text, subject, link):
        if subject.pk == first.pk:
            raise RuntimeError("机密 13800000000")
        return real(people, text, subject, link)

    monkeypatch.setattr(ringing, "tell", tell)
    with moment.fixed("2026-06-04"):
        assert {n.subject_id for n in actions.ring()} == {second.pk}
        assert "13800000000" not in caplog.text
        monkeypatch.undo()
        assert {n.subject_id for n in actions.ring()} == {first.pk}, "its claim was taken back"


def test_an_unforeseen_error_while_reckoning_is_kept_without_its_words(clock, monkeypatch, caplog):
    clock()
    Deadline.objects.update(reckoning="")
    monkeypatch.setattr(reckoning.rules, "reckon", lambda *_: 1 / 0)
    actions.reckon_stale()
    assert Deadline.objects.get().fault == "内部错误（ZeroDivisionError）"
