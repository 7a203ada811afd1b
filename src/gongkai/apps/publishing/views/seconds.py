"""The second person's screens: 补签 or 不同意, and what is registered and undone about validity."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.actions import change_validity, countersign, refuse_countersign, undo_relation
from gongkai.apps.publishing.actions.countersign import THEN, emergency_stands
from gongkai.apps.publishing.actions.standing import named
from gongkai.apps.publishing.acts import cured, reach
from gongkai.apps.publishing.forms import CountersignForm, RefuseForm, RelateForm, UndoRelationForm
from gongkai.apps.publishing.models import Countersign, Relation
from gongkai.apps.publishing.publishable import kind
from gongkai.apps.publishing.views.acts import page_of, reached
from gongkai.desk.forms import attempt, sent


def _pending(user: Any, pk: int) -> Countersign:
    pending = get_object_or_404(Countersign.objects.select_related("publication", "done_by"), pk=pk)
    record = pending.publication.subject
    if not rules.may_at(user, powers.COUNTERSIGN, rules.publishing_body(record), None):
        raise Http404
    return pending


@login_required
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """补签 one act."""
    user: Any = request.user
    pending = _pending(user, pk)
    obstacles = rules.obstacles_to_countersign(user, pending)
    form = CountersignForm(sent(request))
    if request.method == "POST" and form.is_valid() and not obstacles:
        done = attempt(form, lambda: countersign(user, pending, form.cleaned_data["opinion"]))
        if done:
            messages.success(
                request, f"已补签：{pending.get_act_display()} {named(pending.publication.subject)}。"
            )
            return redirect("publishing:countersigns")
    return render(request, "publishing/countersign.html", {
        "pending": pending, "record": pending.publication.subject, "page": page_of(pending.publication), "form": form, "obstacles": obstacles,
    })  # fmt: skip


@login_required
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """不同意: what follows is said before the button."""
    user: Any = request.user
    pending = _pending(user, pk)
    obstacles = rules.obstacles_to_countersign(user, pending)
    withdraws = pending.act == Countersign.Act.EMERGENCY and emergency_stands(pending)
    form = RefuseForm(sent(request), withdraws=withdraws)
    if request.method == "POST" and form.is_valid() and not obstacles:
        done = attempt(form, lambda: refuse_countersign(user, pending, **form.cleaned_data))
        if done:
            then = THEN[Countersign.Act(pending.act)]
            messages.success(request, f"已记下不同意{then}：{named(pending.publication.subject)}。")
            return redirect("publishing:countersigns")
    return render(request, "publishing/countersign_refuse.html", {
        "pending": pending, "record": pending.publication.subject, "page": page_of(pending.publication), "form": form, "obstacles": obstacles,
        "then": THEN[Countersign.Act(pending.act)].strip("，"), "withdraws": withdraws,
    })  # fmt: skip


@login_required
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    """废止、修改、替代: the link shows on both pages."""
    user: Any = request.user
    publication = reached(request, pk)
    if not rules.at_the_office(user, powers.CORRECT, publication.subject):
        raise PermissionDenied
    form = RelateForm(sent(request), target=publication)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: change_validity(
                user, said["source"], publication, kind=said["kind"], since=said["since"], note=said["note"]
            ),
        )  # fmt: skip
        if done:
            messages.success(
                request,
                f"已登记：被 {done.source.number or done.source.title} {done.get_kind_display()}；请第二人尽快补签。",
            )
            return redirect(page_of(publication))
    return render(request, "publishing/relate.html", {
        "record": publication.subject, "page": page_of(publication), "publication": publication, "form": form,
    })  # fmt: skip


@login_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销登记 of one link between two documents."""
    user: Any = request.user
    relation = get_object_or_404(Relation.objects.select_related("source", "target__organization"), pk=pk)
    record = relation.target.subject = reach(
        kind(relation.target.subject_type), user, relation.target.subject_id
    )
    if not rules.at_the_office(user, powers.CORRECT, record):
        raise PermissionDenied
    form = UndoRelationForm(sent(request))
    obstacles = cured(rules.obstacles_to_undo_relation(user, relation, "-"), record)
    if request.method == "POST" and form.is_valid() and not obstacles:
        attempt(form, lambda: undo_relation(user, relation, form.cleaned_data["because"]))
        if form.is_valid():
            messages.success(request, "已撤销这条登记，两边的公开页面都已改回；请第二人尽快补签。")
            return redirect(page_of(relation.target))
    return render(request, "publishing/undo_relation.html", {
        "relation": relation, "record": record, "page": page_of(relation.target), "form": form, "obstacles": obstacles,
    })  # fmt: skip
