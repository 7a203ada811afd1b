"""What every screen of reports does: find the record within reach."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from gongkai.apps.organizations.permissions import VIEW, may
from gongkai.apps.reporting.models import Received, Report
from gongkai.apps.reporting.rules import readable


def reach(user: Any, pk: int) -> Report:
    """The report, if it lies within the user's reach; 404 otherwise, as if it were not there."""
    report = (
        Report.objects.select_related("organization__parent", "section", "drafted_by", "document")
        .filter(pk=pk)
        .first()
    )
    if report is None or not may(user, VIEW, report):
        raise Http404
    return report


def reach_received(user: Any, pk: int) -> Received:
    """A report that was handed in, if the user stands on either side of it."""
    received = (
        Received.objects.select_related("organization", "receiver", "handed_in_by", "decided_by")
        .filter(pk=pk)
        .first()
    )
    if received is None or not readable(user, received):
        raise Http404
    return received
