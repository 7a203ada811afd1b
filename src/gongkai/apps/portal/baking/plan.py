"""Which public pages there are, which of them a change touches, and how each is made from the records as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from gongkai.apps.catalogue.models import Column
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import duties, sites
from gongkai.apps.portal.baking import store
from gongkai.apps.portal.models import BakedFile
from gongkai.apps.portal.numbers import year_of, years
from gongkai.apps.portal.pages import Page, about, feeds
from gongkai.apps.portal.pages.document import (
    document_page,
    file_pages,
    public_files,
    suffix_of,
    version_page,
)
from gongkai.apps.portal.pages.heads import heads_page
from gongkai.apps.portal.pages.home import home_page
from gongkai.apps.portal.pages.lists import list_page
from gongkai.apps.portal.pages.register import register_page
from gongkai.apps.portal.tampering import check_file
from gongkai.apps.publishing.addresses import attachment_path, publication_path
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.rules import site_of
from gongkai.clocks.moment import BEIJING

# pages without a part in their address
PLAIN = {
    "home": home_page, "list": list_page, "guide": about.guide_page, "record": about.record_page,
    "corrections": about.corrections_page, "bodies": about.bodies_page, "map": about.map_page,
    "accessibility": about.accessibility_page, "feed": feeds.feed_page, "sitemap": feeds.sitemap_page,
    "register": register_page, "heads": heads_page,
}  # fmt: skip
PART = {"column": "slug", "column_feed": "slug", "register_year": "year", "sitemap_month": "month"}
ABOVE = ("home", "bodies", "map")  # the pages of a site that name the sites below it


@dataclass
class Built:
    """What shall lie in the folder for one target: names with their bytes. Attachments are read one at a time."""

    site_id: int
    pages: dict[str, bytes] = field(default_factory=dict)
    attachments: dict[str, dict[str, Any]] = field(default_factory=dict)  # name → fact of the version
    publication_id: int | None = None

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file; refuses an attachment that is not the one that was frozen."""
        for name, fact in self.attachments.items():
            with default_storage.open(str(fact["stored"])) as stored:
                yield name, check_file(fact, stored.read())
        yield from self.pages.items()  # the page last: what it links to is there before it

    @property
    def names(self) -> set[str]:
        return {*self.pages, *self.attachments}


@dataclass(frozen=True)
class PageTarget:
    """One page of a site."""

    site_id: int
    name: str
    part: str = ""

    @property
    def key(self) -> str:
        return f"{self.site_id}/{self.name}/{self.part}"

    @property
    def parts(self) -> dict[str, Any]:
        """What stands in its address."""
        if self.name in PART:
            return {PART[self.name]: self.part}
        return dict(json.loads(self.part)) if self.part else {}

    def address(self, site: Organization) -> str:
        """Its public address on the site."""
        return sites.address(site, self.name, **self.parts)

    def build(self) -> Built:
        """The page as the records now want it; nothing where it shall not be."""
        built = Built(self.site_id)
        site = _site(self.site_id)
        page = _page_of(site, self) if site is not None else None
        if page is not None:
            built.pages[store.file_of(page.path)] = page.render()
        return built

    def standing(self) -> list[str]:
        """The name of its file."""
        site = Organization.objects.select_related("parent__parent__parent").get(pk=self.site_id)
        return [store.file_of(self.address(site))]


@dataclass(frozen=True)
class DocumentTarget:
    """One publication: its page, its versions, its attachments."""

    publication_id: int

    @property
    def key(self) -> str:
        return f"document/{self.publication_id}"

    def build(self) -> Built:
        """Everything of a live publication; nothing of any other."""
        publication = _publications().get(pk=self.publication_id)
        site = site_of(publication.organization)
        built = Built(site.pk, publication_id=publication.pk)
        if publication.state != Publication.State.LIVE or not site.has_site:
            return built
        numbers = list(publication.versions.order_by("-number").values_list("number", flat=True))
        for number in numbers[1:]:
            page = version_page(publication, number)
            if page is not None:
                built.pages[store.file_of(page.path)] = page.render()
        for fact in files_of(publication):
            path = attachment_path(publication, fact["key"], suffix_of(fact["name"]))
            built.attachments[store.file_of(path)] = fact
        shown = publication.versions.order_by("-number").first()
        for page in file_pages(publication, shown) if shown is not None else ():
            built.pages[store.file_of(page.path)] = page.render()
        built.pages[store.file_of(publication_path(publication))] = document_page(publication).render()
        return built

    def standing(self) -> list[str]:
        """The names of all its files, wherever they lie: also below the prefix that its body once had."""
        return list(BakedFile.objects.filter(publication=self.publication_id).values_list("path", flat=True))


