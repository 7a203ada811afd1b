"""Readings kept while a process lives: the same page or file is read and checked once, not at every look at the editor.

Everything is keyed by content, so nothing here can be stale; what falls out of the cache is read again.
"""

from __future__ import annotations

from functools import lru_cache

from gongkai.apps.reporting.models import Received
from gongkai.exceptions import Unreadable
from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding
from gongkai.statforms.lines import read_bytes
from gongkai.statforms.reading.report import Report, read_document

_KEPT = 64  # a reading is some hundred kilobytes


@lru_cache(maxsize=_KEPT)
def of_page(page: str) -> Report:
    """Our own report read back as any other, from the page that the public will see."""
    return read_document(read_bytes(page.encode(), "年报.html"), "年报.html")


def of_bytes(name: str, data: bytes) -> Report:
    """A file that was handed in, read; Unreadable with one sentence if it cannot be."""
    return read_document(read_bytes(data, name), name)


def of_received(kept: Received) -> Report | None:
    """The report that was handed in, from its file; None where the file is gone or cannot be read any more."""
    try:
        return _of_stored(kept.pk, kept.sha256)
    except (OSError, Unreadable):
        return None


@lru_cache(maxsize=_KEPT)
def _of_stored(pk: int, _sha256: str) -> Report:
    kept = Received.objects.get(pk=pk)
    with kept.file.open("rb") as stored:
        return of_bytes(kept.name, stored.read())


def findings(page: str, previous: Report | None, traits: tuple[str, ...]) -> tuple[Finding, ...]:
    """Every check that any report gets, on our own page; Unreadable if the page cannot be read back."""
    place = _checked(page, traits)
    for before, found in place:
        if before is previous:
            return found
    found = tuple(check_report(of_page(page), previous, traits))
    place[:] = [(previous, found)]
    return found


@lru_cache(maxsize=_KEPT)
def _checked(_page: str, _traits: tuple[str, ...]) -> list[tuple[Report | None, tuple[Finding, ...]]]:
    """The place where the findings on a page are kept, with the report of the year before they were compared to."""
    return []
