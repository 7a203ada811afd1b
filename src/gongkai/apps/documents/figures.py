"""What registered documents answer to a report: how many were made in a period, made public or not."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.apps.documents.models import NumberState, OfficialDocument
from gongkai.apps.organizations.models import Organization
from gongkai.figures import Figure, Line

RECORDS = (OfficialDocument,)


def made(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[OfficialDocument]:
    """Normative documents that the body made (成文) in a period. A draft without its number is not made yet."""
    return (
        OfficialDocument.objects.filter(
            organization=organization, normative=True, signed_on__gte=first, signed_on__lte=last
        )
        .exclude(number_state=NumberState.NONE)
        .defer("html", "text", "evidence")
        .order_by("signed_on", "id")
    )


def figures(organization: Organization, form: str, first: dt.date, last: dt.date) -> dict[str, Figure]:
    """The cells of a form that registered documents know for a period."""
    cell = {"annual_2014": "s1_1_2", "annual_2019": "t2.norm.made_new"}.get(form)
    if cell is None:
        return {}
    rows = made(organization, first, last)
    sentence = f"{organization.name}在{_day(first)}至{_day(last)}成文、已编文号的行政规范性文件，不论是否已经公开，每件计1件"
    return {cell: Figure(rows.count(), sentence, rows, "登记公文时认定为行政规范性文件的")}


def describe(record: OfficialDocument) -> Line:
    """A document as the list behind a figure shows it."""
    signed = f"{_day(record.signed_on)}成文" if record.signed_on else "未填成文日期"
    note = f"{signed}，{record.get_stage_display()}"
    return Line(record.label, note, reverse("documents:detail", args=[record.pk]), record)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
