"""发布: at once, at a set time, or on the emergency path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, index_numbers, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.actions.planning import plan
from gongkai.apps.publishing.actions.standing import ask_second, lock, refuse, settle, write
from gongkai.apps.publishing.actions.versions import freeze, index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Placement, Pressing, Publication, Version
from gongkai.apps.publishing.publishable import Subject, kind_of, label_of, publication_of
from gongkai.apps.reviews import actions as reviews
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


@dataclass(frozen=True)
class Place:
    """What is chosen at publication: the rest of it was judged in review."""

    columns: Sequence[Column]
    topic: Topic | None = None


@transaction.atomic
def publish(
    user: User,
    subject: Subject,
    *,
    columns: Sequence[Column],
    topic: Topic | None = None,
    scheduled_for: dt.datetime | None = None,
    change_note: str = "",
) -> Publication:
    """发布 an approved subject, now or at `scheduled_for`. A withdrawn one comes back with a change note.

    Dates of force and expiry are the record's own, as its reviewers saw them. What is public already is changed
    by `correct` only.
    """
    subject = lock(subject)
    approval = rules.approved_submission(subject)
    change_note = rules.note_of(approval) or change_note
    refuse(
        rules.obstacles_to_publish(user, subject, approval)
        + rules.obstacles_of_placement(subject, list(columns), scheduled_for, moment.now())
        + rules.obstacles_of_words(change_note, "更正说明", "#change_note")
    )
    publication = publication_of(subject)
    if publication is not None and not change_note.strip():
        refuse(
            [
                Obstacle(
                    "publish:change_note",
                    "这件信息公开过，请写明与上次公开相比改了什么。",
                    cure="#change_note",
                )
            ]
        )
    publication = publication or begin(user, subject)
    if scheduled_for is not None:
        plan(user, publication, scheduled_for, columns=columns, topic=topic, change_note=change_note)
    else:
        go_live(user, publication, Place(columns, topic), events.PUBLISHED, change_note=change_note)
    return publication


def begin(user: User, subject: Subject) -> Publication:
    """The row of a record that was never public, with its index number; nobody outside sees it."""
    index_number, key = index_numbers.take(subject.organization, moment.today())
    publication = Publication(
        subject_type=label_of(subject), subject_id=subject.pk, section=subject.section, organization=subject.organization, index_number=index_number, key=key,
        state=Publication.State.SCHEDULED,
    )  # fmt: skip
    publication.subject = subject
    _take_over(publication, subject, user)
    publication.save()
    return publication


def _take_over(publication: Publication, subject: Subject, user: User) -> None:
    publication.drafter, publication.published_by = subject.drafted_by, user
    take_facts(publication, subject)


def take_facts(publication: Publication, subject: Subject) -> None:
    """The facts as reviewed. One that was emptied is empty to the public too: nothing of the old row stays."""
    content = kind_of(subject).content(subject)
    publication.title, publication.number = content.title, content.number
    publication.kind, publication.signed_on = content.kind, content.signed_on
    publication.effective_on, publication.expires_on = content.effective_on, content.expires_on


def go_live(
    user: User,
    publication: Publication,
    place: Place,
    event: str,
    *,
    change_note: str = "",
    emergency: str = "",
) -> Version:
    """Put the reviewed text before the public. 发布日期 is the day of the first time and never moves."""
    subject, now = publication.subject, moment.now()
    _take_over(publication, subject, user)
    publication.state = Publication.State.LIVE
    publication.emergency_reason = emergency[:500]
    publication.topic = place.topic
    if publication.published_at is None:
        publication.published_at = now
    else:
        publication.corrected_at = now
    publication.validity, publication.validity_since = rules.validity_on(publication, moment.today())
    publication.save()
    left = _place(publication, place.columns)
    settle(subject, Stage.PUBLISHED)
    version = freeze(publication, subject, by=user, change_note=change_note)
    if clock := kind_of(subject).clock:
        deadlines.end(subject, matter=clock, met=True)
    index_for_search(publication, version)
    write(
        event, subject, user, because=publication.emergency_reason,
        columns="、".join(c.name for c in place.columns), index_number=publication.index_number,
        version=version.number, sha256=version.sha256,
    )  # fmt: skip
    tell_drafter(subject, "已发布")
    announce(Change(publication, "published", tuple(sorted({*left, *(c.pk for c in place.columns)}))))
    return version


def _place(publication: Publication, columns: Sequence[Column]) -> set[int]:
    """Put it under these columns; the ids of those it left."""
    gone = publication.placements.exclude(column__in=columns)
    left = set(gone.values_list("column_id", flat=True))
    if left:
        gone.delete()
    for column in columns:
        Placement.objects.update_or_create(
            publication=publication, column=column,
            defaults={
                "organization": column.organization, "is_live": True, "published_at": publication.published_at,
            },
        )  # fmt: skip
    return left


@transaction.atomic
def publish_in_emergency(
    user: User,
    subject: Subject,
    *,
    reason: str,
    columns: Sequence[Column],
    topic: Topic | None = None,
) -> Publication:
    """紧急发布 before the reviews are done. It stays listed until a second person signs (补签)."""
    subject = lock(subject)
    refuse(
        rules.obstacles_to_emergency(user, subject, reason)
        + rules.obstacles_of_placement(subject, list(columns), None, moment.now())
    )
    reviews.lapse(subject)
    if keep := kind_of(subject).keep:
        keep(user, subject)
    publication = begin(user, subject)
    go_live(user, publication, Place(columns, topic), events.EMERGENCY, emergency=reason.strip())
    ask_second(user, publication, Pressing.EMERGENCY, reason, hands=rules.hands_of(subject))
    return publication
