"""同意 and 退回 of documents: the words are the floor of reviews', what follows from them is ours."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.actions import keep_clock, lock, refuse
from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_drafter, tell_publishers, tell_reviewers
from gongkai.apps.publishing.actions.stages import settle, stage_outside_review
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.queries import document_of
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import rounds_of


@transaction.atomic
def agree(user: User, submission: Round, opinion: str = "") -> Round:
    """同意: the step is done; the next one opens, or the document is approved.

    What is not to be opened (依申请公开、不予公开) is filed with the last agreement; nothing of it goes out.
    """
    document = lock(document_of(submission))
    submission = reviews.lock(submission)
    label = submission.step_label
    against = rules.obstacles_of_text(submission, document)
    against += rules.obstacles_of_words(opinion, "意见", "#opinion")
    following = reviews.agree(user, submission, opinion, more=against)
    if following is None:
        _approve(document)
    record(
        events.AGREED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=opinion, step=label,
        next=f"，送{following.label}" if following else "，审核完毕", fingerprint=submission.fingerprint,
    )  # fmt: skip
    if following is not None:
        tell_reviewers(submission, document)
    elif document.stage == Stage.APPROVED:
        tell_publishers(submission, document)
    else:
        _file(user, document)
    return submission


def _approve(document: OfficialDocument) -> None:
    was_public = Publication.objects.filter(document=document, state=Publication.State.LIVE).exists()
    stays_open = document.attribute == Attribute.OPEN or was_public
    settle(document, Stage.APPROVED if stays_open else Stage.FILED)


def _file(user: User, document: OfficialDocument) -> None:
    deadlines.end(document, matter=document_rules.OPENING, met=False)
    record(
        events.FILED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, attribute=document.get_attribute_display(),
    )  # fmt: skip
    tell_drafter(document, "审核完毕，已归档")


@transaction.atomic
def send_back(user: User, submission: Round, reasons: Sequence[str], opinion: str = "") -> Round:
    """退回 to the drafter with reasons. The coded reasons alone are enough words where they say it all."""
    document = lock(document_of(submission))
    submission = reviews.lock(submission)
    label = submission.step_label
    against = rules.obstacles_of_words(opinion, "意见", "#opinion")
    words = reviews.send_back(user, submission, reasons, opinion, more=against)
    _back_to_drafter(user, document, label, words, opinion.strip())
    return submission


def _back_to_drafter(user: User, document: OfficialDocument, step: str, words: str, opinion: str) -> None:
    settle(document, stage_outside_review(document, otherwise=Stage.RETURNED))
    keep_clock(document)
    record(
        events.RETURNED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=opinion, step=step, reasons=words or opinion[:80],
    )  # fmt: skip
    tell_drafter(document, f"已退回（{words or '见意见'}）")


@transaction.atomic
def turn_back(user: User, document: OfficialDocument, reasons: Sequence[str], opinion: str = "") -> Round:
    """退回 of a document whose reviews are done: the publisher, who reads it last, found something.

    The agreements stand in the record; they carry over only if the very same text comes again.
    """
    document = lock(document)
    refuse(
        rules.obstacles_to_turn_back(user, document) + rules.obstacles_of_words(opinion, "意见", "#opinion")
    )
    submission = reviews.lock(rounds_of(document).order_by("-id")[0])
    words = reviews.turn_back(user, submission, reasons, opinion)
    _back_to_drafter(user, document, rules.PROCESS.late[1], words, opinion.strip())
    return submission
