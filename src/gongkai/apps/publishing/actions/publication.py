"""发布: at once, at a set time, or on the emergency path."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.actions import keep_clock, lock, refuse
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, index_numbers, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.actions.versions import freeze, index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Countersign, Placement, Publication, Submission
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Facts:
    """What is chosen at publication."""

    columns: Sequence[Column]
    topic: Topic | None = None
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    scheduled_for: dt.datetime | None = None


@transaction.atomic
def publish(
    user: User,
    document: OfficialDocument,
    *,
    columns: Sequence[Column],
    topic: Topic | None = None,
    effective_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    scheduled_for: dt.datetime | None = None,
    change_note: str = "",
) -> Publication:
    """发布 an approved document, now or at `scheduled_for`. A withdrawn one comes back with a change note."""
    document = lock(document)
    facts = Facts(
        columns,
        topic,
        effective_on or document.effective_on,
        expires_on or document.expires_on,
        scheduled_for,
    )
    refuse(rules.obstacles_to_publish(user, document) + _fact_obstacles(document, facts))
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
    publication = _prepare(user, document, facts)
    if facts.scheduled_for is not None:
        return _schedule(user, document, publication)
    _go_live(user, document, publication, events.PUBLISHED, change_note)
    return publication


def _fact_obstacles(document: OfficialDocument, facts: Facts) -> list[Obstacle]:
    return rules.obstacles_of_placement(
        document, list(facts.columns), facts.effective_on, facts.expires_on, facts.scheduled_for, moment.now()
    )


def _prepare(user: User, document: OfficialDocument, facts: Facts, emergency: str = "") -> Publication:
    """The publication row with its index number and placements, not yet public."""
    publication = Publication.objects.filter(document=document).first()
    if publication is None:
        index_number, key = index_numbers.take(document.organization, moment.today())
        publication = Publication(
            document=document, organization=document.organization, index_number=index_number, key=key
        )
    publication.state = Publication.State.SCHEDULED
    publication.topic = facts.topic
    publication.scheduled_for = facts.scheduled_for
    publication.drafter, publication.published_by = document.drafted_by, user
    publication.emergency_reason = emergency[:500]
    publication.effective_on, publication.expires_on = facts.effective_on, facts.expires_on
    publication.title, publication.number = document.title, document.number
    publication.kind, publication.signed_on = document.kind, document.signed_on
    publication.save()
    publication.placements.exclude(column__in=facts.columns).delete()
    for column in facts.columns:
        Placement.objects.update_or_create(
            publication=publication, column=column,
            defaults={"organization": column.organization, "is_live": False, "published_at": None},
        )  # fmt: skip
    return publication


def _schedule(user: User, document: OfficialDocument, publication: Publication) -> Publication:
    document.stage = Stage.SCHEDULED
    document.updated_at = moment.now()
    document.save(update_fields=["stage", "updated_at"])
    when = publication.scheduled_for
    record(
        events.SCHEDULED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, index_number=publication.index_number,
        when=when.astimezone(moment.BEIJING).strftime("%Y年%-m月%-d日%H:%M") if when else "",
    )  # fmt: skip
    return publication


def _go_live(
    user: User, document: OfficialDocument, publication: Publication, event: str, change_note: str = ""
) -> None:
    now = moment.now()
    first = publication.published_at is None
    publication.state = Publication.State.LIVE
    publication.published_at = now if first or change_note else publication.published_at
    publication.validity, publication.validity_since = rules.validity_on(publication, moment.today())
    publication.save()
    publication.placements.update(is_live=True, published_at=publication.published_at)
    document.stage = Stage.PUBLISHED
    document.updated_at = now
    document.save(update_fields=["stage", "updated_at"])
    version = freeze(publication, document, by=user, change_note=change_note)
    deadlines.end(document, matter=document_rules.OPENING, met=True)
    index_for_search(publication, version)
    columns = list(publication.placements.select_related("column"))
    record(
        event, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=publication.emergency_reason,
        columns="、".join(p.column.name for p in columns), index_number=publication.index_number,
        version=version.number, sha256=version.sha256,
    )  # fmt: skip
    tell_drafter(document, "已发布")
    announce(Change(publication, "published", tuple(p.column_id for p in columns)))


@transaction.atomic
def publish_in_emergency(
    user: User,
    document: OfficialDocument,
    *,
    reason: str,
    columns: Sequence[Column],
    topic: Topic | None = None,
    effective_on: dt.date | None = None,
    expires_on: dt.date | None = None,
) -> Publication:
    """紧急发布 before the reviews are done. It stays listed until a second person signs (补签)."""
    document = lock(document)
    facts = Facts(columns, topic, effective_on or document.effective_on, expires_on or document.expires_on)
    refuse(rules.obstacles_to_emergency(user, document, reason) + _fact_obstacles(document, facts))
    for submission in document.submissions.filter(state=Submission.State.OPEN):
        submission.state, submission.ended_at = Submission.State.RECALLED, moment.now()
        submission.save(update_fields=["state", "ended_at"])
    document.save_revision(user=user, clean=False)
    document.refresh_from_db(fields=["latest_revision"])
    publication = _prepare(user, document, facts, emergency=reason.strip())
    _go_live(user, document, publication, events.EMERGENCY)
    Countersign.objects.create(
        organization=rules.publishing_body(document), publication=publication, act=Countersign.Act.EMERGENCY,
        reason=reason.strip()[:500], done_by=user, done_at=moment.now(),
    )  # fmt: skip
    return publication


def publish_due(now: dt.datetime | None = None) -> list[Publication]:
    """Publish what was set for a time that has come. Each in its own transaction; safe to run at any time."""
    now = now or moment.now()
    waiting = Publication.objects.filter(state=Publication.State.SCHEDULED, scheduled_for__lte=now)
    done = []
    for publication_id in list(waiting.order_by("scheduled_for").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                publication = _publish_scheduled(publication_id, now)
        except GongkaiError:
            log.exception("scheduled publication %s failed", publication_id)
            continue
        if publication is not None:
            done.append(publication)
    return done


def _publish_scheduled(publication_id: int, now: dt.datetime) -> Publication | None:
    document = lock(Publication.objects.select_related("document").get(pk=publication_id).document)
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication_id)
    due = publication.scheduled_for is not None and publication.scheduled_for <= now
    if publication.state != Publication.State.SCHEDULED or not due:
        return None  # another process was faster, or it was taken back
    publication.document = document
    note = "定时发布" if publication.versions.exists() else ""
    _go_live(publication.published_by, document, publication, events.PUBLISHED, note)
    return publication


@transaction.atomic
def unschedule(user: User, publication: Publication) -> OfficialDocument:
    """Take back a set time; the approval stands."""
    document = lock(publication.document)
    found = rules.publisher_obstacles(user, document)
    if document.stage != Stage.SCHEDULED:
        found.append(Obstacle("unschedule:stage", "此件没有在等定时发布。"))
    refuse(found)
    Publication.objects.filter(pk=publication.pk).update(scheduled_for=None)
    document.stage = Stage.APPROVED
    document.updated_at = moment.now()
    document.save(update_fields=["stage", "updated_at"])
    keep_clock(document)
    record(
        events.UNSCHEDULED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label,
    )  # fmt: skip
    return document
