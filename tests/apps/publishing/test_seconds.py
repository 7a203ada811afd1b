"""What could not wait for a second person: he signs, or does not agree and it is undone. Validity acts are among them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.races import at_once, real_database

from gongkai.apps.documents import actions as documents
from gongkai.apps.ledger.queries import history, verify
from gongkai.apps.organizations.models import Membership
from gongkai.apps.publishing import actions, queries, rules
from gongkai.apps.publishing.models import Publication, Relation
from gongkai.apps.publishing.queries import publication_signed
from gongkai.apps.reviews.models import Signature, Word
from gongkai.apps.reviews.queries import signatures_of
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def emergency(world, draft):
    def make() -> Signature:
        document = draft(world.a)
        publication = actions.publish_in_emergency(
            world.a.office, document, reason="台风停课通知须立即公开", columns=world.a.columns[:1]
        )
        return signatures_of(publication).get()

    return make


def page_of(publication) -> int:
    return Client().get(f"/donghu/doc/{publication.key}.html?x=1").status_code


# --- 不同意


def test_an_emergency_that_nobody_stands_for_is_withdrawn_and_that_is_signed_by_another(
    world, emergency, sign_in
):
    a, pending = world.a, emergency()
    address = f"/workbench/publishing/countersigns/{pending.pk}/countersign-refuse/"
    page = sign_in(a.second).get(address).content.decode()
    assert "按下后：撤回公开" in page
    assert "不同意须写明理由" in sign_in(a.second).post(address, {}).content.decode()
    said = {"opinion": "没有紧急情况", "reason": "inaccurate", "public_note": "此件未经审核，已撤回。"}
    sign_in(a.second).post(address, said)
    pending.refresh_from_db()
    assert pending.refused and (pending.word.outcome, pending.word.person) == ("refused", a.second)
    assert page_of(publication_signed(pending)) == 410
    following = Signature.objects.get(act="withdrawal")
    with pytest.raises(Refused):
        actions.countersign(a.second, following)
    actions.countersign(a.office, following)


def test_whoever_did_it_neither_signs_nor_refuses(world, emergency, sign_in):
    pending = emergency()
    address = f"/workbench/publishing/countersigns/{pending.pk}/countersign-refuse/"
    said = {"opinion": "算了", "reason": "inaccurate", "public_note": "撤"}
    page = sign_in(world.a.office).post(address, said).content.decode()
    assert "您是本件经办人或拟稿人，不能自己补签" in page
    assert sign_in(world.b.office).post(address, said).status_code == 404
    with pytest.raises(Refused):
        actions.refuse_countersign(world.a.drafter, pending, "不同意")
    pending.refresh_from_db()
    assert pending.waits and pending.word is None


def test_whoever_drafted_it_signs_no_act_on_it_not_even_a_withdrawal(world, published):
    """Though a post lets him sign: what happens to one's own text needs a second person."""
    a = world.a
    Membership.objects.create(user=a.drafter, organization=a.body, role="office", valid_from="2020-01-01")
    publication = published(a)
    actions.withdraw(a.leader, publication, reason="inaccurate", public_note="名单有误，核实后重新公布。")
    pending = Signature.objects.get(act="withdrawal")
    assert [o.code for o in rules.obstacles_to_review(a.drafter, pending.round)] == ["review:own"]
    assert rules.obstacles_to_review(a.second, pending.round) == []


def test_refusing_an_emergency_whose_text_was_reviewed_since_takes_nothing_away(world, emergency):
    a, pending = world.a, emergency()
    document = publication_signed(pending).subject
    document.refresh_from_db()
    documents.change(a.drafter, document, {"html": "<p>审过的正文</p>"})
    submission = actions.submit(a.drafter, document)
    for part in ("head", "secrecy", "second"):
        submission = actions.agree(a.people[part], submission)
    actions.correct(a.leader, publication_signed(pending), "经审核更正。")
    actions.refuse_countersign(a.second, pending, "当时并不紧急")
    assert page_of(publication_signed(pending)) == 200


