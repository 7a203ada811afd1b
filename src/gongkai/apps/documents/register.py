"""流水目录: what its lines are, told from documents and notes, and how they are kept as rows (`NumberLine`).

An act on a number writes the lines anew from that number on: at the end of a series, where numbers are given, that is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.apps.documents.models import NumberLine, NumberNote, NumberSeries, NumberState, OfficialDocument

Trouble = NumberLine.Trouble
Held = tuple[int, int, dt.date | None]  # serial, key of the document, its day
Key = tuple[int, str, int]  # of a series: key of the body, code, year
WRITTEN = 2000  # lines written at once
LONG = 1000  # missing numbers in a row that are written out; of a longer run only the first and the last


@dataclass(frozen=True)
class Place:
    """Where a document stands in the register, by its number and day."""

    organization_id: int
    agency: str
    year: int
    serial: int
    signed_on: dt.date | None


@dataclass(frozen=True)
class Line:
    """One line as it is told: its document (None for a gap), what is wrong, the latest day so far."""

    serial: int
    document_id: int | None
    trouble: str
    latest: dt.date | None


def place_of(document: OfficialDocument) -> Place | None:
    """Where a document stands now; None while it has no number that counts."""
    if (
        document.number_state != NumberState.NUMBERED
        or not document.number_year
        or document.number_serial is None
    ):
        return None
    return Place(
        document.organization_id, document.number_agency, document.number_year, document.number_serial, document.signed_on
    )  # fmt: skip


def told(
    held: Iterable[Held], explained: Iterable[int], *, after: int = 0, latest: dt.date | None = None
) -> Iterator[Line]:
    """The lines of a series behind the number `after`, the latest day up to which was `latest`.

    held: by serial, then in the order of entering. Every number between 1 and the highest is a line, so that gaps,
    doubles and wrong order stand where they are; a gap that one absurd number (99999) tears is not written out.
    """
    documents = {serial: list(rows) for serial, rows in groupby(held, key=lambda row: row[0])}
    notes = set(explained)
    for serial in _serials(sorted({*documents, *notes}), after):
        rows: Sequence[tuple[int, int | None, dt.date | None]] = documents.get(serial) or [
            (serial, None, None)
        ]
        signed = next((day for _, _, day in rows if day), None)
        trouble = _trouble(sum(pk is not None for _, pk, _ in rows), serial in notes, signed, latest)
        latest = max((day for day in (latest, signed) if day), default=None)
        for _, pk, _ in rows:
            yield Line(serial, pk, trouble, latest)


def _serials(known: Iterable[int], previous: int) -> Iterator[int]:
    for serial in known:
        missing = range(previous + 1, serial)
        yield from missing if len(missing) <= LONG else (missing[0], missing[-1])
        yield serial
        previous = serial


def _trouble(documents: int, explained: bool, signed: dt.date | None, latest: dt.date | None) -> str:
    if not documents:
        return Trouble.EXPLAINED if explained else Trouble.GAP
    if documents > 1:
        return Trouble.DOUBLE
    return Trouble.ORDER if signed and latest and signed < latest else ""


def moved(before: Place | None, after: Place | None) -> None:
    """Keep the lines after an act that may have changed a document's number or day; inside its transaction."""
    if before == after:
        return
    for place in dict.fromkeys(place for place in (before, after) if place is not None):
        keep(place.organization_id, place.agency, place.year, place.serial)


def keep(organization_id: int, agency: str, year: int, serial: int) -> None:
    """Write the lines of a series anew from this number on."""
    series, _ = NumberSeries.objects.get_or_create(organization_id=organization_id, agency=agency, year=year)
    NumberSeries.objects.select_for_update().get(pk=series.pk)  # the next one waits for this
    last = series.lines.filter(serial__lt=serial, document__isnull=False).order_by("-serial", "-id").first()
    after, latest = (last.serial, last.latest) if last else (0, None)
    series.lines.filter(serial__gt=after).delete()
    lines = told(_held(series, after), _explained(series, after), after=after, latest=latest)
    NumberLine.objects.bulk_create(_rows(series, lines), batch_size=500)
    if last is None and not series.lines.exists():
        series.delete()


def _held(series: NumberSeries, after: int) -> list[Held]:
    rows = OfficialDocument.objects.filter(
        organization=series.organization_id, number_state=NumberState.NUMBERED, number_agency=series.agency,
        number_year=series.year, number_serial__gt=after,
    )  # fmt: skip
    found = rows.order_by("number_serial", "id").values_list("number_serial", "pk", "signed_on")
    return [(serial or 0, pk, signed) for serial, pk, signed in found]


def _explained(series: NumberSeries, after: int) -> list[int]:
    notes = NumberNote.objects.filter(
        organization=series.organization_id, agency=series.agency, year=series.year
    )
    return list(notes.filter(serial__gt=after).values_list("serial", flat=True))


def _rows(series: NumberSeries, lines: Iterable[Line]) -> list[NumberLine]:
    return [
        NumberLine(
            series=series, serial=line.serial, document_id=line.document_id, trouble=line.trouble, latest=line.latest
        )
        for line in lines
    ]  # fmt: skip


@transaction.atomic
def rebuild() -> int:
    """Write every series anew from documents and notes; how many lines there are then."""
    NumberSeries.objects.all().delete()
    explained = _all_explained()
    made: Iterator[NumberLine] = chain.from_iterable(_whole(explained))
    count = 0
    while part := list(islice(made, WRITTEN)):
        NumberLine.objects.bulk_create(part, batch_size=WRITTEN)
        count += len(part)
    return count


def _all_explained() -> dict[Key, list[int]]:
    """The explained numbers of every series."""
    notes = NumberNote.objects.order_by("organization_id", "agency", "year", "serial")
    found: dict[Key, list[int]] = {}
    for body, agency, year, serial in notes.values_list("organization_id", "agency", "year", "serial"):
        found.setdefault((body, agency, year), []).append(serial)
    return found


def _whole(explained: dict[Key, list[int]]) -> Iterator[list[NumberLine]]:
    """The lines of every series, read in one question; `explained` is used up."""
    rows = (
        OfficialDocument.objects.filter(
            number_state=NumberState.NUMBERED, number_year__gt=0, number_serial__gt=0
        )
        .order_by("organization_id", "number_agency", "number_year", "number_serial", "pk")
        .values_list("organization_id", "number_agency", "number_year", "number_serial", "pk", "signed_on")
    )
    for key, held in groupby(rows.iterator(WRITTEN), key=lambda row: (row[0], row[1], row[2] or 0)):
        lines = told(((row[3] or 0, row[4], row[5]) for row in held), explained.pop(key, ()))
        yield _rows(_series(key), lines)
    for key, serials in explained.items():
        yield _rows(_series(key), told((), serials))


def _series(key: Key) -> NumberSeries:
    return NumberSeries.objects.create(organization_id=key[0], agency=key[1], year=key[2])


def notes_of(lines: Sequence[NumberLine]) -> Mapping[tuple[int, int], NumberNote]:
    """Why numbers have no document, by series and serial: one question for a page of lines."""
    wanted = Q(pk__in=[])
    for series, rows in groupby(
        (row for row in lines if row.document_id is None), key=lambda row: row.series
    ):
        key = {"organization": series.organization_id, "agency": series.agency, "year": series.year}
        wanted |= Q(**key, serial__in=[row.serial for row in rows])
    by_key = {
        (line.series.organization_id, line.series.agency, line.series.year): line.series_id for line in lines
    }
    notes: Any = NumberNote.objects.filter(wanted) if lines else ()
    return {(by_key[n.organization_id, n.agency, n.year], n.serial): n for n in notes}
