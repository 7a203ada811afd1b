"""At the counter: entered in one page, a receipt on paper at once; whoever lost his code gets another, the old one is void."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.apps.intake.conftest import Citizen, text_of
from tests.apps.requests.applying import look_up, sent
from tests.apps.requests.people import PERSON
from tests.apps.requests.test_screens import ENTRY

from gongkai.apps.intake.models import Receipt
from gongkai.apps.ledger.models import Entry
from gongkai.apps.requests import events
from gongkai.apps.requests.models import Office, Request

NEW = "/workbench/requests/new/"


def code_on(page) -> str:
    return re.findall(r"<strong>([2-9A-Z]{4}-[2-9A-Z]{4})</strong>", page.content.decode())[0]


@pytest.fixture
def desk(citizen, handler, sign_in):
    return sign_in(handler)


def test_entered_and_on_paper_with_one_press(world, citizen, desk):
    page = desk.post(NEW, {**ENTRY, "print": "1"})
    assert page.status_code == 307, "the browser posts on by itself: reloading enters nothing twice"
    paper = desk.post(page["Location"])
    said = text_of(paper)
    assert "no-store" in paper["Cache-Control"] and "政府信息公开申请收件回执" in said
    assert "最迟答复" in said and PERSON.name not in said and "data:image/svg" in paper.content.decode()
    case = Request.objects.get()
    assert "已经办结" not in text_of(look_up(citizen, case.number, code_on(paper)))
    assert citizen.client.get(f"{citizen.place}status/{case.number}/").status_code == 200
    assert Entry.objects.filter(event=events.RECEIPT_PRINTED).count() == 1


def test_entering_alone_leads_to_the_case(desk):
    page = desk.post(NEW, ENTRY)
    assert page.status_code == 302 and page["Location"].endswith(f"/{Request.objects.get().pk}/")
    assert not Receipt.objects.exists()


def test_a_new_code_ends_the_old_one_its_passes_and_the_page_that_showed_it(world, citizen, desk):
    number, old = sent(citizen)
    assert look_up(citizen, number, old).status_code == 200
    case = Request.objects.get()
    new = code_on(desk.post(f"/workbench/requests/{case.pk}/receipt/"))
    assert citizen.client.get(f"{citizen.place}status/{number}/").status_code == 303, "the old pass is void"
    assert citizen.get("receipt/").status_code == 303, "no page shows a code that no longer holds"
    other = Citizen(Client(), citizen.place)
    assert "受理号或者查询码不对" in text_of(
        other.post("status/", number=number, code=old, solved=other.solved("look"))
    )
    assert look_up(other, number, new).status_code == 200
    assert Receipt.objects.count() == 1


def test_only_a_handler_of_the_place_prints_one(world, citizen, desk, sign_in):
    desk.post(NEW, ENTRY)
    case = Request.objects.get()
    address = f"/workbench/requests/{case.pk}/receipt/"
    assert desk.get(address).status_code == 405, "looking makes none"
    for stranger in (world.a.auditor, world.a.leader, world.b.office):
        assert sign_in(stranger).post(address).status_code == 404
    assert not Receipt.objects.exists()


def test_figures_open_exactly_their_cases(world, citizen, desk):
    desk.post(NEW, ENTRY)
    desk.post(NEW, {**ENTRY, "channel": "counter", "submitted_on": "2026年5月20日", "signed_on": ""})
    Office.objects.update(kept_since="2026-01-01")
    page = desk.get("/workbench/requests/figures/").content.decode()
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="gk-r"><a href="([^"]+)">(\S+) ', page)
    assert {name for name, _, _ in rows} >= {
        "新收",
        "期初结转",
        "办结",
        "期末未办结",
        "超期办结",
        "收到：当面提交",
    }
    assert "办结用时中位数" not in page, "nothing was handled: no median, not 0"
    for name, url, value in rows:
        if "信息处理费" not in name:
            shown = desk.get(url.replace("&amp;", "&"))
            assert len(shown.context["page"].rows) == int(value), name
    counted = {name: url for name, url, _ in rows}["收到：当面提交"]
    only = desk.get(counted.replace("&amp;", "&"))
    assert [r.channel for r in only.context["page"].rows] == [
        "counter"
    ] and "回到统计" in only.content.decode()


def test_a_period_before_the_register_began_or_upside_down_is_said_in_one_sentence(world, citizen, desk):
    desk.post(NEW, ENTRY)
    early = desk.get("/workbench/requests/figures/?first=2020-01-01&last=2020-12-31")
    assert "这一时段数不全" in early.content.decode()
    wrong = desk.get("/workbench/requests/figures/?first=2026年5月2日&last=2026年5月1日").content.decode()
    assert "结束日期在开始日期之前" in wrong and "2026年5月2日" in wrong
    for nonsense in ("x", "没有这个 2026-01-01至2026-02-01", "新收 2026-13-01至2026-02-01"):
        assert desk.get("/workbench/requests/", {"figure": nonsense}).status_code == 200
