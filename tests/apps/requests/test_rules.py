"""What stands against each act, state by state, written by hand from the law and from what an office does; nothing generated."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.requests import rules
from gongkai.apps.requests.models import State
from gongkai.apps.requests.rules import Facts

TODAY = dt.date(2026, 5, 20)
EARLY = dt.date(2026, 4, 1)
RECEIVED, OPEN, CORRECTION, FEE = State.RECEIVED, State.OPEN, State.CORRECTION, State.FEE
IN_REVIEW, APPROVED, CLOSED, MERGED = State.IN_REVIEW, State.APPROVED, State.CLOSED, State.MERGED
# act → the states in which nothing stands against it, all other facts being kind
MAY = {
    rules.to_confirm: {RECEIVED},
    rules.to_assign: {RECEIVED, OPEN, CORRECTION, FEE},
    rules.to_split: {OPEN},
    rules.to_merge: {RECEIVED, OPEN},
    rules.to_ask_correction: {OPEN},
    rules.to_take_correction: {CORRECTION},
    rules.to_correct_online: {CORRECTION},
    rules.to_lapse_correction: {CORRECTION},
    rules.to_consult: {OPEN, CORRECTION},
    rules.to_answer_consultation: {OPEN, CORRECTION, FEE},
    rules.to_ask_assist: {RECEIVED, OPEN, CORRECTION, FEE},
    rules.to_ask_extension: {OPEN, CORRECTION, FEE, IN_REVIEW},
    rules.to_ask_frequency: {OPEN},
    rules.to_judge_frequency: {OPEN},
    rules.to_notice_fee: {OPEN},
    rules.to_take_fee: {FEE},
    rules.to_waive_fee: {FEE},
    rules.to_lapse_fee: {FEE},
    rules.to_answer: {OPEN},
    rules.to_submit: {OPEN},
    rules.to_recall: {IN_REVIEW, APPROVED},
    rules.to_deliver: {APPROVED},
    rules.to_withdraw: {RECEIVED, OPEN, CORRECTION, FEE, IN_REVIEW, APPROVED},
    rules.to_settle_open: {CLOSED},
    rules.to_archive: {CLOSED},
    rules.to_mark_typical: {CLOSED},
    rules.to_reopen: {CLOSED},
    rules.to_approve_reopening: {CLOSED},
}
KIND = {
    rules.to_split: {"points": 2},
    rules.to_submit: {"answered": 1},
    rules.to_judge_frequency: {"frequency_asked": True},
    rules.to_archive: {"to_open": False},
    rules.to_reopen: {"overturned": True},
    rules.to_lapse_correction: {"correction_told": dt.date(2026, 5, 18)},
    rules.to_lapse_fee: {"fee_told": dt.date(2026, 4, 1)},
    rules.to_waive_fee: {"fee_noticer": 8},
    rules.to_answer_consultation: {"waiting": (TODAY,)},
}
AT_ANY_TIME = {
    rules.to_note, rules.to_decide_extension, rules.to_dispute, rules.to_call_unclear,
}  # fmt: skip


def facts(state: str, **more: object) -> Facts:
    """A case received on Monday 2026-05-18 under the law of 2019, looked at by person 7."""
    given = {"received_on": dt.date(2026, 5, 18), "version": "reply_2019", "person": 7, **more}
    return Facts(state, TODAY, **given)  # type: ignore[arg-type]


def codes(found: list) -> list[str]:
    return [obstacle.code for obstacle in found]


def test_every_rule_over_facts_stands_in_the_table() -> None:
    told = {
        rule
        for name, rule in vars(rules).items()
        if name.startswith("to_") and rule.__annotations__.get("facts") == "Facts"
    }
    assert told == MAY.keys() | AT_ANY_TIME


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("rule", MAY, ids=lambda rule: rule.__name__)
def test_an_act_is_open_in_its_states_and_refused_with_the_state_in_all_others(rule, state) -> None:
    found = codes(rule(facts(state, **KIND.get(rule, {}))))
    assert found == ([] if state in MAY[rule] else ["request:state"])


@pytest.mark.parametrize(
    ("rule", "state", "more", "code"),
    [
        (rules.to_split, OPEN, {"points": 1}, "request:one_point"),
        (rules.to_split, OPEN, {"counted": True, "points": 2}, "request:counted"),
        (rules.to_merge, OPEN, {"counted": True}, "request:counted"),
        (rules.to_merge, OPEN, {"correction_asked": TODAY}, "request:outside"),
        (rules.to_merge, OPEN, {"fee_noticed": TODAY}, "request:outside"),
        (rules.to_merge, OPEN, {"waiting": (None,)}, "request:outside"),
        (rules.to_ask_correction, OPEN, {"correction_asked": TODAY}, "correction:once"),
        (rules.to_ask_correction, OPEN, {"received_on": dt.date(2026, 5, 8)}, "correction:late"),
        (rules.to_lapse_correction, CORRECTION, {"correction_due": TODAY, "correction_told": EARLY}, "correction:term"),
        (rules.to_lapse_correction, CORRECTION, {"correction_due": EARLY}, "correction:untold"),
        (rules.to_lapse_correction, CORRECTION, {"correction_due": EARLY, "correction_told": EARLY}, "correction:told_late"),
        (rules.to_reopen, CLOSED, {}, "reopen:ground"),
        (rules.to_approve_reopening, CLOSED, {"handler": 7}, "reopen:second"),
        (rules.to_answer_consultation, OPEN, {}, "consultation:none"),
        (rules.to_note, CLOSED, {"archived": True}, "request:archived"),
        (rules.to_ask_extension, OPEN, {"extension_open": True}, "extension:open"),
        (rules.to_ask_extension, OPEN, {"extended": 20}, "extension:spent"),
        (rules.to_ask_extension, OPEN, {"version": ""}, "extension:spent"),
        (rules.to_decide_extension, OPEN, {}, "extension:none"),
        (rules.to_decide_extension, OPEN, {"extension_open": True, "extension_asker": 7}, "extension:second"),
        (rules.to_ask_frequency, OPEN, {"frequency_asked": True}, "frequency:once"),
        (rules.to_ask_frequency, OPEN, {"version": "reply_2008"}, "frequency:law"),
        (rules.to_judge_frequency, OPEN, {}, "frequency:none"),
        (rules.to_judge_frequency, OPEN, {"frequency_asked": True, "frequency_judged": True}, "frequency:done"),
        (rules.to_notice_fee, OPEN, {"fee_noticed": TODAY}, "fee:once"),
        (rules.to_waive_fee, FEE, {"fee_noticer": 7}, "fee:second"),
        (rules.to_lapse_fee, FEE, {"fee_due": TODAY, "fee_told": EARLY}, "fee:term"),
        (rules.to_lapse_fee, FEE, {"fee_due": EARLY}, "fee:untold"),
        # noticed long ago, came the day before yesterday: its twenty working days have only begun
        (rules.to_lapse_fee, FEE, {"fee_due": EARLY, "fee_told": dt.date(2026, 5, 18)}, "fee:term"),
        (rules.to_submit, OPEN, {"points": 2, "answered": 1}, "reply:points"),
        (rules.to_submit, OPEN, {"answered": 1, "waiting": (None, None)}, "reply:waiting"),
        (rules.to_archive, CLOSED, {"to_open": True, "archived": True}, "request:archived"),
        (rules.to_settle_open, CLOSED, {"archived": True}, "request:archived"),
        (rules.to_settle_open, CLOSED, {"to_open": True}, "request:opened"),
        (rules.to_note, MERGED, {}, "request:merged"),
        (rules.to_call_unclear, OPEN, {}, "answer:unclear"),
        (rules.to_archive, CLOSED, {}, "request:to_open"),
        (rules.to_dispute, RECEIVED, {"received_on": None}, "dispute:early"),
    ],
)  # fmt: skip
def test_one_unkind_fact_is_the_one_reason(rule, state, more, code) -> None:
    assert codes(rule(facts(state, **more))) == [code]


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        (
            rules.to_lapse_correction,
            {"correction_due": TODAY - dt.timedelta(days=1), "correction_told": EARLY},
        ),
        (rules.to_lapse_fee, {"fee_due": TODAY - dt.timedelta(days=1), "fee_told": EARLY}),
        (rules.to_approve_reopening, {"handler": 8}),
        (rules.to_answer_consultation, {"waiting": (TODAY,)}),
        (rules.to_decide_extension, {"extension_open": True, "extension_asker": 8}),
        (rules.to_ask_extension, {"extended": 19}),
        (rules.to_ask_correction, {"received_on": dt.date(2026, 5, 11)}),
        (rules.to_settle_open, {"to_open": False}),
        (rules.to_call_unclear, {"correction_received": TODAY}),
        (rules.to_note, {}),
        (rules.to_dispute, {}),
    ],
)
def test_the_edge_on_the_kind_side(rule, more) -> None:
    state = {
        rules.to_lapse_correction: CORRECTION,
        rules.to_lapse_fee: FEE,
        rules.to_settle_open: CLOSED,
        rules.to_approve_reopening: CLOSED,
    }.get(rule, OPEN)
    assert codes(rule(facts(state, **more))) == []


@pytest.mark.parametrize("reply", ["in_review", "approved"])
@pytest.mark.parametrize(
    "rule",
    [
        rules.to_split, rules.to_merge, rules.to_ask_correction, rules.to_take_correction, rules.to_consult,
        rules.to_notice_fee, rules.to_answer, rules.to_submit,
    ],
    ids=lambda rule: rule.__name__,
)  # fmt: skip
def test_nothing_moves_under_a_reply_that_others_look_at(rule, reply) -> None:
    kind = {**KIND.get(rule, {}), "correction_received": TODAY}
    assert codes(rule(facts(OPEN, reply=reply, **kind))) == ["reply:standing"]


def test_a_second_parcel_of_a_correction_is_taken_by_the_office_alone() -> None:
    second = facts(OPEN, correction_received=TODAY)
    assert rules.to_take_correction(second) == []
    assert codes(rules.to_correct_online(second)) == ["request:state"]


def test_what_is_left_of_an_extension() -> None:
    """第三十三条: at most twenty working days; the law of 2008 fifteen."""
    assert rules.extension_left(facts(OPEN)) == 20
    assert rules.extension_left(facts(OPEN, extended=5)) == 15
    assert rules.extension_left(facts(OPEN, version="reply_2008")) == 15
    assert rules.extension_left(facts(OPEN, version="")) == 0


@pytest.mark.parametrize(
    ("rule", "said", "code"),
    [
        (rules.to_rate, {"answered": False, "rated": False}, ["rating:early"]),
        (rules.to_rate, {"answered": True, "rated": True}, ["rating:once"]),
        (rules.to_rate, {"answered": True, "rated": False}, []),
        (rules.to_hear, {"answer": "consent", "kind": "third_party", "state": OPEN}, ["consultation:answered"]),
        (rules.to_hear, {"answer": "silent", "kind": "co_agency", "state": OPEN}, ["consultation:silent"]),
        (rules.to_hear, {"answer": "", "kind": "third_party", "state": OPEN}, []),
        (rules.to_hear, {"answer": "", "kind": "third_party", "state": FEE}, []),
        (rules.to_hear, {"answer": "", "kind": "third_party", "state": CLOSED}, ["consultation:over"]),
        (rules.to_hear, {"answer": "", "kind": "third_party", "state": MERGED}, ["consultation:over"]),
        (rules.to_hear, {"answer": "consent", "kind": "third_party", "state": CLOSED}, ["consultation:over"]),
        (rules.to_tell, {"third_party": True, "answer": "refuse", "archived": False}, []),
        (rules.to_tell, {"third_party": True, "answer": "refuse", "archived": True}, ["request:archived"]),
        (rules.to_tell, {"third_party": True, "answer": "", "archived": False}, ["consultation:told"]),
        (rules.to_tell, {"third_party": False, "answer": "refuse", "archived": False}, ["consultation:told"]),
        (rules.to_tell, {"third_party": True, "answer": "consent", "archived": False}, ["consultation:agreed"]),
        (rules.to_end_complaint, {"ended": True}, ["complaint:ended"]),
        (rules.to_end_complaint, {"ended": False}, []),
        (rules.to_end_dispute, {"ended": True}, ["dispute:ended"]),
        (rules.to_end_dispute, {"ended": False}, []),
    ],
)  # fmt: skip
def test_rules_of_one_word(rule, said, code) -> None:
    assert codes(rule(**said)) == code
