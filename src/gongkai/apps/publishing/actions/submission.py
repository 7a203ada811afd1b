"""送审 and its recall."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gongkai.apps.documents.actions import keep_clock, lock, refuse
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_reviewers
from gongkai.apps.publishing.actions.stages import settle, stage_outside_review
from gongkai.apps.publishing.models import Review, Step, Submission
from gongkai.clocks import moment


@transaction.atomic
def submit(user: User, document: OfficialDocument, *, hands: Iterable[int] = ()) -> Submission:
    """送审: freeze a revision and open the review. Steps that agreed to exactly this text are not asked again.

    hands: further people who wrote what is handed in (a report's figures), kept beside those whom the ledger names.
    """
    document = lock(document)
    refuse(rules.obstacles_to_submit(user, document))
    now = moment.now()
    revision = document.save_revision(user=user, clean=False)
    submission = Submission.objects.create(
        document=document,
        revision=revision,
        drafter=document.drafted_by,
        submitted_by=user,
        submitted_at=now,
        fingerprint=rules.fingerprint(document),
        step=Step.SECTION,
        step_since=now,
        reviewing_body=document.organization,
    )
    submission.hands.set(rules.hands_of(document) | {user.pk, *hands})
    document.refresh_from_db(fields=["latest_revision"])
    record(
        events.SUBMITTED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, step=Step.SECTION.label, revision=revision.pk, fingerprint=submission.fingerprint,
    )  # fmt: skip
    _carry_over(submission)
    submission.reviewing_body = rules.place_of_step(document, submission.step)[0]
    submission.save(update_fields=["step", "reviewing_body"])
    settle(document, Stage.IN_REVIEW)
    keep_clock(document)
    tell_reviewers(submission)
    return submission


def _carry_over(submission: Submission) -> None:
    """Take over agreements given to the very same text; stop at the first step that has none."""
    document = submission.document
    wrote = rules.barred(submission)
    for step in rules.STEPS[:-1]:  # the office always sees what comes back
        earlier = (
            Review.objects.filter(
                submission__document=document,
                step=step,
                outcome=Review.Outcome.AGREED,
                fingerprint=submission.fingerprint,
            )
            .exclude(reviewer__in=wrote)
            .order_by("-id")
            .first()
        )
        if earlier is None:
            return
        Review.objects.create(
            submission=submission, step=step, reviewer=earlier.reviewer, drafter=submission.drafter,
            outcome=Review.Outcome.AGREED, opinion=earlier.opinion, fingerprint=submission.fingerprint,
            carried_over=True, at=moment.now(),
        )  # fmt: skip
        following = rules.next_step(step)
        if following is not None:
            submission.step = following
        record(
            events.CARRIED, document, actor(submission.submitted_by, document.organization),
            chain=document.organization.slug, title=document.label, step=step.label,
            reviewer=earlier.reviewer.get_full_name(),
        )  # fmt: skip


@transaction.atomic
def recall(user: User, submission: Submission) -> Submission:
    """撤回送审: the drafter takes the document back; the text can be changed again."""
    document = lock(submission.document)
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    submission.document = document
    refuse(rules.obstacles_to_recall(user, submission))
    submission.state = Submission.State.RECALLED
    submission.ended_at = moment.now()
    submission.save(update_fields=["state", "ended_at"])
    settle(document, stage_outside_review(document))
    keep_clock(document)
    record(
        events.RECALLED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label,
    )  # fmt: skip
    return submission
