"""What cannot be is one sentence, and nothing typed is lost: long texts, scripts, wrong days, files, floods, lost codes."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.apps.intake.conftest import Citizen, text_of
from tests.apps.requests.applying import PAGES, answered, look_up, sent
from tests.apps.requests.test_screens import ENTRY

from gongkai.apps.requests import actions
from gongkai.apps.requests.models import Delivery, Office, Rating, Request
from gongkai.clocks import moment

LONG = "查" * 10_000
NEW = "/workbench/requests/new/"
SCRIPT = "<script>alert(1)</script>"


def sentences(page) -> list[str]:
    """What the page says is wrong."""
    return re.findall(
        r'<li>(?:<a href="[^"]*">)?([^<]+)', page.content.decode().split('id="errors"')[-1].split("</ul>")[0]
    )


@pytest.fixture
def case(citizen, handler):
    citizen.number, citizen.code = sent(citizen)
    made = Request.objects.get()
    actions.confirm(handler, made)
    Office.objects.update(review_body="云川市人民政府")
    return made


def test_ten_thousand_signs_come_back_whole_with_one_sentence(citizen):
    page = citizen.post("wanted/", wanted=LONG)
    assert sentences(page) == ["您想要什么信息最多 1000 字，现在有 10000 字，请删减；写下的内容还在。"]
    assert LONG in page.content.decode() and LONG in citizen.get("wanted/").content.decode()
    assert not Request.objects.exists()


def test_a_long_correction_and_a_long_opinion_come_back_whole(world, citizen, case, handler):
    actions.ask_correction(handler, case, asked="请写明年份。", due_on=dt.date(2026, 6, 5))
    look_up(citizen, citizen.number, citizen.code)
    page = citizen.post(f"status/{citizen.number}/correct/", text=LONG)
    assert page.status_code == 422 and len(sentences(page)) == 1 and LONG in page.content.decode()
    citizen.post(f"status/{citizen.number}/correct/", text="2025年")
    answered(world, handler, Request.objects.get())
    page = citizen.post(f"status/{citizen.number}/rate/", score="3", words=LONG)
    assert page.status_code == 422 and len(sentences(page)) == 1 and LONG in page.content.decode()
    assert not Rating.objects.exists()


def test_what_a_pdf_hides_in_pasted_words_is_dropped_and_the_words_come_in(world, citizen, case, handler):
    """U+0000 and its like cannot be kept and nobody can see them: no form answers with a sentence on them."""
    hidden = "2025年\x00秋季\x07的"
    actions.ask_correction(handler, case, asked="请写明年份。", due_on=dt.date(2026, 6, 5))
    look_up(citizen, citizen.number, citizen.code)
    assert citizen.post(f"status/{citizen.number}/correct/", text=hidden).status_code == 302
    answered(world, handler, Request.objects.get())
    assert citizen.post(f"status/{citizen.number}/rate/", score="3", words=hidden).status_code == 302
    row = Request.objects.get()
    assert row.correction.text == row.rating.words == "2025年秋季的"
    other = Citizen(Client(), citizen.place)
    sent(other, wanted={"wanted": f"报名人数\x00{hidden}"}, person={**PAGES["person"], "name": "张\x00雨桐"})
    assert Request.objects.latest("id").wanted == "报名人数2025年秋季的"
    assert (
        other.post("status/", number="2026-0001\x00", code="\x00", solved=other.solved("look")).status_code
        == 200
    )


def test_a_script_stays_words_on_every_page_and_a_formula_stays_text_in_the_sheet(
    world, citizen, handler, sign_in
):
    number, code = sent(citizen, wanted={"wanted": f"=HYPERLINK(1) {SCRIPT}"})
    case = Request.objects.get()
    actions.confirm(handler, case)
    client = sign_in(handler)
    pages = [
        look_up(citizen, number, code), citizen.get(f"status/{number}/withdraw/"), client.get("/workbench/requests/"),
        client.get(f"/workbench/requests/{case.pk}/"), client.get(f"/workbench/requests/{case.pk}/reply/"),
        client.post(f"/workbench/requests/{case.pk}/receipt/"),
    ]  # fmt: skip
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200 and SCRIPT not in text and "&lt;script&gt;" in text
    sheet = load_workbook(io.BytesIO(client.get("/workbench/requests/export.xlsx").getvalue())).active
    cell = next(c for row in sheet.iter_rows() for c in row if "HYPERLINK" in str(c.value))
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"submitted_on": "2026年5月21日", "channel": "counter", "signed_on": ""}, "日期在今天之后"),
        ({"signed_on": "2026年5月21日"}, "日期在今天之后"),
        ({"signed_on": "2026年5月17日"}, "日期在5月18日（周一）之前"),
        ({"wanted": " "}, "要什么"),
        ({"id_number": ""}, "证件号码"),
        ({"channel": "pigeon"}, "怎么来的"),
    ],
)
def test_what_cannot_be_at_the_counter_is_said_at_its_field(citizen, handler, sign_in, field, said):
    typed = {**ENTRY, **field}
    page = sign_in(handler).post(NEW, {**typed, "print": "1"})
    text = page.content.decode()
    assert page.status_code == 200 and said in text and not Request.objects.exists()
    for value in typed.values():
        if value.strip() and value != "pigeon":
            assert value.splitlines()[0] in text, value


def test_a_letter_is_not_sent_tomorrow(world, citizen, case, handler, sign_in):
    case = answered(world, handler, case, deliver=False)
    letter = case.letters.get(reply__isnull=False)
    typed = {"method": "post", "sent_on": "2026年5月21日", "proof": "挂号 XA123456789"}
    page = sign_in(handler).post(f"/workbench/requests/letters/{letter.pk}/deliver/", typed)
    text = page.content.decode()
    assert "日期在今天之后" in text and "挂号 XA123456789" in text and "2026年5月21日" in text
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("手机照片.jpg", b"MZ" + b"\0" * 300),
        ("合同.exe", b"MZ\x90\0"),
        ("大图.pdf", b"%PDF-1.4\n" + b"0" * (11 * 1024 * 1024)),
        ("空.pdf", b""),
    ],
)
def test_a_file_that_cannot_come_in_is_one_sentence_and_the_words_stay(citizen, name, data):
    page = citizen.post("wanted/", **PAGES["wanted"], files=SimpleUploadedFile(name, data), add="1")
    assert page.status_code == 200 and len(sentences(page)) == 1, text_of(page)[:400]
    assert PAGES["wanted"]["wanted"] in page.content.decode()
    assert citizen.post("wanted/", **PAGES["wanted"]).status_code == 303, "and one goes on without it"


def test_pressing_twice_and_going_back_make_one_case(citizen):
    number, code = sent(citizen)
    solved = citizen.solved()
    for _ in range(2):
        assert citizen.send(solved=solved)["Location"].endswith("/receipt/")
    assert citizen.get("check/")["Location"].endswith("/receipt/"), "the back button shows the receipt"
    assert citizen.receipt() == [number, code] and Request.objects.count() == 1
    assert PAGES["wanted"]["wanted"] not in citizen.get("wanted/").content.decode(), (
        "what follows begins empty"
    )


def test_a_draft_whose_days_are_over_says_so_and_sends_nothing(citizen):
    for step, fields in PAGES.items():
        citizen.post(f"{step}/", **fields)
    solved = citizen.solved()
    with moment.fixed("2026-09-01T10:00:00"):
        page = citizen.send(solved=solved)
    assert page.status_code == 410 and "可能已经超过保存时间，请重新填写" in text_of(page)
    assert not Request.objects.exists()


def test_a_flood_is_slowed_with_one_sentence_and_keeps_what_is_typed(citizen, settings):
    settings.INTAKE_PACE = {**settings.INTAKE_PACE, "open": 3}
    pages = [Citizen(Client(), citizen.place).post("wanted/", **PAGES["wanted"]) for _ in range(6)]
    assert [p.status_code for p in pages] == [303, 303, 303, 429, 429, 429]
    said = sentences(pages[-1])
    assert (
        len(said) == 1
        and "提交得太快了" in said[0]
        and PAGES["wanted"]["wanted"] in pages[-1].content.decode()
    )
    other = Citizen(Client(REMOTE_ADDR="10.0.0.77"), citizen.place)
    assert other.post("wanted/", **PAGES["wanted"]).status_code == 303, "another address is not slowed"


def test_a_lost_code_has_a_way_and_guessing_tells_nothing(citizen, case):
    asked = text_of(citizen.get("status/"))
    assert "查询码忘了的，请带身份证件到受理窗口" in asked
    for number in (citizen.number, "2026-9999", "没有", "'; DROP TABLE"):
        page = citizen.post("status/", number=number, code="AAAA-AAAA", solved=citizen.solved("look"))
        assert "受理号或者查询码不对" in text_of(page) and page.status_code == 200