def test_a_withdrawal_that_the_second_person_refuses_is_public_again_as_it_was(world, published):
    a = world.a
    publication = published(a)
    first = publication.published_at
    actions.withdraw(a.office, publication, reason="inaccurate", public_note="有误。")
    assert page_of(publication) == 410
    actions.refuse_countersign(a.second, signatures_of(publication).get(), "数字没有错，不应撤")
    publication.refresh_from_db()
    assert (publication.state, publication.published_at, publication.versions.count()) == ("live", first, 1)
    assert page_of(publication) == 200
    assert SearchDoc.objects.count() == 1
    assert queries.public_list(a.body) == [publication]
    assert publication.withdrawals.get().undone_at is not None
    assert list(verify()) == []


@pytest.mark.parametrize("since", ["republished", "withdrawn_again", "filed"])
def test_refusing_a_withdrawal_undoes_nothing_that_others_decided_since(world, published, since):
    a = world.a
    publication = published(a)
    actions.withdraw(a.office, publication, reason="inaccurate", public_note="有误。")
    pending = signatures_of(publication).get()
    document = publication.subject
    document.refresh_from_db()
    if since == "filed":
        documents.decide_attribute(a.drafter, document, attribute="closed", ground="process_draft")
    else:
        documents.change(a.drafter, document, {"html": "<p>改好了</p>"})
    document.refresh_from_db()
    with moment.fixed("2026-05-21"):
        submission = actions.submit(a.drafter, document)
        for part in ("head", "secrecy", "office"):
            submission = actions.agree(a.people[part], submission)
        document.refresh_from_db()
        if since != "filed":
            actions.publish(a.leader, document, columns=a.columns[:1], change_note="改好了。")
        if since == "withdrawn_again":
            actions.withdraw(a.leader, publication, reason="privacy_found", public_note="含个人信息。")
        before = page_of(publication)
        actions.refuse_countersign(a.second, pending, "不应撤")
        assert page_of(publication) == before == (200 if since == "republished" else 410)


def test_an_act_is_decided_once(world, emergency):
    pending = emergency()
    actions.countersign(world.a.second, pending)
    for late in (actions.countersign, actions.refuse_countersign):
        with pytest.raises(Refused):
            late(world.a.leader, pending, "晚了")


