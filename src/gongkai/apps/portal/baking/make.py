"""Which files a change touches, and making them. What cannot be made anew is taken away: Django answers then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from django.core.files.storage import default_storage
from django_tasks import task

from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import duties, sites
from gongkai.apps.portal.baking import store
from gongkai.apps.portal.pages import Page, about, feeds
from gongkai.apps.portal.pages.document import document_page, public_files, suffix_of, version_page
from gongkai.apps.portal.pages.home import home_page
from gongkai.apps.portal.pages.lists import list_page
from gongkai.apps.portal.pages.register import register_page, years
from gongkai.apps.publishing.addresses import attachment_path, publication_path, site_prefix
from gongkai.apps.publishing.faces import Change
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.rules import site_of
from gongkai.clocks import moment
from gongkai.clocks.moment import BEIJING

log = logging.getLogger(__name__)

Made = tuple[str, Callable[[], Page]]  # address, and how its page is made


def on_change(change: Change) -> None:
    """The face that publishing tells: afterwards the files agree with the records.

    A withdrawal takes the item's files away first; if that fails the caller learns of it. Any other page that
    cannot be made is taken away too and reported: a slow page is better than a stale one.
    """
    publication = (
        Publication.objects.select_related("organization__parent__parent__parent", "topic__parent")
        .prefetch_related("placements")
        .get(pk=change.publication.pk)
    )
    with store.locked():
        if publication.state != Publication.State.LIVE:
            take_away(publication)
        else:
            _document(publication)
        site = site_of(publication.organization)
        failed = _make_all(site, at_once(publication, change.column_ids))
        for path, _ in afterwards(publication):
            store.remove(path)
        if change.what in {"validity", "withdrawn", "corrected"}:
            _related(publication)
    bake_afterwards.enqueue(publication.pk)
    if failed:
        raise failed[0]


@task()
def bake_afterwards(publication_id: int) -> None:
    """Make the long pages that a change took away: until then Django answers for them."""
    publication = Publication.objects.select_related("organization__parent__parent__parent").get(
        pk=publication_id
    )
    with store.locked():
        _make_all(site_of(publication.organization), afterwards(publication))


@task()
def bake_anew() -> None:
    """Make every page again: a body's name and contacts stand on all pages of its site."""
    bake_all()


def on_body_change(place: Organization) -> None:
    """A body was renamed, moved or has other contacts: the pages follow in the background."""
    if not never_baked():
        bake_anew.enqueue()


def keep_current() -> bool:
    """Once a day what depends on the date is made anew; true if it was done now."""
    marker = store.root() / ".day"
    today = moment.today().isoformat()
    if not marker.exists() or marker.read_text() == today:
        return False
    bake_all(documents=False)
    return True


def take_away(publication: Publication) -> None:
    """The page, the versions and the attachments of a document, from the folder that is served."""
    path = publication_path(publication)
    store.remove(path)
    store.remove_folder(path.removesuffix(".html"))


def _document(publication: Publication) -> None:
    site = site_of(publication.organization)
    store.write(site, publication_path(publication), document_page(publication).render())
    numbers = list(publication.versions.order_by("-number").values_list("number", flat=True))
    for number in numbers[1:]:
        page = version_page(publication, number)
        if page is not None:
            store.write(site, page.path, page.render())
    _attachments(site, publication)


def _attachments(site: Organization, publication: Publication) -> None:
    """Copy the current attachments, and take away those that a correction left behind."""
    shown = publication.versions.order_by("-number").first()
    wanted = set()
    for fact in public_files(publication, shown) if shown else []:
        path = attachment_path(publication, fact["key"], suffix_of(fact["name"]))
        wanted.add(store.file_of(path))
        with default_storage.open(fact["stored"]) as stored:
            store.write(site, path, stored.read())
    folder = publication_path(publication).removesuffix(".html").strip("/") + "/"
    for path in store.BakedFile.objects.filter(path__startswith=folder).values_list("path", flat=True):
        if path not in wanted and not path.rpartition("/")[2].startswith("v"):
            store.remove(f"/{path}")


def _related(publication: Publication) -> None:
    """Pages whose banner or links name this document."""
    others = Publication.objects.filter(state=Publication.State.LIVE).select_related(
        "organization__parent__parent__parent", "topic__parent"
    )
    linked = others.filter(acts_on__target=publication) | others.filter(acted_on_by__source=publication)
    for other in linked.distinct():
        _document(other)


def at_once(publication: Publication, column_ids: Iterable[int] = ()) -> Iterator[Made]:
    """The pages beside the document's own that a change of it touches first: the lists in which it stands."""
    site = site_of(publication.organization)
    ids = {*column_ids, *publication.placements.values_list("column_id", flat=True)}
    columns = {c.pk: c for c in Column.objects.filter(pk__in=ids).select_related("organization", "parent")}
    columns |= {c.parent.pk: c.parent for c in list(columns.values()) if c.parent}
    yield from column_pages(site, columns.values())
    yield sites.address(site, "home"), lambda: home_page(site)
    yield sites.address(site, "list"), lambda: list_page(site)
    yield sites.address(site, "feed"), lambda: feeds.feed_page(site)


