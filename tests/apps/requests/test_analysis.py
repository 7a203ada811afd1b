"""先例 and 分析: found by words and decision without applicants; every figure is the list that it opens."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from urllib.parse import parse_qs

import pytest
from tests.apps.requests.people import PERSON

from gongkai.apps.requests import actions, analysis, precedents
from gongkai.apps.requests.models import Office, Request
from gongkai.clocks import moment
from gongkai.law import lists

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 5, 20)


@pytest.fixture
def year(world, handler, enter):
    """Four cases: two of one topic, one withdrawn in time, one late."""
    Office.objects.update_or_create(organization=world.a.body, defaults={"kept_since": "2026-01-01"})
    made = {}
    for name, day, matter in (
        ("a", "2026-02-02", "文津小学招生计划"),
        ("b", "2026-03-02", "学区划片测算说明"),
        ("c", "2026-03-03", "食堂食材供应商名单"),
        ("d", "2026-05-18", "一件归不了类的"),
    ):
        with moment.fixed(day):
            made[name] = enter(day, wanted=matter)
    with moment.fixed("2026-03-10"):
        actions.withdraw(
            handler, Request.objects.get(pk=made["a"].pk), proof="撤回书在案卷第3页"
        )  # after 20 working days and more
        actions.withdraw(handler, Request.objects.get(pk=made["b"].pk), proof="撤回书在案卷第3页")
    return made


def test_the_period_is_told_apart_by_topic_way_and_outcome(world, year):
    found = analysis.analyse(world.a.body, FIRST, LAST)
    groups = {g.title: {bar.name: bar.count for bar in g.bars} for g in found.groups}
    assert groups["按内容"] == {"招生入学": 2, "采购、食堂、校服": 1, "其他内容": 1}
    assert groups["按渠道"] == {"当面提交": 4}
    assert groups["按结果"] == {lists.entry("decisions", "r3_6_3").label: 2}
    assert {bar.width for bar in found.groups[0].bars} == {100.0, 50.0}


def test_a_month_without_an_ending_has_no_rate(world, year):
    months = {m.first.month: m for m in analysis.analyse(world.a.body, FIRST, LAST).months}
    assert [(m.new, m.handled) for m in months.values()] == [(0, 0), (1, 0), (2, 2), (0, 0), (1, 0)]
    assert (months[1].days, months[1].on_time, months[1].open) == (None, None, None)
    assert months[3].on_time == 50.0, "of two handled, one was late"
    assert months[3].open == 0.0, "what was taken back opened nothing: a counted zero"
    assert months[5].last == LAST, "a month that is not over ends with the period"


def test_a_precedent_says_its_only_item_once(world, handler, year, sign_in):
    text = sign_in(handler).get("/workbench/requests/precedents/").content.decode()
    assert text.partition("<tbody>")[2].count(">文津小学招生计划<") == 1


def test_every_figure_on_the_page_is_the_number_of_cases_that_it_opens(world, handler, year, sign_in):
    client = sign_in(handler)
    shown = client.get("/workbench/requests/analysis/").content.decode()
    links = re.findall(r'<a href="(/workbench/requests/\?[^"]+)">(\d+)( 件|</a>)', shown)
    assert len(links) >= 12
    for address, number, _ in links:
        name = parse_qs(unescape(address).partition("?")[2])["figure"][0].partition(" ")[0]
        if name == "办结用时中位数":  # days, not cases: the list is that of the handled
            continue
        listed = client.get(unescape(address)).content.decode()
        count = re.search(r"<p>\s*([\d,]+)\s+件", listed)
        assert (int(count[1].replace(",", "")) if count else 0) == int(number), name
    assert 'role="img"' in shown and "<caption" in shown and "style=" not in shown


def test_the_page_asks_as_many_questions_for_many_cases_as_for_few(
    handler, enter, year, sign_in, django_assert_max_num_queries
):
    client = sign_in(handler)
    for n in range(8):
        enter("2026-05-19", wanted=f"第{n}件校车安全")
    with django_assert_max_num_queries(25):
        client.get("/workbench/requests/analysis/")


def test_an_early_period_is_not_counted_at_all(handler, year, sign_in):
    shown = (
        sign_in(handler)
        .get("/workbench/requests/analysis/?first=2025-01-01&last=2025-12-31")
        .content.decode()
    )
    assert "这一时段数不全" in shown and "rq-bars" not in shown


def test_precedents_are_found_by_words_and_decision_without_the_applicant(handler, year, sign_in):
    client = sign_in(handler)
    shown = client.get("/workbench/requests/precedents/?q=学区").content.decode()
    assert "学区划片测算说明" in shown and "招生计划" not in shown and PERSON.name not in shown
    assert "食堂食材供应商名单" not in client.get("/workbench/requests/precedents/").content.decode(), (
        "still open"
    )
    by = client.get("/workbench/requests/precedents/?decision=r3_1").content.decode()
    assert "没有符合条件的先例" in by


def test_precedents_of_another_body_are_nobody_elses(world, handler, year):
    assert not precedents.closed(world.b.office).exists()
    assert precedents.closed(handler).count() == 2


def test_near_cases_are_those_that_ask_for_nearly_the_same(handler, enter, year):
    case = enter("2026-05-19", wanted="文津小学2026年招生计划")
    assert [near.subject for near in precedents.near(handler, case)] == ["文津小学招生计划"]
