"""A period and a body, as 统计 and 分析 ask for them: this year up to today where none is chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests import queries
from gongkai.apps.requests.forms import PeriodForm
from gongkai.apps.requests.lists import Counted
from gongkai.apps.requests.models import Office
from gongkai.apps.requests.powers import READ
from gongkai.clocks import moment

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Period:
    """What was asked. span: None where it cannot be read; the form says why."""

    body: Organization
    office: Office | None
    form: PeriodForm
    span: Span | None

    @property
    def early(self) -> bool:
        """It begins before all requests were kept here: what is counted would not be all."""
        return self.span is not None and (self.office is None or self.office.kept_since > self.span[0])

    @property
    def whole(self) -> Span | None:
        """The days that can be counted in full."""
        return None if self.early else self.span

    def context(self) -> dict[str, Any]:
        """What `_period.html` draws."""
        return {
            "period": self, "form": self.form, "body": self.body, "office": self.office, "early": self.early,
            "periods": _usual(moment.today()),
        }  # fmt: skip


def period_of(request: HttpRequest) -> Period:
    """The period in the address, of the body whose cases this person reads. Http404 for who reads none."""
    body = queries.body_of(request.user, READ)
    today = moment.today()
    this = {"first": today.replace(month=1, day=1), "last": today}
    form = PeriodForm(request.GET or None, initial=this)
    chosen = this if not form.is_bound else form.cleaned_data if form.is_valid() else None
    office = Office.objects.filter(organization=body).first()
    return Period(body, office, form, (chosen["first"], chosen["last"]) if chosen else None)


def cases(figure: str, span: Span) -> str:
    """The address of the list with exactly the cases that were counted."""
    asked = {"view": "all", "figure": str(Counted(figure, *span))}
    return f"{reverse('requests:list')}?{urlencode(asked)}"


def _usual(today: dt.date) -> list[tuple[str, Span]]:
    start = today.replace(month=1, day=1)
    before = start.replace(year=start.year - 1)
    return [
        ("今年", (start, today)), ("去年", (before, start - dt.timedelta(days=1))),
        ("本月", (today.replace(day=1), today)), ("近三年", (start.replace(year=start.year - 2), today)),
    ]  # fmt: skip
