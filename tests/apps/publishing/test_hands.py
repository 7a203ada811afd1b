"""Whoever wrote any part of what is judged judges nothing of it (审查机制，条例第十七条): changing, attaching, taking a
file away, deciding the attribute, in documents and in the annual report alike."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Membership
from gongkai.apps.organizations.permissions import forget_grants
from gongkai.apps.publishing import actions, queries, rules
from gongkai.apps.reviews.queries import judgements, signatures_of
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db


def rewrite(user, document):
    documents.change(user, document, {"title": "换了的标题", "html": "<p>全文重写。</p>"})


def attach(user, document):
    documents.attach(user, document, SimpleUploadedFile("表.txt", "甲".encode()))


def attach_and_take_away(user, document):
    documents.detach(user, documents.attach(user, document, SimpleUploadedFile("表.txt", "甲".encode())))


def decide(user, document):
    documents.decide_attribute(user, document, attribute="open")


WRITING = [rewrite, attach, attach_and_take_away, decide]


@pytest.mark.parametrize("write", WRITING)
def test_whoever_changed_what_is_judged_neither_reviews_nor_publishes_it(world, draft, sign_in, write):
    a = world.a
    document = draft(a)
    write(a.office, document)
    document.refresh_from_db()
    submission = actions.submit(a.drafter, document)
    for part in ("head", "secrecy"):
        submission = actions.agree(a.people[part], submission)
    assert submission not in queries.queue(a.office)
    assert not Notice.objects.filter(user=a.office, text__startswith="待办公室审核").exists()
    for word in ("agree", "return"):
        sign_in(a.office).post(
            f"/workbench/publishing/review/{submission.pk}/word/", {"word": word, "reasons": ["wording"]}
        )
    submission.refresh_from_db()
    assert (submission.state, len(judgements(submission))) == ("open", 2)
    page = sign_in(a.office).get(f"/workbench/publishing/review/{submission.pk}/").content.decode()
    assert "您改过送审的内容" in page
    actions.agree(a.second, submission)
    document.refresh_from_db()
    assert document not in queries.waiting_to_publish(a.office, DOCUMENT)
    with pytest.raises(Refused) as refused:
        actions.publish(a.office, document, columns=a.columns[:1])
    assert "publish:hand" in {o.code for o in refused.value.obstacles}
    actions.publish(a.leader, document, columns=a.columns[:1])


def test_who_wrote_an_earlier_round_stays_barred_in_the_next(world, draft):
    a = world.a
    document = draft(a)
    rewrite(a.office, document)
    document.refresh_from_db()
    submission = actions.submit(a.drafter, document)
    actions.send_back(a.head, submission, ["wording"])
    documents.change(a.drafter, document, {"addressee": "各校"})
    again = actions.submit(a.drafter, document)
    assert again.words.filter(person=a.office, outcome="wrote").exists()


def test_the_submitter_is_barred_though_another_drafted(world, draft):
    a = world.a
    document = draft(a)
    Membership.objects.create(
        user=a.second, organization=a.section, role="section_head", valid_from="2020-01-01"
    )
    submission = actions.submit(a.head, document)
    assert "review:own" in {o.code for o in rules.obstacles_to_review(a.head, submission)}


def test_an_agreement_of_one_who_wrote_since_is_not_carried_over(world, draft):
    a = world.a
    document = draft(a)
    submission = actions.agree(a.head, actions.submit(a.drafter, document))
    actions.send_back(a.secrecy, submission, ["basis"])
    before = document.title
    documents.change(a.head, document, {"title": "临时标题"})
    documents.change(a.drafter, document, {"title": before})
    document.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.submit(a.drafter, document)  # the only head wrote himself: nobody is left for that step
    assert "submit:nobody:section" in {o.code for o in refused.value.obstacles}
    Membership.objects.create(
        user=a.second, organization=a.section, role="section_head", valid_from="2020-01-01"
    )
    again = actions.submit(a.drafter, document)
    assert (again.step, len(judgements(again))) == ("section", 0)


def test_who_wrote_an_emergency_does_not_sign_for_it(world, draft):
    a = world.a
    document = draft(a)
    rewrite(a.second, document)
    document.refresh_from_db()
    publication = actions.publish_in_emergency(
        a.office, document, reason="台风停课须立即公开", columns=a.columns[:1]
    )
    pending = signatures_of(publication).get()
    with pytest.raises(Refused):
        actions.countersign(a.second, pending)
    actions.countersign(a.leader, pending)


def test_a_handover_of_the_draft_makes_no_author_of_who_arranged_it(world, draft):
    from django.db import transaction

    from gongkai.apps.documents.handover import DRAFTS
    from gongkai.apps.organizations.models import Organization

    a = world.a
    document = draft(a)
    Membership.objects.create(user=a.admin, organization=a.body, role="office", valid_from="2020-01-01")
    forget_grants(a.admin)
    with transaction.atomic():
        DRAFTS.move(a.admin, a.drafter, a.head, Organization.objects.filter(pk=a.section.pk))
    document.refresh_from_db()
    hands = rules.hands_of(document)
    assert a.admin.pk not in hands and {a.drafter.pk, a.head.pk} <= hands
