"""同意 and 退回."""

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
from gongkai.apps.publishing.models import Publication, Review, Step, Submission
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


def _locked(submission: Submission) -> tuple[OfficialDocument, Submission]:
    document = lock(submission.document)
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("drafter", "submitted_by")
        .prefetch_related("reviews")
        .get(pk=submission.pk)
    )
    submission.document = document
    return document, submission


@transaction.atomic
def agree(user: User, submission: Submission, opinion: str = "") -> Submission:
    """同意: the step is done; the next one opens, or the document is approved.

    What is not to be opened (依申请公开、不予公开) is filed with the last agreement; nothing of it goes out.
    """
    document, submission = _locked(submission)
    refuse(rules.obstacles_to_agree(user, submission) + rules.obstacles_of_words(opinion, "意见", "#opinion"))
    step = Step(submission.step)
    _write(user, submission, Review.Outcome.AGREED, opinion, [])
    following = rules.next_step(step)
    if following is not None:
        submission.step = following
        submission.step_since = moment.now()
        submission.reviewing_body = rules.place_of_step(document, following)[0]
        submission.save(update_fields=["step", "step_since", "reviewing_body"])
    else:
        _approve(document, submission)
    record(
        events.AGREED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=opinion, step=step.label,
        next=f"，送{following.label}" if following else "，审核完毕", fingerprint=submission.fingerprint,
    )  # fmt: skip
    if following is not None:
        tell_reviewers(submission)
    elif document.stage == Stage.APPROVED:
        tell_publishers(submission)
    else:
        _file(user, document)
    return submission


def _write(
    user: User, submission: Submission, outcome: str, opinion: str, reasons: Sequence[str], step: str = ""
) -> None:
    Review.objects.create(
        submission=submission, step=step or submission.step, reviewer=user, drafter=submission.drafter, outcome=outcome,
        opinion=opinion.strip()[:1000], reasons=list(reasons), fingerprint=submission.fingerprint, at=moment.now(),
    )  # fmt: skip
    getattr(submission, "_prefetched_objects_cache", {}).pop("reviews", None)


def _approve(document: OfficialDocument, submission: Submission) -> None:
    submission.state = Submission.State.APPROVED
    submission.ended_at = moment.now()
    submission.save(update_fields=["state", "ended_at"])
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
def send_back(user: User, submission: Submission, reasons: Sequence[str], opinion: str = "") -> Submission:
    """退回 to the drafter with reasons. The coded reasons alone are enough words where they say it all."""
    document, submission = _locked(submission)
    refuse(
        rules.obstacles_to_review(user, submission) + rules.obstacles_of_words(opinion, "意见", "#opinion")
    )
    words, opinion = _reasons_given(reasons, opinion), opinion.strip()
    known = [r for r in reasons if r in rules.RETURN_REASONS]
    _write(user, submission, Review.Outcome.RETURNED, opinion or words, known)
    submission.state = Submission.State.RETURNED
    submission.ended_at = moment.now()
    submission.save(update_fields=["state", "ended_at"])
    _back_to_drafter(user, document, Step(submission.step).label, words, opinion)
    return submission


def _reasons_given(reasons: Sequence[str], opinion: str) -> str:
    """The coded reasons in words; refused where neither they nor the opinion say what is to be mended."""
    known = [r for r in reasons if r in rules.RETURN_REASONS]
    if not opinion.strip() and (not known or known == ["other"]):
        refuse([Obstacle("return:reason", "请选退回原因，或写明要改什么。", cure="#opinion")])
    return "、".join(rules.RETURN_REASONS[r] for r in known)


def _back_to_drafter(user: User, document: OfficialDocument, step: str, words: str, opinion: str) -> None:
    settle(document, stage_outside_review(document, otherwise=Stage.RETURNED))
    keep_clock(document)
    record(
        events.RETURNED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=opinion, step=step, reasons=words or opinion[:80],
    )  # fmt: skip
    tell_drafter(document, f"已退回（{words or '见意见'}）")


@transaction.atomic
def turn_back(
    user: User, document: OfficialDocument, reasons: Sequence[str], opinion: str = ""
) -> Submission:
    """退回 of a document whose reviews are done: the publisher, who reads it last, found something.

    The agreements stand in the record; they carry over only if the very same text comes again.
    """
    document = lock(document)
    refuse(
        rules.obstacles_to_turn_back(user, document) + rules.obstacles_of_words(opinion, "意见", "#opinion")
    )
    words = _reasons_given(reasons, opinion)
    submission = document.submissions.select_for_update(of=("self",)).order_by("-id")[0]
    known = [r for r in reasons if r in rules.RETURN_REASONS]
    _write(user, submission, Review.Outcome.RETURNED, opinion.strip() or words, known, Step.PUBLISH)
    submission.state = Submission.State.RETURNED
    submission.save(update_fields=["state"])
    _back_to_drafter(user, document, "发布前", words, opinion.strip())
    return submission
