"""Reading reports for screens: our own in reach, those handed in, who has not handed in, figures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.organizations.permissions import (
    REVIEW_OFFICE,
    SUBMIT,
    VIEW,
    may,
    scope_filter,
    verbs_anywhere,
)
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reporting.rules import readable
from gongkai.figures import Number
from gongkai.statforms.evaluate import cell_name
from gongkai.statforms.forms import Form, form_for_year

HANDING_IN = (Kind.CITY, Kind.DISTRICT, Kind.UNIT, Kind.SCHOOL)  # who may hand in
BOUND = (Kind.CITY, Kind.DISTRICT)  # whose report is asked for: the duty binds 行政机关, not schools

# What is compared between bodies and years, by form: few enough to stand side by side.
COMPARED: dict[str, tuple[str, ...]] = {
    "annual_2021": (
        "t2.norm.made", "t2.norm.repealed", "t2.norm.valid", "t3.r1.total", "t3.r2.total", "t3.r3_1.total",
        "t3.r3_2.total", "t3.r3_7.total", "t3.r4.total", "t4.review.total", "t4.suit_direct.total", "t4.suit_after.total",
    ),
    "annual_2019": (
        "t2.norm.made_new", "t2.norm.opened_new", "t2.norm.opened_total", "t3.r1.total", "t3.r2.total",
        "t3.r3_1.total", "t3.r3_2.total", "t3.r3_7.total", "t3.r4.total", "t4.review.total",
    ),
    "annual_2014": ("s1_1", "s1_1_1", "s1_1_2", "s3_1", "s3_2", "s3_3", "s4", "s5", "s6", "s8_3"),
}  # fmt: skip


def own(user: Any) -> QuerySet[Report]:
    """Our own reports in the user's reach."""
    return (
        Report.objects.filter(scope_filter(user, VIEW))
        .select_related("organization", "section", "drafted_by", "document")
        .defer("frozen", "document__html", "document__text", "document__evidence")
    )


def inbox(user: Any) -> QuerySet[Received]:
    """Reports handed in that the user may see: as receiver or as the body that hands in."""
    reach = scope_filter(user, VIEW, "receiver", "") | scope_filter(user, VIEW, "organization", "")
    return (
        Received.objects.filter(reach)
        .select_related("organization", "receiver", "handed_in_by")
        .defer("reading", "findings")
        .order_by("-handed_in_at", "-id")
    )


def receivers(user: Any) -> QuerySet[Organization]:
    """Bodies to which others hand in and whose papers the user reads."""
    bodies = Organization.objects.filter(scope_filter(user, VIEW, "pk", ""), children__kind__in=BOUND)
    return bodies.exclude(kind=Kind.SECTION).distinct().order_by("path")


def expected(receiver: Organization, year: int) -> list[Organization]:
    """Bodies directly below that must hand in, unless closed before that year, and whoever handed in besides."""
    handed = Received.objects.filter(receiver=receiver, year=year).values("organization")
    below = Organization.objects.filter(Q(kind__in=BOUND) | Q(pk__in=handed), parent=receiver)
    return list(below.filter(Q(closed_on__isnull=True) | Q(closed_on__year__gte=year)).order_by("path"))


@dataclass(frozen=True)
class BodyRow:
    """One body of the summary: its standing report, or the last one that was sent back, or nothing."""

    organization: Organization
    received: Received | None
    figures: tuple[Number | None, ...] = ()
    before: tuple[Number | None, ...] = ()


@dataclass(frozen=True)
class Summary:
    """All bodies of a year. sums: over those that handed in. missing: who did not. unlike: reports in another form."""

    receiver: Organization
    year: int
    form: Form
    cells: tuple[str, ...]
    names: tuple[str, ...]
    rows: list[BodyRow]
    sums: tuple[Number | None, ...]
    missing: list[Organization]
    unlike: list[Organization] = field(default_factory=list)


def figures_of(received: Received | None, cells: Sequence[str]) -> tuple[Number | None, ...]:
    """Chosen cells of a report that was handed in; blank where it does not say."""
    said = received.reading.get("cells", {}) if received else {}
    return tuple(said.get(c) for c in cells)


def _standing(receiver: Organization, year: int) -> dict[int, Received]:
    """The report of each body for a year: the standing one, else the last returned."""
    found: dict[int, Received] = {}
    rows = Received.objects.filter(receiver=receiver, year=year).defer("findings").order_by("id")
    for received in rows:
        kept = found.get(received.organization_id)
        if kept is None or kept.state == Received.State.RETURNED:
            found[received.organization_id] = received
    return found


def summary(receiver: Organization, year: int) -> Summary | None:
    """Everything handed in for a year, body by body, with the year before beside; None before the first form."""
    form = form_for_year(year)
    if form is None:
        return None
    cells = COMPARED[form.id]
    now, before = _standing(receiver, year), _standing(receiver, year - 1)
    rows, unlike = [], []
    for body in expected(receiver, year):
        received = now.get(body.pk)
        if received is not None and received.form and received.form != form.id:
            unlike.append(body)
        rows.append(
            BodyRow(body, received, figures_of(received, cells), figures_of(before.get(body.pk), cells))
        )
    standing = [r for r in rows if r.received and r.received.state != Received.State.RETURNED]
    sums = tuple(_sum([r.figures[n] for r in standing]) for n in range(len(cells)))
    names = tuple(_short(form, c) for c in cells)
    missing = [r.organization for r in rows if r not in standing]
    return Summary(receiver, year, form, cells, names, rows, sums, missing, unlike)


def _sum(figures: list[Number | None]) -> Number | None:
    said = [f for f in figures if f is not None]
    return sum(said) if said else None


def _short(form: Form, cell: str) -> str:
    """The printed name; totals without the word 总计."""
    return cell_name(form, cell).removesuffix("·总计")


def years_of(organization: Organization) -> list[tuple[int, str, dict[str, Number | None]]]:
    """A body's reports year by year, newest first: form and cells, our own where issued, else as handed in."""
    found: dict[int, tuple[str, dict[str, Number | None]]] = {}
    handed = Received.objects.filter(organization=organization).exclude(state=Received.State.RETURNED)
    for received in handed.defer("findings"):
        found[received.year] = (received.form, received.reading.get("cells", {}))
    for report in Report.objects.filter(organization=organization, state=State.ISSUED):
        cells = {c["id"]: c["value"] for c in (report.frozen or {}).get("cells", ())}
        found[report.year] = (report.form, cells)
    return [(year, *found[year]) for year in sorted(found, reverse=True)]


def reach(user: Any, pk: int) -> Report:
    """The report, if it lies within the user's reach; 404 otherwise, as if it were not there."""
    report = (
        Report.objects.select_related("organization__parent", "section", "drafted_by", "document")
        .filter(pk=pk)
        .first()
    )
    if report is None or not may(user, VIEW, report):
        raise Http404
    return report


def reach_received(user: Any, pk: int) -> Received:
    """A report that was handed in, if the user stands on either side of it."""
    received = (
        Received.objects.select_related("organization", "receiver", "handed_in_by").filter(pk=pk).first()
    )
    if received is None or not readable(user, received):
        raise Http404
    return received


def may_compare(user: Any, body: Organization) -> bool:
    """Whether the user reads one body through the years: its own people, and those of the body above it."""
    return may(user, VIEW, body) or (body.parent is not None and may(user, VIEW, body.parent))


def may_hand_in(user: Any) -> bool:
    """Whether the user may bring a report as a file."""
    return bool({SUBMIT, REVIEW_OFFICE} & verbs_anywhere(user))
