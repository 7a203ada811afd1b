"""A citizen asks, without scripts: finds what is public, or sends, and follows the case by number and code (条例第二十九条)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.apps.intake.conftest import text_of
from tests.apps.requests.applying import ID, PAGES, look_up, sent

from gongkai.apps import portal
from gongkai.apps.intake.models import Receipt
from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests import actions
from gongkai.apps.requests.models import Avoided, Point, Request
from gongkai.apps.search.actions import index
from gongkai.clocks import moment


def put(body, title="2025年秋季小学一年级招生录取情况统计表", text="文津路小学：计划160人，报名231人。"):
    index(
        Organization(pk=9001), site=body, organization=body, url="/x/doc/1.html", title=title, body=text, number="",
        kind="通知", topic="招生入学", column="tongzhi", year=2025, validity="valid", in_force=True,
        published_at=dt.datetime(2026, 4, 1, 9, tzinfo=moment.BEIJING),
    )  # fmt: skip


def test_what_is_public_already_is_shown_before_anything_is_asked(citizen, world):
    put(world.a.body)
    page = citizen.post("wanted/", **PAGES["wanted"], look="1")
    said = text_of(page)
    assert page.status_code == 200 and "录取情况统计表" in said and "没有找到" in said and "测算依据" in said
    ended = citizen.post("wanted/", **PAGES["wanted"], enough="1")
    assert "那就不用提交了" in text_of(ended)
    assert Avoided.objects.get().count == 1 and not Request.objects.exists()
    citizen.post("wanted/", **PAGES["wanted"], enough="1")
    assert Avoided.objects.get().count == 2
    assert (
        PAGES["wanted"]["wanted"] in citizen.get("wanted/").content.decode()
    )  # the way back keeps the words


def test_from_question_to_receipt_to_the_page_of_the_case(citizen, handler):
    number, code = sent(citizen)
    case = Request.objects.get()
    assert (case.number, case.channel, case.applicant_kind, case.state) == (
        number,
        "web",
        "natural",
        "received",
    )
    assert case.received_on is None  # 网上提交：确认之日才是收到之日（条例第三十一条）
    look = citizen.post("status/", number=number, code=code, solved=citizen.solved("look"))
    assert look.status_code == 303
    assert "等着与您确认" in text_of(citizen.client.get(look["Location"]))
    with moment.fixed("2026-05-21T09:00:00"):
        actions.confirm(handler, case)
        citizen.post("status/", number=number, code=code, solved=citizen.solved("look"))
        page = citizen.client.get(look["Location"])
    said = text_of(page)
    assert "6月18日（周四） 前答复您" in said and "从收到的次日起算" in said
    days = re.findall(r'<li class="day day-(\w+)', page.content.decode())
    assert days[0] == "start" and days[-1] == "due" and days.count("ahead") == 19


def test_each_day_stands_under_its_weekday():
    """On a phone a column is a weekday: the class of the strip names the day and the style sheet knows it."""
    style = (Path(portal.__file__).parent / "static/portal/site.css").read_text(encoding="utf-8")
    for number, column in zip(range(7), (7, 1, 2, 3, 4, 5, 6), strict=True):
        assert f".starts-on-{number} {{ --first-weekday: {column}; }}" in style
    wednesday = render_to_string(
        "requests/public/_days.html", {"cells": [SimpleNamespace(date=dt.date(2026, 5, 20))]}
    )
    assert "starts-on-3" in wednesday


def test_a_company_gives_its_code_and_who_speaks_for_it(citizen):
    company = {
        "name": "云川市育才图书有限公司", "id_number": "91350100M000100Y43", "representative": "李文", "contact_name": "王芳",
    }  # fmt: skip
    pages = {
        "wanted": PAGES["wanted"],
        "who": {"kind": "biz"},
        "company": company,
        "contact": PAGES["contact"],
    }
    for step, fields in pages.items():
        response = citizen.post(f"{step}/", **fields)
        assert response.status_code == 303, text_of(response)
    assert citizen.send().status_code == 303
    assert Request.objects.get().applicant_kind == "biz"


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("wanted", {"wanted": ""}, "请填写"),
        ("wanted", {"wanted": "查" * 10_000}, "最多 1000 字"),
        ("person", {**PAGES["person"], "id_number": ID[:-1] + "1"}, "校验位"),
        ("person", {**PAGES["person"], "name": ""}, "请填写姓名"),
        ("contact", {**PAGES["contact"], "telephone": "12"}, "位数不对"),
        ("contact", {**PAGES["contact"], "email": ""}, "请填写电子邮箱"),
        ("contact", {**PAGES["contact"], "email": "yutong@"}, "写法不对"),
        ("contact", {**PAGES["contact"], "supply": "paper"}, "请填写通信地址"),
    ],
)
def test_what_cannot_be_is_said_at_once_and_nothing_typed_is_lost(citizen, step, wrong, sentence):
    for name, fields in PAGES.items():
        if name == step:
            break
        citizen.post(f"{name}/", **fields)
    page = citizen.post(f"{step}/", **wrong)
    assert page.status_code == 200 and sentence in text_of(page)
    for typed in wrong.values():
        if typed and len(typed) < 400:
            assert typed in page.content.decode()


def test_signs_that_nobody_sees_are_taken_away_and_refuse_nobody(citizen):
    """Pasted out of a PDF; Django's own sentence for them is “不允许是用空字符串”."""
    page = citizen.post("wanted/", wanted="文津路\x00小学\u200b招生计划\x07")
    assert page.status_code == 303
    assert "文津路小学招生计划" in citizen.get("wanted/").content.decode()


