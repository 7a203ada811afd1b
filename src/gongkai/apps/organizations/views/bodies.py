"""Bodies and sections: the tree an administrator keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.apps.ledger.queries import history
from gongkai.apps.organizations.actions import bodies
from gongkai.apps.organizations.forms.people import BodyForm, ChangeBodyForm
from gongkai.apps.organizations.models import Membership, Organization, Proposal
from gongkai.apps.organizations.queries import bodies_in_reach, in_force
from gongkai.apps.organizations.views.account import me
from gongkai.desk.forms import attempt
from gongkai.exceptions import Refused

WAITS = "名称和说明文字会公开，要等本单位负责人或另一位系统管理员确认后生效。"

DetailsForm = forms.modelform_factory(
    Organization, fields=bodies.OWN_FIELDS, widgets={"duties": forms.Textarea(attrs={"rows": 4})}
)


@never_cache
@require_GET
def bodies_list(request: HttpRequest) -> HttpResponse:
    """The tree with the number of people at each node."""
    places = list(bodies_in_reach(request.user))
    held = Membership.objects.filter(in_force(), organization__in=[p.pk for p in places])
    counts = dict(held.values_list("organization").annotate(n=Count("user", distinct=True)).order_by())
    top = min((len(p.path) for p in places), default=6)
    rows = [(p, "　" * ((len(p.path) - top) // 6), counts.get(p.pk, 0)) for p in places]
    return render(request, "organizations/bodies.html", {"rows": rows})


def _place(request: HttpRequest, pk: int) -> Organization:
    return get_object_or_404(bodies_in_reach(request.user), pk=pk)


def _page(request: HttpRequest, place: Organization, **more: Any) -> HttpResponse:
    posts = Membership.objects.filter(Q(organization=place) & in_force()).select_related("user")
    context = {
        "place": place,
        "posts": posts.order_by("role", "id"),
        "children": place.children.filter(closed_on__isnull=True).order_by("path"),
        "waiting": place.proposals.filter(state=Proposal.State.WAITING, person__isnull=True),
        "aliases": place.aliases.order_by("name"),
        "lines": list(reversed(history(place)))[:30],
        "details": DetailsForm(instance=place) if not place.is_section else None,
        "form": BodyForm(),
        "change": ChangeBodyForm(me(request)),
        **more,
    }
    return render(request, "organizations/body.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: contacts, people, names, history. A POST corrects the contacts."""
    place = _place(request, pk)
    if request.method == "GET":
        return _page(request, place)
    form = DetailsForm(request.POST, instance=_place(request, pk))
    if not form.is_valid():
        return _page(request, place, details=form)
    waiting = attempt(form, lambda: (bodies.change_details(me(request), place, form.cleaned_data),))
    if waiting is None:
        return _page(request, place, details=form)
    messages.success(request, f"联系方式已修改。{WAITS}" if waiting[0] else "机构信息已修改。")
    return redirect("people:body", pk=pk)


@never_cache
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a body or section below this one."""
    place = _place(request, pk)
    form = BodyForm(request.POST)
    if form.is_valid():
        try:
            made = bodies.ask_to_create(me(request), parent=place, **form.cleaned_data)
        except Refused as refused:
            for obstacle in refused.obstacles:
                form.add_error(None, obstacle.sentence)
        else:
            if isinstance(made, Organization):
                messages.success(request, f"已设立“{made.name}”。")
                return redirect("people:body", pk=made.pk)
            messages.success(request, WAITS)
            return redirect("people:body", pk=pk)
    return _page(request, place, form=form)


@never_cache
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, register an alias, move, merge."""
    place, user = _place(request, pk), me(request)
    form = ChangeBodyForm(user, request.POST)
    if form.is_valid():
        name, target, reason = (form.cleaned_data[k] for k in ("name", "target", "reason"))
        acts: dict[str, Callable[[], Any]] = {
            "rename": lambda: bodies.ask_to_rename(user, place, name.strip(), reason=reason),
            "alias": lambda: bodies.add_alias(user, place, name.strip()),
            "move": lambda: bodies.move(user, place, target, reason=reason),
            "merge": lambda: bodies.merge(user, place, target, reason=reason),
        }
        try:
            done = acts[form.cleaned_data["act"]]()
        except Refused as refused:
            for obstacle in refused.obstacles:
                form.add_error(None, obstacle.sentence)
        else:
            messages.success(request, WAITS if isinstance(done, Proposal) else "已办好，记入台账。")
            return redirect("people:body", pk=pk)
    return _page(request, _place(request, pk), change=form)
