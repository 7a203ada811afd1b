"""Who was asked answers on the page of its letter, with the code and no account (条例第三十二条)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from tests.apps.intake.conftest import text_of
from tests.apps.requests.people import PERSON

from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.intake import codes
from gongkai.apps.ledger.models import Entry, Sealed
from gongkai.apps.ledger.queries import history
from gongkai.apps.organizations.models import Organization
from gongkai.apps.people.gate import holder
from gongkai.apps.requests import actions, rules
from gongkai.apps.requests.actions.codes import new_code
from gongkai.apps.requests.models import Consultation, Request
from gongkai.apps.requests.public import third
from gongkai.clocks import moment
from gongkai.exceptions import Refused


@pytest.fixture
def asked(world, enter, handler):
    """A case with one third party asked, and the address of its page."""
    cache.clear()
    Organization.objects.filter(pk=world.a.body.pk).update(has_site=True)
    with moment.fixed("2026-05-20T10:00:00"):
        case = enter("2026-05-18")
        row = actions.consult(
            handler, case, kind="third_party", about="贵公司2025年课后服务采购合同的单价", person=PERSON
        )
        yield row, f"/{world.a.body.slug}/request/consult/{row.pk}/"


def opened(address, code):
    browser = Client()
    assert browser.post(address, {"code": code}).status_code == 302
    return browser


def test_with_the_code_it_answers_in_part_and_the_clock_runs_again(asked, handler):
    row, address = asked
    code = new_code(handler, row)
    browser = opened(address, code)
    page = text_of(browser.get(address))
    assert "课后服务采购合同的单价" in page and "6月10日（周三） 前答复" in page and PERSON.name not in page
    said = {"answer": "partly", "passages": "单价\n付款账号", "reason": "是商业秘密。", "who": "王芳"}
    with moment.fixed("2026-05-25T10:00:00"):
        assert browser.post(address, said).status_code != 302, "what the code gives holds for an hour"
        browser = opened(address, code)
        assert browser.post(address, said).status_code == 302
        assert "已经收到您的意见" in text_of(browser.get(address))
    row.refresh_from_db()
    assert (row.answer, row.marks, row.answered_on) == ("partly", ["单价", "付款账号"], dt.date(2026, 5, 25))
    assert open_deadline(row.request, "reply").state == "running"
    line = Entry.objects.get(event="requests:consulted_back")
    assert "王芳" not in json.dumps(line.facts, ensure_ascii=False)
    assert Sealed.objects.get(commitment=line.facts["signed"]["sealed"]).holder == holder(row.party)


def test_what_a_pdf_hides_in_pasted_words_is_dropped(asked, handler):
    row, address = asked
    browser = opened(address, new_code(handler, row))
    said = {"answer": "refuse", "reason": "是商\x00业秘密", "who": "王\x00芳"}
    assert browser.post(address, said).status_code == 302
    row.refresh_from_db()
    assert row.reason == "是商业秘密"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"answer": "partly", "reason": "是秘密", "who": "王芳"}, "哪些地方不同意公开"),
        ({"answer": "refuse", "who": "王芳"}, "为什么不同意公开"),
        ({"answer": "consent"}, "请填写填写人"),
        ({"answer": "silent", "who": "王芳"}, "请从列出的几项里选择"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(asked, handler, said, sentence):
    row, address = asked
    answer = opened(address, new_code(handler, row)).post(address, said)
    assert answer.status_code == 422 and sentence in text_of(answer)
    row.refresh_from_db()
    assert row.answer == ""


def test_a_wrong_code_an_old_code_and_a_letter_that_is_not_there_look_alike(asked, handler):
    row, address = asked
    old = new_code(handler, row)
    kept = opened(address, old)
    new = new_code(handler, row)
    assert old != new
    assert "课后服务" not in text_of(kept.get(address))  # the pass of the old code is void at once
    nowhere = address.replace(str(row.pk), "987654")
    answers = [
        text_of(Client().post(a, {"code": c}))
        for a, c in ((address, "AAAA-BBBB"), (address, old), (nowhere, new))
    ]
    assert len({a.replace("987654", str(row.pk)) for a in answers}) == 1 and "口令不对" in answers[0]


def test_a_letter_that_is_not_there_costs_the_same_slow_look(asked, monkeypatch):
    row, address = asked
    looks = []
    real = codes.same
    monkeypatch.setattr(codes, "same", lambda *given: looks.append(given) or real(*given))
    for place in (address, address.replace(str(row.pk), "987654")):
        Client().post(place, {"code": "AAAA-BBBB"})
    assert len(looks) == 2, "how long the answer takes tells nothing either"


def test_guessing_is_slowed_down(asked, handler, settings):
    row, address = asked
    code = new_code(handler, row)
    settings.INTAKE_PACE = {**settings.INTAKE_PACE, "look": 3}
    for _ in range(3):
        Client().post(address, {"code": "AAAA-BBBB"})
    slowed = Client().post(address, {"code": code})
    assert "试得太快了" in text_of(slowed)
    assert slowed.status_code == 429 and 1 <= int(slowed["Retry-After"]) <= 60


def test_strangers_who_guess_keep_nobody_from_answering(asked, handler, settings):
    row, address = asked
    code = new_code(handler, row)
    settings.INTAKE_PACE = {**settings.INTAKE_PACE, "look": 3}
    for n in range(12):
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(address, {"code": "AAAA-BBBB"})
    assert opened(address, code).get(address).status_code == 200


def test_an_answer_counts_once(asked, handler):
    row, address = asked
    browser = opened(address, new_code(handler, row))
    browser.post(address, {"answer": "consent", "who": "王芳"})
    browser.post(address, {"answer": "refuse", "reason": "后悔了", "who": "王芳"})
    row.refresh_from_db()
    assert row.answer == "consent"
    with pytest.raises(Refused):
        new_code(handler, row)


def test_when_the_case_is_over_the_page_says_so_and_takes_nothing_more(asked, handler):
    """The attack: the code of a letter outlives its case, and an answer moves what is closed."""
    row, address = asked
    browser = opened(address, new_code(handler, row))
    actions.withdraw(handler, row.request, proof="撤回书在案卷第3页")
    said = "以后要公开涉及您的内容，会重新征求您的意见"
    page = browser.get(address)
    assert page.status_code == 200 and said in text_of(page) and "提交意见" not in text_of(page)
    answer = browser.post(address, {"answer": "refuse", "reason": "是秘密", "who": "王芳"})
    assert answer.status_code == 422 and said in text_of(answer)
    row.refresh_from_db()
    assert row.answer == "" and not Entry.objects.filter(event="requests:consulted_back").exists()
    with pytest.raises(Refused):
        new_code(handler, row)


def test_when_the_case_ends_under_the_pen_the_answer_is_refused_and_stays_on_the_page(
    asked, handler, monkeypatch
):
    row, address = asked
    browser = opened(address, new_code(handler, row))
    real = third.take_answer

    def late(consultation, **given):
        actions.withdraw(handler, consultation.request, proof="撤回书在案卷第3页")
        return real(consultation, **given)

    monkeypatch.setattr(third, "take_answer", late)
    answer = browser.post(address, {"answer": "refuse", "reason": "是商业秘密", "who": "王芳"})
    assert answer.status_code == 422 and "本件申请已经结束" in text_of(answer)
    row.refresh_from_db()
    assert row.answer == ""


def test_who_let_the_term_pass_reads_that_nothing_came_and_what_he_may_still_do(asked, handler):
    row, address = asked
    code = new_code(handler, row)
    with moment.fixed("2026-06-12T10:00:00"):
        actions.answer_consultation(handler, row, answer="silent")
        browser = opened(address, code)
        page = text_of(browser.get(address))
        assert "已经收到您的意见" not in page and "已经记为没有答复" in page and "打函上的电话" in page
        answer = browser.post(address, {"answer": "refuse", "reason": "是秘密", "who": "王芳"})
        assert answer.status_code == 422
    row.refresh_from_db()
    assert row.answer == "silent"


LATE = "2026-06-12T10:00:00"  # a Friday; the fifteen working days ended on Wednesday 10 June


def test_an_opinion_that_comes_late_is_shown_weighed_with_a_reason_and_kept(asked, handler):
    row, address = asked
    code, staff = new_code(handler, row), Client()
    staff.force_login(handler)
    case_page = f"/workbench/requests/{row.request_id}/"
    with moment.fixed(LATE):
        browser = opened(address, code)
        assert "已经过了" in text_of(browser.get(address)) and "请在" not in text_of(browser.get(address))
        said = {"answer": "refuse", "reason": "单价是商业秘密。", "who": "王芳"}
        assert browser.post(address, said).status_code == 302
        assert "期限过后收到" in text_of(browser.get(address))
        row.refresh_from_db()
        assert row.late and row.answered_on == dt.date(2026, 6, 12)
        clock = open_deadline(row.request, "reply")
        assert clock.state == "running" and clock.facts[-1]["on"] == "2026-06-10", "beyond the term it counts"
        assert "6月10日已过才收到，过期的日子照常计算" in text_of(staff.get(case_page))
        with pytest.raises(Refused) as refused:
            actions.submit(handler, Request.objects.get(pk=row.request_id))
        assert "reply:late" in {o.code for o in refused.value.obstacles}
        weigh = reverse("requests:weigh_late", args=[row.pk])
        answer = staff.post(weigh, {"weighed": "silent", "because": ""})
        assert "请" in text_of(answer) and not Consultation.objects.get(pk=row.pk).weighed
        staff.post(weigh, {"weighed": "silent", "because": "晚了两天，没有说明原因"})
        row.refresh_from_db()
        assert (row.weighed, row.counts_as, row.weighed_by) == ("silent", "silent", handler)
        page = text_of(staff.get(case_page))
        assert "按逾期没有答复处理" in page and "晚了两天，没有说明原因" in page
        assert "按逾期没有答复处理" in text_of(browser.get(address))
        with pytest.raises(Refused) as refused:
            actions.submit(handler, Request.objects.get(pk=row.request_id))
        assert "reply:late" not in {o.code for o in refused.value.obstacles}
    case = Request.objects.get(pk=row.request_id)
    kept = {"requests:consulted_back", "requests:late_weighed"}
    said = [line.sentence for line in history(case) if line.entry.event in kept]
    assert said == [
        "征求第三方意见：不同意公开（期限过后收到）",
        "征求第三方意见期限过后收到的意见：按逾期没有答复处理",
    ]


def test_both_stand_in_the_file_of_the_case(asked, handler):
    row, _ = asked
    with moment.fixed(LATE):
        actions.answer_consultation(handler, row, answer="refuse", reason="单价是商业秘密")
        row.refresh_from_db()
        actions.weigh_late(handler, row, weighed="heard", because="只晚两天，答复还没有写")
        case = Request.objects.get(pk=row.request_id)
        page = render_to_string("requests/archive/handling.html", {"case": case})
    assert "单价是商业秘密" in page and "期限过后收到" in page
    assert "作为意见考虑：只晚两天，答复还没有写" in page


def test_what_came_in_time_or_is_judged_already_is_not_weighed(asked, handler):
    row, _ = asked
    actions.answer_consultation(handler, row, answer="consent")
    row.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.weigh_late(handler, row, weighed="heard", because="x")
    assert {o.code for o in refused.value.obstacles} == {"consultation:in_time"}
    kept = rules.to_weigh("third_party", "in_review", "in_review", late=True)
    assert [o.code for o in kept] == ["consultation:settled"]


def test_only_a_handler_gives_out_codes_and_the_page_shows_it_once(asked, handler, world):
    row, _ = asked
    with pytest.raises(PermissionDenied):
        new_code(world.a.head, row)
    staff = Client()
    staff.force_login(handler)
    page = staff.post(f"/workbench/requests/consultations/{row.pk}/code/")
    assert page.status_code == 200 and "只在这一页显示一次" in text_of(page)
    assert staff.get(f"/workbench/requests/consultations/{row.pk}/code/").status_code in {404, 405}
    foreign = Client()
    foreign.force_login(world.b.office)
    assert foreign.post(f"/workbench/requests/consultations/{row.pk}/code/").status_code == 404
