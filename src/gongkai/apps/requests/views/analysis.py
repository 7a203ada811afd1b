"""分析 of a period, and 先例: closed cases by words and outcome."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.apps.requests import analysis, queries
from gongkai.apps.requests.forms import PeriodForm
from gongkai.apps.requests.lists import Counted
from gongkai.apps.requests.models import Office
from gongkai.apps.requests.powers import READ
from gongkai.clocks import moment


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Topics, ways, sections, outcomes and months; each figure opens its cases."""
    body = queries.body_of(request.user, READ)
    today = moment.today()
    this = {"first": dt.date(today.year, 1, 1), "last": today}
    form = PeriodForm(request.GET if request.GET else None, initial=this)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else this if not form.is_bound else None
    office = Office.objects.filter(organization=body).first()
    early = chosen is not None and (office is None or office.kept_since > chosen["first"])
    context: dict[str, Any] = {"form": form, "body": body, "chosen": chosen, "office": office, "early": early}
    if chosen is not None and not early:
        found = analysis.analyse(body, chosen["first"], chosen["last"])
        context |= {
            "groups": [(g, [(bar, _cases(bar.figure, chosen["first"], chosen["last"])) for bar in g.bars]) for g in found.groups],
            "months": [(m, {name: _cases(figure, m.first, m.last) for name, figure in _OF_MONTH}) for m in found.months],
            "columns": analysis.drawn(found.months), "high": analysis.HIGH, "step": analysis.STEP,
            "wide": len(found.months) * analysis.STEP + 8, "column": analysis.COLUMN,
        }  # fmt: skip
    year = today.year
    context["periods"] = [
        ("今年", dt.date(year, 1, 1), today), ("去年", dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),
        ("近三年", dt.date(year - 2, 1, 1), today),
    ]  # fmt: skip
    return render(request, "requests/analysis.html", context)


_OF_MONTH = (
    ("new", "新收"),
    ("handled", "办结"),
    ("days", "办结用时中位数"),
    ("on_time", "按期办结率"),
    ("open", "公开率"),
)


def _cases(figure: str, first: dt.date, last: dt.date) -> str:
    """The address of the list with exactly the cases that were counted."""
    asked = {"view": "all", "figure": str(Counted(figure, first, last))}
    return f"{reverse('requests:list')}?{urlencode(asked)}"
