"""A citizen fills in a form: one question a page, nothing lost, one record however often the button is pressed."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial

import pytest
from django.core.cache import cache
from django.test import Client
from tests.apps.intake.conftest import ANSWERS, Citizen, solve, text_of
from tests.apps.intake.form import FLOW, Wanted
from tests.races import at_once, real_database

from gongkai import crypt
from gongkai.apps.intake import codes
from gongkai.apps.intake.actions import drafts, sending
from gongkai.apps.intake.flow import Flow, Question
from gongkai.apps.intake.models import Draft, Receipt, Serial, Spent
from gongkai.apps.people.models import Party
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

pytestmark = pytest.mark.django_db


def later(**parts):
    return moment.fixed((moment.now() + dt.timedelta(**parts)).isoformat())


def test_from_the_first_question_to_number_and_code(citizen):
    assert citizen.get().headers["Location"] == "/donghu/ask/who/"
    first = citizen.get("who/")
    assert "第 1 步，共 4 步" in text_of(first)
    assert Draft.objects.count() == 0, "looking opens no draft"
    citizen.answer_all()
    checked = text_of(citizen.get("check/"))
    assert "方便上门 否" in checked
    assert "方便上门" in text_of(citizen.get("contact/"))
    assert "我自己" in checked and "云川市第三小学" in checked and "13800138000" in checked
    sent = citizen.send()
    assert sent.status_code == 303 and sent.headers["Location"] == "/donghu/ask/receipt/"
    number, code = citizen.receipt()
    assert number == "2026-0001"
    assert len(codes.tidy(code)) == 8
    assert Party.objects.get().kind == "natural"


def test_a_question_is_asked_only_where_it_belongs(citizen):
    assert citizen.post("who/", kind="biz").headers["Location"] == "/donghu/ask/company/"
    assert "第 2 步，共 5 步" in text_of(citizen.get("company/"))
    citizen.post("company/", company="星河科技")
    citizen.post("who/", kind="natural")
    citizen.answer_all()
    assert "星河科技" not in text_of(citizen.get("check/"))
    assert citizen.get("company/").headers["Location"] == "/donghu/ask/check/"


def test_nobody_stands_at_a_question_before_the_earlier_ones_are_answered(citizen):
    for page in ("wanted/", "contact/", "check/", "nonsense/"):
        assert citizen.get(page).headers["Location"] == "/donghu/ask/who/"
    citizen.post("who/", kind="natural")
    assert citizen.post("contact/", name="张").headers["Location"] == "/donghu/ask/wanted/"
    assert citizen.get("wanted/").status_code == 200


def test_going_back_keeps_the_answers(citizen):
    citizen.answer_all()
    page = citizen.get("wanted/").content.decode()
    assert ANSWERS["wanted"]["wanted"] in page and 'href="/donghu/ask/who/"' in page
    assert re.search(r'value="natural"[^>]*checked', citizen.get("who/").content.decode())


def test_what_is_not_good_yet_is_said_once_and_is_still_there_tomorrow(citizen):
    citizen.post("who/", kind="natural")
    long = "很" * 10_000
    said = citizen.post("wanted/", wanted=long)
    assert said.status_code == 200
    assert (
        text_of(said).count("您想要什么信息最多 1000 字，现在有 10000 字，请删减；写下的内容还在。") == 2
    ), "summary and field"
    assert long in said.content.decode()
    with later(days=1):
        assert long in citizen.get("wanted/").content.decode()
        assert citizen.get("contact/").headers["Location"] == "/donghu/ask/wanted/"


def test_scripts_and_odd_signs_come_back_as_text(citizen):
    citizen.post("who/", kind="natural")
    attack = "<script>alert(1)</script>\u202e\u0000'\"></textarea>"
    page = citizen.post("wanted/", wanted=attack.replace("\x00", "")).headers["Location"]
    assert page.endswith("/contact/")
    shown = citizen.get("wanted/").content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown
    assert citizen.post("who/", kind="<b>").status_code == 200
    assert "请从列出的几项里选择身份。" in text_of(citizen.post("who/", kind="<b>"))


def test_a_draft_ends_after_its_days_with_everything_in_it(citizen):
    citizen.answer_all()
    with later(days=6):
        assert "云川市第三小学" in text_of(citizen.get("check/"))
    with later(days=8):
        assert citizen.get("check/").headers["Location"] == "/donghu/ask/who/"
        assert drafts.prune() == 1 and Draft.objects.count() == 0


def test_a_page_that_stood_open_longer_than_its_draft_loses_nothing_of_its_words(citizen):
    """The first pages are over, and asked for again with a sentence; what was just typed waits on its page."""
    citizen.answer_all()
    with later(days=8):
        drafts.prune()
        sent = citizen.post("contact/", name="张雨桐", telephone="13800138000")
        assert sent.headers["Location"] == "/donghu/ask/who/"
        assert "您刚才填的那一页留着" in text_of(citizen.get("who/"))
        citizen.post("who/", kind="natural")
        assert citizen.post("wanted/", wanted="录取人数").headers["Location"] == "/donghu/ask/contact/"
        assert "张雨桐" in citizen.get("contact/").content.decode()
    assert "您刚才填的" not in text_of(citizen.get("who/"))


def test_a_question_that_is_no_longer_asked_keeps_what_was_typed_there_too(citizen):
    citizen.post("who/", kind="biz")
    citizen.post("who/", kind="natural")  # in another window
    assert citizen.post("company/", company="云川市星河科技有限公司").headers["Location"].endswith("/wanted/")
    citizen.post("who/", kind="biz")
    assert "星河科技" in citizen.get("company/").content.decode()
    assert citizen.post("nowhere/", company="x").status_code == 303


def test_nobody_reads_a_draft_without_its_cookie_not_even_with_the_keys(citizen, browser):
    citizen.answer_all()
    draft = Draft.objects.get()
    assert "云川市" not in draft.answers
    token = citizen.client.cookies["gk_test"].value
    assert token not in str(draft.__dict__)
    with pytest.raises(GongkaiError):
        crypt.keyring().decrypt(draft.answers, f"intake.draft:{draft.key}")
    stranger = browser()
    assert stranger.get("check/").headers["Location"] == "/donghu/ask/who/"
    stranger.client.cookies["gk_test"] = codes.new_token()
    assert stranger.get("check/").headers["Location"] == "/donghu/ask/who/"
    stranger.client.cookies["gk_test"] = "x" * 5000
    assert stranger.get("who/").status_code == 200


def test_a_draft_of_one_body_is_none_of_anothers(citizen, browser):
    citizen.answer_all()
    other = browser("xiling")
    other.client.cookies["gk_test"] = citizen.client.cookies["gk_test"].value
    assert other.get("check/").headers["Location"] == "/xiling/ask/who/"
    cookie = citizen.client.cookies["gk_test"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/donghu/ask/", True, "Lax")


def test_pages_with_words_are_stored_by_nobody(citizen):
    citizen.answer_all()
    for page in ("who/", "check/", "status/", "proof-send.json"):
        assert "no-store" in citizen.get(page).headers["Cache-Control"]


def test_a_shared_device_is_cleared_by_one_button(citizen):
    citizen.answer_all()
    citizen.post("discard/")
    assert Draft.objects.count() == 0
    assert citizen.get("check/").headers["Location"] == "/donghu/ask/who/"


def test_pressing_twice_makes_one_record_and_shows_the_same_code(citizen):
    citizen.answer_all()
    citizen.send()
    first = citizen.receipt()
    assert citizen.send().status_code == 303
    assert citizen.receipt() == first
    assert citizen.get("check/").headers["Location"] == "/donghu/ask/receipt/"
    assert (Party.objects.count(), Receipt.objects.count()) == (1, 1)
    with later(hours=25):
        assert citizen.get("receipt/").headers["Location"] == "/donghu/ask/status/", (
            "a day on a shared device"
        )


def test_after_sending_the_words_are_gone_from_the_draft_and_a_new_form_begins_empty(citizen):
    citizen.answer_all()
    citizen.send()
    assert Draft.objects.get().answers == ""
    assert citizen.get().headers["Location"] == "/donghu/ask/who/"
    assert "checked" not in citizen.get("who/").content.decode()
    citizen.answer_all()
    citizen.send()
    assert citizen.receipt()[0] == "2026-0002"


def test_what_the_duty_refuses_is_said_and_nothing_is_sent(citizen):
    citizen.answer_all(wanted={"wanted": "拒收这一件"})
    said = citizen.send()
    assert said.status_code == 200 and "这一件不能收，请改写。" in text_of(said)
    assert (Party.objects.count(), Receipt.objects.count(), Spent.objects.count()) == (0, 0, 0)
    assert not Serial.objects.filter(last__gt=0).exists(), "no number is lost"
    citizen.post("wanted/", wanted="改写了")
    citizen.send()
    assert citizen.receipt()[0] == "2026-0001"


def test_sending_nothing_leads_back_to_the_start(citizen):
    assert citizen.post("check/", solved="x").status_code == 410
    citizen.post("who/", kind="natural")
    assert citizen.post("check/", solved="x").headers["Location"] == "/donghu/ask/wanted/"


def test_numbers_run_by_body_and_year(browser):
    for site, number in (("donghu", "2026-0001"), ("xiling", "2026-0001"), ("donghu", "2026-0002")):
        citizen = browser(site)
        citizen.answer_all()
        citizen.send()
        assert citizen.receipt()[0] == number
    with moment.fixed("2027-01-01T00:00:01"):
        citizen = browser()
        citizen.answer_all()
        citizen.send()
        assert citizen.receipt()[0] == "2027-0001"


def test_a_form_has_at_most_eight_pages():
    page = [Question(f"q{i}", "？", "问", Wanted) for i in range(8)]
    with pytest.raises(GongkaiError, match="最多 8 页"):
        Flow("x", "名", page, FLOW.submit)
    Flow("x", "名", page[:7], FLOW.submit)
    for wrong in ([], [page[0], page[0]], [Question("status", "？", "问", Wanted)]):
        with pytest.raises(GongkaiError):
            Flow("x", "名", wrong, FLOW.submit)


def test_each_question_costs_few_looks_at_the_database(citizen, django_assert_max_num_queries):
    citizen.answer_all()
    with django_assert_max_num_queries(4):
        citizen.get("wanted/")
    with django_assert_max_num_queries(10):
        citizen.post("contact/", **ANSWERS["contact"])


def test_a_foreign_page_cannot_post(bodies):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/donghu/ask/who/", {"kind": "natural"}).status_code == 403
    assert Draft.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_retry_on_a_bad_line_makes_one_record(bodies, tmp_path):
    """Two threads send the same draft at the same moment, twenty times over; on both databases."""
    with real_database(tmp_path):
        for round_ in range(1, 21):
            cache.clear()
            citizen = Citizen(Client(), "/donghu/ask/")
            citizen.answer_all()
            token = citizen.client.cookies["gk_test"].value
            proofs = [solve(citizen.get("proof-send.json").json()) for _ in range(2)]

            sent = at_once(
                *(partial(sending.send, token, FLOW, bodies[0], solved=p, who="a") for p in proofs)
            )

            assert len({(r.receipt.number, r.code) for r in sent}) == 1, sent
            assert Receipt.objects.count() == Party.objects.count() == round_
        assert Serial.objects.get(organization=bodies[0]).last == 20


@pytest.mark.django_db(transaction=True)
def test_one_proof_opens_one_sending_even_when_two_use_it_at_once(bodies, tmp_path):
    with real_database(tmp_path):
        tokens = []
        for _ in range(2):
            citizen = Citizen(Client(), "/donghu/ask/")
            citizen.answer_all()
            tokens.append(citizen.client.cookies["gk_test"].value)
        solved = solve(citizen.get("proof-send.json").json())
        sent = at_once(*(partial(sending.send, t, FLOW, bodies[0], solved=solved, who="a") for t in tokens))
        assert sorted(type(r).__name__ for r in sent) == ["NotProved", "Sent"], sent
        assert Receipt.objects.count() == 1


def test_a_draft_keeps_what_its_fields_hold_and_no_megabytes_beside(citizen):
    citizen.post("who/", kind="natural")
    much = {f"wanted{n}": "很" * 20_000 for n in range(100)}
    citizen.post("wanted/", **{"wanted": ["很" * 30_000] * 40, **much})
    assert len(Draft.objects.get().answers) < 600_000, "sealed, three bytes a sign"
    citizen.post("wanted/", wanted="很" * 20_000)
    assert "很" * 20_000 in citizen.get("wanted/").content.decode(), "what a person pasted is still there"
