"""同意 and 退回: the words are the floor of reviews', what follows from them is ours."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_drafter, tell_publishers, tell_reviewers
from gongkai.apps.publishing.actions.standing import (
    keep_clock,
    lock,
    refuse,
    settle,
    stage_outside_review,
    write,
)
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import Subject, kind_of, publication_of
from gongkai.apps.publishing.queries import subject_of
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import rounds_of


@transaction.atomic
def agree(user: User, submission: Round, opinion: str = "") -> Round:
    """同意: the step is done; the next one opens, or the record is approved.

    What is not to be opened (依申请公开、不予公开) is filed with the last agreement; nothing of it goes out.
    """
    subject = lock(subject_of(submission))
    submission = reviews.lock(submission)
    label = submission.step_label
    against = rules.obstacles_of_text(submission, subject)
    against += rules.obstacles_of_words(opinion, "意见", "#opinion")
    following = reviews.agree(user, submission, opinion, more=against)
    if following is None:
        _approve(subject)
    write(
        events.AGREED, subject, user, because=opinion, step=label,
        next=f"，送{following.label}" if following else "，审核完毕", fingerprint=submission.fingerprint,
    )  # fmt: skip
    if following is not None:
        tell_reviewers(submission, subject)
    elif subject.stage == Stage.APPROVED:
        tell_publishers(submission, subject)
    else:
        _file(user, subject)
    return submission


def _approve(subject: Subject) -> None:
    public = publication_of(subject)
    was_public = public is not None and public.state == Publication.State.LIVE
    stays_open = was_public or not kind_of(subject).closed(subject)
    settle(subject, Stage.APPROVED if stays_open else Stage.FILED)


def _file(user: User, subject: Subject) -> None:
    keep_clock(subject)
    write(
        events.FILED, subject, user, attribute=kind_of(subject).closed(subject),
    )  # fmt: skip
    tell_drafter(subject, "审核完毕，已归档")


@transaction.atomic
def send_back(user: User, submission: Round, reasons: Sequence[str], opinion: str = "") -> Round:
    """退回 to the drafter with reasons. The coded reasons alone are enough words where they say it all."""
    subject = lock(subject_of(submission))
    submission = reviews.lock(submission)
    label = submission.step_label
    against = rules.obstacles_of_words(opinion, "意见", "#opinion")
    words = reviews.send_back(user, submission, reasons, opinion, more=against)
    _back_to_drafter(user, subject, label, words, opinion.strip())
    return submission


def _back_to_drafter(user: User, subject: Subject, step: str, words: str, opinion: str) -> None:
    settle(subject, stage_outside_review(subject, otherwise=Stage.RETURNED))
    keep_clock(subject)
    write(
        events.RETURNED, subject, user, because=opinion, step=step, reasons=words or opinion[:80],
    )  # fmt: skip
    tell_drafter(subject, f"已退回（{words or '见意见'}）")


@transaction.atomic
def turn_back(user: User, subject: Subject, reasons: Sequence[str], opinion: str = "") -> Round:
    """退回 of a record whose reviews are done: the publisher, who reads it last, found something.

    The agreements stand in the record; they carry over only if the very same text comes again.
    """
    subject = lock(subject)
    refuse(
        rules.obstacles_to_turn_back(user, subject) + rules.obstacles_of_words(opinion, "意见", "#opinion")
    )
    submission = reviews.lock(rounds_of(subject).order_by("-id")[0])
    words = reviews.turn_back(user, submission, reasons, opinion)
    _back_to_drafter(user, subject, rules.process_of(subject).late[1], words, opinion.strip())
    return submission
