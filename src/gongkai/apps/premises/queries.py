"""What the screens of 站点管理 read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai import clocks
from gongkai.apps.catalogue.models import Column
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.rules import OPEN_STATES
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.organizations.permissions import reachable
from gongkai.apps.premises.models import SiteText
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.apps.publishing.models import Placement, Planned
from gongkai.apps.publishing.queries import next_index as by_pattern
from gongkai.clocks import moment


def bodies(user: Any, power: str = MANAGE_SITE) -> QuerySet[Organization]:
    """Bodies whose site this person keeps, or of it what the power names, in the order of the tree."""
    found = reachable(user, power).exclude(kind=Kind.SECTION).filter(closed_on__isnull=True)
    return found.select_related("parent").order_by("path")


def columns(place: Organization) -> list[Column]:
    """Every column of a body, parents before their children, each with how much it shows (`shown`)."""
    shown = Count("placements", filter=Q(placements__is_live=True))
    rows = list(place.columns.annotate(shown=shown).order_by("position", "id"))
    found: list[Column] = []
    for top in (c for c in rows if c.parent_id is None):
        found += [top, *(c for c in rows if c.parent_id == top.pk)]
    return found


@dataclass(frozen=True)
class Contents:
    """What is in a column: items open there, those that stand in no other open one, columns below, items that are planned."""

    items: int
    alone: int
    open_children: int
    planned: int

    @property
    def sentence(self) -> str:
        """In words."""
        if not self.items:
            return "栏内没有公开的信息"
        if not self.alone:
            return f"栏内 {self.items} 件，都还在别的栏目"
        return f"栏内 {self.items} 件，其中 {self.alone} 件不在别的栏目"


def contents(column: Column) -> Contents:
    """What closing a column is about."""
    live = Placement.objects.filter(column=column, is_live=True)
    elsewhere = Placement.objects.filter(is_live=True, column__is_open=True).exclude(column=column)
    return Contents(
        items=live.count(),
        alone=live.exclude(publication__in=elsewhere.values("publication")).count(),
        open_children=column.children.filter(is_open=True).count(),
        planned=Planned.objects.filter(columns=column).count(),
    )


def next_index(place: Organization, scheme: str = "", code: str = "") -> str:
    """The index number that the next publication of a body would get, by its own pattern or by another."""
    wished = Organization(
        pk=place.pk, index_scheme=scheme or place.index_scheme, index_code=code or place.index_code
    )
    return by_pattern(wished) if wished.index_code else ""


def texts(place: Organization) -> dict[str, str]:
    """The texts of a site by name; what was never written is missing."""
    return dict(SiteText.objects.filter(organization=place).values_list("name", "html"))


def provisional() -> QuerySet[Deadline]:
    """Running clocks whose last day waits for a holiday notice."""
    return Deadline.objects.filter(provisional=True, state__in=OPEN_STATES)


def next_year() -> int:
    """The first year from this one on of which no holiday notice is known."""
    known, year = clocks.known_calendar().years, moment.today().year
    while year in known:
        year += 1
    return year
