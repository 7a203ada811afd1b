"""Counting the requests that were not needed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests.models import Avoided
from gongkai.clocks import moment


@transaction.atomic
def note_avoided(organization: Organization) -> None:
    """One more of today: a number, not a record of anybody."""
    day, _ = Avoided.objects.get_or_create(organization=organization, on=moment.today())
    Avoided.objects.filter(pk=day.pk).update(count=F("count") + 1)
