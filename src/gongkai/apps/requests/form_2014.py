"""Requests, 复议, 诉讼, complaints and fees by the form of the years before 2019 (国办发〔2014〕32号), of any period.

Its kinds of answers were others: where each outcome of today counts, law lists `decisions` and `answers` say (row_2014).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from gongkai.apps.organizations.models import Organization
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.counted import ended, paid, received, yuan
from gongkai.apps.requests.models import Complaint, Consultation, Dispute, Extension, Point, Reply, Request
from gongkai.figures import Figure
from gongkai.law import lists
from gongkai.statforms.forms import load_form

WAYS = {"in_person": "s3_1_1", "fax": "s3_1_2", "internet": "s3_1_3", "letter": "s3_1_4"}
DISPUTES = {"s4": ("行政复议", ["review"]), "s5": ("行政诉讼", ["suit_direct", "suit_after"])}
REPLIES = "s3_3"
THIRD, GIVEN_UP = "r3_3_4", "r3_6_3"
TRADE, PRIVATE = "s3_3_4_2", "s3_3_4_3"
FINER = ("r3_1", "r3_4_1", "r3_6_3")  # outcomes that the older form tells apart by what was answered
LAW = "结果与当年各行的对应，见处理结果清单；一件只计一行"

Cells = Iterator[tuple[str, Figure]]


def of_2014(organization: Organization, first: dt.date, last: dt.date, period: str) -> Cells:
    """Every cell of that form that requests know."""
    yield from _came(received(organization, first, last), period)
    handled = ended(organization, first, last)
    extended = handled.filter(extensions__decision=Extension.Decision.AGREED).distinct()
    plain = handled.exclude(pk__in=extended.order_by().values("pk"))
    yield "s3_2", Figure(handled.count(), f"{period}办结的申请", handled)
    yield "s3_2_1", Figure(plain.count(), f"{period}办结的申请，没有延长的", plain)
    yield "s3_2_2", Figure(extended.count(), f"{period}办结的申请，延长答复的", extended)
    yield from _replies(handled, period)
    yield from _disputes(organization, first, last, period)
    complaints = Complaint.objects.filter(
        organization=organization, received_on__gte=first, received_on__lte=last
    ).order_by("received_on", "id")
    yield "s6", Figure(complaints.count(), f"{period}收到的举报投诉", complaints)
    fees = paid(organization, first, last)
    yield "s7", Figure(yuan(fees) / 10_000, f"{period}收取的信息处理费（万元）", fees)


def _came(new: QuerySet[Request], period: str) -> Cells:
    yield "s3_1", Figure(new.count(), f"{period}收到的申请", new)
    for way, cell in WAYS.items():
        channels = [e for e in lists.entries("channels") if e.facts["form"] == way]
        found = new.filter(channel__in=[e.code for e in channels])
        said = "、".join(e.label for e in channels)
        yield cell, Figure(found.count(), f"{period}收到的申请，按{said}计", found)


def _disputes(organization: Organization, first: dt.date, last: dt.date, period: str) -> Cells:
    rows = Dispute.objects.filter(organization=organization, ended_on__gte=first, ended_on__lte=last)
    for cell, (name, kinds) in DISPUTES.items():
        done = rows.filter(kind__in=kinds).order_by("noticed_on", "id")
        yield cell, Figure(done.count(), f"{period}审结的{name}", done)
        for number, outcome in enumerate(("maintain", "correct", "other"), 1):
            found = done.filter(outcome=outcome)
            said = f"{period}审结的{name}，{Dispute.Outcome(outcome).label}"
            yield f"{cell}_{number}", Figure(found.count(), said, found)


def _replies(handled: QuerySet[Request], period: str) -> Cells:
    """申请答复数 and all below it, each case in one row."""
    rows = row_of(handled)
    by_row: dict[str, list[int]] = {}
    for key, row in rows.items():
        by_row.setdefault(row, []).append(key)
    for cell, label in _labels().items():
        below = [
            key for row, keys in by_row.items() if row == cell or row.startswith(f"{cell}_") for key in keys
        ]
        found = handled.filter(pk__in=below)
        yield cell, Figure(len(below), f"{period}答复的申请，{label}", found, LAW)


def _labels() -> dict[str, str]:
    rows = (row for block in load_form("annual_2014").tables[0].blocks for row in block.value_rows())
    return {row.id: row.label for row in rows if row.id == REPLIES or row.id.startswith(f"{REPLIES}_")}


def row_of(handled: QuerySet[Request]) -> dict[int, str]:
    """The row of each case that was answered, in a fixed number of questions; who gave up or took it back has none."""
    plain = handled.order_by()
    outcomes = dict(plain.values_list("pk", "counted_outcome"))
    said = _said(plain.filter(counted_outcome__in=FINER))
    answered = set(
        Reply.objects.filter(request__in=plain.filter(counted_outcome=GIVEN_UP).values("pk"), state="sent")
        .values_list("request_id", flat=True)
    )  # fmt: skip
    third = _third(plain.filter(counted_outcome=THIRD))
    found = {}
    for key, outcome in outcomes.items():
        row = third.get(key) or _finer(said.get(key, [])) or _row("decisions", outcome)
        if row and (outcome != GIVEN_UP or key in answered):
            found[key] = row
    return found


def _row(name: str, code: str) -> str:
    return str(lists.entry(name, code).facts.get("row_2014", ""))


def _finer(answers: list[str]) -> str:
    """The row that all items' last answers agree on; "" where they do not, or the outcome alone decides."""
    rows = {_row("answers", code) for code in answers}
    return rows.pop() if len(rows) == 1 else ""


def _said(cases: QuerySet[Request]) -> dict[int, list[str]]:
    """The last answer to each item, by case."""
    found: dict[int, list[str]] = {}
    for key, answers in Point.objects.filter(request__in=cases.values("pk")).values_list(
        "request", "answers"
    ):
        if answers:
            found.setdefault(key, []).append(answers[-1][0])
    return found


def _third(cases: QuerySet[Request]) -> dict[int, str]:
    """Whose interest was protected: of a person, his privacy; of a body, its trade."""
    asked = Consultation.objects.filter(request__in=cases.values("pk"), party__isnull=False)
    return _private(asked.order_by("-id").values_list("request", "party__kind"))


def _private(asked: Iterable[tuple[int, str]]) -> dict[int, str]:
    return {key: PRIVATE if kind == Kind.NATURAL else TRADE for key, kind in asked}
