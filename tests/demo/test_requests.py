"""The year of requests in 云川市: every act is one that an officer may do, and the annual form follows from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.ledger.queries import verify
from gongkai.apps.premises.models import GuideEdition
from gongkai.apps.reporting.sources import collect
from gongkai.apps.requests.analysis import topic_of
from gongkai.apps.requests.models import Complaint, Dispute, Plan, Request
from gongkai.clocks import moment
from gongkai.demo import city as cities
from gongkai.demo import requests
from gongkai.demo.people import CITY
from gongkai.demo.reports import COMMISSION

TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def lived(db):
    """The city without its documents, its year of requests lived through."""
    with transaction.atomic():
        with moment.fixed("2022-11-01"):
            city = cities.build(dt.date(2022, 11, 1))
        for at, act in sorted(requests.acts(city, TODAY), key=lambda a: a[0]):
            with moment.fixed(at):
                act()
    with moment.fixed(TODAY):
        yield city


def test_a_year_of_cases_shows_every_state_and_adds_up(lived):
    body = lived.organizations[CITY]
    assert {r.state for r in Request.objects.all()} == {
        "received", "open", "correction", "fee", "in_review", "approved", "closed",
    }  # fmt: skip
    known = collect(body, "annual_2021", 2026)
    value = {cell: figure.value for cell, figure in known.items()}
    assert value["t3.r2.natural"] == 2, "what last year's report carried over"
    assert value["t3.r1.total"] + value["t3.r2.total"] == value["t3.r3_7.total"] + value["t3.r4.total"]
    rows = {r.counted_outcome for r in Request.objects.all()} - {""}
    assert {
        "r3_1",
        "r3_2",
        "r3_3_6",
        "r3_3_7",
        "r3_4_1",
        "r3_4_2",
        "r3_5_1",
        "r3_5_2",
        "r3_6_1",
        "r3_6_3",
    } <= rows
    assert value["x.requests_late"] == 0 and value["x.request_fees"] == 3180
    assert not list(verify())


def test_two_cases_of_a_kind_are_typical_and_plans_are_checked_running_and_late(lived):
    """An office that opens the list of plans sees each of its lamps."""
    by_topic = Counter(topic_of(case.subject) for case in Request.objects.filter(typical=True))
    assert by_topic["招生入学"] == 2
    running = Deadline.objects.filter(provision="improvement", state="running").values_list(
        "due_on", flat=True
    )
    assert {plan.state for plan in Plan.objects.all()} == {"ended", "open"}
    assert len(running) == 2 and min(running) < TODAY < max(running)
    (ended,) = Plan.objects.filter(state="ended")
    assert ended.done_by != ended.checked_by and ended.cases.count() == 2


def test_what_was_contested_follows_last_years_report_and_rings(lived):
    """Last year's report of the city left one review 尚未审结: it ends this year, in the cells of this year's form."""
    value = {c: f.value for c, f in collect(lived.organizations[CITY], "annual_2021", 2026).items()}
    assert COMMISSION["t4.review.pending"][0] == "1"
    before = Dispute.objects.filter(noticed_on__lt=dt.date(2026, 1, 1))
    assert [(row.outcome, row.request) for row in before] == [("maintain", None)]
    assert {c: n for c, n in value.items() if c.startswith("t4.") and n} == {
        "t4.review.maintain": 2, "t4.review.correct": 1, "t4.review.pending": 1, "t4.review.total": 4,
        "t4.suit_after.pending": 1, "t4.suit_after.total": 1,
    }  # fmt: skip
    answers = Deadline.objects.filter(subject_type="requests.dispute").order_by("id")
    assert [(row.state, row.ended_on is None or row.ended_on <= row.due_on) for row in answers] == [
        ("met", True), ("met", True), ("met", True), ("met", True), ("running", True),
    ]  # fmt: skip
    assert answers.last().due_on >= TODAY
    assert Request.objects.get(subject="关于中考改革方案的内部讨论记录").state == "open", "answered anew"


def test_complaints_are_counted_and_one_is_still_due(lived):
    assert Complaint.objects.filter(ended_on=None).count() == 1 and Complaint.objects.count() == 3
    (clock,) = Deadline.objects.filter(provision="complaint_due", state="running")
    assert clock.due_on > TODAY
    assert GuideEdition.objects.filter(organization=lived.organizations[CITY]).exists()


def test_nothing_happens_after_today(lived):
    assert Request.objects.latest("entered_at").entered_at.date() <= TODAY
