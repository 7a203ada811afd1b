"""What requests answer to a report: 收到和处理, 复议和诉讼, of any period, each cell with the records behind it.

A case counts as new on its day of receipt and as handled on the day of its first ending, in one row of the closed list
and in the column of its applicant. A merged case counts nowhere. Only for periods from which on the body keeps all its
requests here (`Office.kept_since`): then a zero is a counted zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.organizations.models import Organization
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.models import Complaint, Dispute, Extension, Fee, Office, Request, State
from gongkai.figures import Figure, Line
from gongkai.law import lists

FORM_2014, FORM_2019 = "annual_2014", "annual_2019"
LAW = "一件只计一种结果；区分处理的只计部分公开"
OTHER_ROWS = ("r3_6_1", "r3_6_2", "r3_6_3")  # one plain row before the form of 2021
WAYS = {"in_person": "s3_1_1", "fax": "s3_1_2", "internet": "s3_1_3", "letter": "s3_1_4"}
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
    period = f"{organization.name}在{_day(first)}至{_day(last)}"
    known = dict(_measures(organization, first, last, period))
    if form == FORM_2014:
        return known | dict(_of_2014(organization, first, last, period))
    known |= dict(_requests(organization, form, first, last, period))
    return known | dict(_disputes(organization, last, first, period))


def _counted(organization: Organization) -> QuerySet[Request]:
    found = Request.objects.filter(organization=organization, received_on__isnull=False)
    return found.exclude(state=State.MERGED).order_by("received_on", "id")


def received(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Request]:
    """新收."""
    return _counted(organization).filter(received_on__gte=first, received_on__lte=last)


def carried(organization: Organization, day: dt.date) -> QuerySet[Request]:
    """上年结转: received before that day and not ended before it."""
    open_then = Q(counted_on__isnull=True) | Q(counted_on__gte=day)
    return _counted(organization).filter(open_then, received_on__lt=day)


def ended(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Request]:
    """Handled in the period, by the first ending."""
    return _counted(organization).filter(counted_on__gte=first, counted_on__lte=last)


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
    yield from _cells("r2", carried(organization, first), f"到{_day(first)}之前收到、还没有办结的申请")
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
    yield from _cells("r4", after, f"到{_day(last)}收到、还没有办结的申请")


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


def _measures(
    organization: Organization, first: dt.date, last: dt.date, period: str
) -> Iterator[tuple[str, Figure]]:
    """What the text of a report may say besides the table."""
    new, handled = received(organization, first, last), ended(organization, first, last)
    for entry in lists.entries("channels"):
        found = new.filter(channel=entry.code)
        yield f"x.requests_{entry.code}", Figure(found.count(), f"{period}收到的申请，{entry.label}的", found)
    late = handled.filter(pk__in=_late(handled))
    yield "x.requests_late", Figure(late.count(), f"{period}办结、超过法定期限的申请", late)
    paid = _paid(organization, first, last)
    yield "x.request_fees", Figure(_yuan(paid), f"{period}收取的信息处理费（元）", paid)


def _paid(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Fee]:
    rows = Fee.objects.filter(request__organization=organization, paid_on__gte=first, paid_on__lte=last)
    return rows.order_by("paid_on", "id")


def _yuan(paid: QuerySet[Fee]) -> int:
    return int(paid.aggregate(sum=Sum("yuan"))["sum"] or 0)


def _late(rows: QuerySet[Request]) -> list[int]:
    found = Deadline.objects.filter(
        subject_type="requests.request", subject_id__in=rows.order_by().values("pk"), provision="reply",
        ended_on__gt=F("due_on"),
    )  # fmt: skip
    return list(found.values_list("subject_id", flat=True))


def _of_2014(
    organization: Organization, first: dt.date, last: dt.date, period: str
) -> Iterator[tuple[str, Figure]]:
    """The form of the years before 2019, as far as its rows follow from today's: the kinds of answers were others then."""
    new, handled = received(organization, first, last), ended(organization, first, last)
    yield "s3_1", Figure(new.count(), f"{period}收到的申请", new)
    for way, cell in WAYS.items():
        codes = [e.code for e in lists.entries("channels") if e.facts["form"] == way]
        found = new.filter(channel__in=codes)
        yield cell, Figure(found.count(), f"{period}收到的申请，按{'、'.join(_labels(codes))}计", found)
    extended = handled.filter(extensions__decision=Extension.Decision.AGREED).distinct()
    plain = handled.exclude(pk__in=extended.order_by().values("pk"))
    yield "s3_2", Figure(handled.count(), f"{period}办结的申请", handled)
    yield "s3_2_1", Figure(plain.count(), f"{period}办结的申请，没有延长的", plain)
    yield "s3_2_2", Figure(extended.count(), f"{period}办结的申请，延长答复的", extended)
    done = Dispute.objects.filter(
        organization=organization, ended_on__gte=first, ended_on__lte=last
    ).order_by("noticed_on", "id")  # fmt: skip
    for cell, kinds in (("s4", ["review"]), ("s5", ["suit_direct", "suit_after"])):
        for number, outcome in enumerate(("maintain", "correct", "other"), 1):
            found_disputes = done.filter(kind__in=kinds, outcome=outcome)
            said = f"{period}审结的{'、'.join(KINDS[k] for k in kinds)}，{Dispute.Outcome(outcome).label}"
            yield f"{cell}_{number}", Figure(found_disputes.count(), said, found_disputes)
    complaints = Complaint.objects.filter(
        organization=organization, received_on__gte=first, received_on__lte=last
    ).order_by("received_on", "id")
    yield "s6", Figure(complaints.count(), f"{period}收到的举报投诉", complaints)
    paid = _paid(organization, first, last)
    yield "s7", Figure(_yuan(paid) / 10_000, f"{period}收取的信息处理费（万元）", paid)


def _labels(codes: list[str]) -> list[str]:
    return [lists.entry("channels", code).label for code in codes]


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


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
