"""The log of what the public must see otherwise: written with the act, stale files gone before anybody is answered.

An act writes its rows in its own transaction (`of_publication`, `of_body`, …). When that is committed, `sweep` takes the
stale files away: no lock, no wait. Django answers from then on. `make.work_off` sets new files in their place. A process
that dies anywhere between leaves open rows, and whoever comes next does the rest.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.db.models import Q

from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.baking import plan, store
from gongkai.apps.portal.models import BakedFile, PageChange
from gongkai.apps.portal.pages.document import suffix_of
from gongkai.apps.publishing.addresses import attachment_path, publication_path
from gongkai.apps.publishing.faces import Change
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.rules import site_of
from gongkai.clocks import moment

log = logging.getLogger(__name__)

Kind = PageChange.Kind
LOCK_WAIT = 1.0  # seconds a withdrawal waits in all for pages that are just being written
LIVE_FIRST = {Kind.DOCUMENT: 0, Kind.PAGE: 1, Kind.SITE: 2, Kind.OWN: 3, Kind.DOCUMENTS: 4}


def of_publication(change: Change) -> Callable[[], None]:
    """Record, in the act's transaction, what a change touches; returns what is to be done after the commit."""
    publication = Publication.objects.select_related("organization__parent__parent__parent").get(
        pk=change.publication.pk
    )
    rows = [_document(pk) for pk in plan.related(publication)]
    rows.append(_document(publication.pk, publication))
    site = site_of(publication.organization)
    for target in plan.touched(publication, change.column_ids):
        rows.append(_page(target, site))
    PageChange.objects.bulk_create(rows)
    strict = publication.state != Publication.State.LIVE or change.what == "corrected"
    return partial(sweep, rows, strict=strict)


def _row(kind: PageChange.Kind, **given: object) -> PageChange:
    return PageChange(kind=kind, at=moment.now(), **given)


def _page(target: plan.PageTarget, site: Organization) -> PageChange:
    files = [store.file_of(target.address(site))]
    return _row(Kind.PAGE, site_id=target.site_id, name=target.name, part=target.part, files=files)


def _document(publication_id: int, publication: Publication | None = None) -> PageChange:
    """With the page's files wherever they lie: at its address, and where it once was."""
    pages = BakedFile.objects.filter(publication=publication_id, path__regex=r"doc/[^/]+\.html$")
    files = set(pages.values_list("path", flat=True))
    if publication is not None:
        files.add(store.file_of(publication_path(publication)))
    return _row(Kind.DOCUMENT, publication_id=publication_id, files=sorted(files))


def of_page(site: Organization, name: str, parts: Mapping[str, Any]) -> Callable[[], None]:
    """Record that one page which a duty brings is stale."""
    rows = [_page(plan.brought(site, name, parts), site)]
    PageChange.objects.bulk_create(rows)
    return partial(sweep, rows)


def of_body(place: Organization) -> Callable[[], None]:
    """A body's name or contacts changed: its own site's pages, and where other sites name it. No other page."""
    if place.is_section:
        return lambda: None
    site = site_of(place)
    if not site.has_site:
        return lambda: None
    rows = [of_site(site)]
    rows.append(_row(Kind.DOCUMENTS, site=site) if site.pk == place.pk else _row(Kind.OWN, site=place))
    for above in sites_above(site):
        rows += [_page(plan.PageTarget(above.pk, name), above) for name in plan.ABOVE]
    PageChange.objects.bulk_create(rows)
    return partial(sweep, rows)


def of_site(site: Organization) -> PageChange:
    """All pages of a site but its documents, stale at once."""
    baked = BakedFile.objects.filter(site=site, publication__isnull=True).values_list("path", flat=True)
    return _row(Kind.SITE, site=site, files=list(baked))


def of_pages(site: Organization) -> Callable[[], None]:
    """Record that the pages of a site are stale, but not its documents."""
    if not site.has_site:
        return lambda: None
    row = of_site(site)
    row.save()
    return partial(sweep, [row])


def of_readdressed(bodies: Iterable[Organization], around: Iterable[Organization]) -> Callable[[], None]:
    """Bodies whose pages got another address: their documents' files go, and the sites around them are made anew."""
    rows = []
    for body in bodies:
        baked = BakedFile.objects.filter(publication__organization=body, path__regex=r"doc/[^/]+\.html$")
        rows.append(_row(Kind.OWN, site=body, files=list(baked.values_list("path", flat=True))))
    seen: set[int] = set()
    for site in around:
        for one in [site, *sites_above(site)]:
            if one.pk not in seen:
                seen.add(one.pk)
                rows.append(of_site(one))
    PageChange.objects.bulk_create(rows)
    return partial(sweep, rows)


