"""送审 and its recall."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gongkai.apps.documents.actions import keep_clock, lock, refuse
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_reviewers
from gongkai.apps.publishing.actions.stages import settle, stage_outside_review
from gongkai.apps.publishing.queries import document_of
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import judgements, with_words


@transaction.atomic
def submit(user: User, document: OfficialDocument, *, hands: Iterable[int] = ()) -> Round:
    """送审: freeze a revision and open the review. Steps that agreed to exactly this text are not asked again.

    hands: further people who wrote what is handed in (a report's figures), kept beside those whom the ledger names.
    """
    document = lock(document)
    refuse(rules.obstacles_to_submit(user, document))
    revision = document.save_revision(user=user, clean=False)
    submission = reviews.open_round(
        user, document, code=rules.PROCESS.code, organization=document.organization, section=document.section,
        drafter=document.drafted_by, hands=rules.hands_of(document) | {*hands},
        fingerprint=rules.fingerprint(document), revision=revision,
    )  # fmt: skip
    document.refresh_from_db(fields=["latest_revision"])
    _tell(events.SUBMITTED, user, document, step=rules.PROCESS.steps[0].label, revision=revision.pk,
          fingerprint=submission.fingerprint)  # fmt: skip
    submission = with_words(Round.objects.all()).get(pk=submission.pk)
    for word in judgements(submission):
        _tell(events.CARRIED, user, document, step=word.step_label, reviewer=word.person.get_full_name())
    settle(document, Stage.IN_REVIEW)
    keep_clock(document)
    tell_reviewers(submission, document)
    return submission


def _tell(event: str, user: User, document: OfficialDocument, **facts: Any) -> None:
    body = document.organization
    record(event, document, actor(user, body), chain=body.slug, title=document.label, **facts)


@transaction.atomic
def recall(user: User, submission: Round) -> Round:
    """撤回送审: the drafter takes the document back; the text can be changed again."""
    document = lock(document_of(submission))
    submission = reviews.lock(submission)
    refuse(rules.obstacles_to_recall(user, submission, document))
    reviews.recall(submission)
    settle(document, stage_outside_review(document))
    keep_clock(document)
    _tell(events.RECALLED, user, document)
    return submission
