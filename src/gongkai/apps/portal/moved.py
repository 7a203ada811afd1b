"""Old links lead on: what a merger, a move or the end of a site does to addresses, and where an old address leads now."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Max

from gongkai.apps.catalogue.models import Column, FormerColumn
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.baking import journal
from gongkai.apps.portal.models import FormerAddress
from gongkai.apps.portal.numbers import years
from gongkai.apps.publishing.addresses import site_prefix
from gongkai.apps.publishing.models import Placement, Publication
from gongkai.apps.publishing.rules import site_of
from gongkai.apps.search.actions import readdress
from gongkai.clocks import moment

Place = tuple[int, str]  # the site on which a body publishes, and its prefix

_DOCUMENT = re.compile(r"doc/(?P<key>[-\w]+)(\.html|/[-\w]+\.[a-z0-9]{1,5})")
_COLUMN = re.compile(r"list/(?P<slug>[-\w]+)/(?P<feed>feed\.xml)?")
_YEAR = re.compile(r"register/(?P<year>\d{4})(/|\.xlsx)")
_MONTH = re.compile(r"sitemap-\d{4}-\d\d\.xml")


def _bodies(place: Organization) -> list[Organization]:
    rows = Organization.objects.filter(path__startswith=place.path).exclude(kind=Kind.SECTION)
    return list(rows.select_related("parent__parent__parent").order_by("path"))


def _where(body: Organization) -> Place:
    site = site_of(body)
    return site.pk, site_prefix(site)


def on_move(place: Organization) -> Callable[[], None]:
    """Note where the pages of a body and of all below it stand; afterwards lead from there to where they stand then."""
    before = {body.pk: _where(body) for body in _bodies(place)}
    own = {body.pk for body in _bodies(place) if body.has_site}
    around = {site.pk for site in journal.sites_above(place)} | {pk for pk, _ in before.values()}
    return partial(_follow, place, before, own, around)


def _follow(place: Organization, before: dict[int, Place], own: set[int], around: set[int]) -> None:
    bodies = _bodies(place)
    moved = [body for body in bodies if before.get(body.pk, _where(body)) != _where(body)]
    for body in moved:
        _leave_address(body, before[body.pk][1], body.pk in own)
        _place_anew(body, site_of(body))
    for body in bodies:  # also where the address stays: the index knows each site by its place in the tree
        readdress(body, site_of(body), f"{site_prefix(site_of(body))}doc/")
    around |= {_where(body)[0] for body in moved}
    touched = Organization.objects.filter(pk__in=around).select_related("parent__parent__parent")
    transaction.on_commit(journal.of_readdressed(moved, touched))


def _leave_address(body: Organization, prefix: str, own_site: bool) -> None:
    FormerAddress.objects.update_or_create(
        prefix=prefix, body=body, defaults={"own_site": own_site, "until": moment.today()}
    )
    FormerAddress.objects.filter(prefix=_where(body)[1], body=body).delete()  # it came back to an old address


def _place_anew(body: Organization, site: Organization) -> None:
    """Put what a body published under the columns of the site on which it stands now."""
    placed = Placement.objects.filter(publication__organization=body).exclude(organization=site)
    for column in Column.objects.filter(pk__in=placed.values("column")).select_related("parent"):
        target = _counterpart(column, site)
        here = Placement.objects.filter(publication__organization=body, column=column)
        there = Placement.objects.filter(column=target).values("publication")
        here.filter(publication__in=list(there.values_list("publication", flat=True))).delete()
        here.update(column=target, organization=site)


def _counterpart(column: Column, site: Organization) -> Column:
    """The column of a site that holds the same: of the same address or name; made where there is none."""
    parent = _counterpart(column.parent, site) if column.parent else None
    open_ones = Column.objects.filter(organization=site, is_open=True)
    found = open_ones.filter(slug=column.slug).first() or open_ones.filter(name=column.name).first()
    if found is not None:
        return found
    taken = Column.objects.filter(organization=site, slug=column.slug).exists()
    last = Column.objects.filter(organization=site).aggregate(n=Max("position"))["n"] or 0
    return Column.objects.create(
        organization=site, parent=parent, slug=f"{column.slug[:28]}-{column.pk}" if taken else column.slug,
        name=column.name, shows=column.shows, description=column.description, basis=column.basis,
        fresh_days=column.fresh_days, position=last + 1,
    )  # fmt: skip


def leads_to(path: str) -> str | None:
    """Where an address that is no page any more leads now; None where there never was one."""
    for prefix, rest in _split(path):
        if _DOCUMENT.fullmatch(rest):
            found = _document(prefix, rest)
        else:
            found = _former_column(prefix, rest) or _site_page(prefix, rest)
        if found is not None and found != path:
            return found
    return None


def _former_column(prefix: str, rest: str) -> str | None:
    """A column that has another address now, or was taken up by another."""
    column = _COLUMN.fullmatch(rest)
    if column is None:
        return None
    rows = FormerColumn.objects.filter(slug=column["slug"], column__is_open=True)
    for one in rows.select_related("column", "organization__parent__parent__parent"):
        if one.organization.has_site and site_prefix(one.organization) == prefix:
            name = "column_feed" if column["feed"] else "column"
            return sites.address(one.organization, name, slug=one.column.slug)
    return None


def _split(path: str) -> list[tuple[str, str]]:
    first, mark, rest = path.lstrip("/").partition("/")
    return [(f"/{first}/", rest), ("/", path.lstrip("/"))] if mark else [("/", path.lstrip("/"))]


def _document(prefix: str, rest: str) -> str | None:
    key = rest.removeprefix("doc/").partition("/")[0].removesuffix(".html")
    shown = Publication.objects.exclude(state=Publication.State.SCHEDULED)
    found = shown.filter(key=key).select_related("organization__parent__parent__parent").first()
    if found is None or not FormerAddress.objects.filter(prefix=prefix, body=found.organization).exists():
        return None
    return site_prefix(site_of(found.organization)) + rest


def _site_page(prefix: str, rest: str) -> str | None:
    former = (
        FormerAddress.objects.filter(prefix=prefix, own_site=True, body__slug=prefix.strip("/"))
        .select_related("body__parent__parent__parent")
        .first()
    )
    if former is None or former.body.has_site:
        return None
    site = site_of(former.body)
    if rest in set(sites.PATHS.values()):
        return site_prefix(site) + rest
    if column := _COLUMN.fullmatch(rest):
        return _column(former.body, site, column["slug"], bool(column["feed"]))
    if year := _YEAR.fullmatch(rest):
        known = int(year["year"]) in years(site)
        return sites.address(site, "register") if not known else site_prefix(site) + rest
    return sites.address(site, "sitemap") if _MONTH.fullmatch(rest) else None


def _column(body: Organization, site: Organization, slug: str, feed: bool) -> str:
    old = Column.objects.filter(organization=body, slug=slug).first()
    if old is None:
        return sites.address(site, "feed" if feed else "list")
    return sites.address(site, "column_feed" if feed else "column", slug=_counterpart(old, site).slug)