def afterwards(publication: Publication) -> Iterator[Made]:
    """The long pages that a change touches: registers, records and site maps."""
    site = site_of(publication.organization)
    yield sites.address(site, "record"), lambda: about.record_page(site)
    if publication.state != Publication.State.LIVE or publication.versions.filter(number__gt=1).exists():
        yield sites.address(site, "corrections"), lambda: about.corrections_page(site)
    yield sites.address(site, "sitemap"), lambda: feeds.sitemap_page(site)
    if publication.published_at:
        month = publication.published_at.astimezone(BEIJING).strftime("%Y-%m")
        yield _month(site, month)
    year = publication.document.number_year
    if year:
        yield from _registers(site, [year])


def column_pages(site: Organization, columns: Iterable[Column]) -> Iterator[Made]:
    """The first page and the feed of each open column; closed ones have none."""
    for column in columns:
        if column.is_open and column.organization_id == site.pk:
            yield sites.address(site, "column", slug=column.slug), partial(list_page, site, column)
            yield sites.address(site, "column_feed", slug=column.slug), partial(feeds.feed_page, site, column)


def _month(site: Organization, month: str) -> Made:
    return sites.address(site, "sitemap_month", month=month), lambda: feeds.month_page(site, month)


def _registers(site: Organization, wanted: Iterable[int]) -> Iterator[Made]:
    made: dict[int, Page] = {}

    def of_year(year: int) -> Page:
        made[year] = register_page(site, year)
        return made[year]

    def newest() -> Page:
        """The page without a year shows the newest one: what was just made is only written once more."""
        path = sites.address(site, "register")
        known = years(site)
        page = made.get(known[0]) if known else None
        return replace(page, path=path) if page else register_page(site)

    for year in wanted:
        yield sites.address(site, "register_year", year=year), partial(of_year, year)
    yield sites.address(site, "register"), newest


def site_pages(site: Organization) -> Iterator[Made]:
    """Every page of a site but its documents."""
    yield sites.address(site, "home"), lambda: home_page(site)
    yield sites.address(site, "list"), lambda: list_page(site)
    yield from column_pages(site, site.columns.select_related("organization"))
    yield from _registers(site, years(site))
    for name, make in (
        ("guide", about.guide_page),
        ("record", about.record_page),
        ("corrections", about.corrections_page),
        ("bodies", about.bodies_page),
        ("map", about.map_page),
        ("accessibility", about.accessibility_page),
        ("feed", feeds.feed_page),
        ("sitemap", feeds.sitemap_page),
    ):
        yield sites.address(site, name), partial(make, site)
    for month in feeds.months_of(site):
        yield _month(site, month)
    yield from duties.made(site)


def _make_all(site: Organization, pages: Iterable[Made]) -> list[Exception]:
    failed: list[Exception] = []
    for path, make in pages:
        try:
            store.write(site, path, make().render())
        except Exception as error:  # each page for itself: the others shall still be right
            log.exception("page %s could not be made", path)
            store.remove(path)
            failed.append(error)
    return failed


def bake_site(site: Organization) -> list[Exception]:
    """Make every page of one site but its documents."""
    return _make_all(site, site_pages(site))


def bake_all(*, documents: bool = True) -> int:
    """Make the whole installation anew; files that belong to nothing any more go. Returns how many stand."""
    with store.locked():
        _hosts()
        failed: list[Exception] = []
        for site in sites.open_sites():
            failed += bake_site(site)
        if documents:
            _all_documents()
        _drop_orphans()
        (store.root() / ".day").write_text(moment.today().isoformat())
    if failed:
        raise failed[0]
    return store.BakedFile.objects.count()


def never_baked() -> bool:
    """Whether no document has a file yet."""
    return not store.BakedFile.objects.filter(path__contains="doc/").exists()


def _all_documents() -> None:
    rows = Publication.objects.select_related("organization__parent__parent__parent", "topic__parent")
    for publication in rows.filter(state=Publication.State.LIVE).order_by("pk").iterator(200):
        _document(publication)


def _drop_orphans() -> None:
    """Files of documents that are no longer open, and of sites that are closed."""
    for publication in Publication.objects.exclude(state=Publication.State.LIVE).select_related(
        "organization__parent__parent__parent"
    ):
        take_away(publication)
    open_ids = [s.pk for s in sites.open_sites()]
    for path in store.BakedFile.objects.exclude(site__in=open_ids).values_list("path", flat=True):
        store.remove(f"/{path}")


def _hosts() -> None:
    """For the front: which host names lead to which prefix."""
    folder = store.root() / ".hosts"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {s.host.lower(): site_prefix(s) for s in sites.open_sites() if s.host and site_prefix(s) != "/"}
    for old in folder.iterdir():
        if old.name not in wanted:
            old.unlink()
    for host, prefix in wanted.items():
        (folder / host).write_text(prefix)
