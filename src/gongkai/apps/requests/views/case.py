"""The page of one case."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.apps.ledger.queries import history
from gongkai.apps.requests import queries
from gongkai.apps.requests.acts import REQUESTS


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it asks, what may be done, what happened."""
    case = queries.reach(request.user, pk)
    context = {"case": case, "buttons": REQUESTS.buttons(request.user, case), "history": history(case)}
    return render(request, "requests/case.html", context)
