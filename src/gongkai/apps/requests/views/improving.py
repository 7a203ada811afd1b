"""改进方案: the page of one, and the page on which it is made from typical cases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.apps.ledger.queries import history
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import actions, analysis, queries
from gongkai.apps.requests.acts import PLANS
from gongkai.apps.requests.forms import PlanForm
from gongkai.apps.requests.models import Request
from gongkai.apps.requests.powers import HANDLE, READ
from gongkai.desk.forms import attempt, sent


@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done better, by whom until when, from which cases, and what came of it."""
    user: Any = request.user
    row = queries.reach_plan(user, pk)
    cases = [case for case in row.cases.select_related("organization", "section") if may(user, READ, case)]
    return render(request, "requests/plan.html", {
        "row": row, "cases": cases, "buttons": PLANS.buttons(user, row), "history": history(row),
    })  # fmt: skip


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """立改进方案. The typical cases stand by their topic; those of the topic that was asked for are ticked."""
    user: Any = request.user
    body = queries.body_of(user, HANDLE)
    typical = list(
        queries.visible(user).filter(organization=body, typical=True).order_by("-closed_on", "-id")[:200]
    )
    topics = {case.pk: analysis.topic_of(case.subject) for case in typical}
    wanted = request.GET.get("topic", "")
    initial = {"cases": [case.pk for case in typical if topics[case.pk] == wanted]}
    form = PlanForm(sent(request), initial=initial)
    fields: Any = form.fields
    fields["section"].queryset = Organization.objects.filter(body=body).order_by("path")
    fields["cases"].choices = sorted(
        ((case.pk, f"{topics[case.pk]}　{case.subject}（{case.shown_number}）") for case in typical),
        key=lambda c: c[1],
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        rows = Request.objects.filter(organization=body, pk__in=typed.pop("cases"))
        made = attempt(form, lambda: actions.make_plan(user, body, cases=list(rows), **typed))
        if made is not None:
            messages.success(request, "已立方案，已告知负责科室。")
            return redirect("requests:plan", made.pk)
    return render(request, "requests/plan_new.html", {"form": form, "body": body, "typical": typical})
