"""定时: what goes out at a set time is kept apart from what the public sees, and taken back without a trace there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, index_numbers
from gongkai.apps.publishing.actions.standing import settle, write
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
    subject = publication.subject
    planned = Planned.objects.create(
        publication=publication, due_at=due_at, topic=topic, change_note=change_note.strip()[:500],
        set_by=user, set_at=moment.now(),
    )  # fmt: skip
    planned.columns.set(columns)
    settle(subject, Stage.SCHEDULED)
    write(
        events.SCHEDULED, subject, user, index_number=publication.index_number,
        when=due_at.astimezone(moment.BEIJING).strftime("%Y年%-m月%-d日%H:%M"),
    )  # fmt: skip
    return planned


def forget_plan(publication: Publication) -> None:
    """Drop what was set; a record that was never public gives its row and its index number back."""
    Planned.objects.filter(publication=publication).delete()
    never = Publication.objects.filter(pk=publication.pk, published_at__isnull=True).first()
    if never is not None:
        index_numbers.give_back(never)
        never.delete()
