"""分析 of a period: topics, ways, sections, outcomes and months."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.apps.requests import analysis
from gongkai.apps.requests.views.period import cases, period_of


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Each figure opens its cases."""
    period = period_of(request)
    context = period.context()
    if (span := period.whole) is not None:
        found = analysis.analyse(period.body, *span)
        context |= {
            "groups": [(g, [(bar, cases(bar.figure, span)) for bar in g.bars]) for g in found.groups],
            "months": [(m, {name: cases(figure, (m.first, m.last)) for name, figure in _OF_MONTH}) for m in found.months],
            "columns": analysis.drawn(found.months), "high": analysis.HIGH, "step": analysis.STEP,
            "wide": len(found.months) * analysis.STEP + 8, "column": analysis.COLUMN,
        }  # fmt: skip
    return render(request, "requests/analysis.html", context)


_OF_MONTH = (
    ("new", "新收"),
    ("handled", "办结"),
    ("days", "办结用时中位数"),
    ("on_time", "按期办结率"),
    ("open", "公开率"),
)
