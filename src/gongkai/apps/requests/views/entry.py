"""登记一件: what came over the counter, by post, by fax, by word of mouth, from above."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import grants
from gongkai.apps.people.details import Details
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.acts import answer_by
from gongkai.apps.requests.forms import ComplaintForm, DisputeForm, EntryForm
from gongkai.apps.requests.models import Complaint, Platform, Request
from gongkai.apps.requests.powers import HANDLE
from gongkai.clocks import moment
from gongkai.desk.forms import attempt, sent

_PERSON = ("name", "id_kind", "id_number", "telephone", "email", "address")


def place_of_handler(user: Any) -> tuple[Organization, Organization]:
    """The body and the place at which this person takes requests in. Http404 for nobody's handler."""
    held = next((g for g in grants(user) if HANDLE in g.verbs), None)
    if held is None:
        raise Http404
    place = Organization.objects.select_related("body").get(pk=held.organization_id)
    return place.body or place, place


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """One page in the order of the paper; what is refused comes back with all that was typed."""
    user: Any = request.user
    body, place = place_of_handler(user)
    form = EntryForm(sent(request), initial={"submitted_on": moment.today()})
    form.fields["platform"].queryset = Platform.objects.filter(organization=body).order_by("name")  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _enter(user, body, place, form.cleaned_data))
        if made is not None:
            said = "，期限已起算" if made.received_on else "，确认收到后起算期限"
            messages.success(request, f"已登记，受理号{made.shown_number}{said}。")
            return _on(request, made)
    return render(request, "requests/new.html", {"form": form, "body": body})


def _on(request: HttpRequest, made: Request) -> HttpResponse:
    """To the case, or straight to its receipt: the browser posts there by itself (307), so reloading enters nothing twice."""
    if "print" in request.POST:
        return HttpResponseRedirect(reverse("requests:receipt", args=[made.pk]), preserve_request=True)
    return redirect("requests:detail", made.pk)


def _enter(user: Any, body: Organization, place: Organization, typed: dict[str, Any]) -> Request:
    given = Given(
        channel=typed["channel"], submitted_on=typed["submitted_on"], applicant_kind=typed["kind"],
        person=Details(**{name: typed[name] for name in _PERSON}), wanted=typed["wanted"], subject=typed["subject"],
        points=[line for line in typed["points"].splitlines() if line.strip()], supply=typed["supply"],
        signed_on=typed["signed_on"], confirmed_on=typed["confirmed_on"], foreign_number=typed["foreign_number"].strip(),
        platform=typed["platform"],
    )  # fmt: skip
    return actions.enter(user, body, given, section=place)


@login_required
def complaint(request: HttpRequest) -> HttpResponse:
    """登记举报投诉 about disclosure."""
    user: Any = request.user
    body, _ = place_of_handler(user)
    form = ComplaintForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _complain(user, body, dict(form.cleaned_data)))
        if made is not None:
            messages.success(request, "已登记。")
            return redirect("requests:complaint", made.pk)
    return render(request, "requests/entered.html", {
        "form": form, "body": body, "title": "登记举报投诉", "register": "举报投诉", "home": reverse("requests:complaints"),
    })  # fmt: skip


def _complain(user: Any, body: Organization, typed: dict[str, Any]) -> Complaint:
    name, telephone, kind = (typed.pop(field) for field in ("name", "telephone", "kind"))
    person = Details(name=name, telephone=telephone) if name else None
    return actions.enter_complaint(user, body, person=person, person_kind=kind, **typed)


@login_required
def dispute(request: HttpRequest) -> HttpResponse:
    """登记复议、诉讼 that is about none of the cases here."""
    user: Any = request.user
    body, place = place_of_handler(user)
    form = DisputeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.enter_other_dispute(user, place, **form.cleaned_data))
        if made is not None:
            messages.success(request, answer_by(made))
            return redirect("requests:dispute", made.pk)
    return render(request, "requests/entered.html", {
        "form": form, "body": body, "title": "登记复议、诉讼", "register": "复议诉讼", "home": reverse("requests:disputes"),
    })  # fmt: skip
