"""The histories that a jurist can read (tests/clocks/requests_cases.toml), lived through by the acts of the house."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.apps.requests.people import COMPANY, PERSON

from gongkai.apps.deadlines.queries import explain, of_subject
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.models import Extension, Request
from gongkai.clocks import moment

CASES = [
    case
    for case in tomllib.loads(
        (Path(__file__).parents[2] / "clocks" / "requests_cases.toml").read_text("utf-8")
    )["request"]
    if case.get("matter", "reply") == "reply"
]
CHANNELS = {"in_person": "counter", "internet": "web"}


def lived(case: dict[str, Any], world, handler) -> Request:
    """Receipt, then every event on its own day, by the acts."""
    days = {n: case[n] for n in ("signed_on", "confirmed_on") if n in case}
    channel = CHANNELS.get(case["channel"], case["channel"])
    with moment.fixed(case["received"]):
        given = Given(channel, case["submitted_on"], "natural", PERSON, "某件材料", **days)
        request = actions.enter(handler, world.a.body, given)
    steps = []
    for event in case.get("events", []):
        if "first" in event:
            steps += [(event["first"], "begin", event), (event["last"], "end", event)]
        else:
            steps.append((event["on"], event["what"], event))
    asked: dict[int, Any] = {}
    for on, what, event in sorted(steps, key=lambda s: (s[0], s[1] != "begin")):
        with moment.fixed(on):
            request = Request.objects.get(pk=request.pk)
            if what == "begin":
                who = {"person": COMPANY} if event["what"] == "third_party" else {"name": "云川市财政局"}
                asked[id(event)] = actions.consult(handler, request, kind=event["what"], about="合同", **who)
            elif what == "end":
                actions.answer_consultation(handler, asked[id(event)], answer="consent")
            elif what == "extended":
                extension = actions.ask_extension(handler, request, amount=event["days"], reason="材料多")
                actions.decide_extension(world.a.leader, request, agree=True)
                assert Extension.objects.get(pk=extension.pk).decided_by == world.a.leader
            elif what == "delayed":
                actions.ask_frequency(handler, request)
                request = Request.objects.get(pk=request.pk)
                told = {"reasonable": True, "until": event["until"], "because": "同时要的材料多，须逐件检索"}
                actions.judge_frequency(handler, request, reason="研究需要", **told)
            elif what == "correction_asked":
                actions.ask_correction(handler, request, asked="写明年度", due_on=on + timedelta(days=40))
            elif what == "correction_received":
                actions.take_correction(handler, request)
            elif what == "fee_noticed":
                actions.notice_fee(handler, request, ladder="pages", pages=100)
            else:
                assert what == "fee_paid", what
                actions.take_fee(handler, request)
    return Request.objects.get(pk=request.pk)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_the_acts_give_the_due_date_worked_out_by_hand(case, world, handler):
    request = lived(case, world, handler)
    assert request.received_on == case["received"], case["why"]
    assert request.provision.endswith(case["law"])
    (clock,) = [d for d in of_subject(request) if d.provision == "reply"]
    assert clock.due_on == case["due"], case["why"]
    assert clock.provisional is case.get("provisional", False)
    assert explain(clock).due == clock.due_on


def test_nearly_all_of_them_are_lived():
    assert len(CASES) > 60 and all(isinstance(c["received"], date) for c in CASES)
