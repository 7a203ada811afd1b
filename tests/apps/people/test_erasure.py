"""个人信息保护法第四十七条: after the erasure act nothing of the person is left, the chain holds, the figures stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.conftest import TODAY
from tests.apps.people.conftest import ZHANG, dump

from gongkai.apps.ledger.actions import record, renew_sealed
from gongkai.apps.ledger.models import Entry, Sealed
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.people import actions, events, gate
from gongkai.apps.people.details import NAME, Details
from gongkai.apps.people.models import Erasure, Party
from gongkai.apps.people.rules import keep_until
from gongkai.clocks import moment
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db
DAY = dt.date.fromisoformat(TODAY)


def erase(office, party, ground="withdrawn", because="申请人撤回同意"):
    erasure = actions.open_erasure(office.handler, party, ground=ground, because=because)
    return actions.sign_erasure(office.leader, erasure)


def sealed_note(office, party, words):
    """What a duty does with a citizen's own words: only a commitment enters the chain."""
    case = gate.subject_of(office.handler, party)
    return record(
        events.READ, case, actor(office.handler, office.body), chain=office.body.slug,
        personal={"words": words}, personal_of=gate.holder(party),
    )  # fmt: skip


# signs that stand nowhere else in the database, so that one left over is the person's
signs = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x35FF), min_size=2, max_size=12)
digits = st.from_regex(r"1[3-9]7[0-9]{8}", fullmatch=True)
people = st.builds(
    Details, name=signs, contact_name=signs, representative=signs, id_kind=st.just("other"),
    id_number=st.from_regex(r"ZQ[0-9]{9}", fullmatch=True), telephone=digits,
    email=st.from_regex(r"zq[0-9]{8}@example\.invalid", fullmatch=True), address=signs, postcode=st.just(""),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people, people, st.sampled_from(["natural", "biz", "research", "charity", "legal", "other"]))
def test_after_the_act_no_byte_of_the_person_is_left_in_any_table(office, glass, gone, stays, kind):
    with transaction.atomic():
        party, other = office.enter(gone, kind=kind), office.enter(stays)
        sealed_note(office, party, gone.name + gone.telephone)
        gate.read(office.handler, party, [NAME], "核对")
        office.closed |= {party.subject_id: DAY, other.subject_id: DAY}
        figures = list(Party.objects.values("kind", "part").annotate(n=Count("id")).order_by("kind"))
        before = dump()
        assert all(value in before for value in gone.tidy().values()), "the search can fail"

        assert erase(office, party).traces == []

        after = dump()
        kept = set(stays.tidy().values())
        assert [v for v in gone.tidy().values() if v in after and v not in kept] == []
        assert all(value in after for value in kept), "and nobody else is touched"
        assert list(Party.objects.values("kind", "part").annotate(n=Count("id")).order_by("kind")) == figures
        assert list(verify()) == []
        transaction.set_rollback(True)


def test_what_is_kept_shows_nothing_without_the_key(office):
    party = office.enter()
    sealed_note(office, party, "我叫张雨桐，电话13800138000")
    said = dump()
    assert [v for v in [*ZHANG.tidy().values(), "张雨桐", "13800138000"] if v in said] == []


def test_the_ledger_says_who_why_and_on_what_ground_but_not_whom(office):
    party = office.enter()
    office.closed[party.subject_id] = DAY
    erase(office, party)
    opened, done = Entry.objects.order_by("-id")[1], Entry.objects.order_by("-id")[0]
    assert (opened.event, opened.actor_name, opened.because) == (
        events.ERASURE_OPENED, office.handler.name, "申请人撤回同意",
    )  # fmt: skip
    assert (done.event, done.actor_name) == (events.ERASED, office.leader.name)
    assert "第四十七条" in done.facts["ground"]
    assert not any("张" in str(e.__dict__) for e in Entry.objects.all())


def test_an_erased_person_reads_as_nothing_and_is_nobodys_same(office):
    party = office.enter()
    office.closed[party.subject_id] = DAY
    erase(office, party)
    party.refresh_from_db()
    entries = Entry.objects.count()
    assert gate.read(office.handler, party, [NAME]) == Details()
    assert Entry.objects.count() == entries
    assert gate.masked(party) == "自然人（个人信息已删除）"
    assert office.forgotten == [(party.subject_id, party.pk)], "the record forgets what it holds itself"


