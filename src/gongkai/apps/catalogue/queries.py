"""Reading columns and topics."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, When
from django.db.models.functions import Coalesce

from gongkai.apps.catalogue.models import Topic


def topics() -> QuerySet[Topic]:
    """Every topic, each on top followed by those below it."""
    return (
        Topic.objects.select_related("parent")
        .alias(
            top=Coalesce("parent__position", "position"),
            of=Coalesce("parent__code", "code"),
            below=Case(When(parent__isnull=True, then=0), default=1, output_field=IntegerField()),
        )
        .order_by("top", "of", "below", "position", "code")
    )


def open_topics() -> QuerySet[Topic]:
    """Topics under which something new may be put, or looked for."""
    return topics().filter(is_open=True)
