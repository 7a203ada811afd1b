"""Reading a person's news."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.apps.notices.models import Notice


def unread(person: Any, limit: int = 5) -> list[Notice]:
    """What is not yet put away, newest first."""
    mine = Notice.objects.filter(user_id=person.pk, read_at__isnull=True)
    return list(mine.order_by("-at", "-id")[:limit])


def mine(person: Any) -> QuerySet[Notice]:
    """Everything the person was told and that is still kept, in no order yet."""
    return Notice.objects.filter(user_id=person.pk)
