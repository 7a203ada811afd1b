"""What every screen of reports does: find within reach, say refusals in place, hand out files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.apps.organizations.permissions import VIEW, may
from gongkai.apps.reporting.models import Received, Report
from gongkai.apps.reporting.rules import readable
from gongkai.exceptions import GongkaiError, Refused


def reach(user: Any, pk: int) -> Report:
    """The report, if it lies within the user's reach; 404 otherwise, as if it were not there."""
    report = (
        Report.objects.select_related(
            "organization__parent", "section", "drafted_by", "reviewer", "issued_by", "document"
        )
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


def say(request: HttpRequest, error: GongkaiError) -> None:
    """A refusal as messages, each with its article."""
    if isinstance(error, Refused):
        for o in error.obstacles:
            messages.error(request, f"{o.sentence}（{o.article}）" if o.article else o.sentence)
    else:
        messages.error(request, error.sentence)


def attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to save, under a Chinese name; never shown inside our pages."""
    answer = HttpResponse(data, content_type=media_type)
    suffix = name.rpartition(".")[2]
    answer["Content-Disposition"] = (
        f"attachment; filename=\"report.{suffix}\"; filename*=UTF-8''{quote(name)}"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
