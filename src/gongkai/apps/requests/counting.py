"""What the law counts per applicant: pieces of a calendar month for the fee, cases of a year for the frequency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db.models import QuerySet

from gongkai.apps.people.gate import parties
from gongkai.apps.people.models import Part, Party
from gongkai.apps.people.queries import same_person
from gongkai.apps.requests.models import Fee, Request, State
from gongkai.clocks.deadline import add_months
from gongkai.law import fees


def applicant(request: Request) -> Party | None:
    """Who applied; None where nobody is on record."""
    return parties(request).filter(part=Part.APPLICANT).first()


def of_same_applicant(request: Request) -> QuerySet[Request]:
    """All cases of this applicant at this body, this one among them; merged ones not."""
    party = applicant(request)
    found = Request.objects.filter(organization=request.organization).exclude(state=State.MERGED)
    if party is None:
        return found.filter(pk=request.pk)
    same = same_person(party).filter(part=Part.APPLICANT, subject_type=party.subject_type)
    return found.filter(pk__in=same.values("subject_id"))


def applicants(cases: Sequence[Request]) -> int:
    """How many different people or organizations stand behind these cases, by the sealed index of their particulars."""
    keys = [case.pk for case in cases]
    found = Party.objects.filter(subject_type="requests.request", subject_id__in=keys, part=Part.APPLICANT)
    people: list[int] = []
    for party in found.order_by("id"):
        if not same_person(party).filter(pk__in=people).exists():
            people.append(party.pk)
    return len(people)


def in_a_year(request: Request) -> int:
    """How many this applicant has asked in the twelve months up to this case."""
    day = request.received_on or request.submitted_on
    return (
        of_same_applicant(request)
        .filter(submitted_on__gt=add_months(day, -12), submitted_on__lte=day)
        .count()
    )


def earlier_in_month(request: Request) -> int:
    """Pieces of the same applicant in the calendar month of this one's receipt, before it."""
    day = request.received_on or request.submitted_on
    month = of_same_applicant(request).filter(received_on__gte=day.replace(day=1), received_on__lte=day)
    return (
        month.filter(received_on__lt=day).count() + month.filter(received_on=day, pk__lt=request.pk).count()
    )


def fee_of(request: Request, ladder: str, pages: int = 0) -> tuple[int, int, int]:
    """Pieces before, pieces or pages of this case, yuan."""
    way: Literal["pieces", "pages"] = "pages" if ladder == Fee.Ladder.PAGES else "pieces"
    before = earlier_in_month(request) if way == "pieces" else 0
    quantity = pages if way == "pages" else 1
    return before, quantity, fees.fee_for_next(way, before, quantity)


def in_words(fee: Fee) -> str:
    """How the amount came about, for the notice."""
    if fee.ladder == Fee.Ladder.PIECES:
        return f"本月累计第{fee.before + 1}件，{fee.yuan}元"
    steps = fees.fee("pages", fee.quantity).steps
    return "；".join(step.why for step in steps)
