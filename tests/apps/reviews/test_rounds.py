"""One floor of review for every record: nobody judges what he wrote, nobody judges twice, and steps are data."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.races import at_once, real_database

from gongkai.apps.reviews import actions, queries, rules
from gongkai.apps.reviews.models import Outcome, Round, State, Word
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, LawDataError, Refused
from gongkai.law import processes
from gongkai.law.processes import process

PROCESSES = ("document", "report", "request")
PEOPLE = st.integers(1, 6)


@pytest.fixture
def opened(world):
    """A function that opens a round on a record no duty knows: a topic of the catalogue."""

    def make(*, hands=(), fingerprint: str = "a", user=None, code: str = "document") -> Round:
        a = world.a
        return actions.open_round(
            user or a.drafter, world.topic, code=code, organization=a.body, section=a.section,
            drafter=a.drafter, hands=hands, fingerprint=fingerprint,
        )  # fmt: skip

    return make


def codes(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {o.code for o in refused.value.obstacles}


# --- pure rules


@given(
    code=st.sampled_from(PROCESSES), person=PEOPLE, drafter=PEOPLE, submitter=PEOPLE,
    wrote=st.frozensets(PEOPLE), judged=st.dictionaries(PEOPLE, st.just(0)),
)  # fmt: skip
def test_a_second_person_is_exactly_who_had_no_part(code, person, drafter, submitter, wrote, judged):
    steps = process(code)
    facts = rules.Facts(
        steps, rules.OPEN, steps.steps[-1].code, drafter, submitter, wrote,
        dict.fromkeys(judged, steps.steps[0].code),
    )  # fmt: skip
    part = {drafter, submitter, *wrote, *judged}
    assert bool(rules.second_person(person, facts)) == (person in part) == (person in facts.barred)
    assert bool(rules.obstacles_to_judge(person, holds_post=True, facts=facts)) == (person in part)
    assert rules.obstacles_to_judge(person, holds_post=False, facts=facts)


@pytest.mark.parametrize("state", [rules.OPEN, rules.APPROVED, rules.RETURNED, rules.RECALLED])
@pytest.mark.parametrize(
    "verb", ["agree", "agree_last", "send_back", "recall", "lapse", "turn_back", "publish"]
)
def test_only_the_transitions_of_the_table_exist(state, verb):
    allowed = {
        ("open", "agree"): "open", ("open", "agree_last"): "approved", ("open", "send_back"): "returned",
        ("open", "recall"): "recalled", ("open", "lapse"): "recalled", ("approved", "recall"): "recalled",
        ("approved", "turn_back"): "returned",
    }  # fmt: skip
    if (state, verb) in allowed:
        assert rules.after(state, verb) == allowed[state, verb]
    else:
        with pytest.raises(Refused):
            rules.after(state, verb)


def test_what_ended_is_judged_by_nobody():
    steps = process("document")
    for state in (rules.APPROVED, rules.RETURNED, rules.RECALLED):
        facts = rules.Facts(steps, state, "office", 1, 1, frozenset(), {})
        assert {o.code for o in rules.obstacles_to_judge(9, holds_post=True, facts=facts)} == {
            "review:closed"
        }


@pytest.mark.parametrize(
    ("reasons", "opinion", "enough"),
    [
        (["wording"], "", True), ([], "有错字", True), (["other"], "另有原因", True),
        ([], " ", False), (["other"], "", False), (["unknown"], "", False),
    ],
)  # fmt: skip
def test_a_return_says_what_is_to_be_mended(reasons, opinion, enough):
    assert bool(rules.obstacles_of_return(process("document"), reasons, opinion)) != enough


# --- steps as data


def test_the_steps_of_a_document_and_of_a_report_are_those_of_the_files():
    assert [(s.code, s.verbs, s.place, s.carries) for s in process("document").steps] == [
        ("section", ("review_section",), "section", True),
        ("secrecy", ("review_secrecy",), "office", True),
        ("office", ("review_office",), "office", False),
    ]
    assert [(s.code, s.place) for s in process("report").steps] == [("agree", "section"), ("issue", "body")]


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"source": {"title": "条例"}},
        {"source": {"title": "条例", "article": "第十七条"}, "code": "x", "label": "x", "drafter": "x"},
        {
            "source": {"title": "条例", "article": "第十七条"}, "code": "x", "label": "x", "drafter": "x",
            "step": [{"code": "a", "label": "甲", "verbs": ["v"], "place": "somewhere"}],
        },
        {
            "source": {"title": "条例", "article": "第十七条"}, "code": "x", "label": "x", "drafter": "x",
            "step": [{"code": "a", "label": "甲", "verbs": ["v"], "place": "body"}] * 2,
        },
    ],
)  # fmt: skip
def test_a_process_without_source_step_or_place_is_not_loaded(raw):
    with pytest.raises(LawDataError):
        processes._read("x.toml", raw)


@pytest.mark.parametrize("code", ["nothing", "../lists/grounds", ""])
def test_an_unknown_process_is_named_in_one_sentence(code):
    with pytest.raises(GongkaiError, match="没有名为"):
        process(code)


# --- any record


@pytest.mark.django_db
def test_a_record_that_no_duty_knows_is_judged_like_any_other(world, opened):
    a, round_ = world.a, opened()
    assert list(queries.queue(a.head, "document")) == [round_]
    for person, following in ((a.head, "secrecy"), (a.secrecy, "office")):
        step = actions.agree(person, actions.lock(round_))
        assert step is not None and step.code == following
    assert actions.agree(a.office, actions.lock(round_), "可以") is None
    round_.refresh_from_db()
    assert round_.state == State.APPROVED and round_.ended_at is not None
    assert [(w.person, w.step) for w in queries.judgements(queries.latest(world.topic))] == [
        (a.head, "section"), (a.secrecy, "secrecy"), (a.office, "office"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_action_refuses_by_itself_whatever_the_caller_forgot_to_ask(world, opened):
    a = world.a
    round_ = opened(hands=[a.head.pk])
    assert "review:hand" in codes(actions.agree, a.head, actions.lock(round_))
    assert "review:own" in codes(actions.agree, a.drafter, actions.lock(round_))
    assert "review:no_power" in codes(actions.agree, world.b.head, actions.lock(round_))
    assert "return:reason" in codes(actions.send_back, a.second, actions.lock(round_), [], "")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["drafter", "submitter", "hand"])
def test_the_database_lets_nobody_who_wrote_agree(world, opened, who):
    a = world.a
    round_ = opened(hands=[a.office.pk], user=a.second)
    person = {"drafter": a.drafter, "submitter": a.second, "hand": a.office}[who]
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(
            round=round_,
            person=person,
            step="section",
            outcome=Outcome.AGREED,
            fingerprint="a",
            at=moment.now(),
        )


@pytest.mark.django_db
def test_the_database_lets_nobody_take_two_steps_and_no_step_be_taken_twice(world, opened):
    round_ = opened()
    said = {"round": round_, "outcome": Outcome.AGREED, "fingerprint": "a", "at": moment.now()}
    Word.objects.create(person=world.a.head, step="section", **said)
    for person, step in ((world.a.head, "secrecy"), (world.a.second, "section")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Word.objects.create(person=person, step=step, **said)


@pytest.mark.django_db
def test_two_rounds_of_one_record_are_not_open_at_once(world, opened):
    opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(fingerprint="b")


@pytest.mark.django_db
def test_an_agreement_holds_on_only_for_the_very_same_text(world, opened):
    a, first = world.a, opened()
    actions.agree(a.head, actions.lock(first))
    actions.send_back(a.secrecy, actions.lock(first), ["basis"], "")
    same = opened()
    assert (same.step, [w.carried_over for w in queries.judgements(same)]) == ("secrecy", [True])
    actions.recall(actions.lock(same))
    assert opened(fingerprint="b").step == "section"


@pytest.mark.django_db
def test_a_hand_of_an_earlier_round_stays_one(world, opened):
    actions.recall(actions.lock(opened(hands=[world.a.head.pk])))
    assert "review:hand" in codes(actions.agree, world.a.head, actions.lock(opened()))


@pytest.mark.django_db
def test_the_queue_of_a_process_shows_nothing_of_another(world, opened):
    round_ = opened(code="report")
    assert list(queries.queue(world.a.head, "report")) == [round_]
    assert not queries.queue(world.a.head, "document").exists()
    assert not queries.queue(world.b.head, "report").exists()


# --- races


@pytest.mark.django_db(transaction=True)
def test_two_who_judge_at_the_same_moment_leave_one_word(world, opened, tmp_path):
    from gongkai.apps.organizations.models import Membership

    def judge(person):
        with transaction.atomic():
            return actions.agree(person, actions.lock(round_))

    with real_database(tmp_path):
        a, round_ = world.a, opened()
        Membership.objects.create(
            user=a.second, organization=a.section, role="section_head", valid_from="2020-01-01"
        )
        outcomes = at_once(partial(judge, a.head), partial(judge, a.second))
        assert sorted(type(o).__name__ for o in outcomes) == ["Refused", "Step"], outcomes
        round_.refresh_from_db()
        assert round_.step == "secrecy"
        assert Word.objects.filter(round=round_, step="section").count() == 1
