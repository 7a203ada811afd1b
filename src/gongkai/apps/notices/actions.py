"""Telling people, putting news away, and removing what is old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models

from gongkai.apps.duties import Setting
from gongkai.apps.notices.models import Notice
from gongkai.apps.operations.actions import remove
from gongkai.clocks import moment

READ_KEPT = Setting("GONGKAI_NOTICE_DAYS", "30", "days a notice is kept after it was put away")
UNREAD_KEPT = Setting("GONGKAI_NOTICE_UNREAD_DAYS", "180", "days a notice is kept that nobody put away")


def tell(
    people: Iterable[Any], text: str, subject: models.Model | None = None, link: str = ""
) -> list[Notice]:
    """Leave the same news for each person, once each; returns what was left.

    people: users or their keys. text: one Chinese sentence without personal data of citizens. subject: the record
    the news is about. link: the address where it is acted on.
    """
    keys = sorted({person if isinstance(person, int) else person.pk for person in people})
    about: dict[str, Any] = {}
    if subject is not None:
        about = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    now = moment.now()
    return Notice.objects.bulk_create(
        [Notice(user_id=key, text=text[:300], url=link[:300], at=now, **about) for key in keys],
        batch_size=500,
    )


def read(person: Any, notice_id: int | None = None) -> int:
    """知道了: one notice of this person, or all of them, are no longer new. Returns how many changed."""
    mine = Notice.objects.filter(user_id=person.pk, read_at__isnull=True)
    if notice_id is not None:
        mine = mine.filter(pk=notice_id)
    return mine.update(read_at=moment.now())


def put_away(subject: models.Model) -> int:
    """The reason of this news is gone (the matter is done): nobody needs to put it away by hand."""
    return Notice.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, read_at__isnull=True
    ).update(read_at=moment.now())


def prune(limit: int) -> int:
    """Remove what is old, at most so many; how many went."""
    now = moment.now()
    old = models.Q(at__lt=now - dt.timedelta(days=UNREAD_KEPT.number)) | models.Q(
        read_at__isnull=False, at__lt=now - dt.timedelta(days=READ_KEPT.number)
    )
    return remove(Notice.objects.filter(old).order_by("at"), limit)
