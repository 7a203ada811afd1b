"""Histories of requests that a jurist can read: tests/clocks/requests_cases.toml, worked out by another hand."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai import law
from gongkai.clocks import Event, Exclude, Extend, Postpone, Restart, deadline
from gongkai.clocks.calendar import DATA, Calendar, Notice, read_notice
from gongkai.law import lists

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "requests_cases.toml").read_text(encoding="utf-8")
)["request"]
NAMES = [case["name"] for case in CASES]
DATES = ("submitted_on", "signed_on", "confirmed_on")
RESTARTS = {"correction_received": "收到补正，重新起算", "fee_paid": "缴费，重新起算"}
TAKES_TIME = {"third_party": "征求第三方意见，不计入", "co_agency": "征求其他机关意见，不计入"}
SAYS_NOTHING = {"correction_asked", "fee_noticed"}  # steps of the case that the later one makes good


def version_of(case: dict[str, Any]) -> law.Version:
    received = {"received_on": case["received"], "notified_on": case["received"]}
    return law.applicable(case.get("matter", "reply"), received, ("national",)).governing


def events_of(case: dict[str, Any]) -> list[Event]:
    found: list[Event] = []
    for step in case.get("events", []):
        what = step["what"]
        if what in RESTARTS:
            found.append(Restart(step["on"], RESTARTS[what]))
        elif what in TAKES_TIME:
            found.append(Exclude(step["first"], step["last"], TAKES_TIME[what]))
        elif what == "extended":
            found.append(Extend(step["days"]))
        elif what == "delayed":
            found.append(Postpone(step["on"], step["until"]))
        else:
            assert what in SAYS_NOTHING, what
    return found


def calendar_with(notice: dict[str, list[date]]) -> Calendar:
    """All known notices and an assumed one of the year that has none."""
    known = [read_notice(path) for path in sorted(DATA.glob("*.toml"))]
    days = dict.fromkeys(notice["off"], (False, "放假（假设）")) | dict.fromkeys(
        notice["work"], (True, "调休上班（假设）")
    )
    year = max(n.year for n in known) + 1
    return Calendar([*known, Notice(year, "假设", date(year - 1, 11, 1), "assumed", days)])


def test_there_are_at_least_sixty_histories_of_every_kind() -> None:
    assert len(CASES) >= 60 and len(set(NAMES)) == len(CASES)
    kinds = {step["what"] for case in CASES for step in case.get("events", [])}
    assert kinds == set(RESTARTS) | set(TAKES_TIME) | SAYS_NOTHING | {"extended", "delayed"}
    assert {case["channel"] for case in CASES} == {e.code for e in lists.entries("receipt")}
    assert {case["law"] for case in CASES} == {"2008", "2019"}
    assert sum("notice" in case for case in CASES) >= 4
    assert all(len(case["why"]) > 20 and "第" in case["why"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_day_of_receipt_follows_from_the_channel(case: dict[str, Any]) -> None:
    facts = {name: case[name] for name in DATES if name in case}
    assert lists.received_on(case["channel"], facts) == case["received"], case["why"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_due_date_is_the_one_worked_out_by_hand(case: dict[str, Any]) -> None:
    version = version_of(case)
    assert version.id.endswith(case["law"]) or case.get("matter"), version.id
    found = deadline(version, case["received"], events_of(case))
    assert found.due == case["due"], case["why"]
    assert found.provisional is case.get("provisional", False), case["why"]
    assert all(step.why for step in found.steps)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_an_extension_is_within_the_law_of_the_case(case: dict[str, Any]) -> None:
    granted = sum(step["days"] for step in case.get("events", []) if step["what"] == "extended")
    most = law.applicable("reply_ext", {"received_on": case["received"]}, ("national",)).governing
    assert granted <= most.amount


@pytest.mark.parametrize("case", [c for c in CASES if "notice" in c], ids=lambda c: c["name"])
def test_a_notice_that_is_loaded_later_settles_the_date(case: dict[str, Any]) -> None:
    assert deadline(version_of(case), case["received"], events_of(case)).provisional
    calendar = calendar_with(case["notice"])
    found = deadline(version_of(case), case["received"], events_of(case), calendar)
    assert found.due == case["due_after_notice"], case["why"]
    assert not found.provisional


@pytest.mark.parametrize("case", [c for c in CASES if len(c.get("events", [])) > 1], ids=lambda c: c["name"])
def test_replay_in_any_order_gives_the_same_day(case: dict[str, Any]) -> None:
    for events in itertools.islice(itertools.permutations(events_of(case)), 24):
        assert deadline(version_of(case), case["received"], events).due == case["due"]


@pytest.mark.parametrize("case", [c for c in CASES if c.get("events")], ids=lambda c: c["name"])
def test_a_day_that_was_told_never_shortens_the_limit(case: dict[str, Any]) -> None:
    without = [e for e in events_of(case) if not isinstance(e, Postpone)]
    assert deadline(version_of(case), case["received"], without).due <= case["due"]


@pytest.mark.parametrize("case", [c for c in CASES if c.get("events")], ids=lambda c: c["name"])
def test_no_consultation_ever_shortens_the_limit(case: dict[str, Any]) -> None:
    without = [e for e in events_of(case) if not isinstance(e, Exclude)]
    assert deadline(version_of(case), case["received"], without).due <= case["due"]
