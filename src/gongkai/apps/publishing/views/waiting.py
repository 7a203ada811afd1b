"""待发布: what those who act last have before them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai import paging
from gongkai.apps.duties.publishable import Publishable
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.actions.standing import page_of
from gongkai.apps.publishing.acts import address_of
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import kinds, publications_of, with_subjects


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """待发布: approved, and this person had no part in it; below, what is set for a time. Each kind has its own list."""
    user: Any = request.user
    if powers.PUBLISH not in powers.verbs_anywhere(user):
        raise PermissionDenied
    counted = [(of, queries.waiting_to_publish(user, of).order_by().count()) for of in kinds()]
    shown = _chosen(request.GET.get("kind", ""), counted)
    page = paging.cut(
        queries.waiting_to_publish(user, shown).order_by(), by=("updated_at", "id"), newest_first=False,
        after=request.GET.get("after", ""), size=paging.size_of(request.GET.get("size")),
    )  # fmt: skip
    lamps = queries.lamps_of(page.rows)
    public = publications_of(shown.label, [s.pk for s in page.rows])
    rows = []
    for subject in page.rows:
        live = _is_live(public.get(subject.pk))
        act = address_of(shown, "correct" if live else "publish", subject.pk)
        lamp = lamps.get((shown.label, subject.pk))
        rows.append((subject, lamp, live, act, shown.address(subject.pk)))
    planned = list(queries.planned(user)[:50])
    with_subjects(p.publication for p in planned)
    return render(request, "publishing/waiting.html", {
        "page": page, "rows": rows, "kind": shown, "kinds": counted,
        "scheduled": [(p, page_of(p.publication.subject)) for p in planned],
    })  # fmt: skip


def _chosen(label: str, counted: list[tuple[Publishable, int]]) -> Publishable:
    """The kind asked for; else the first of which something waits."""
    named = [of for of, _ in counted if of.label == label]
    return (named or [of for of, count in counted if count] or [counted[0][0]])[0]


def _is_live(publication: Publication | None) -> bool:
    """Whether what waits is a correction of a text that the public reads now."""
    return publication is not None and publication.state == Publication.State.LIVE
