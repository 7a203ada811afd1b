"""送审 and its recall."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_reviewers
from gongkai.apps.publishing.actions.standing import (
    keep_clock,
    lock,
    refuse,
    settle,
    stage_outside_review,
    write,
)
from gongkai.apps.publishing.publishable import Subject, kind_of
from gongkai.apps.publishing.queries import subject_of
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import judgements, with_words


@transaction.atomic
def submit(user: User, subject: Subject, *, hands: Iterable[int] = (), change_note: str = "") -> Round:
    """送审: keep the text as it stands and open the review. Steps that agreed to exactly this text are not asked again.

    hands: further people who wrote what is handed in (a report's figures), kept beside those whom the ledger names.
    change_note: of what was public before, what the public will read of the change; the reviewers judge it with the text.
    """
    subject = lock(subject)
    change_note = change_note.strip()[:500]
    refuse(
        rules.obstacles_to_submit(user, subject)
        + rules.obstacles_of_words(change_note, "更正说明", "#change_note")
    )
    keep, steps = kind_of(subject).keep, rules.process_of(subject)
    revision = keep(user, subject) if keep else None
    submission = reviews.open_round(
        user, subject, code=steps.code, organization=subject.organization, section=subject.section,
        drafter=subject.drafted_by, hands=rules.hands_of(subject) | {*hands},
        fingerprint=rules.fingerprint(subject), revision=revision, change_note=change_note,
    )  # fmt: skip
    saved = {"revision": revision.pk} if revision is not None else {}
    write(
        events.SUBMITTED,
        subject,
        user,
        because=change_note,
        step=steps.steps[0].label,
        fingerprint=submission.fingerprint,
        **saved,
    )
    submission = with_words(Round.objects.all()).get(pk=submission.pk)
    for word in judgements(submission):
        write(events.CARRIED, subject, user, step=word.step_label, reviewer=word.person.get_full_name())
    settle(subject, Stage.IN_REVIEW)
    keep_clock(subject)
    tell_reviewers(submission, subject)
    return submission


@transaction.atomic
def recall(user: User, submission: Round) -> Round:
    """撤回送审: the drafter takes the record back; the text can be changed again."""
    subject = lock(subject_of(submission))
    submission = reviews.lock(submission)
    refuse(rules.obstacles_to_recall(user, submission, subject))
    reviews.recall(submission)
    settle(subject, stage_outside_review(subject))
    keep_clock(subject)
    write(events.RECALLED, subject, user)
    return submission