def test_at_most_eight_pages_and_one_question_each(citizen):
    sent(citizen)
    assert len(PAGES) + 1 <= 8


def test_a_letter_is_read_with_number_and_code_only(citizen):
    number, _ = sent(citizen)
    stranger = Client()
    assert stranger.get(f"{citizen.place}status/{number}/letter/1/").status_code in {302, 303}
    assert stranger.get(f"{citizen.place}status/{number}/").status_code == 303


def test_every_page_leads_to_the_form_and_to_the_status(citizen, world):
    page = citizen.client.get(f"/{world.a.body.slug}/map/").content.decode()
    for address in (citizen.place, f"{citizen.place}status/"):
        assert page.count(f'href="{address}"') >= 2


def test_a_correction_is_written_on_the_page_of_the_case_and_the_limit_runs_anew(citizen, handler):
    number, code = sent(citizen)
    case = Request.objects.get()
    actions.confirm(handler, case)
    actions.ask_correction(handler, case, asked="请写明是哪一年的报名人数。", due_on=dt.date(2026, 6, 5))
    page = look_up(citizen, number, code)
    assert "请写明是哪一年的报名人数" in text_of(page) and "6月5日（周五） 前" in text_of(page)
    assert "视为放弃申请" in text_of(page), "what follows if he does nothing"
    assert "最迟答复" not in text_of(page) and "还剩" not in text_of(page), (
        "no day of a clock that starts anew"
    )
    told = text_of(page).split("办到哪里")[1]
    assert told.index("请您补正") < told.index("收到申请") < told.index("提交申请"), (
        "the last first, of one day too"
    )
    with moment.fixed("2026-05-25T15:00:00"):
        look_up(citizen, number, code)
        empty = citizen.post(f"status/{number}/correct/", text=" ")
        assert empty.status_code == 422 and "请填写补正的内容" in text_of(empty)
        assert citizen.post(f"status/{number}/correct/", text="2025年秋季的。").status_code == 302
        page = look_up(citizen, number, code)
        assert "6月23日（周二） 前答复您" in text_of(page)  # 从5月25日的次日起20个工作日，端午放假不计
        again = citizen.post(f"status/{number}/correct/", text="再写一次")
        assert again.status_code == 422
    case.refresh_from_db()
    assert (case.state, case.correction.text) == ("open", "2025年秋季的。")


