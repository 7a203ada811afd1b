"""Which cases count when: as new on the day of receipt, as handled on the day of the first ending, merged ones nowhere."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet, Sum

from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests.models import Fee, Request, State


def counted(organization: Organization) -> QuerySet[Request]:
    """Every case whose day of receipt is known, in that order."""
    found = Request.objects.filter(organization=organization, received_on__isnull=False)
    return found.exclude(state=State.MERGED).order_by("received_on", "id")


def received(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Request]:
    """新收."""
    return counted(organization).filter(received_on__gte=first, received_on__lte=last)


def carried(organization: Organization, day: dt.date) -> QuerySet[Request]:
    """上年结转: received before that day and not ended before it."""
    open_then = Q(counted_on__isnull=True) | Q(counted_on__gte=day)
    return counted(organization).filter(open_then, received_on__lt=day)


def ended(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Request]:
    """Handled in the period, by the first ending."""
    return counted(organization).filter(counted_on__gte=first, counted_on__lte=last)


def paid(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Fee]:
    """信息处理费 that came in."""
    rows = Fee.objects.filter(request__organization=organization, paid_on__gte=first, paid_on__lte=last)
    return rows.order_by("paid_on", "id")


def yuan(rows: QuerySet[Fee]) -> int:
    """Their sum."""
    return int(rows.aggregate(sum=Sum("yuan"))["sum"] or 0)
