"""What requests answer to a report: 收到和处理, 复议和诉讼, of any period, each cell with the records behind it.

A case counts as new on its day of receipt and as handled on the day of its first ending, in one row of the closed list
and in the column of its applicant. A merged case counts nowhere. Only for periods from which on the body keeps all its
requests here (`Office.kept_since`): then a zero is a counted zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai.apps.organizations.models import Organization
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.counted import carried, ended, received
from gongkai.apps.requests.form_2014 import of_2014
from gongkai.apps.requests.letters import day
from gongkai.apps.requests.measures import measures
from gongkai.apps.requests.models import Complaint, Dispute, Fee, Office, Request
from gongkai.figures import Figure, Line
from gongkai.law import lists

FORM_2014, FORM_2019 = "annual_2014", "annual_2019"
LAW = "一件只计一种结果；区分处理的只计部分公开"
OTHER_ROWS = ("r3_6_1", "r3_6_2", "r3_6_3")  # one plain row before the form of 2021
KINDS = {
    "review": "行政复议",
    "suit_direct": "未经复议直接起诉的行政诉讼",
    "suit_after": "复议后起诉的行政诉讼",
}


def figures(organization: Organization, form: str, first: dt.date, last: dt.date) -> dict[str, Figure]:
    """The cells of a form that requests know for a period; none where the body has not kept them here all along."""
    office = Office.objects.filter(organization=organization).first()
    if office is None or office.kept_since > first:
        return {}
    period = f"{organization.name}在{day(first)}至{day(last)}"
    known = {m.cell: m.figure for m in measures(organization, first, last)}
    if form == FORM_2014:
        return known | dict(of_2014(organization, first, last, period))
    known |= dict(_requests(organization, form, first, last, period))
    return known | dict(_disputes(organization, last, first, period))


def _cells(row: str, found: QuerySet[Request], sentence: str) -> Iterator[tuple[str, Figure]]:
    """One row of table three: a column for each kind of applicant, and their sum."""
    counted: dict[str, int] = {}
    for kind in found.order_by().values_list("applicant_kind", flat=True):
        counted[kind] = counted.get(kind, 0) + 1
    for kind, label in Kind.choices:
        yield (
            f"t3.{row}.{kind}",
            Figure(
                counted.get(kind, 0), f"{sentence}，申请人为{label}", found.filter(applicant_kind=kind), LAW
            ),
        )
    yield f"t3.{row}.total", Figure(sum(counted.values()), sentence, found, LAW)


def _requests(
    organization: Organization, form: str, first: dt.date, last: dt.date, period: str
) -> Iterator[tuple[str, Figure]]:
    yield from _cells("r1", received(organization, first, last), f"{period}新收到的申请，按收到之日")
    yield from _cells("r2", carried(organization, first), f"到{day(first)}之前收到、还没有办结的申请")
    handled = ended(organization, first, last)
    for entry in lists.entries("decisions"):
        if form == FORM_2019 and entry.code in OTHER_ROWS:
            continue
        said = f"{period}办结的申请，结果为{entry.label}"
        yield from _cells(f"{entry.code}", handled.filter(counted_outcome=entry.code), said)
    if form == FORM_2019:
        other = handled.filter(counted_outcome__in=OTHER_ROWS)
        yield from _cells("r3_6", other, f"{period}办结的申请，作其他处理的")
    yield from _cells("r3_7", handled, f"{period}办结的申请")
    after = carried(organization, last + dt.timedelta(days=1))
    yield from _cells("r4", after, f"到{day(last)}收到、还没有办结的申请")


def _disputes(
    organization: Organization, last: dt.date, first: dt.date, period: str
) -> Iterator[tuple[str, Figure]]:
    rows = Dispute.objects.filter(organization=organization).order_by("noticed_on", "id")
    for kind, label in KINDS.items():
        of_kind = rows.filter(kind=kind)
        done = of_kind.filter(ended_on__gte=first, ended_on__lte=last)
        still = of_kind.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last), noticed_on__lte=last)
        for outcome, name in Dispute.Outcome.choices:
            found = done.filter(outcome=outcome) if outcome else still
            cell = f"t4.{kind}.{outcome or 'pending'}"
            yield cell, Figure(found.count(), f"{period}{label}，{name}", found)
        total = (done | still).distinct()
        yield f"t4.{kind}.total", Figure(total.count(), f"{period}{label}，审结和尚未审结的", total)


def describe(record: Any) -> Line:
    """A counted record as the list behind a figure shows it: its number, never its words."""
    if isinstance(record, Fee):
        return describe(record.request)
    if isinstance(record, Dispute):
        address = reverse("requests:disputes")
        return Line(record.label, record.get_outcome_display(), address, record)
    if isinstance(record, Complaint):
        return Line(record.label, "", "", record)
    note = record.get_state_display()
    if record.counted_outcome:
        note = lists.entry("decisions", record.counted_outcome).label
    return Line(record.label, note, reverse("requests:detail", args=[record.pk]), record)