@pytest.mark.parametrize("outcome", ["agreed", "refused"])
@pytest.mark.parametrize("who", ["office", "drafter", "head"])
def test_the_database_keeps_doer_drafter_and_hand_from_signing(world, draft, outcome, who):
    """Whatever the code does: who did it, who drafted it and who wrote in it have their part in the round already."""
    a, document = world.a, draft(world.a)
    documents.change(a.head, document, {"html": "<p>台风停课。</p>"})
    document.refresh_from_db()
    publication = actions.publish_in_emergency(
        a.office, document, reason="台风停课通知须立即公开", columns=a.columns[:1]
    )
    round_ = signatures_of(publication).get().round
    said = {"round": round_, "step": "sign", "outcome": outcome, "opinion": "同意", "at": moment.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(person=a.people[who], **said)
    Word.objects.create(person=a.second, **said)


def test_the_database_refuses_a_refusal_without_reason_and_a_second_signature(world, emergency):
    pending = emergency()
    said = {"round": pending.round, "step": "sign", "at": moment.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(person=world.a.second, outcome="refused", **said)
    Word.objects.create(person=world.a.second, outcome="agreed", **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(person=world.a.leader, outcome="refused", opinion="不", **said)


@pytest.mark.django_db(transaction=True)
def test_of_two_second_persons_at_once_one_decides(world, emergency, tmp_path):
    a = world.a
    with real_database(tmp_path):
        pending = emergency()
        results = at_once(
            lambda: actions.countersign(a.second, pending),
            lambda: actions.refuse_countersign(
                a.leader, pending, "不急", reason="inaccurate", public_note="未经审核。"
            ),
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True], results
        decided = Signature.objects.get(act="emergency")
        assert Word.objects.filter(round=decided.round, step="sign").count() == 1
        gone = publication_signed(decided).state == "withdrawn"
        assert decided.refused == gone == Signature.objects.filter(act="withdrawal").exists()


# --- 有效性


def related(a, published, kind="repeals"):
    old, new = (
        published(a, number="东教〔2026〕1号"),
        published(a, number="东教〔2026〕2号", title="关于废止的通知"),
    )
    relation = actions.change_validity(a.office, new, old, kind=kind, since=dt.date(2026, 5, 10))
    old.refresh_from_db()
    return old, new, relation


def test_a_repeal_by_one_person_waits_for_the_second(world, published, sign_in):
    a = world.a
    old, _, _ = related(a, published)
    assert old.validity == "repealed"
    pending = signatures_of(old).get()
    assert pending.act == "validity" and "废止" in pending.reason
    assert pending not in queries.to_sign(a.office)
    with pytest.raises(Refused):
        actions.countersign(a.office, pending)
    page = sign_in(a.second).get(f"/workbench/documents/{old.subject_id}/").content.decode()
    assert "还没有第二人补签" in page
    actions.countersign(a.second, pending)


def test_a_repeal_that_the_second_person_refuses_is_as_if_it_never_was(world, published):
    a = world.a
    old, _, _ = related(a, published)
    actions.refuse_countersign(a.leader, signatures_of(old).get(), "并没有废止")
    old.refresh_from_db()
    assert old.validity == "valid" and not Relation.objects.exists()
    assert SearchDoc.objects.get(subject_id=str(old.pk)).in_force
    assert any("撤销有效性登记" in line.sentence for line in history(old.subject))


def test_a_repeal_is_undone_with_its_reason_and_the_undoing_is_signed_too(world, published, sign_in):
    a = world.a
    old, new, relation = related(a, published)
    actions.countersign(a.second, signatures_of(old).get())
    address = f"/workbench/publishing/relations/{relation.pk}/undo-relation/"
    assert address in sign_in(a.office).get(f"/workbench/documents/{old.subject_id}/").content.decode()
    assert "请写明为什么撤销" in sign_in(a.office).post(address, {}).content.decode()
    assert sign_in(world.b.office).post(address, {"because": "错"}).status_code == 404
    assert sign_in(a.drafter).post(address, {"because": "错"}).status_code in {403, 404}
    sign_in(a.office).post(address, {"because": "登记错了文件"})
    old.refresh_from_db()
    assert old.validity == "valid"
    pending = signatures_of(old).get(round__state="open")
    assert pending.act == "undoing" and "登记错了文件" in pending.reason
    actions.refuse_countersign(a.leader, pending, "废止是对的")
    old.refresh_from_db()
    assert old.validity == "repealed"
    assert Relation.objects.get().source == new and Relation.objects.get().since == dt.date(2026, 5, 10)


def test_what_is_undone_before_anyone_signed_is_no_longer_to_be_signed(world, published):
    a = world.a
    _old, _, relation = related(a, published)
    actions.undo_relation(a.office, relation, "登记错了")
    assert [c.act for c in queries.to_sign(a.second)] == ["undoing"]


def test_validity_of_what_is_not_public_is_not_registered(world, published):
    a = world.a
    old, new = published(a, number="东教〔2026〕1号"), published(a, number="东教〔2026〕2号")
    actions.withdraw(a.leader, old, reason="inaccurate", public_note="有误。")
    old = Publication.objects.get(pk=old.pk)
    with pytest.raises(Refused) as refused:
        actions.change_validity(a.office, new, old, kind="repeals", since=dt.date(2026, 5, 10))
    assert "relate:target" in {o.code for o in refused.value.obstacles}


# --- one parser of numbers


@pytest.mark.parametrize(
    "typed",
    [
        "东教[2026]2号", "东教（2026）2号", "东教(2026)2号", "东教〔２０２６〕２号", "东教【2026】 2 号", "东教〔2026〕2",
        " 东教〔2026〕2号 ", "东教\u200b〔2026〕2号", "东教﹝2026﹞第2号",
    ],
)  # fmt: skip
def test_the_acting_document_is_found_however_its_number_is_typed(world, published, sign_in, typed):
    a = world.a
    old = published(a, number="东教〔2026〕1号")
    new = published(a, number="东教〔2026〕2号")
    sign_in(a.second).post(
        f"/workbench/publishing/{old.pk}/relate/",
        {"kind": "repeals", "since": "2026年5月20日", "source": typed},
    )
    assert Relation.objects.get().source == new


def test_the_index_number_is_read_in_full_width_too(world, published, sign_in):
    old = published(world.a, number="东教〔2026〕1号")
    new = published(world.a, number="东教〔2026〕2号")
    wide = new.index_number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789/-A"})
    sign_in(world.a.second).post(
        f"/workbench/publishing/{old.pk}/relate/",
        {"kind": "amends", "since": "2026年5月20日", "source": wide},
    )
    assert Relation.objects.get().source == new
