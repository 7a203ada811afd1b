"""Making the files: each page by itself under its own lock, what cannot be made is not there, and Django answers then."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.baking import journal, plan, store
from gongkai.apps.portal.models import BakedFile, PageChange
from gongkai.apps.publishing.addresses import site_prefix
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.rules import site_of
from gongkai.clocks import moment

log = logging.getLogger(__name__)

Kind = PageChange.Kind
SLICE = 200  # documents of a long run between two looks at the clock
PASS_SECONDS = 5.0
LONGEST_PAUSE = 600  # seconds between two tries of what fails
DAYS_KEPT = 30  # of rows that are done


def bake(target: plan.Target) -> Exception | None:
    """Let the files of one page or document agree with the records; the error where they cannot.

    The page is rendered under its lock, from records read after the lock was got. If meanwhile an act named it, what was
    made is thrown away and made again: nothing older than the last act is ever left standing.
    """
    with store.locked(target.key):
        for _ in range(5):
            before = _open(target)
            try:
                built = target.build()
                stale = set(target.standing()) - built.names
                if _open(target) - before:
                    continue
                for name, data in built.files():
                    store.write(built.site_id, name, data, built.publication_id)
                _take_away(stale)
            except Exception as error:
                log.exception("%s could not be made", target.key)
                _clear(target)
                _failed(before, error)
                return error
            if not _open(target) - before:
                PageChange.objects.filter(pk__in=before).update(done_at=moment.now(), fault="")
                return None
            _clear(target)
        return None  # acts come faster than pages can be made: the row stays open, Django answers


def _open(target: plan.Target) -> set[int]:
    rows = PageChange.objects.filter(done_at__isnull=True)
    if isinstance(target, plan.DocumentTarget):
        rows = rows.filter(kind=Kind.DOCUMENT, publication=target.publication_id)
    else:
        rows = rows.filter(kind=Kind.PAGE, site=target.site_id, name=target.name, part=target.part)
    return set(rows.values_list("pk", flat=True))


def _take_away(names: Iterable[str]) -> None:
    names = list(names)
    for name in names:
        store.unlink(name)
        store.drop_empty(name)
    store.forget(names)


def _clear(target: plan.Target) -> None:
    """A page that cannot be made is taken away: a slow page is better than a stale one."""
    try:
        _take_away(target.standing())
    except Exception:
        log.exception("%s could not be taken away", target.key)


def _failed(rows: set[int], error: Exception) -> None:
    for row in PageChange.objects.filter(pk__in=rows):
        _later(row, error)


def _later(row: PageChange, error: Exception) -> None:
    row.tries += 1
    pause = min(LONGEST_PAUSE, 2 ** min(row.tries, 10))
    row.retry_at, row.fault = moment.now() + dt.timedelta(seconds=pause), str(error)[:300]
    row.save(update_fields=["tries", "retry_at", "fault"])


def work_off(seconds: float = PASS_SECONDS) -> int:
    """One pass over the log: what a dead process left is taken away, then pages are made; returns how many rows are open.

    Long runs (a whole site) go on in the next pass where this one's time is over; single pages overtake them.
    """
    journal.sweep_open()
    end = time.monotonic() + seconds
    done: set[str] = set()
    for row in journal.open_rows():
        target = journal.target_of(row)
        if target is None:
            _long_run(row, end)
        elif target.key not in done:
            done.add(target.key)
            bake(target)
        if time.monotonic() > end:
            break
    return PageChange.objects.filter(done_at__isnull=True).count()


def _long_run(row: PageChange, end: float) -> None:
    run: dict[str, Callable[[PageChange, float], bool]] = {
        Kind.SITE: _site_run, Kind.DOCUMENTS: _documents_run, Kind.OWN: _documents_run,
    }  # fmt: skip
    try:
        if run[row.kind](row, end):
            PageChange.objects.filter(pk=row.pk).update(done_at=moment.now(), fault="")
    except Exception as error:
        log.exception("long run %s stopped", row.pk)
        _later(row, error)


def _site_run(row: PageChange, end: float) -> bool:
    """All pages of a site in one go: some dozens, and each of them overtakes nobody for more than itself."""
    site = _body(row)
    _hosts()  # its own host name may be what changed
    failed = bake_site(site)
    row.progress = 1  # its stale files are gone; what was made since stays
    row.save(update_fields=["progress"])
    if failed:
        raise failed[0]
    return True


def _documents_run(row: PageChange, end: float) -> bool:
    body = _body(row)
    rows = (
        plan.documents_on(body)
        if row.kind == Kind.DOCUMENTS
        else Publication.objects.filter(organization=body).exclude(published_at=None).order_by("pk")
    )
    while True:
        part = list(rows.filter(pk__gt=row.progress).values_list("pk", flat=True)[:SLICE])
        for pk in part:
            error = bake(plan.DocumentTarget(pk))
            if error is not None:  # it goes its own way from here; the others are not held up
                _again(pk, error)
            row.progress = pk
            if time.monotonic() > end:
                break
        row.save(update_fields=["progress"])
        if not rows.filter(pk__gt=row.progress).exists():
            return True
        if time.monotonic() > end:
            return False


def _body(row: PageChange) -> Organization:
    return Organization.objects.select_related("parent__parent__parent").get(pk__in=[row.site_id])


def _again(publication_id: int, error: Exception) -> None:
    row = PageChange(kind=Kind.DOCUMENT, publication_id=publication_id, at=moment.now())
    row.save()
    _later(row, error)


def keep_current() -> bool:
    """Once a day what depends on the date is set to be made anew; true if that was now."""
    marker = store.root() / ".day"
    today = moment.today().isoformat()
    if not marker.exists() or marker.read_text() == today:
        return False
    journal.of_day()
    marker.write_text(today)
    PageChange.objects.filter(done_at__lt=moment.now() - dt.timedelta(days=DAYS_KEPT)).delete()
    return True


def bake_site(site: Organization) -> list[Exception]:
    """Make every page of one site but its documents, and take away what is no page of it any more."""
    targets = list(plan.site_targets(site)) if site.has_site else []
    failed = [error for target in targets if (error := bake(target)) is not None]
    wanted = {store.file_of(target.address(site)) for target in targets}
    begun = PageChange.objects.filter(site=site, done_at__isnull=True, kind=Kind.PAGE)
    baked = BakedFile.objects.filter(site=site, publication__isnull=True).values_list("path", flat=True)
    coming = {name for files in begun.values_list("files", flat=True) for name in files}
    _take_away(set(baked) - wanted - coming)
    return failed


def bake_all(*, documents: bool = True) -> int:
    """Make the whole installation anew; what we made and is not in the plan goes. Returns how many files stand.

    documents: every document too; without it only those that have no file. Acts meanwhile wait for no more than one page.
    """
    begun, last = time.time(), PageChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    store.tidy()
    _hosts()
    failed: list[Exception] = []
    for site in sites.open_sites():
        failed += bake_site(site)
    live = Publication.objects.filter(state=Publication.State.LIVE).order_by("pk")
    for pk in live.values_list("pk", flat=True).iterator(500) if documents else _without_file(live):
        error = bake(plan.DocumentTarget(pk))
        failed += [error] if error is not None else []
    _drop_orphans()
    if documents:
        _drop_lost(begun)
    (store.root() / ".day").write_text(moment.today().isoformat())
    if failed:
        raise failed[0]
    wide = [Kind.SITE, Kind.DOCUMENTS, Kind.OWN] if documents else [Kind.SITE]
    PageChange.objects.filter(pk__lte=last, kind__in=wide, done_at=None).update(done_at=moment.now())
    return BakedFile.objects.count()


def _without_file(live: QuerySet[Publication]) -> Iterator[int]:
    """Live publications one of whose files is not there, or that never had one."""
    yield from live.filter(~Exists(BakedFile.objects.filter(publication=OuterRef("pk")))).values_list(
        "pk", flat=True
    )
    rows = BakedFile.objects.filter(publication__in=live.order_by()).order_by("publication_id")
    last = None
    for pk, path in rows.values_list("publication_id", "path").iterator(2000):
        if pk is not None and pk != last and not (store.root() / path).is_file():
            last = pk
            yield pk


def _drop_orphans() -> None:
    """Files of documents that are not open, and of sites that are closed, wherever they lie."""
    gone = BakedFile.objects.exclude(publication__state=Publication.State.LIVE).exclude(publication=None)
    for pk in list(gone.values_list("publication", flat=True).distinct()):
        bake(plan.DocumentTarget(pk))
    open_ids = [s.pk for s in sites.open_sites()]
    _take_away(BakedFile.objects.exclude(site__in=open_ids).values_list("path", flat=True))


def _drop_lost(begun: float) -> None:
    """Files that we wrote once and that no row knows, as after a database was brought back: older than this run they go.

    What somebody else put into the folder stays, links too (they are not followed); `bake --verify` names it.
    """
    left = store.noted() - set(BakedFile.objects.values_list("path", flat=True))
    gone = {name for name in left if store.written_at(name) < begun}
    for name in gone:
        store.unlink(name)
        store.drop_empty(name)
    store.unnote(gone)


def _hosts() -> None:
    """For the front: which host names lead to which prefix, those of closed sites included."""
    folder = store.root() / ".hosts"
    folder.mkdir(parents=True, exist_ok=True)
    named = Organization.objects.exclude(host="").select_related("parent__parent__parent")
    wanted = {s.host.lower(): p for s in named if (p := site_prefix(site_of(s))) != "/"}
    for old in folder.iterdir():
        if old.name not in wanted:
            old.unlink()
    for host, prefix in wanted.items():
        target: Path = folder / host
        if not target.exists() or target.read_text() != prefix:
            target.write_text(prefix)
