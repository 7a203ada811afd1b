"""Reading cases: within reach, with all that a page needs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from gongkai.apps.organizations.permissions import may, scope_filter
from gongkai.apps.requests.models import Letter, Request
from gongkai.apps.requests.powers import READ


def visible(user: Any) -> QuerySet[Request]:
    """The cases that the user handles, judges or audits."""
    found = Request.objects.filter(scope_filter(user, READ))
    return found.select_related("organization", "section", "handler")


def with_all(rows: QuerySet[Request]) -> QuerySet[Request]:
    """The same with every step, in a fixed number of questions."""
    return rows.select_related(
        "organization", "section", "handler", "correction", "fee", "frequency", "split_from", "merged_into"
    ).prefetch_related(
        "points", "extensions", "assists__section", "consultations__party", "replies", "notes", "disputes",
        Prefetch("letters", Letter.objects.select_related("delivery").order_by("id")),
    )  # fmt: skip


def reach(user: Any, pk: int) -> Request:
    """The case, or 404."""
    request = with_all(Request.objects.filter(pk=pk)).first()
    if request is None or not may(user, READ, request):
        raise Http404
    return request
