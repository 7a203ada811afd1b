"""成批办理: one decision or 送审 for many documents, with an outcome for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai import paging
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.actions import decide_attribute
from gongkai.apps.documents.forms import AttributeForm
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.queries import visible
from gongkai.apps.publishing.actions import submit
from gongkai.apps.publishing.acts import cured
from gongkai.exceptions import GongkaiError, Obstacle, Refused

AT_ONCE = 200


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    document: OfficialDocument
    done: str = ""
    obstacles: tuple[Obstacle, ...] = ()


def _chosen(request: HttpRequest) -> list[OfficialDocument]:
    ids = [i for i in map(paging.whole_number, request.POST.getlist("ids")) if i is not None][:AT_ONCE]
    found: Any = visible(request.user).filter(pk__in=ids).defer(None)
    by_id = {d.pk: d for d in found}
    return [by_id[i] for i in dict.fromkeys(ids) if i in by_id]


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """`act` is attribute (a screen first: a ground must be chosen) or submit (can be taken back)."""
    documents = _chosen(request)
    act = request.POST.get("act", "")
    back = request.POST.get("back", "")
    if not documents or act not in {"attribute", "submit"}:
        return redirect(f"/workbench/documents/?{back}" if back else "documents:list")
    if act == "submit":
        return _done(request, "送审", [_one(request, d, _submit) for d in documents], back)
    return _attribute(request, documents, back)


def _attribute(request: HttpRequest, documents: list[OfficialDocument], back: str) -> HttpResponse:
    form = AttributeForm(request.POST if "decided" in request.POST else None)
    if "decided" in request.POST and form.is_valid():
        decision = form.decision()
        outcomes = [_one(request, d, lambda u, r: _decide(u, r, decision)) for d in documents]
        return _done(request, "认定公开属性", outcomes, back)
    locked = [(d, cured(document_rules.obstacles_to_change(request.user, d), d)) for d in documents]
    return render(request, "publishing/bulk_attribute.html", {
        "documents": locked, "form": form, "back": back, "able": sum(not o for _, o in locked),
    })  # fmt: skip


def _decide(user: Any, record: OfficialDocument, decision: dict[str, Any]) -> str:
    return f"认定为“{decide_attribute(user, record, **decision).get_attribute_display()}”"


def _submit(user: Any, record: OfficialDocument) -> str:
    return f"已送审，现在是{submit(user, record).step_label}"


def _one(request: HttpRequest, record: OfficialDocument, act: Any) -> Outcome:
    try:
        return Outcome(record, done=act(request.user, record))
    except Refused as refused:
        return Outcome(record, obstacles=tuple(cured(refused.obstacles, record)))
    except GongkaiError as error:
        return Outcome(record, obstacles=(Obstacle("bulk:failed", error.sentence),))


def _done(request: HttpRequest, act: str, outcomes: list[Outcome], back: str) -> HttpResponse:
    good = sum(not o.obstacles for o in outcomes)
    return render(request, "publishing/bulk_done.html", {
        "act": act, "outcomes": outcomes, "good": good, "bad": len(outcomes) - good, "back": back,
    })  # fmt: skip
