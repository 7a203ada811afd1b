"""发布: at once, at a set time, or on the emergency path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.actions import lock, refuse
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, index_numbers, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.actions.planning import plan
from gongkai.apps.publishing.actions.stages import settle
from gongkai.apps.publishing.actions.versions import freeze, index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Countersign, Placement, Publication, Version
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
    document: OfficialDocument,
    *,
    columns: Sequence[Column],
    topic: Topic | None = None,
    scheduled_for: dt.datetime | None = None,
    change_note: str = "",
) -> Publication:
    """发布 an approved document, now or at `scheduled_for`. A withdrawn one comes back with a change note.

    Dates of force and expiry are the document's own, as its reviewers saw them. What is public already is changed
    by `correct` only.
    """
    document = lock(document)
    refuse(
        rules.obstacles_to_publish(user, document)
        + rules.obstacles_of_placement(document, list(columns), scheduled_for, moment.now())
        + rules.obstacles_of_words(change_note, "更正说明", "#change_note")
    )
    publication = Publication.objects.filter(document=document).first()
    if publication is not None and not change_note.strip():
        refuse(
            [
                Obstacle(
                    "publish:change_note",
                    "这件公文公开过，请写明与上次公开相比改了什么。",
                    cure="#change_note",
                )
            ]
        )
    publication = publication or begin(user, document)
    if scheduled_for is not None:
        plan(user, publication, scheduled_for, columns=columns, topic=topic, change_note=change_note)
    else:
        go_live(user, publication, Place(columns, topic), events.PUBLISHED, change_note=change_note)
    return publication


def begin(user: User, document: OfficialDocument) -> Publication:
    """The row of a document that was never public, with its index number; nobody outside sees it."""
    index_number, key = index_numbers.take(document.organization, moment.today())
    publication = Publication(
        document=document, organization=document.organization, index_number=index_number, key=key,
        state=Publication.State.SCHEDULED,
    )  # fmt: skip
    _take_over(publication, document, user)
    publication.save()
    return publication


def _take_over(publication: Publication, document: OfficialDocument, user: User) -> None:
    publication.drafter, publication.published_by = document.drafted_by, user
    take_facts(publication, document)


def take_facts(publication: Publication, document: OfficialDocument) -> None:
    """The facts as reviewed. One that was emptied is empty to the public too: nothing of the old row stays."""
    publication.title, publication.number = document.title, document.number
    publication.kind, publication.signed_on = document.kind, document.signed_on
    publication.effective_on, publication.expires_on = document.effective_on, document.expires_on


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
    document, now = publication.document, moment.now()
    _take_over(publication, document, user)
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
    settle(document, Stage.PUBLISHED)
    version = freeze(publication, document, by=user, change_note=change_note)
    deadlines.end(document, matter=document_rules.OPENING, met=True)
    index_for_search(publication, version)
    record(
        event, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=publication.emergency_reason,
        columns="、".join(c.name for c in place.columns), index_number=publication.index_number,
        version=version.number, sha256=version.sha256,
    )  # fmt: skip
    tell_drafter(document, "已发布")
    announce(Change(publication, "published", tuple(sorted({*left, *(c.pk for c in place.columns)}))))
    return version


def _place(publication: Publication, columns: Sequence[Column]) -> set[int]:
    """Put it under these columns; the ids of those it left."""
    gone = publication.placements.exclude(column__in=columns)
    left = set(gone.values_list("column_id", flat=True))
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
    document: OfficialDocument,
    *,
    reason: str,
    columns: Sequence[Column],
    topic: Topic | None = None,
) -> Publication:
    """紧急发布 before the reviews are done. It stays listed until a second person signs (补签)."""
    document = lock(document)
    refuse(
        rules.obstacles_to_emergency(user, document, reason)
        + rules.obstacles_of_placement(document, list(columns), None, moment.now())
    )
    reviews.lapse(document)
    document.save_revision(user=user, clean=False)
    document.refresh_from_db(fields=["latest_revision"])
    publication = begin(user, document)
    go_live(user, publication, Place(columns, topic), events.EMERGENCY, emergency=reason.strip())
    Countersign.objects.create(
        organization=rules.publishing_body(document), publication=publication, act=Countersign.Act.EMERGENCY,
        reason=reason.strip()[:500], done_by=user, done_at=moment.now(),
    )  # fmt: skip
    return publication
