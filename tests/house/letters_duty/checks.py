"""Run by test_one_duty.py in a process that has the duty installed: all that its folder brings, through HTTP."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from urllib.parse import urlparse

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.cast import person
from tests.house.letters_duty import actions
from tests.house.letters_duty.models import Letter

from gongkai.apps.deadlines.queries import of_subject
from gongkai.apps.duties import Duty, Tick
from gongkai.apps.duties import registry as house
from gongkai.apps.duties.registry import registry
from gongkai.apps.exports.models import Export
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.actions.handover import carried
from gongkai.apps.organizations.models import Role
from gongkai.apps.portal.baking import make, store
from gongkai.apps.reporting.sources import collect, describe
from gongkai.clocks import moment
from gongkai.desk import taking
from gongkai.site import background


def baked(path):
    """The file of a public page, as the server hands it out; empty where there is none."""
    found = store.root() / store.file_of(path)
    return found.read_text("utf-8") if found.exists() else ""


@pytest.fixture
def handler(world):
    return person("handler", world.a.section, Role.HANDLER, name="苏禾")


@pytest.fixture
def letter(world):
    with transaction.atomic():
        return actions.receive(world.a.section, "路灯什么时候修", dt.date(2026, 5, 6))


@pytest.fixture
def answered(world, handler, letter, sign_in):
    sign_in(handler).post(f"/workbench/letters/{letter.pk}/draft-answer/", {"answer": "本周五前修好。"})
    sign_in(world.a.leader).post(f"/workbench/letters/{letter.pk}/agree/", {"opinion": "同意"})
    letter.refresh_from_db()
    return letter


def test_two_people_answer_through_the_screens(world, handler, letter, sign_in):
    client = sign_in(handler)
    address = f"/workbench/letters/{letter.pk}/"
    assert "拟答" in client.get(address).content.decode()
    empty = client.post(f"{address}draft-answer/", {"answer": ""})
    assert "请填写。" in empty.content.decode() and Letter.objects.get().state == "received"
    assert client.post(f"{address}draft-answer/", {"answer": "本周五前修好。"}).status_code == 302
    assert client.post(f"{address}agree/").status_code == 404, "a handler may not agree"
    leader = sign_in(world.a.leader)
    assert "审定" in leader.get(address).content.decode()
    done = leader.post(f"{address}agree/", {"opinion": "同意"}, follow=True)
    assert "已答复。" in done.content.decode()
    letter.refresh_from_db()
    assert (letter.state, letter.drafted_by, letter.agreed_by) == ("answered", handler, world.a.leader)
    assert [d.state for d in of_subject(letter)] == ["met"]
    said = Entry.objects.filter(event__startswith="letters:").order_by("id")
    assert [(e.event, e.because) for e in said] == [("letters:drafted", ""), ("letters:agreed", "同意")]
    assert not list(verify())


def test_nobody_agrees_to_his_own_answer(world, letter, sign_in):
    client = sign_in(world.a.leader)
    address = f"/workbench/letters/{letter.pk}/"
    client.post(f"{address}draft-answer/", {"answer": "我来答。"})
    assert "拟答人不能审定自己拟的答复" in client.get(address).content.decode(), "said before the button"
    refused = client.post(f"{address}agree/", follow=True).content.decode()
    assert "没有审定：拟答人不能审定" in refused
    assert Letter.objects.get().state == "drafted"
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(agreed_by=world.a.leader, state="answered")


def test_the_menu_shows_it_with_what_waits(world, handler, letter, sign_in):
    sign_in(handler).post(f"/workbench/letters/{letter.pk}/draft-answer/", {"answer": "修。"})
    menu = {i.name: i for i in sign_in(world.a.leader).get("/workbench/").context["chrome"].menu}
    assert (menu["来信"].url, menu["来信"].count) == ("/workbench/letters/", 1)
    assert "来信" not in {i.name for i in sign_in(world.a.admin).get("/workbench/").context["chrome"].menu}


def test_the_home_says_whose_turn_it_is(world, handler, letter, sign_in):
    with moment.fixed("2026-06-02"):
        rows = sign_in(handler).get("/workbench/").context["groups"]
        assert [(line.what.act, line.what.solid) for g in rows for line in g.duties] == [("拟答", True)]
        rows = sign_in(world.a.office).get("/workbench/").context["groups"]
        assert [(line.what.act, line.what.solid) for g in rows for line in g.duties] == [("看进度", False)]


def test_the_list_and_its_sheet_come_from_one_declaration(world, handler, letter, sign_in):
    client = sign_in(world.a.office)
    page = client.get("/workbench/letters/").content.decode()
    assert "路灯什么时候修" in page and "收到" in page and "剩" not in page
    assert "没有符合条件的来信" in client.get("/workbench/letters/?q=没有").content.decode()
    book = load_workbook(io.BytesIO(client.get("/workbench/letters/export.xlsx").content)).active
    rows = list(book.iter_rows(values_only=True))
    assert rows[0] == ("标题", "收到", "期限", "状态", "拟答人")
    assert rows[1][0] == "路灯什么时候修" and "个工作日" in rows[1][2]
    assert sign_in(world.b.office).get("/workbench/letters/").context["rows"] == []


def test_a_list_of_two_hundred_costs_what_fifty_cost(world, sign_in, django_assert_max_num_queries):
    Letter.objects.bulk_create(
        Letter(
            organization=world.a.body, section=world.a.section, title=f"第{n}封", received_on="2026-05-06",
            updated_at=moment.now(),
        )
        for n in range(210)
    )  # fmt: skip
    client = sign_in(world.a.office)
    client.get("/workbench/letters/")
    with django_assert_max_num_queries(20) as few:
        client.get("/workbench/letters/")
    with django_assert_max_num_queries(len(few)):
        assert len(client.get("/workbench/letters/?size=200").context["rows"]) == 200


def test_many_rows_are_made_in_the_background_without_a_word_from_the_duty(
    world, letter, sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(taking, "AT_ONCE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(world.a.office).post("/workbench/letters/export.xlsx")
    made = Export.objects.get()
    assert (made.route, made.state, made.written) == ("letters:export", "done", 1)


def test_a_report_counts_it_and_opens_the_list(world, letter):
    figure = collect(world.a.body, "annual_2019", 2026)["x.letters"]
    assert (figure.value, list(figure.records)) == (1, [letter])
    assert describe(letter).url == f"/workbench/letters/{letter.pk}/"


def test_the_public_page_is_served_baked_and_on_the_map(world, answered, client):
    page = client.get("/donghu/letters/").content.decode()
    assert "路灯什么时候修" in page and f"/donghu/letters/{answered.pk}.html" in page
    assert client.get(f"/donghu/letters/{answered.pk}.html").status_code == 200
    assert client.get("/donghu/letters/999.html").status_code == 404
    assert "来信选登" in client.get("/donghu/map/").content.decode()
    make.bake_all()
    for path in ("/donghu/letters/", f"/donghu/letters/{answered.pk}.html", "/letters/"):
        assert baked(path), path


def test_the_file_follows_the_act_and_not_the_night(
    world, handler, letter, sign_in, django_capture_on_commit_callbacks
):
    make.bake_all()
    assert "路灯" not in baked("/donghu/letters/")
    sign_in(handler).post(f"/workbench/letters/{letter.pk}/draft-answer/", {"answer": "修。"})
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(world.a.leader).post(f"/workbench/letters/{letter.pk}/agree/")
    assert baked("/donghu/letters/") == "", "the stale file goes at once; Django answers meanwhile"
    assert "路灯" in Client().get("/donghu/letters/").content.decode()
    make.work_off()
    assert "路灯" in baked("/donghu/letters/")
    assert "修。" in baked(f"/donghu/letters/{letter.pk}.html")


def test_no_sub_site_may_take_its_name():
    assert "letters" in registry().reserved


def test_a_draft_goes_along_in_a_handover(world, handler, letter, sign_in):
    sign_in(handler).post(f"/workbench/letters/{letter.pk}/draft-answer/", {"answer": "修。"})
    piles = {p.label: p.titles for p in carried(world.a.admin, handler)}
    assert piles["来信答复"] == ["路灯什么时候修"]


def test_its_tick_runs_and_a_failing_one_stops_no_other(world, letter, monkeypatch):
    def fail():
        raise RuntimeError

    ran = []
    (brought,) = next(d for d in registry().duties if d.code == "letters").ticks
    good = replace(brought, run=lambda: ran.append(brought.run()))
    monkeypatch.setattr(background, "_last", {})
    monkeypatch.setattr(house, "_known", house.Registry((Duty("bad", "坏", ticks=(Tick("坏", fail), good)),)))
    background.tick(now=0.0)
    background.tick(now=1.0)
    assert ran == [1], "once a minute, whatever else fails"
    background.tick(now=61.0)
    assert ran == [1, 1]


@pytest.mark.django_db
def test_the_demonstration_lives_through_it(settings, tmp_path):
    from gongkai.demo.load import load

    settings.MEDIA_ROOT = tmp_path / "files"
    load(dt.date(2026, 5, 20), small=True)
    assert Letter.objects.get().title == "演示来信"


def test_it_stands_outside_the_package():
    from gongkai.apps.duties.installed import installed

    assert (
        "tests.house.letters_duty" in settings.INSTALLED_APPS
        and "tests.house.letters_duty" not in installed()
    )
    assert urlparse(reverse("letters:list")).path == "/workbench/letters/"