def of_day() -> None:
    """A new day: what depends on the date is made anew in the background; until then yesterday's figure stands."""
    PageChange.objects.bulk_create([_row(Kind.SITE, site=site) for site in sites.open_sites()])


def of_everything() -> None:
    """What stands on every page changed (the installation's own address): all are made anew in the background."""
    rows = [_row(kind, site=site) for kind in (Kind.SITE, Kind.DOCUMENTS) for site in sites.open_sites()]
    PageChange.objects.bulk_create(rows)


def sites_above(site: Organization) -> list[Organization]:
    """Open sites above a body in the tree."""
    paths = [site.path[:end] for end in range(6, len(site.path), 6)]
    found = Organization.objects.filter(path__in=paths, has_site=True)
    return list(found.select_related("parent__parent__parent"))


def sweep(rows: Iterable[PageChange], *, strict: bool = False) -> None:
    """Take the stale files of these rows away. Nothing is waited for; each file is tried though another failed.

    strict: afterwards look once more at each page that was being written at this very moment, for a second at most,
    so that nobody is told “withdrawn” while a slower hand still sets the old page in place.
    Raises the first OSError: then something stale may still be public, and whoever acted must know.
    """
    rows, now = list(rows), time.time()
    failed: list[OSError] = []
    for row in rows:
        failed += _unlink(row, before=now)
    for row in rows if strict else ():
        with store.locked(lock_key(row), wait=LOCK_WAIT / len(rows)):
            if PageChange.objects.filter(pk=row.pk, done_at__isnull=True).exists():
                failed += _unlink(row)
    if failed:
        raise failed[0]


def lock_key(row: PageChange) -> str:
    """The lock of the page that a row means."""
    target = target_of(row)
    return target.key if target is not None else f"{row.kind}/{row.site_id}"


def target_of(row: PageChange) -> plan.Target | None:
    """The one page or document of a row; None for rows that mean many."""
    if row.kind == Kind.DOCUMENT and row.publication_id is not None:
        return plan.DocumentTarget(row.publication_id)
    if row.kind == Kind.PAGE and row.site_id is not None:
        return plan.PageTarget(row.site_id, row.name, row.part)
    return None


def _unlink(row: PageChange, before: float | None = None) -> list[OSError]:
    """before: what was written later is left, since a baker that wrote after the commit looks again by itself."""
    failed: list[OSError] = []
    for name in row.files:
        try:
            if before is None or store.written_at(name) <= before:
                store.unlink(name)
            if row.kind in {Kind.DOCUMENT, Kind.OWN} and store.has_folder(name):
                store.unlink_folder(store.folder_of(name), _kept(row))
        except OSError as error:
            log.exception("stale file %s is still public", name)
            failed.append(error)
    return failed


def _kept(row: PageChange) -> set[str]:
    """Attachments of a live document that are still the current ones: they need not be copied again."""
    if row.kind != Kind.DOCUMENT:
        return set()
    live = Publication.objects.filter(state=Publication.State.LIVE, pk__in=[row.publication_id])
    publication = live.select_related("organization__parent__parent__parent").first()
    if publication is None:
        return set()
    facts = plan.files_of(publication)
    return {attachment_path(publication, f["key"], suffix_of(f["name"])).rpartition("/")[2] for f in facts}


def open_rows(*, due: bool = True) -> list[PageChange]:
    """Rows that wait, what is one page first and long runs last; `due`: without those that are to be tried later."""
    rows = PageChange.objects.filter(done_at__isnull=True)
    if due:
        rows = rows.filter(Q(retry_at__isnull=True) | Q(retry_at__lte=moment.now()))
    return sorted(rows.order_by("id"), key=lambda r: (LIVE_FIRST[Kind(r.kind)], r.pk))


_swept: set[tuple[str, int]] = (
    set()
)  # folder and row: what this process has taken away is not looked at at every pass


def sweep_open() -> None:
    """At start and before each pass: whatever a dead process left public goes first."""
    rows = open_rows(due=False)
    here = str(store.root())
    _swept.intersection_update([(here, row.pk) for row in rows])
    for row in rows:
        if row.progress or not row.files or (here, row.pk) in _swept:
            continue
        with store.locked(lock_key(row)):
            still = PageChange.objects.filter(pk=row.pk, done_at__isnull=True).exists()
            if not still or not _unlink(row):  # what fails is logged there, and tried at every pass
                _swept.add((here, row.pk))
