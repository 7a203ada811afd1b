"""公文流水目录 as the public sees it: every number accounted for, nothing of a draft."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest

from gongkai.apps.documents import actions as documents
from gongkai.apps.ledger.queries import day_head, read_heads, verify
from gongkai.apps.portal import figures
from gongkai.apps.portal.pages.heads import keep_yesterday
from gongkai.apps.portal.pages.register import register_sheet, series_of
from gongkai.clocks import moment


def states(world, year=2026):
    return {line.serial: line.state for s in series_of(world.a.body, year) for line in s.lines}


def test_open_void_unexplained_and_drafts(client, world, publish):
    publish(world.a, number="东教〔2026〕4号")
    documents.register(
        world.a.drafter, organization=world.a.body, section=world.a.section,
        fields={"title": "还没审的秘密标题", "number": "东教〔2026〕3号", "signed_on": dt.date(2026, 5, 18)},
    )  # fmt: skip
    documents.explain_number(
        world.a.office, organization=world.a.body, agency="东教", year=2026, serial=2, reason="void",
        note="编号后取消发文。",
    )  # fmt: skip
    assert states(world) == {1: "unexplained", 2: "void", 3: "pending", 4: "open"}
    text = client.get("/donghu/register/").content.decode()
    assert "还没审的秘密标题" not in text
    assert "空号，2026-05-20 登记。" in text
    assert "编号后取消发文" not in text  # one officer's words stay in the house
    assert "全年 4 个文号；已定公开属性的 1 件，主动公开 1 件。" in text
    figure = figures.numbers(world.a.body, 2026)
    assert (figure.met, figure.of) == (3, 4)


def test_the_sheet_holds_every_number_and_no_formula(world, publish):
    publish(world.a, number="东教〔2026〕2号", title="=HYPERLINK(1)的通知")
    book = openpyxl.load_workbook(io.BytesIO(register_sheet(world.a.body, 2026)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [r[0] for r in rows[1:]] == ["东教〔2026〕1号", "东教〔2026〕2号"]
    assert book.worksheets[0]["B3"].data_type == "s"


def test_an_absurd_number_does_not_break_the_page(client, world, publish):
    publish(world.a, number="东教〔2026〕9999号")
    response = client.get("/donghu/register/")
    assert response.status_code == 200
    assert response.content.decode().count("number-cell") < 140
    assert client.get("/donghu/register/2026/?code=东教&upto=200").status_code == 200


def test_the_head_of_the_ledger_is_published_at_the_foot(client, world, publish):
    publish(world.a, number="东教〔2026〕1号")
    assert "台账指纹" not in client.get("/donghu/register/").content.decode()  # nothing before today
    with moment.fixed("2026-05-21"):
        head = day_head("donghu", dt.date(2026, 5, 20))
        text = client.get("/donghu/register/").content.decode()
    assert f"{head.hash[:4]} {head.hash[4:8]}" in text
    assert 'href="/donghu/heads.txt"' in text
    assert f"共 {head.number} 号记录" in text


def draft(bureau, number, **fields):
    given = {"title": "还没审的秘密标题", "number": number, "signed_on": dt.date(2026, 5, 18), **fields}
    return documents.register(bureau.drafter, organization=bureau.body, section=bureau.section, fields=given)


@pytest.mark.parametrize(
    "number",
    ["云教办〔2062〕5号", "东教〔2062〕1号", "东教〔1999〕1号", "东教〔2026〕900号", "假教〔2026〕3号"],
)
def test_what_nobody_has_reviewed_steers_nothing_public(client, world, publish, number):
    publish(world.a, number="东教〔2026〕2号")
    before = [client.get(f"/donghu/{p}").content for p in ("register/", "register/2026/", "")]
    draft(world.a, number)
    assert [client.get(f"/donghu/{p}").content for p in ("register/", "register/2026/", "")] == before
    text = client.get("/donghu/register/").content.decode()
    links = re.findall(r'href="(/donghu/register/[^"]+)"', text)
    assert links and all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


def test_drafts_fill_squares_and_go_on_without_a_gap(world, publish):
    publish(world.a, number="东教〔2026〕2号")
    for number in (1, 3, 4, 6):
        draft(world.a, f"东教〔2026〕{number}号")
    assert states(world) == {1: "pending", 2: "open", 3: "pending", 4: "pending"}


def test_a_year_begins_with_its_first_numbers(client, world):
    assert "还没有编号的公文" in client.get("/donghu/register/").content.decode()
    draft(world.a, "云教〔2026〕1号")  # a code of the bureau's own
    assert states(world) == {1: "pending"}
    assert states(world, 2025) == {}


def test_a_correction_that_gives_another_number_changes_nothing_until_it_is_public(client, world, publish):
    publication = publish(world.a, number="东教〔2026〕2号")
    publish(world.a, number="东教〔2026〕3号", title="第三件")
    documents.change(world.a.drafter, publication.subject, {"number": "东教〔2062〕70号"})
    assert states(world) == {1: "unexplained", 2: "open", 3: "open"}
    text = client.get("/donghu/register/").content.decode()
    assert publication.title in text and "2062" not in text


def test_a_draft_under_a_given_number_does_not_hide_the_public_document(world, publish):
    first = draft(world.a, "东教〔2026〕2号")
    publication = publish(world.a, number="东教〔2026〕2号")
    assert first.pk < publication.subject_id
    assert states(world)[2] == "open"


def test_the_heads_of_every_body_of_a_site_are_published_day_by_day(client, world, publish):
    publish(world.a, number="东教〔2026〕1号")
    with moment.fixed("2026-05-21"):
        assert keep_yesterday() > 0
        response = client.get("/donghu/heads.txt")
    head = day_head("donghu", dt.date(2026, 5, 20))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[1:] == [f"2026-05-20 donghu {head.number} {head.hash}"]
    assert list(verify(heads=read_heads(lines))) == []
