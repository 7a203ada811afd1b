"""公文台账 of a city: no place and no late document is left out without a word, however many schools there are."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import organization, person

from gongkai import paging
from gongkai.apps.documents import actions
from gongkai.apps.documents.views import listing
from gongkai.apps.organizations.models import Role
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db
LIST = "/workbench/documents/"


@pytest.fixture
def city(world, monkeypatch):
    """Twelve schools below a bureau, more than may be picked from; one document of the last of them."""
    monkeypatch.setattr(listing, "PICKED", 10)
    schools = [
        organization(slug=f"xuexiao-{n}", name=f"东湖第{n}小学", kind="school", parent=world.a.body)
        for n in range(1, 13)
    ]
    clerk = person("clerk", schools[-1], Role.INFORMANT, name="学校信息员")
    actions.register(
        clerk, organization=schools[-1], section=schools[-1], fields={"title": "最后一所学校的通知"}
    )
    actions.register(
        world.a.drafter, organization=world.a.body, section=world.a.section, fields={"title": "局里的通知"}
    )
    watcher = person("watcher", world.a.body.parent, Role.AUDITOR, subtree=True, name="全市审计")
    return schools, watcher


def test_a_school_beyond_those_one_can_pick_from_is_found_by_its_name(city, sign_in):
    _, watcher = city
    browser = sign_in(watcher)
    page = browser.get(LIST).content.decode()
    assert 'name="unit"' in page and "东湖区教育局</option>" in page and "东湖第12小学</option>" not in page
    found = browser.get(LIST, {"unit": "第12小学"}).content.decode()
    assert "最后一所学校的通知" in found and "局里的通知" not in found
    assert "没有符合条件" in browser.get(LIST, {"unit": "没有这所学校"}).content.decode()


def test_sections_are_offered_once_their_body_is_chosen(city, world, sign_in):
    _, watcher = city
    other = organization(slug="donghu-renshi", name="人事科", kind="section", parent=world.a.body)
    page = sign_in(watcher).get(LIST, {"body": world.a.body.pk}).content.decode()
    assert "基础教育科</option>" in page and f"{other.name}</option>" in page


def test_who_sees_few_places_picks_them_as_before(world, sign_in):
    page = sign_in(world.a.office).get(LIST).content.decode()
    assert 'name="unit"' not in page


def test_the_list_of_a_city_costs_the_same_with_more_schools(city, sign_in, django_assert_max_num_queries):
    _, watcher = city
    browser = sign_in(watcher)
    browser.get(LIST)
    with django_assert_max_num_queries(20):
        browser.get(LIST)


@pytest.mark.parametrize("many", [3, 1000], ids=["met in the order of the list", "looked up"])
def test_late_ones_are_the_same_rows_however_they_are_found(city, world, sign_in, monkeypatch, many):
    _, watcher = city
    monkeypatch.setattr(listing, "COUNT_UP_TO", many)
    for n in range(6):
        day = dt.date(2026, 1, n + 5)
        with moment.fixed(day.isoformat()):
            made = actions.register(
                world.a.drafter, organization=world.a.body, section=world.a.section,
                fields={"title": f"晚{n}", "signed_on": day},
            )  # fmt: skip
            actions.decide_attribute(world.a.drafter, made, attribute="open")
    answer = sign_in(watcher).get(LIST, {"view": "overdue"})
    assert [row.title for row, _ in answer.context["rows"]] == [f"晚{n}" for n in range(5, -1, -1)]
    assert [t["count"] for t in answer.context["tabs"] if t["key"] == "overdue"] == [6]
    assert sign_in(world.b.office).get(LIST, {"view": "overdue"}).context["rows"] == []


def test_of_many_rows_under_a_condition_it_is_said_how_far_they_were_counted(
    city, world, sign_in, monkeypatch
):
    _, watcher = city
    monkeypatch.setattr(paging, "NARROWED_UP_TO", 1)
    page = sign_in(watcher).get(LIST, {"year": "2026"})
    assert page.context["page"].total == 0 and "接着数" not in page.content.decode()
    for title in ("一", "二"):
        actions.register(
            world.a.drafter, organization=world.a.body, section=world.a.section,
            fields={"title": title, "signed_on": dt.date(2026, 1, 5)},
        )  # fmt: skip
    page = sign_in(watcher).get(LIST, {"year": "2026"})
    assert page.context["page"].total is None and len(page.context["rows"]) == 2
    assert "1件以上" in page.content.decode() and "count=all" in page.content.decode()
    assert sign_in(watcher).get(LIST, {"year": "2026", "count": "all"}).context["page"].total == 2
    assert (
        sign_in(watcher).get(LIST).context["page"].total == 4
    )  # without a condition the index counts quickly


def test_what_no_index_serves_is_looked_through_once(city, sign_in, monkeypatch):
    """On SQLite count and first page come of one walk, PostgreSQL counts in the order in which rows lie; a later page
    is counted by itself."""
    schools, watcher = city
    clerk = person("second", schools[0], Role.INFORMANT, name="另一信息员")
    for n in range(60):
        actions.register(clerk, organization=schools[0], section=schools[0], fields={"title": f"第{n}号课表"})
    monkeypatch.setattr("gongkai.fragments.FEW", 0)
    browser = sign_in(watcher)
    with CaptureQueriesContext(connection) as seen:
        page = browser.get(LIST, {"q": "课表"})
    asked = [q["sql"] for q in seen.captured_queries if "LIKE" in q["sql"]]
    walks = [sql for sql in asked if not re.search(r'"id" IN \(\d', sql)]
    assert len(walks) == (1 if connection.vendor == "sqlite" else 2), asked
    shown = page.context["page"]
    assert [row.title for row in shown.rows] == [f"第{n}号课表" for n in range(59, 9, -1)]
    assert shown.total == 60
    rest = browser.get(LIST, {"q": "课表", "after": shown.next_after}).context["page"]
    assert [row.title for row in rest.rows] == [f"第{n}号课表" for n in range(9, -1, -1)] and rest.total == 60
    assert rest.next_after == ""
