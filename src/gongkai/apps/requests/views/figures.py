"""统计: what a bureau wants to know of its requests in a period; every figure opens its cases in the list."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.apps.requests import queries
from gongkai.apps.requests.forms import PeriodForm
from gongkai.apps.requests.lists import Counted
from gongkai.apps.requests.measures import Measure, measures
from gongkai.apps.requests.models import Office
from gongkai.apps.requests.powers import READ
from gongkai.clocks import moment


@login_required
def figures(request: HttpRequest) -> HttpResponse:
    """The measures of a period: this year up to today, where none is chosen."""
    body = queries.body_of(request.user, READ)
    today = moment.today()
    this = {"first": dt.date(today.year, 1, 1), "last": today}
    form = PeriodForm(request.GET if request.GET else None, initial=this)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else this if not form.is_bound else None
    office = Office.objects.filter(organization=body).first()
    rows: list[tuple[Measure, str]] = []
    early = chosen is not None and (office is None or office.kept_since > chosen["first"])
    if chosen is not None and not early:
        rows = [(m, _cases(m, chosen)) for m in measures(body, chosen["first"], chosen["last"])]
    year = today.year
    return render(request, "requests/figures.html", {
        "form": form, "body": body, "rows": rows, "office": office, "early": early, "chosen": chosen,
        "periods": [
            ("今年", dt.date(year, 1, 1), today), ("去年", dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),
            ("本月", today.replace(day=1), today),
        ],
    })  # fmt: skip


def _cases(measure: Measure, chosen: dict[str, Any]) -> str:
    """The address of the list with exactly the cases that were counted."""
    asked = {"view": "all", "figure": str(Counted(measure.name, chosen["first"], chosen["last"]))}
    return f"{reverse('requests:list')}?{urlencode(asked)}"
