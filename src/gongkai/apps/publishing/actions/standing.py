"""What every act here does with a record of whatever kind: lock it, move it in its life, write the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.ledger.actions import Actor
from gongkai.apps.ledger.actions import record as write_down
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import Subject, kind_of, label_of, rows
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Signature
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


def lock(subject: Subject) -> Subject:
    """The row, locked for this transaction, so that two acts on one record queue up."""
    return rows(kind_of(subject)).select_for_update(of=("self",)).get(pk=subject.pk)


def lock_publication(publication: Publication) -> Publication:
    """The same of what is public of it, with its record, which is locked first."""
    subject = lock(publication.subject)
    locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    locked.subject = subject
    return locked


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Raise Refused where something stands against the act."""
    if obstacles:
        raise Refused(obstacles)


def settle(subject: Subject, stage: Stage) -> None:
    """The record stands there from now on.

    The row is written without `save`: where a record stands changes nothing that Wagtail looks up after it, four questions
    for each act.
    """
    subject.stage, subject.updated_at = stage, moment.now()
    rows(kind_of(subject)).filter(pk=subject.pk).update(stage=subject.stage, updated_at=subject.updated_at)


def keep_clock(subject: Subject) -> None:
    """Let the record's own duty follow where it stands now."""
    moved = kind_of(subject).moved
    if moved is not None:
        moved(subject)


def stage_outside_review(subject: Subject, otherwise: Stage = Stage.DRAFT) -> Stage:
    """Where a record stands again once a review ended without approval: a public one stays public."""
    public = Publication.objects.filter(subject_type=label_of(subject), subject_id=subject.pk)
    state = public.values_list("state", flat=True).first()
    if state == Publication.State.LIVE:
        return Stage.PUBLISHED
    if state == Publication.State.WITHDRAWN:
        return Stage.WITHDRAWN
    return otherwise


def ask_second(
    user: User, publication: Publication, act: str, reason: str, *, hands: Iterable[int] = (), **facts: Any
) -> Signature:
    """What was just done waits for its second person: neither who did it, nor the drafter, nor these hands."""
    subject = publication.subject
    return reviews.ask_second(
        user, publication, act=act, reason=reason, organization=publication.organization, section=publication.section,
        drafter=subject.drafted_by, hands=hands, facts=facts,
    )  # fmt: skip


def named(subject: Subject) -> str:
    """Number and title, as officials name it."""
    return str(getattr(subject, "label", "") or subject)


def page_of(subject: Subject) -> str:
    """The staff address of its page."""
    return kind_of(subject).address(subject.pk)


def write(event: str, subject: Subject, who: User | Actor, because: str = "", **facts: Any) -> None:
    """One line about the record in the ledger of its body."""
    body = subject.organization
    by = who if isinstance(who, Actor) else actor(who, body)
    write_down(event, subject, by, chain=body.slug, title=named(subject), because=because, **facts)
