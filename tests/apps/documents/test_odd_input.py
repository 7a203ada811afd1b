"""Addresses and texts that no form would send: each ends in a page or a clear refusal, never in an error."""

from __future__ import annotations

import datetime as dt
import io
from xml.dom import minidom

import openpyxl
import pytest
from django.test import Client

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.publishing import actions

pytestmark = pytest.mark.django_db
LISTS = ("documents/", "publishing/waiting/", "deadlines/", "ledger/", "documents/export.xlsx")


def register(bureau, title="关于招生工作的通知"):
    return documents.register(
        bureau.drafter, organization=bureau.body, section=bureau.section,
        fields={"title": title, "number": "东教〔2026〕7号", "signed_on": dt.date(2026, 5, 8),
                "html": "<p>正文\x08有\x1b控制符</p>"},
    )  # fmt: skip


@pytest.mark.parametrize("field", ["after", "size", "year", "section", "body"])
@pytest.mark.parametrize(
    "value",
    ["²", "٣", "-1", "9" * 25, "99999", "1~2", "a~b", "2026-01-01~2", "2026-01-01T00:00:00~2", "~", "0~0",
     "2026-01-01T00:00:00+08:00~" + "9" * 19],
)  # fmt: skip
def test_a_list_drops_what_it_cannot_read(world, sign_in, field, value):
    register(world.a)
    browser = sign_in(world.a.office)
    for path in LISTS:
        assert browser.get(f"/workbench/{path}", {field: value}).status_code == 200, path


def test_odd_numbers_elsewhere(world, sign_in):
    browser = sign_in(world.a.office)
    odd = {"ids": ["²", "9" * 25], "act": "submit", "back": "view=own"}
    assert browser.post("/workbench/documents/bulk/", odd).status_code == 302
    explain = {"body": "²", "serial": "²", "year": "２０２６", "agency": "东教"}
    assert browser.get("/workbench/documents/register/explain/", explain).status_code == 404
    assert sign_in(world.a.admin).get("/workbench/people/", {"at": "²"}).status_code == 200
    for year in ("99999", "0", "9" * 25):
        assert Client().get(f"/donghu/register/{year}/").status_code == 404
        assert Client().get(f"/donghu/register/{year}.xlsx").status_code == 404


def test_control_characters_from_another_program_reach_neither_workbook_nor_feed(world, sign_in):
    document = register(world.a, title="标\x08题\x1b乙\uffff")
    assert document.title == "标题乙"
    assert document.text == "正文有控制符"
    sheet = sign_in(world.a.office).get("/workbench/documents/export.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(sheet.content)).active["A2"].value == "标题乙"
    documents.decide_attribute(world.a.drafter, document, attribute="open")
    submission = actions.submit(world.a.drafter, document)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(world.a.people[part], submission, "同意\x0b")
    actions.publish(world.a.second, document, columns=world.a.columns[:1])
    minidom.parseString(Client().get("/donghu/feed.xml").content)  # noqa: S318 — our own feed


def test_typed_by_hand_the_kind_comes_from_the_title(world, sign_in):
    browser = sign_in(world.a.drafter)
    page = browser.post("/workbench/documents/new/", {"by_hand": "1"}, follow=True)
    address = page.redirect_chain[-1][0]
    assert "按标题认定" in page.content.decode()
    typed = {"title": "关于加强作业管理的意见", "place": world.a.section.pk, "text": "正文"}
    browser.post(address, typed)
    assert OfficialDocument.objects.get().kind == "意见"