def test_what_was_split_off_or_joined_is_told_with_its_number(citizen, handler, enter):
    number, code = sent(citizen)
    case = Request.objects.get()
    actions.confirm(handler, case)
    Point.objects.create(request=case, position=2, text="报名人数")
    actions.split(handler, Request.objects.get(pk=case.pk))
    part = Request.objects.get(split_from=case)
    page = text_of(look_up(citizen, number, code))
    assert f"受理号 {part.number}" in page and "报名人数" in page and "查询码与这一件相同" in page
    actions.merge(handler, Request.objects.get(pk=case.pk), into=part.number)
    assert f"请用受理号 {part.number} 查进度" in text_of(look_up(citizen, number, code))


def test_each_part_is_looked_up_from_the_start_with_the_code_of_the_whole(citizen, handler):
    number, code = sent(citizen)
    case = Request.objects.get()
    actions.confirm(handler, case)
    Point.objects.create(request=case, position=2, text="报名人数")
    actions.split(handler, Request.objects.get(pk=case.pk))
    part = Request.objects.get(split_from=case)
    shown = look_up(citizen, number, code).content.decode()
    assert f'href="{citizen.place}status/?number={part.number}"' in shown
    page = look_up(citizen, part.number, code)
    assert page.status_code == 200 and f"从受理号 {number} 分出" in text_of(page)
    assert citizen.client.get(f"{citizen.place}status/{number}/").status_code == 303, "a pass is of one case"
    new = actions.print_receipt(handler, part)
    for one in (number, part.number):
        old = citizen.post("status/", number=one, code=code, solved=citizen.solved("look"))
        assert "受理号或者查询码不对" in text_of(old), "a lost code opens nothing any more"
        assert look_up(citizen, one, new).status_code == 200


def test_parts_of_a_case_without_a_code_get_theirs_with_the_first_receipt(citizen, handler, enter):
    case = enter(points=("甲", "乙", "丙"))
    actions.split(handler, case)
    assert not Receipt.objects.exists()
    parts = list(Request.objects.filter(split_from=case).order_by("id"))
    alone = actions.print_receipt(handler, enter(wanted="别的"))
    code = actions.print_receipt(handler, case)
    assert look_up(citizen, parts[1].number, alone).status_code == 303, (
        "another case's code opens none of them"
    )
    assert look_up(citizen, parts[1].number, code).status_code == 200


def test_nobody_corrects_without_number_and_code(citizen, handler):
    number, _ = sent(citizen)
    case = Request.objects.get()
    actions.confirm(handler, case)
    actions.ask_correction(handler, case, asked="请写明年份。", due_on=dt.date(2026, 6, 5))
    stranger = Client()
    assert stranger.post(f"{citizen.place}status/{number}/correct/", {"text": "别人写的"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "correction"


def test_while_others_are_asked_the_days_stand_still_and_no_day_is_promised(citizen, handler):
    number, code = sent(citizen)
    case = Request.objects.get()
    actions.confirm(handler, case)
    with moment.fixed("2026-05-25T10:00:00"):
        actions.consult(handler, case, kind="co_agency", about="课后服务合同", name="云川市财政局")
    with moment.fixed("2026-06-01T10:00:00"):
        page = look_up(citizen, number, code)
        said = text_of(page)
        assert "正在办理，期限暂停" in said and "前答复您" not in said
        assert "今天是第 2 个工作日" in said  # 5月21日、22日；25日起停计
        days = re.findall(r'<li class="day day-(\w+)', page.content.decode())
        assert days.count("counted") == 2 and days.count("paused") == 6
        row = case.consultations.get()
        actions.answer_consultation(handler, row, answer="consent")
    with moment.fixed("2026-06-02T10:00:00"):
        assert "6月26日（周五） 前答复您" in text_of(look_up(citizen, number, code))
