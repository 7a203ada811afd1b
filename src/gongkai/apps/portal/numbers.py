"""How far a body's numbers reach in the public eye. Only what was reviewed leads: a draft fills a square, and opens none."""

from __future__ import annotations

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from gongkai.apps.documents.models import NumberState, OfficialDocument, Stage
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.publishing.models import Publication
from gongkai.clocks import moment

# What was judged by others than its drafter, under the number that was judged: a change that waits does not count yet.
_PUBLIC = Publication.objects.filter(
    subject_type=OfficialDocument._meta.label_lower, subject_id=OuterRef("pk"), number=OuterRef("number"),
    state__in=[Publication.State.LIVE, Publication.State.WITHDRAWN],
)  # fmt: skip
REVIEWED = Q(stage=Stage.FILED) | Q(Exists(_PUBLIC))


def holders(site: Organization) -> list[Organization]:
    """The bodies whose numbers a site shows: its own, and those that were taken up by it."""
    return [site, *(b for b in sites.bodies_of(site)[1:] if b.closed_on is not None)]


def numbered(body: Organization) -> QuerySet[OfficialDocument]:
    """The body's documents with a number, drafts included."""
    return OfficialDocument.objects.filter(organization=body, number_state=NumberState.NUMBERED)


def years(site: Organization) -> list[int]:
    """The years whose register is public, newest first: with a reviewed document, or this year once a number is taken."""
    this = moment.today().year
    found = set()
    for body in holders(site):
        rows = numbered(body)
        for year in rows.order_by().values_list("number_year", flat=True).distinct():
            if year is None or year > this + 1 or year in found:
                continue
            known = rows.filter(REVIEWED, number_year=year).exists()
            if known or (year == this and ends(body, year)):
                found.add(year)
    return sorted(found, reverse=True)


def year_of(publication: Publication) -> int | None:
    """The year in whose register a public document stands; nothing else has a number there."""
    if publication.subject_type != OfficialDocument._meta.label_lower:
        return None
    known = OfficialDocument.objects.filter(pk=publication.subject_id)
    return known.values_list("number_year", flat=True).first()


def ends(body: Organization, year: int) -> dict[str, int]:
    """The last number of each code in a year: that of a reviewed document, and drafts that follow it without a gap."""
    rows = numbered(body).filter(number_year=year).order_by()
    reviewed = rows.filter(REVIEWED).values_list("number_agency")
    found = dict.fromkeys(body.number_codes or [], 0) | dict(reviewed.annotate(last=Max("number_serial")))
    taken = rows.filter(number_agency__in=list(found)).values_list("number_agency", "number_serial")
    beyond: dict[str, set[int]] = {}
    for agency, serial in taken.filter(_after(found)):
        beyond.setdefault(agency, set()).add(serial or 0)
    for agency, serials in beyond.items():
        while found[agency] + 1 in serials:
            found[agency] += 1
    return {agency: last for agency, last in found.items() if last}


def _after(lasts: dict[str, int]) -> Q:
    wanted = Q(pk__in=[])
    for agency, last in lasts.items():
        wanted |= Q(number_agency=agency, number_serial__gt=last)
    return wanted
