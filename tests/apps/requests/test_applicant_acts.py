"""What the applicant does online with number and check code: takes it back, pays, fetches the letter, says how it was."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from django.test import Client
from tests.apps.intake.conftest import text_of
from tests.apps.requests.applying import PAGES, answered, look_up, sent

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.reporting.sources import collect
from gongkai.apps.requests import actions, events
from gongkai.apps.requests.models import Fee, Office, Rating, Request
from gongkai.apps.requests.permissions import forget
from gongkai.clocks import moment

NAME = PAGES["person"]["name"]


@pytest.fixture
def case(citizen, handler):
    """A confirmed case; the citizen has number and code."""
    citizen.number, citizen.code = sent(citizen)
    made = Request.objects.get()
    actions.confirm(handler, made)
    Office.objects.update(review_body="云川市人民政府")
    return made


def page_of(citizen):
    return look_up(citizen, citizen.number, citizen.code)


def below(citizen, act):
    return f"status/{citizen.number}/{act}/"


def test_taking_it_back_asks_once_more_and_ends_the_case(world, citizen, case, handler):
    assert f'href="{citizen.place}status/{citizen.number}/withdraw/"' in page_of(citizen).content.decode()
    asked = citizen.get(below(citizen, "withdraw"))
    said = text_of(asked)
    assert "撤回不能恢复" in said and PAGES["wanted"]["wanted"] in said
    case.refresh_from_db()
    assert case.state == "open", "looking does nothing"
    with moment.fixed("2026-05-22T09:00:00"):
        page_of(citizen)
        assert citizen.post(below(citizen, "withdraw")).status_code == 302
        page = page_of(citizen)
    assert "已经办结" in text_of(page) and "/withdraw/" not in page.content.decode()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.counted_on) == ("closed", "r3_6_3", dt.date(2026, 5, 22))
    clock = Deadline.objects.get(subject_type="requests.request", subject_id=case.pk, provision="reply")
    assert (clock.state, clock.ended_on) == ("cancelled", dt.date(2026, 5, 22))
    assert Notice.objects.get(user=handler, text__contains="网上撤回").url.endswith(f"/{case.pk}/")
    entry = Entry.objects.get(event=events.WITHDRAWN)
    assert entry.actor_name == "申请人" and NAME not in str(entry.facts)
    Office.objects.update(kept_since="2026-01-01")
    known = collect(world.a.body, "annual_2021", 2026)
    assert known["t3.r3_6_3.natural"].value == 1
    assert list(known["t3.r3_6_3.natural"].records) == [case]


def test_what_is_over_is_not_taken_back_twice(citizen, case):
    page_of(citizen)
    citizen.post(below(citizen, "withdraw"))
    again = citizen.post(below(citizen, "withdraw"))
    assert again.status_code == 422 and "没有撤回" in text_of(again)
    assert Entry.objects.filter(event=events.WITHDRAWN).count() == 1


def test_taken_back_before_it_was_confirmed_it_is_received_and_ended_on_one_day(citizen, handler):
    citizen.number, citizen.code = sent(citizen)
    page_of(citizen)
    assert citizen.post(below(citizen, "withdraw")).status_code == 302
    case = Request.objects.get()
    day = dt.date(2026, 5, 20)
    assert (case.received_on, case.closed_on, case.counted_on, case.provision) == (
        day,
        day,
        day,
        "reply_2019",
    )
    assert Notice.objects.filter(user=handler, text__contains="网上撤回").exists(), (
        "nobody handles it yet: all are told"
    )


def test_a_reply_that_is_being_judged_lapses(world, citizen, case, handler):
    page_of(citizen)
    for code in ("1_yes", "2_ours", "3_found", "4_no", "5_none"):
        actions.answer(handler, case, point=1, code=code, words="档案系统")
    actions.submit(handler, case)
    citizen.post(below(citizen, "withdraw"))
    case.refresh_from_db()
    assert case.state == "closed" and not case.replies.exists()


@pytest.mark.parametrize("act", ["withdraw", "rate", "letter/1", "letter/1/docx"])
def test_nothing_is_done_or_read_without_number_and_code(citizen, case, act):
    stranger = Client()
    ask = stranger.get if act.startswith("letter") else stranger.post
    answer = ask(f"{citizen.place}{below(citizen, act)}")
    assert answer.status_code == 302 and answer["Location"].endswith("/status/")
    case.refresh_from_db()
    assert case.state == "open" and not Rating.objects.exists()


def test_the_letter_is_fetched_after_delivery_with_the_own_name(world, citizen, case, handler):
    answered(world, handler, case, deliver=False)
    letter = case.letters.get(reply__isnull=False)
    page_of(citizen)
    for path in (f"letter/{letter.pk}", f"letter/{letter.pk}/docx"):
        assert citizen.get(below(citizen, path)).status_code == 404, "not before it is delivered"
    actions.deliver(handler, letter, method="email", proof="邮件回执")
    page = page_of(citizen)
    assert f"letter/{letter.pk}/docx/" in page.content.decode()
    file = citizen.get(below(citizen, f"letter/{letter.pk}/docx"))
    assert file["Content-Disposition"].startswith("attachment") and "no-store" in file["Cache-Control"]
    lines = [p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs]
    assert f"{NAME}：" in lines and letter.number in lines


def test_letters_to_others_and_of_other_cases_are_not_there(world, citizen, case, handler, enter):
    other = answered(world, handler, enter("2026-05-20"))
    foreign = other.letters.get(reply__isnull=False)
    actions.consult(handler, case, kind="co_agency", about="测算依据", name="云川市财政局")
    to_agency = case.letters.get(kind="co_agency")
    actions.deliver(handler, to_agency, method="post", proof="挂号")
    page_of(citizen)
    for letter in (foreign, to_agency):
        for path in (f"letter/{letter.pk}", f"letter/{letter.pk}/docx"):
            assert citizen.get(below(citizen, path)).status_code == 404


def test_satisfaction_once_after_delivery_seen_by_the_officer_and_counted(
    world, citizen, case, handler, sign_in
):
    page_of(citizen)
    early = citizen.post(below(citizen, "rate"), score="5", words="太早")
    assert early.status_code == 422 and "答复送达以后才能评价" in text_of(early)
    answered(world, handler, case)
    assert "这件办得怎样" in text_of(page_of(citizen))
    empty = citizen.post(below(citizen, "rate"), score="", words="等得有点久")
    assert empty.status_code == 422 and "等得有点久" in empty.content.decode(), "nothing typed is lost"
    assert citizen.post(below(citizen, "rate"), score="9").status_code == 422
    assert citizen.post(below(citizen, "rate"), score="4", words="等得有点久").status_code == 302
    assert citizen.post(below(citizen, "rate"), score="1").status_code == 422
    assert "您已评价：满意" in text_of(page_of(citizen))
    shown = sign_in(handler).get(f"/workbench/requests/{case.pk}/").content.decode()
    assert "等得有点久" in shown and "满意" in shown
    assert "等得有点久" not in str(list(Entry.objects.values_list("facts", flat=True)))
    party = actions.closing.parties(case).get()
    forget(case, party)
    assert Rating.objects.get().words == "" and Rating.objects.get().score == 4


def test_the_fee_notice_says_how_until_when_and_what_otherwise(world, citizen, case, handler):
    Office.objects.update(payment="扫码缴入非税账户")
    actions.notice_fee(handler, case, ladder="pages", pages=120)
    said = text_of(page_of(citizen))
    for words in (
        "1100 元",
        "扫码缴入非税账户",
        "2026年6月17日",
        "视为放弃申请",
        "第六条",
        "次日起重新计算",
        "申请减免",
    ):
        assert words in said, words
    actions.take_fee(handler, Request.objects.get(), on=None)
    assert "视为放弃申请" not in text_of(page_of(citizen)) and Fee.objects.get().paid_on