Target = PageTarget | DocumentTarget


def _site(site_id: int) -> Organization | None:
    return (
        Organization.objects.select_related("parent__parent__parent")
        .filter(pk=site_id, has_site=True)
        .first()
    )


def _publications() -> QuerySet[Publication]:
    return Publication.objects.select_related("organization__parent__parent__parent", "topic__parent")


def files_of(publication: Publication) -> list[dict[str, Any]]:
    """The facts of the files that are public now."""
    shown = publication.versions.order_by("-number").first()
    return public_files(shown) if shown is not None else []


def _page_of(site: Organization, target: PageTarget) -> Page | None:
    name, part = target.name, target.part
    if name in registry().pages:
        return duties.brought_page(site, registry().pages[name], target.parts)
    if name in PLAIN:
        return PLAIN[name](site)
    if name in {"column", "column_feed"}:
        column = (
            Column.objects.select_related("parent").filter(organization=site, slug=part, is_open=True).first()
        )
        if column is None:
            return None
        return list_page(site, column) if name == "column" else feeds.feed_page(site, column)
    if name == "register_year":
        return register_page(site, int(part)) if int(part) in years(site) else None
    return feeds.month_page(site, part) if part in feeds.months_of(site) else None


def site_targets(site: Organization) -> Iterator[PageTarget]:
    """Every page of a site but its documents."""
    for name in PLAIN:
        yield PageTarget(site.pk, name)
    for slug in site.columns.filter(is_open=True).values_list("slug", flat=True):
        yield PageTarget(site.pk, "column", slug)
        yield PageTarget(site.pk, "column_feed", slug)
    for year in years(site):
        yield PageTarget(site.pk, "register_year", str(year))
    for month in feeds.months_of(site):
        yield PageTarget(site.pk, "sitemap_month", month)
    for name, parts in duties.baked(site):
        yield brought(site, name, parts)


def brought(site: Organization, name: str, parts: Mapping[str, Any]) -> PageTarget:
    """A page that a duty brings."""
    return PageTarget(site.pk, name, json.dumps(dict(parts), sort_keys=True) if parts else "")


def touched(publication: Publication, column_ids: Iterable[int] = ()) -> list[PageTarget]:
    """The pages beside its own that a change of a publication touches."""
    site = site_of(publication.organization)
    ids = {*column_ids, *publication.placements.values_list("column_id", flat=True)}
    columns = Column.objects.filter(Q(pk__in=ids) | Q(children__in=ids), organization=site).distinct()
    names = [("home", ""), ("list", ""), ("feed", ""), ("record", ""), ("corrections", ""), ("sitemap", "")]
    for slug in columns.values_list("slug", flat=True):
        names += [("column", slug), ("column_feed", slug)]
    if publication.published_at:
        names.append(("sitemap_month", publication.published_at.astimezone(BEIJING).strftime("%Y-%m")))
    names.append(("register", ""))
    if year := year_of(publication):
        names.append(("register_year", str(year)))
    return [PageTarget(site.pk, name, part) for name, part in names]


def related(publication: Publication) -> list[int]:
    """Live publications whose banner or links name this one."""
    live = Publication.objects.filter(state=Publication.State.LIVE)
    by_links = Q(acts_on__target=publication) | Q(acted_on_by__source=publication)
    return list(live.filter(by_links).values_list("pk", flat=True).distinct())


def documents_on(site: Organization) -> QuerySet[Publication]:
    """The live publications of a site, in the order of a long run."""
    bodies = [b.pk for b in sites.bodies_of(site)]
    live = Publication.objects.filter(state=Publication.State.LIVE, organization__in=bodies)
    return live.order_by("pk")
