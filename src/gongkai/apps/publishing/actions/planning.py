"""定时: what goes out at a set time is kept apart from what the public sees, and taken back without a trace there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.documents.models import Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, index_numbers
from gongkai.apps.publishing.actions.stages import settle
from gongkai.apps.publishing.models import Planned, Publication
from gongkai.clocks import moment


def plan(
    user: User,
    publication: Publication,
    due_at: dt.datetime,
    *,
    columns: Sequence[Column] = (),
    topic: Topic | None = None,
    change_note: str = "",
) -> Planned:
    """Set the time. Called within the act that publishes or corrects, which has judged everything."""
    document = publication.document
    planned = Planned.objects.create(
        publication=publication, due_at=due_at, topic=topic, change_note=change_note.strip()[:500],
        set_by=user, set_at=moment.now(),
    )  # fmt: skip
    planned.columns.set(columns)
    settle(document, Stage.SCHEDULED)
    record(
        events.SCHEDULED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, index_number=publication.index_number,
        when=due_at.astimezone(moment.BEIJING).strftime("%Y年%-m月%-d日%H:%M"),
    )  # fmt: skip
    return planned


def forget_plan(publication: Publication) -> None:
    """Drop what was set; a document that was never public gives its row and its index number back."""
    Planned.objects.filter(publication=publication).delete()
    never = Publication.objects.filter(pk=publication.pk, published_at__isnull=True).first()
    if never is not None:
        index_numbers.give_back(never)
        never.delete()