def test_nobody_signs_what_they_opened(office):
    party = office.enter()
    office.closed[party.subject_id] = DAY
    erasure = actions.open_erasure(office.office, party, ground="withdrawn", because="申请人撤回同意")
    with pytest.raises(PermissionDenied):
        actions.sign_erasure(office.office, erasure)
    assert [o.code for o in actions.obstacles_to_sign(office.office, erasure, agree=True, because="")] == [
        "erasure:second"
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(
            signed_by=office.office, signed_at=moment.now(), outcome="done"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(outcome="done")


def test_a_second_person_may_say_no_with_a_reason(office):
    party = office.enter()
    office.closed[party.subject_id] = DAY
    erasure = actions.open_erasure(office.handler, party, ground="withdrawn", because="申请人撤回同意")
    with pytest.raises(Refused, match="写明理由"):
        actions.sign_erasure(office.leader, erasure, agree=False)
    actions.sign_erasure(office.leader, erasure, agree=False, because="正在诉讼")
    party.refresh_from_db()
    assert gate.opened(party).name == "张雨桐"
    with pytest.raises(Refused, match="已经签批"):
        actions.sign_erasure(office.leader, erasure)


@pytest.mark.parametrize(
    ("ground", "because", "closed", "said"),
    [
        ("withdrawn", "申请人撤回同意", False, "还没有办结"),
        ("withdrawn", " ", True, "写明删除的理由"),
        ("retention", "到期", True, "选定删除的依据"),
        ("nonsense", "到期", True, "选定删除的依据"),
        ("withdrawn", "张雨桐来电要求删除", True, "不能删改"),
        ("withdrawn", "13800138000 来电", True, "不能删改"),
    ],
)
def test_what_stands_against_asking(office, ground, because, closed, said):
    party = office.enter(Details(**{**ZHANG.__dict__, "telephone": "13800138000"}))
    if closed:
        office.closed[party.subject_id] = DAY
    with pytest.raises(Refused, match=said):
        actions.open_erasure(office.handler, party, ground=ground, because=because)
    assert not Erasure.objects.exists()


def test_only_one_asking_at_a_time_and_only_by_those_who_may(office):
    party = office.enter()
    office.closed[party.subject_id] = DAY
    with pytest.raises(PermissionDenied):
        actions.open_erasure(office.leader, party, ground="withdrawn", because="申请人撤回同意")
    actions.open_erasure(office.handler, party, ground="withdrawn", because="申请人撤回同意")
    with pytest.raises(Refused, match="等另一人签批"):
        actions.open_erasure(office.office, party, ground="done", because="不再需要")


def test_a_case_reopened_meanwhile_is_not_erased(office):
    party = office.enter()
    office.closed[party.subject_id] = DAY
    erasure = actions.open_erasure(office.handler, party, ground="withdrawn", because="申请人撤回同意")
    del office.closed[party.subject_id]
    with pytest.raises(Refused, match="没有办结"):
        actions.sign_erasure(office.leader, erasure)


def test_words_that_somebody_wrote_into_the_chain_are_named_not_hidden(office):
    party = office.enter()
    case = gate.subject_of(office.handler, party)
    entry = record(events.READ, case, actor(office.handler), chain=office.body.slug, because="与张 雨桐通话")
    office.closed[party.subject_id] = DAY
    assert erase(office, party).traces == [entry.number]


def test_a_duty_can_refuse_a_name_before_it_reaches_the_chain(office):
    party = office.enter()
    with pytest.raises(Refused, match="改用称呼"):
        actions.refuse_names([party], "与张雨桐通话")
    actions.refuse_names([party], "与申请人通话")


@pytest.mark.parametrize(("rule", "years"), [("requests", 5), ("letters", 2), ("consultations", 1)])
def test_the_schedule_is_data(rule, years):
    assert keep_until(dt.date(2024, 2, 29), rule) == dt.date(2024 + years, 2, 28)
    assert keep_until(dt.date(2026, 5, 20), rule) == dt.date(2026 + years, 5, 20)


def test_what_is_due_goes_by_itself_the_day_after_and_one_bad_row_stops_no_other(office, monkeypatch):
    old, bad, young = office.enter(), office.enter(), office.enter()
    for party, day in ((old, "2021-05-19"), (bad, "2021-05-19"), (young, "2021-05-20")):
        office.closed[party.subject_id] = dt.date.fromisoformat(day)
        actions.settle(gate.subject_of(office.handler, party), office.closed[party.subject_id])
    asked = actions.open_erasure(office.handler, old, ground="withdrawn", because="申请人撤回同意")
    Party.objects.filter(pk=bad.pk).update(name="gk1.00000000.broken")

    assert actions.erase_due() == 1, "kept through 20 May 2026, gone after it"
    assert actions.erase_due() == 0
    assert set(Party.objects.filter(erased_at=None)) == {bad, young}
    assert not Erasure.objects.filter(pk=asked.pk).exists()
    done = Erasure.objects.get()
    assert (done.ground, done.opened_by, done.signed_by, done.outcome) == ("retention", None, None, "done")


def test_a_reopened_case_is_kept(office):
    party = office.enter()
    case = gate.subject_of(office.handler, party)
    office.closed[party.subject_id] = dt.date(2020, 1, 1)
    actions.settle(case, office.closed.pop(party.subject_id))
    assert actions.erase_due() == 0, "still open in the duty's own eyes"
    actions.settle(case, None)
    party.refresh_from_db()
    assert party.keep_until is None


def test_the_database_refuses_an_erased_row_with_anything_left(office):
    party = office.enter()
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(erased_at=moment.now())


def test_a_change_of_keys_reaches_every_row(office, settings):
    from gongkai import crypt

    party = office.enter()
    entry = sealed_note(office, party, "本人的话")
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [crypt.new_key(), *old]
    assert (actions.renew(10), renew_sealed(10)) == (1, 1)
    assert (actions.renew(10), renew_sealed(10)) == (0, 0)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    party.refresh_from_db()
    assert gate.opened(party) == ZHANG.tidy()
    assert gate.read_entry(office.handler, party, entry, "words") == "本人的话"
    assert Sealed.objects.get().holder == gate.holder(party)


def test_what_an_act_seals_for_a_person_goes_with_the_person(office):
    """A duty's own act (`acting.seal`) names whose words it seals; two people in one act are refused."""
    party = office.enter()
    case = gate.subject_of(office.handler, party)
    with acting(office.handler, case, events.READ) as act:
        act.say(part="申请人", what="来电记录")
        act.seal(holder=gate.holder(party), words="本人的话")
        with pytest.raises(ValueError, match="one person"):
            act.seal(holder="people.party:0", words="别人的话")
    entry = Entry.objects.order_by("-id")[0]
    assert gate.read_entry(office.handler, party, entry, "words") == "本人的话"
    office.closed[party.subject_id] = DAY
    erase(office, party)
    assert Sealed.objects.count() == 0 and list(verify()) == []
