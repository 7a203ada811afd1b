"""公文流水目录 as the public sees it: every number accounted for, nothing of a draft."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl

from gongkai.apps.documents import actions as documents
from gongkai.apps.ledger.queries import day_head
from gongkai.apps.portal import figures
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
    assert "编号后取消发文，2026-05-20 登记。" in text
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
    assert f"共 {head.number} 号记录" in text
