"""Against machines: a puzzle solved while one writes, or a short wait; each spent once, nobody locked out."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.apps.intake.conftest import Citizen, solve, text_of

from gongkai.apps.intake import proof
from gongkai.apps.intake.models import Draft, Receipt, Spent
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

pytestmark = pytest.mark.django_db


def later(**parts):
    return moment.fixed((moment.now() + dt.timedelta(**parts)).isoformat())


def spend(solved="", slip="", purpose="test:send", who="10.0.0.1"):
    with transaction.atomic():
        proof.spend(purpose, solved=solved, slip=slip, who=who)


def test_a_solved_puzzle_opens_one_act_once():
    solved = solve(proof.challenge("test:send"))
    spend(solved)
    with pytest.raises(proof.NotProved, match="已经用过"):
        spend(solved)
    assert Spent.objects.count() == 1


def changed(solved: str, **how) -> str:
    read = json.loads(base64.b64decode(solved))
    for path, value in how.items():
        *way, last = path.split("__")
        place = read
        for step in way:
            place = place[step]
        place[last] = value
    return base64.b64encode(json.dumps(read).encode()).decode()


@pytest.mark.parametrize(
    "how",
    [
        {"solution__counter": 1},
        {"solution__counter": "1"},
        {"solution__derivedKey": "00" * 32},
        {"challenge__signature": "00" * 32},
        {"challenge__signature": None},
        {"challenge__parameters__keyPrefix": ""},
        {"challenge__parameters__data": {"for": "test:send", "until": 9999999999}},
        {"challenge__parameters__data": None},
        {"challenge__parameters__cost": 0},
        {"challenge__parameters": None},
        {"challenge": 3},
        {"solution": []},
    ],
)  # fmt: skip
def test_a_puzzle_tampered_with_opens_nothing(how):
    with pytest.raises(proof.NotProved):
        spend(changed(solve(proof.challenge("test:send")), **how))
    assert Spent.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["", "x", "e30=", "bnVsbA==", "[" * 100, "A" * 5000, base64.b64encode(b"[" * 2000).decode()]
)
def test_what_is_no_solution_is_answered_in_one_sentence(text):
    with pytest.raises(proof.NotProved) as said:
        spend(text)
    assert said.value.seconds > 0 and len(said.value.sentence) < 60


def test_a_puzzle_for_one_act_opens_no_other():
    with pytest.raises(proof.NotProved):
        spend(solve(proof.challenge("other:send")))
    with pytest.raises(proof.NotProved):
        spend(solve(proof.challenge("test:look")))


def test_a_puzzle_lives_two_hours_by_the_clock_of_the_house():
    solved = solve(proof.challenge("test:send"))
    with later(hours=2, seconds=1), pytest.raises(proof.NotProved, match="太久"):
        spend(solved)
    with later(hours=1, minutes=59):
        spend(solved)
        assert proof.prune() == 0
    with later(hours=3):
        assert proof.prune() == 1
        with pytest.raises(proof.NotProved, match="太久"):
            spend(solved)


def test_the_puzzle_grows_with_what_one_address_sends_but_stays_solvable():
    def most(who):
        return max(int(solve_counter(proof.challenge("test:send", who))) for _ in range(4))

    calm = most("10.0.0.1")
    for _ in range(600):
        proof.pace.count("send", "10.0.0.1")
    assert proof.WORK * proof.HARDEST // 2 <= most("10.0.0.1") <= proof.WORK * proof.HARDEST
    assert calm <= proof.WORK and most("10.0.0.2") <= proof.WORK, "and for nobody else"


def solve_counter(challenge):
    return json.loads(base64.b64decode(solve(challenge)))["solution"]["counter"]


def test_without_scripts_a_few_seconds_do():
    slip = proof.slip("test:send")
    with later(seconds=4), pytest.raises(proof.NotProved, match="再等 2 秒") as early:
        spend(slip=slip)
    assert early.value.again
    with later(seconds=6):
        spend(slip=slip)
        with pytest.raises(proof.NotProved, match="已经用过"):
            spend(slip=slip)
    with later(hours=3), pytest.raises(proof.NotProved, match="太久"):
        spend(slip=proof_slip_of("2026-05-20T10:00:00"))


def proof_slip_of(at):
    with moment.fixed(at):
        return proof.slip("test:send")


@pytest.mark.parametrize("slip", ["", "x", "a:b:c", "x" * 100_000])
def test_a_forged_slip_opens_nothing(slip):
    with later(seconds=10), pytest.raises(proof.NotProved):
        spend(slip=slip)
    with later(seconds=10), pytest.raises(proof.NotProved):
        spend(slip=proof.slip("test:send").replace("e", "f"))
    with later(seconds=10), pytest.raises(proof.NotProved):
        spend(slip=proof.slip("other:send"))


def test_slips_of_one_address_queue_and_are_never_refused_for_good():
    slips = [proof.slip("test:send") for _ in range(30)]
    passed = 0
    with moment.fixed("2026-05-20T10:01:00"):
        for slip in slips:
            try:
                spend(slip=slip)
                passed += 1
            except proof.NotProved as wait:
                assert wait.again and 0 < wait.seconds <= 60
        spend(slip=proof_slip_of("2026-05-20T10:00:30"), who="10.0.0.2")
    assert passed == 6
    with moment.fixed("2026-05-20T10:02:00"):
        spend(slip=slips[-1])


def test_a_proof_is_spent_only_with_what_it_opens():
    with pytest.raises(GongkaiError, match="同在一个事务"):
        _outside()


def _outside():
    class Loose:
        in_atomic_block = False

    real, transaction.get_connection = transaction.get_connection, lambda: Loose()
    try:
        proof.spend("test:send", solved="", slip="", who="a")
    finally:
        transaction.get_connection = real


def test_the_page_works_without_scripts(citizen):
    citizen.answer_all()
    slip = citizen.hidden("check/", "slip")
    early = citizen.post("check/", slip=slip, solved="")
    assert early.status_code == 200 and "请再等" in text_of(early) and slip in early.content.decode()
    with later(seconds=7):
        assert citizen.post("check/", slip=slip, solved="").status_code == 303
    assert Receipt.objects.count() == 1


def test_a_thousand_posts_from_one_source_are_asked_to_wait_and_others_are_not_held_up(bodies):
    """One sentence, what was typed comes back, and the office next door notices nothing."""
    statuses = []
    for i in range(1000):
        answer = Client(REMOTE_ADDR="10.0.0.1").post("/donghu/ask/who/", {"kind": "natural", "x": str(i)})
        statuses.append(answer.status_code)
    assert statuses.count(303) == 60 and statuses.count(429) == 940
    assert "提交得太快了，请等 60 秒再按一次；填写的内容都在。" in text_of(answer)
    assert "checked" in answer.content.decode()
    assert Draft.objects.count() == 60
    calm = Citizen(Client(REMOTE_ADDR="10.0.0.2"), "/donghu/ask/")
    calm.answer_all()
    assert calm.send().status_code == 303
    with moment.fixed("2026-05-20T10:01:00"):
        again = Citizen(Client(REMOTE_ADDR="10.0.0.1"), "/donghu/ask/")
        again.answer_all()
        assert again.send().status_code == 303, "and is not locked out"


def test_a_draft_under_way_is_not_stopped_by_a_flood_from_its_own_office(bodies):
    writer = Citizen(Client(REMOTE_ADDR="10.0.0.1"), "/donghu/ask/")
    writer.post("who/", kind="natural")
    for _ in range(200):
        Client(REMOTE_ADDR="10.0.0.1").post("/donghu/ask/who/", {"kind": "natural"})
    writer.answer_all()
    assert writer.send().status_code == 303


def test_pressing_the_last_button_a_hundred_times_is_asked_to_wait_and_loses_nothing(citizen):
    citizen.post("who/", kind="natural")
    assert {citizen.post("check/", solved="x").status_code for _ in range(70)} == {303, 429}, "also half-way"
    cache.clear()
    citizen.answer_all()
    statuses = [citizen.post("check/", solved="x").status_code for _ in range(100)]
    assert statuses.count(200) == 60 and statuses.count(429) == 40
    with moment.fixed("2026-05-20T10:01:00"):
        assert citizen.send().status_code == 303
    assert Receipt.objects.count() == 1
