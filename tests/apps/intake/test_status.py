"""Number and check code open the state of a matter: to whoever has both, to nobody by guessing, and nobody is shut out."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from tests.apps.intake.conftest import Citizen, solve, text_of
from tests.apps.intake.form import FLOW

from gongkai.apps.intake import codes
from gongkai.apps.intake.actions import looking
from gongkai.apps.intake.models import Receipt
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db
WRONG = "受理号或者查询码不对。"


def later(**parts):
    return moment.fixed((moment.now() + dt.timedelta(**parts)).isoformat())


@pytest.fixture
def sent(citizen):
    citizen.answer_all()
    citizen.send()
    number, code = citizen.receipt()
    return number, code


def anyone(site="donghu", address="10.0.0.9"):
    return Citizen(Client(REMOTE_ADDR=address), f"/{site}/ask/")


def test_number_and_code_open_the_case_from_any_device(sent):
    number, code = sent
    other = anyone()
    found = other.post("status/", number=number, code=code)
    assert found.headers["Location"] == f"/donghu/ask/status/{number}/"
    assert "已收到，正在办理" in text_of(other.get(f"status/{number}/"))
    assert code not in found.headers["Location"], "the code stands in no address"


@pytest.mark.parametrize(
    "write", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} ", lambda c: c.replace("-", "－")]
)
def test_a_code_is_read_however_it_is_typed(sent, write):
    assert anyone().post("status/", number=sent[0], code=write(sent[1])).status_code == 303


def test_which_of_the_two_is_wrong_is_not_said(sent):
    number, code = sent
    pages = [
        anyone().post("status/", number=n, code=c)
        for n, c in ((number, "AAAA-AAAA"), ("2026-9999", code), ("", ""), ("x" * 40, "y" * 40))
    ]
    assert {p.status_code for p in pages} == {200}
    assert all(WRONG in text_of(p) for p in pages)


def test_a_case_shows_nothing_without_its_pass(sent):
    number, code = sent
    other = anyone()
    assert other.get(f"status/{number}/").headers["Location"] == f"/donghu/ask/status/?number={number}"
    assert other.get("status/2026-9999/").headers["Location"] == "/donghu/ask/status/?number=2026-9999"
    other.post("status/", number=number, code=code)
    with later(minutes=31):
        assert other.get(f"status/{number}/").status_code == 303
    kept = other.client.cookies["gk_test_case"].value
    other.client.cookies["gk_test_case"] = kept[:-2] + "xx"
    assert other.get(f"status/{number}/").status_code == 303


def test_a_pass_of_one_matter_opens_no_other(sent, browser):
    second = browser()
    second.answer_all()
    second.send()
    second_number, _ = second.receipt()
    other = anyone()
    other.post("status/", number=sent[0], code=sent[1])
    assert other.get(f"status/{second_number}/").status_code == 303
    foreign = anyone("xiling")
    foreign.client.cookies["gk_test_case"] = other.client.cookies["gk_test_case"].value
    assert foreign.get(f"status/{sent[0]}/").status_code == 303


def test_the_code_is_not_in_the_database_and_each_hash_has_its_own_salt(sent, browser):
    receipt = Receipt.objects.get()
    plain = codes.tidy(sent[1])
    assert plain not in str(receipt.__dict__) and len(plain) == 8
    assert codes.same(sent[1], receipt.code_salt, receipt.code_hash)
    assert codes.hashed(sent[1], "other") != receipt.code_hash
    assert not codes.same("", receipt.code_salt, receipt.code_hash)


def test_the_second_code_of_two_drafts_is_another():
    assert len({codes.check_code(codes.new_token()) for _ in range(200)}) == 200
    assert re.fullmatch(rf"[{codes.SIGNS}]{{4}}-[{codes.SIGNS}]{{4}}", codes.new_code())
    assert len(codes.SIGNS) == 32 and not set("0O1I") & set(codes.SIGNS)


def test_guessing_is_paid_for_after_five_and_the_owner_still_gets_in(sent):
    """The attack: a machine guesses at one number. It is asked for work; the owner, who knows the code, pays once."""
    number, code = sent
    for i in range(5):
        assert WRONG in text_of(
            anyone(address=f"10.9.0.{i}").post("status/", number=number, code=f"AAAA-AAA{i + 2}")
        )
    unpaid = anyone(address="10.9.0.77").post("status/", number=number, code="AAAA-AAAA")
    assert WRONG not in text_of(unpaid) and "请等几秒再按一次" in text_of(unpaid)
    assert Receipt.objects.get().wrong == 5, "an unpaid guess is not even looked at"

    owner = anyone(address="10.9.0.88")
    assert owner.post("status/", number=number, code=code).status_code == 200
    slip = owner.hidden("status/", "slip")
    with later(seconds=6):
        assert owner.post("status/", number=number, code=code, slip=slip).status_code == 303
    assert owner.post("status/", number=number, code=code, solved=owner.solved("look")).status_code == 303
    with later(hours=1, seconds=1):
        assert anyone().post("status/", number=number, code=code).status_code == 303, "the hour is over"


def test_an_office_behind_one_address_is_slowed_and_never_locked_out(sent):
    number, code = sent
    for i in range(40):
        anyone(address="10.8.0.1").post("status/", number=f"2026-8{i:03d}", code="AAAA-AAAA")
    colleague = anyone(address="10.8.0.1")
    assert colleague.post("status/", number=number, code=code).status_code == 200
    assert (
        colleague.post("status/", number=number, code=code, solved=colleague.solved("look")).status_code
        == 303
    )
    assert anyone(address="10.8.0.2").post("status/", number=number, code=code).status_code == 303


def test_a_wrong_guess_is_counted_once_an_hour_window(sent):
    number, _ = sent
    receipt = Receipt.objects.get()
    for i in range(3):
        with pytest.raises(looking.NotFound):
            looking.look_up(FLOW, receipt.organization, number, "AAAA-AAAA", who=f"a{i}")
    assert Receipt.objects.get().wrong == 3
    with later(hours=2):
        with pytest.raises(looking.NotFound):
            looking.look_up(FLOW, receipt.organization, number, "AAAA-AAAA", who="b")
        assert Receipt.objects.get().wrong == 1


def test_a_puzzle_for_looking_up_sends_nothing(sent, browser):
    fresh = browser()
    fresh.answer_all()
    assert fresh.post("check/", solved=fresh.solved("look")).status_code == 200
    assert Receipt.objects.count() == 1
    assert fresh.get("proof-other.json").status_code == 404
    assert solve(fresh.get("proof-look.json").json())


@pytest.mark.parametrize(
    "write", ["〔2026〕第{}号", "政府信息公开申请〔2026〕第{}号", "2026年第{}号", "2026-{}", "２０２６－{}"]
)
def test_a_number_is_read_as_the_letters_write_it(sent, write):
    """The letter says 〔2026〕第1号, the receipt 2026-0001: who holds the letter alone is heard too."""
    year, _, serial = sent[0].partition("-")
    typed = write.replace("2026", year).format(int(serial))
    assert anyone().post("status/", number=typed, code=sent[1]).status_code == 303
