"""领导一页: each figure is counted from clocks and opens exactly those (findings/walk.md, leader's page)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from tests.cast import person

from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.organizations.models import Organization, Role

PAGE, LIST = "/workbench/brief/", "/workbench/brief/list/"
DOCUMENT = "documents.officialdocument"


@pytest.fixture
def clock(world):
    """A function that lays down a clock of a body: its last day, the day it was done if it was."""
    made: list[Deadline] = []

    def make(body: Organization, due: str, done: str = "", state: str = "", title: str = "") -> Deadline:
        made.append(
            Deadline.objects.create(
                organization=body, section=body, subject_type=DOCUMENT, subject_id=9000 + len(made), provision="proactive",
                title=title or f"第{len(made)}件", basis="公开期限", started_on="2026-01-05", due_on=due,
                state=state or (State.MET if done else State.RUNNING), ended_on=done or None,
            )
        )  # fmt: skip
        return made[-1]

    return make


def shown(client: Any, **query: str) -> str:
    return client.get(PAGE, query).content.decode()


def test_a_month_is_counted_by_last_day_and_every_figure_opens_its_clocks(world, clock, sign_in):
    body = world.a.body
    kept = [clock(body, "2026-05-08", "2026-05-08"), clock(body, "2026-05-29", "2026-05-12")]
    late = [clock(body, "2026-05-11", "2026-05-12"), clock(body, "2026-05-19")]
    clock(body, "2026-05-20")  # ends today: nobody knows yet
    clock(body, "2026-05-06", state=State.CANCELLED)
    clock(body, "2026-05-07", state=State.PAUSED)
    clock(body, "2026-04-30", "2026-05-15")  # of another month
    clock(world.b.body, "2026-05-08")  # of another body
    client = sign_in(world.a.leader)
    text = shown(client)
    assert "4件，2件按期" in text and ">50<" in text and "2件超期" in text
    assert "比上月+50.0个百分点" in text  # April: one, and that one late
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/workbench/brief/list/[^"]*)"', text)]
    every, over = (client.get(link).context["page"].rows for link in links[:2])
    assert {d.pk for d in every} == {d.pk for d in kept + late}
    assert {d.pk for d in over} == {d.pk for d in late}


def test_a_month_without_anything_due_has_no_rate(world, clock, sign_in):
    text = shown(sign_in(world.a.leader))
    assert "这个月没有到期的" in text and "%</small>" not in text
    clock(world.a.body, "2026-05-08", "2026-05-08")
    assert "上月没有到期的" in shown(sign_in(world.a.leader))


def test_what_presses_stands_with_the_longest_late_first_and_no_more_than_fits(world, clock, sign_in):
    for day in range(1, 9):
        clock(world.a.body, f"2026-04-{day:02d}", title=f"四月{day}日的")
    text = shown(sign_in(world.a.leader))
    assert "请您过问 5 件" in text and "共8件" in text
    assert text.index("四月1日的") < text.index("四月5日的") and "四月6日的" not in text


def test_what_ends_next_begins_tomorrow_and_goes_to_the_end_of_the_next_month(world, clock, sign_in):
    for day in ("2026-05-20", "2026-05-21", "2026-06-30", "2026-07-01"):
        clock(world.a.body, day, title=f"到{day}的")
    ahead = shown(sign_in(world.a.leader)).partition("6月底前要紧的日子")[2]
    assert [day for day in ("05-20", "05-21", "06-30", "07-01") if f"到2026-{day}的" in ahead] == [
        "05-21",
        "06-30",
    ]


@pytest.mark.parametrize("asked", ["2026-13", "2031-01", "x", "2026-05-01", "1900-01"])
def test_a_month_that_nobody_can_look_back_upon_is_this_month(asked, world, sign_in):
    assert "2026年5月<" in shown(sign_in(world.a.leader), month=asked)


def test_a_year_ago_can_be_looked_back_upon(world, clock, sign_in):
    clock(world.a.body, "2025-05-30", "2025-06-02")
    text = shown(sign_in(world.a.leader), month="2025-05")
    assert "1件，0件按期" in text and "截至2025年5月31日" in text


def test_the_city_sees_a_district_and_a_district_no_other(world, clock, sign_in):
    clock(world.a.body, "2026-05-08", "2026-05-08")
    clock(world.b.body, "2026-05-08")
    city = person("juzhang", Organization.objects.get(slug="yunchuan"), Role.LEADER)
    client = sign_in(city)
    assert "2件，1件按期" in shown(client)
    assert "1件，1件按期" in shown(client, body="donghu")
    assert "这个月没有到期的" in shown(client, body="yunchuan.own")
    district = sign_in(world.b.leader)
    assert district.get(PAGE, {"body": "donghu"}).status_code == 404
    assert [d.organization_id for d in district.get(LIST).context["page"].rows] == [world.b.body.pk]


@pytest.mark.parametrize("part", ["drafter", "head", "secrecy", "admin"])
def test_who_watches_over_nothing_has_no_such_page(part, world, sign_in):
    client = sign_in(world.a.people[part])
    assert client.get(PAGE).status_code == client.get(LIST).status_code == 404
    assert PAGE not in client.get("/workbench/").content.decode()


def test_the_leader_finds_it_on_the_home(world, sign_in):
    assert f'href="{PAGE}"' in sign_in(world.a.leader).get("/workbench/").content.decode()


def test_two_prints_with_other_figures_have_other_codes(world, clock, sign_in):
    def code(text: str) -> str:
        return re.search(r"核对码 ([0-9a-f]{8})", text)[1]

    client = sign_in(world.a.leader)
    first = code(shown(client))
    assert code(shown(client)) == first
    clock(world.a.body, "2026-05-08", "2026-05-09")
    assert code(shown(client)) != first


def test_the_page_asks_the_same_for_many_clocks(world, clock, sign_in, django_assert_max_num_queries):
    for day in range(1, 29):
        clock(world.a.body, dt.date(2026, 5, day).isoformat(), "2026-05-12" if day % 2 else "")
    client = sign_in(world.a.leader)
    client.get(PAGE)
    with django_assert_max_num_queries(45):
        client.get(PAGE)
