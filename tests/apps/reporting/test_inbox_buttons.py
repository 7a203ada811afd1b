"""A button that leads to 404 is a dead end: it is not shown to those who may not press it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.reporting.test_inbox import city, hand_in  # noqa: F401

from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.outputs.word import word

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "shown"), [("office", True), ("drafter", True), ("secrecy", False), ("auditor", False)]
)
def test_handing_in_is_offered_to_those_who_may(world, sign_in, part, shown):
    browser = sign_in(world.a.people[part])
    page = browser.get("/workbench/reports/inbox/").content.decode()
    assert ("/workbench/reports/inbox/hand-in/" in page) is shown
    assert (browser.get("/workbench/reports/inbox/hand-in/").status_code == 200) is shown


def test_who_hands_in_reads_why_he_may_not_take_it_in(world, sign_in, city, filled):  # noqa: F811
    kept = hand_in(world, city, city[1], word(live(filled())))
    address = f"/workbench/reports/inbox/{kept.pk}/"
    own = sign_in(city[1]).get(address).content.decode()
    assert "您是本件报送人" in own and f"{address}accept/" not in own
    second = sign_in(city[2])
    assert f'formaction="{address}accept/"' in second.get(address).content.decode()
    second.post(f"{address}give-back/", {"opinion": " "})
    kept.refresh_from_db()
    assert kept.state == "received"
    second.post(f"{address}give-back/", {"opinion": "正文与表不一致"})
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == ("returned", "正文与表不一致")
    assert "正文与表不一致（李玥" in sign_in(world.a.office).get(address).content.decode()


def test_a_year_begun_twice_is_refused_where_it_was_chosen(world, sign_in, opened):
    report = opened(2025)
    browser = sign_in(world.a.drafter)
    assert "2025年度" in browser.get("/workbench/reports/").content.decode()
    answer = browser.post("/workbench/reports/begin/", {"section": report.section_id, "year": "2025"})
    assert answer.status_code == 422 and "一年只有一份" in answer.content.decode()
    assert "开始编制" not in sign_in(world.a.auditor).get("/workbench/reports/").content.decode()


def test_the_list_of_reports_costs_the_same_for_one_year_and_for_nine(
    world, sign_in, opened, django_assert_num_queries
):
    opened(2025)
    browser = sign_in(world.a.office)
    with CaptureQueriesContext(connection) as one:
        browser.get("/workbench/reports/")
    for year in range(2017, 2025):
        opened(year)
    with django_assert_num_queries(len(one)):
        assert "2017年度" in browser.get("/workbench/reports/").content.decode()
