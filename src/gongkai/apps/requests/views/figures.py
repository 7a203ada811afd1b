"""统计: what a bureau wants to know of its requests in a period; every figure opens its cases in the list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.apps.requests.measures import measures
from gongkai.apps.requests.views.period import cases, period_of


@login_required
def figures(request: HttpRequest) -> HttpResponse:
    """The measures of a period."""
    period = period_of(request)
    rows = []
    if (span := period.whole) is not None:
        rows = [(m, cases(m.name, span)) for m in measures(period.body, *span)]
    return render(request, "requests/figures.html", {**period.context(), "rows": rows})
