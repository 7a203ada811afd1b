"""Second person everywhere (条例第十七条): whoever drafts does not review, whoever reviews does not publish."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import Stage
from gongkai.apps.organizations.models import Membership
from gongkai.apps.organizations.permissions import forget_grants
from gongkai.apps.publishing import actions, queries, rules
from gongkai.apps.publishing.models import Publication
from gongkai.apps.reviews.models import Signature, Word
from gongkai.apps.reviews.queries import judgements
from gongkai.clocks import moment
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {o.code for o in error.value.obstacles}


def give(user, organization, role):
    Membership.objects.create(user=user, organization=organization, role=role, valid_from="2020-01-01")
    forget_grants(user)


def test_the_whole_way_takes_five_people(world, draft):
    a = world.a
    document = draft(a)
    submission = actions.submit(a.drafter, document)
    assert list(queries.queue(a.head)) == [submission]
    assert list(queries.queue(a.secrecy)) == []
    for part, following in (("head", "secrecy"), ("secrecy", "office")):
        submission = actions.agree(a.people[part], submission)
        assert submission.step == following
    submission = actions.agree(a.office, submission)
    assert submission.state == "approved"
    document.refresh_from_db()
    assert document.stage == Stage.APPROVED
    publication = actions.publish(a.second, document, columns=a.columns[:1], topic=world.topic)
    assert publication.state == Publication.State.LIVE
    assert publication.index_number == "00000000A/2026-00001"
    assert publication.versions.get().number == 1
    people = {
        document.drafted_by_id,
        publication.published_by_id,
        *(w.person_id for w in judgements(submission)),
    }
    assert len(people) == 5


def test_the_drafter_never_reviews_even_as_head(world, draft):
    a = world.a
    give(a.drafter, a.section, "section_head")
    submission = actions.submit(a.drafter, draft(a))
    assert list(queries.queue(a.drafter)) == []
    with pytest.raises(Refused) as error:
        actions.agree(a.drafter, submission)
    assert "review:own" in codes(error)


def test_nobody_reviews_two_steps(world, draft):
    a = world.a
    give(a.head, a.body, "secrecy")
    submission = actions.agree(a.head, actions.submit(a.drafter, draft(a)))
    with pytest.raises(Refused) as error:
        actions.agree(a.head, submission)
    assert codes(error) == {"review:twice"}


@pytest.mark.parametrize("part", ["drafter", "head", "secrecy", "office"])
def test_whoever_had_a_part_does_not_publish(world, approved, part):
    a = world.a
    document = approved(a)
    give(a.people[part], a.body, "leader")
    with pytest.raises(Refused) as error:
        actions.publish(a.people[part], document, columns=a.columns[:1])
    assert codes(error) & {"publish:own", "publish:reviewer"}


def test_an_administrator_has_no_content_power(world, draft, approved):
    a = world.a
    a.admin.is_superuser = True
    a.admin.save()
    submission = actions.submit(a.drafter, draft(a))
    with pytest.raises(Refused):
        actions.agree(a.admin, submission)
    with pytest.raises(Refused) as error:
        actions.publish(a.admin, approved(a, number="东教〔2026〕8号"), columns=a.columns[:1])
    assert "publish:no_power" in codes(error)


def test_another_body_cannot_review_publish_or_withdraw(world, draft, published):
    submission = actions.submit(world.a.drafter, draft(world.a, number="东教〔2026〕9号"))
    for part in ("head", "secrecy", "office", "leader"):
        assert submission not in queries.queue(world.b.people[part])
        with pytest.raises(Refused):
            actions.agree(world.b.people[part], submission)
    publication = published(world.a)
    with pytest.raises(Refused):
        actions.withdraw(world.b.office, publication, reason="inaccurate", public_note="误")
    publication.refresh_from_db()
    assert publication.state == Publication.State.LIVE


def test_the_database_refuses_self_approval_when_the_rules_are_bypassed(world, draft):
    a = world.a
    submission = actions.submit(a.drafter, draft(a))
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(
            round=submission,
            step="section",
            person=a.drafter,
            outcome="agreed",
            fingerprint="x",
            at=moment.now(),
        )


def test_the_database_refuses_a_return_without_words(world, draft):
    submission = actions.submit(world.a.drafter, draft(world.a))
    with pytest.raises(IntegrityError), transaction.atomic():
        Word.objects.create(
            round=submission, step="section", person=world.a.head, outcome="returned", fingerprint="x",
            at=moment.now(),
        )  # fmt: skip


def test_nobody_changes_the_text_in_review(world, draft):
    a = world.a
    document = draft(a)
    actions.submit(a.drafter, document)
    for part in ("drafter", "head", "office"):
        with pytest.raises(Refused):
            documents.change(a.people[part], document, {"title": "换一个题目"})


def test_a_change_sends_it_back_to_every_step_that_saw_the_old_text(world, draft):
    a = world.a
    document = draft(a)
    submission = actions.agree(a.head, actions.submit(a.drafter, document))
    actions.send_back(a.secrecy, submission, ["personal"], "附件里有电话")
    document.refresh_from_db()
    assert document.stage == Stage.RETURNED
    documents.change(a.drafter, document, {"html": "<p>改过的正文</p>"})
    again = actions.submit(a.drafter, document)
    assert again.step == "section"
    assert not judgements(again)


def test_an_unchanged_text_goes_on_where_it_was_returned(world, draft):
    a = world.a
    document = draft(a)
    submission = actions.agree(a.head, actions.submit(a.drafter, document))
    actions.send_back(a.secrecy, submission, [], "请说明定密依据")
    again = actions.submit(a.drafter, document)
    assert again.step == "secrecy"
    assert [w.carried_over for w in judgements(again)] == [True]


def test_a_return_needs_a_reason(world, draft):
    submission = actions.submit(world.a.drafter, draft(world.a))
    with pytest.raises(Refused):
        actions.send_back(world.a.head, submission, ["other"], " ")


def test_submission_says_which_post_is_empty(world, draft):
    a = world.a
    Membership.objects.filter(role="secrecy", organization=a.body).delete()
    with pytest.raises(Refused) as error:
        actions.submit(a.drafter, draft(a))
    assert "submit:nobody:secrecy" in codes(error)


def test_emergency_stays_listed_until_a_second_person_signs(world, draft):
    a = world.a
    document = draft(a)
    with pytest.raises(Refused):
        actions.publish_in_emergency(a.office, document, reason="急", columns=a.columns[:1])
    actions.publish_in_emergency(a.office, document, reason="台风停课通知须立即公开", columns=a.columns[:1])
    pending = Signature.objects.get()
    assert pending not in queries.to_sign(a.office)
    assert pending in queries.to_sign(a.second)
    with pytest.raises(Refused):
        actions.countersign(a.office, pending)
    actions.countersign(a.second, pending, "同意")
    assert not queries.to_sign(a.leader).exists()


def test_documents_not_to_be_opened_are_filed_and_never_published(world, approved):
    document = approved(world.a, attribute="closed")
    assert document.stage == Stage.FILED
    with pytest.raises(Refused) as error:
        actions.publish(world.a.second, document, columns=world.a.columns[:1])
    assert "publish:attribute" in codes(error)


def test_recall_gives_the_text_back(world, draft):
    a = world.a
    document = draft(a)
    submission = actions.submit(a.drafter, document)
    with pytest.raises(Refused):
        actions.recall(a.head, submission)
    actions.recall(a.drafter, submission)
    document.refresh_from_db()
    assert document.stage == Stage.DRAFT
    assert rules.obstacles_to_submit(a.drafter, document) == []
