"""条例第二十九条、第三十一条: what comes in, the day of receipt by channel, the law that stays with the case."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.apps.requests.people import PERSON

from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.actions.handover import carried
from gongkai.apps.people.models import Party
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.models import Request
from gongkai.clocks import moment
from gongkai.exceptions import Refused
from gongkai.law import lists


def codes(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {o.code for o in refused.value.obstacles}


def test_over_the_counter_the_clock_runs_from_the_day_of_submission(enter):
    request = enter("2026-05-20")
    assert (request.state, request.provision) == ("open", "reply_2019")
    assert request.received_on == dt.date(2026, 5, 20)
    clock = open_deadline(request, "reply")
    assert clock.due_on == dt.date(2026, 6, 17)  # 20 working days, 端午 6月19日 lies behind
    assert request.shown_number == "〔2026〕第1号"


@pytest.mark.parametrize(
    ("channel", "days", "received"),
    [
        ("oral", {}, "2026-05-18"),
        ("signed_mail", {"signed_on": dt.date(2026, 5, 19)}, "2026-05-19"),
        ("plain_mail", {"confirmed_on": dt.date(2026, 5, 20)}, "2026-05-20"),
        ("fax", {}, None),
        ("email", {}, None),
        ("upper", {"confirmed_on": dt.date(2026, 5, 19)}, "2026-05-19"),
    ],
)
def test_the_day_of_receipt_by_channel(enter, channel, days, received):
    request = enter("2026-05-18", channel=channel, **days)
    assert request.received_on == (dt.date.fromisoformat(received) if received else None)
    assert (request.state == "received") == (received is None)
    assert (open_deadline(request, "reply") is None) == (received is None)


def test_a_fax_waits_for_the_confirmation_of_both_sides(enter, handler):
    request = enter("2026-05-18", channel="fax")
    assert codes(actions.confirm, handler, request, on=dt.date(2026, 5, 17)) == {"request:before"}
    actions.confirm(handler, request, on=dt.date(2026, 5, 19))
    request.refresh_from_db()
    assert (request.received_on, request.state) == (dt.date(2026, 5, 19), "open")
    assert open_deadline(request, "reply").started_on == dt.date(2026, 5, 19)
    assert codes(actions.confirm, handler, request) == {"request:state"}


def test_a_case_of_the_old_law_stays_with_it(enter):
    with moment.fixed("2019-05-20"):
        request = enter("2019-05-14")
    assert request.provision == "reply_2008"


def test_what_a_citizen_sent_waits_and_its_handler_hears_of_it_without_its_words(world, handler):
    with transaction.atomic():
        given = Given("web", moment.today(), "natural", PERSON, "要秘密材料")
        request = actions.from_public(world.a.body, "2026-0007", given)
    assert (request.state, request.handler) == ("received", None)
    notice = Notice.objects.get()
    assert notice.user == handler and "秘密" not in notice.text and "〔2026〕第7号" in notice.text
    actions.confirm(handler, request)
    request.refresh_from_db()
    assert request.handler == handler


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(world, handler):
    given = Given("counter", dt.date(2026, 5, 21), "natural", PERSON, " ")
    assert codes(actions.enter, handler, world.a.body, given) == {"request:wanted", "request:ahead"}
    no_one = Given("counter", dt.date(2026, 5, 20), "natural", type(PERSON)(), "合同")
    assert codes(actions.enter, handler, world.a.body, no_one) == {
        "people:name", "people:identity", "people:contact",
    }  # fmt: skip
    assert not Request.objects.exists() and not Party.objects.exists()


def test_a_case_from_above_is_not_entered_twice(enter, world, handler):
    enter(channel="upper", confirmed_on=dt.date(2026, 5, 20), foreign_number="SH-1")
    given = Given("upper", moment.today(), "biz", PERSON, "合同", foreign_number="SH-1")
    assert codes(actions.enter, handler, world.a.body, given) == {"request:twice"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=enter().pk).update(foreign_number="SH-1")


def test_only_a_handler_of_the_body_enters(world, handler):
    given = Given("counter", moment.today(), "natural", PERSON, "合同")
    for user in (world.a.drafter, world.a.office, world.b.leader):
        with pytest.raises(PermissionDenied):
            actions.enter(user, world.a.body, given)
    with pytest.raises(PermissionDenied):
        actions.enter(handler, world.b.body, given)


def test_the_ledger_learns_neither_words_nor_person(enter):
    enter(wanted="要某某学校的秘密合同")
    said = " ".join(f"{e.subject_title}{e.because}{e.facts}" for e in Entry.objects.all())
    assert Entry.objects.exists() and not list(verify())
    for word in ("秘密", "林知夏", "13800138000", "E12345678"):
        assert word not in said


def test_every_channel_belongs_to_one_way_of_the_form_and_one_rule_of_receipt():
    ways = {e.facts["form"] for e in lists.entries("channels")}
    assert ways == {"in_person", "fax", "internet", "letter"}
    for entry in lists.entries("channels"):
        assert lists.entry("receipt", str(entry.facts["receipt"]))


def test_open_cases_go_along_in_a_handover_under_their_number_alone(world, enter, handler):
    request = enter(subject="密件")
    done = enter()
    actions.withdraw(handler, done, proof="撤回书在案卷第3页")
    piles = {p.label: list(p.titles) for p in carried(world.a.admin, handler)}
    assert piles["在办的申请"] == [request.label] and "密件" not in request.label
