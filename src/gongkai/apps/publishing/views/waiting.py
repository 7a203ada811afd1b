"""待发布 and 待补签: the two lists of those who act last."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai import paging
from gongkai.apps.deadlines.queries import lamps_for
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import publications_of, with_subjects


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """待发布: approved, and this person had no part in it; below, what is set for a time."""
    user: Any = request.user
    if powers.PUBLISH not in powers.verbs_anywhere(user):
        raise PermissionDenied
    page = paging.cut(
        queries.waiting_to_publish(user, DOCUMENT).order_by(), by=("updated_at", "id"), newest_first=False,
        after=request.GET.get("after", ""), size=paging.size_of(request.GET.get("size")),
    )  # fmt: skip
    lamps = lamps_for(list(page.rows), document_rules.OPENING)
    public = publications_of(DOCUMENT.label, [d.pk for d in page.rows])
    rows = [(d, lamps.get(d.pk), _is_live(public.get(d.pk))) for d in page.rows]
    planned = list(queries.planned(user)[:50])
    with_subjects(p.publication for p in planned)
    return render(request, "publishing/waiting.html", {
        "page": page, "rows": rows, "scheduled": planned,
    })  # fmt: skip


def _is_live(publication: Publication | None) -> bool:
    """Whether what waits is a correction of a text that the public reads now."""
    return publication is not None and publication.state == Publication.State.LIVE


@login_required
def countersigns(request: HttpRequest) -> HttpResponse:
    """待补签: acts that could not wait, with the days they have waited for the second person."""
    user: Any = request.user
    held = powers.verbs_anywhere(user)
    if not held & {powers.COUNTERSIGN, powers.AUDIT}:
        raise PermissionDenied
    mine = list(queries.open_countersigns(user)[:100])
    known = {c.pk for c in mine}
    others = [c for c in queries.unsigned_acts(user)[:100] if c.pk not in known]
    with_subjects(c.publication for c in [*mine, *others])
    return render(request, "publishing/countersigns.html", {"mine": mine, "others": others})
