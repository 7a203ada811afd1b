"""成批办理: an act that may be done to many documents at once, with an outcome for each row."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai import paging
from gongkai.apps.documents.acts import DOCUMENTS
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.documents.queries import visible
from gongkai.apps.organizations.acts import Act, Acts
from gongkai.apps.organizations.many import done_to_each
from gongkai.apps.publishing.acts import life_of

AT_ONCE = 200
OFFERED = {
    act.name: (among, act) for among in (DOCUMENTS, life_of(DOCUMENT)) for act in among.acts if act.many
}


def _chosen(request: HttpRequest) -> list[OfficialDocument]:
    ids = paging.whole_numbers(request.POST.getlist("ids"))[:AT_ONCE]
    found: Any = visible(request.user).filter(pk__in=ids).defer(None)
    by_id = {d.pk: d for d in found}
    return [by_id[i] for i in dict.fromkeys(ids) if i in by_id]


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """What is typed for all is asked on a screen first; without a form it is done at once."""
    documents, back = _chosen(request), request.POST.get("back", "")
    if not documents or request.POST.get("act", "") not in OFFERED:
        return redirect(f"/workbench/documents/?{back}" if back else "documents:list")
    among, act = OFFERED[request.POST["act"]]
    if act.form is None:
        return _done(request, among, act, documents, back)
    form: Any = act.form(request.POST if "decided" in request.POST else None)
    if form.is_bound and form.is_valid():
        return _done(request, among, act, documents, back, **form.decision())
    locked = [(d, among.obstacles(act, request.user, d)) for d in documents]
    return render(request, "publishing/bulk_attribute.html", {
        "documents": locked, "form": form, "back": back, "able": sum(not o for _, o in locked),
    })  # fmt: skip


def _done(
    request: HttpRequest, among: Acts, act: Act, documents: list[OfficialDocument], back: str, **typed: Any
) -> HttpResponse:
    outcomes = done_to_each(among, act, request.user, documents, **typed)
    good = sum(not o.obstacles for o in outcomes)
    return render(request, "publishing/bulk_done.html", {
        "act": act.label, "outcomes": outcomes, "good": good, "bad": len(outcomes) - good, "back": back,
    })  # fmt: skip
