"""Reading documents for screens: lists, doubles, the running register (流水目录)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.apps.documents.models import NumberNote, NumberState, OfficialDocument
from gongkai.apps.documents.numbering import Reading, meant_by, readings
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import CHANGE, VIEW, scope_filter
from gongkai.clocks import moment
from gongkai.gongwen import numbers

_DAMAGED = 500
_JUMP = 100  # serials left out at once: no body skips a hundred


def visible(user: Any) -> QuerySet[OfficialDocument]:
    """The documents within the user's reach, without their long texts, newest first."""
    return (
        OfficialDocument.objects.filter(scope_filter(user, VIEW))
        .select_related("organization", "section", "drafted_by")
        .defer("html", "text", "evidence")
        .order_by("-created_at", "-id")
    )


def changeable(user: Any) -> QuerySet[OfficialDocument]:
    """The documents whose facts the user's posts let him change (their state may still forbid it)."""
    return visible(user).filter(scope_filter(user, CHANGE))


def similar(
    organization: Organization, *, number: str = "", fingerprint: str = "", but: int | None = None
) -> list[OfficialDocument]:
    """Documents of the body with the same number or the same words: the officer is warned, not stopped."""
    same = Q(pk__in=[])
    if number and not numbers.is_empty(number):
        same |= meant_by(number) | Q(pk__in=_damaged_alike(organization, number))
    if fingerprint:
        same |= Q(fingerprint=fingerprint)
    found = OfficialDocument.objects.filter(same, organization=organization).defer("html", "text", "evidence")
    if but is not None:
        found = found.exclude(pk=but)
    return list(found.order_by("-created_at")[:10])


def _damaged_alike(organization: Organization, number: str) -> list[int]:
    """Those of the body whose number is kept as damaged and may be read as this one: few, so they are read one by one."""
    wanted = readings(number)
    damaged = OfficialDocument.objects.filter(organization=organization, number_state=NumberState.DAMAGED)
    rows = damaged.order_by("-id").values_list("pk", "number")[:_DAMAGED] if wanted else ()
    return [pk for pk, kept in rows if readings(kept) & wanted]


def number_questions(
    organization: Organization, number: str, signed_on: dt.date | None, but: int | None = None
) -> list[str]:
    """What is odd about a number, as sentences for the officer: it may be right, and nothing stops."""
    found: list[str] = []
    today = moment.today()
    for reading in sorted(readings(number), key=str):
        if reading.year not in {today.year, today.year - 1}:
            found.append(f"文号的年份是{reading.year}年，不是今年或去年。")
        if signed_on and signed_on.year != reading.year:
            found.append(f"文号的年份是{reading.year}年，成文日期在{signed_on.year}年。")
        last = _last_before(organization, reading, but)
        if reading.serial - last > _JUMP:
            so_far = f"现在登记到{last}号" if last else "还没有登记过"
            found.append(f"{reading.agency}〔{reading.year}〕{so_far}，这件是{reading.serial}号。")
    return found


def _last_before(organization: Organization, reading: Reading, but: int | None) -> int:
    """The highest serial of the same series below this one; 0 where there is none."""
    series = OfficialDocument.objects.filter(
        organization=organization, number_state=NumberState.NUMBERED, number_agency=reading.agency,
        number_year=reading.year, number_serial__lt=reading.serial,
    )  # fmt: skip
    if but is not None:
        series = series.exclude(pk=but)
    return int(series.aggregate(last=Max("number_serial"))["last"] or 0)


def past_decisions(
    document: OfficialDocument, limit: int = 5
) -> tuple[dict[str, int], list[OfficialDocument]]:
    """How the body decided the attribute of the same kind in three years: counts by attribute, and the latest."""
    since = document.created_at - dt.timedelta(days=3 * 366)
    peers = OfficialDocument.objects.filter(
        organization=document.organization,
        kind=document.kind,
        section=document.section,
        created_at__gte=since,
    ).exclude(pk=document.pk)
    counts = {r["attribute"]: r["n"] for r in peers.order_by().values("attribute").annotate(n=Count("id"))}
    return counts, list(peers.defer("html", "text", "evidence").order_by("-created_at")[:limit])


@dataclass(frozen=True)
class RegisterRow:
    """One number of the register. `ids` is empty for a gap, has two or more for a double.

    trouble: "", "gap" (缺号), "explained" (缺号已说明), "double" (重号) or "order" (日期早于前号).
    """

    agency: str
    year: int
    serial: int
    ids: tuple[int, ...]
    note: NumberNote | None
    trouble: str
    documents: tuple[OfficialDocument, ...] = ()

    @property
    def number(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"

    @property
    def document(self) -> OfficialDocument | None:
        return self.documents[0] if self.documents else None


def register_series(organization: Organization) -> list[dict[str, Any]]:
    """The series a body numbers in: code, year, how many numbers, the highest."""
    rows = (
        OfficialDocument.objects.filter(organization=organization, number_state=NumberState.NUMBERED)
        .order_by()
        .values("number_agency", "number_year")
        .annotate(count=Count("id"), last=Max("number_serial"))
        .order_by("-number_year", "number_agency")
    )
    return [
        {"agency": r["number_agency"], "year": r["number_year"], "count": r["count"], "last": r["last"]}
        for r in rows
    ]


def register_of(organization: Organization, agency: str, year: int) -> list[RegisterRow]:
    """流水目录 of one series with its documents: `numbers_of` and `with_documents` in one."""
    return with_documents(numbers_of(organization, agency, year))


def numbers_of(organization: Organization, agency: str, year: int) -> list[RegisterRow]:
    """Every number of a series from 1 to the highest, with gaps, doubles and wrong order found; documents as ids only,
    so that a series of many thousands is looked through at once and shown in parts.

    A gap in a series that was typed with one absurd number (99999) is not written out: past a thousand
    missing numbers in a row only the first and the last are listed.
    """
    held: dict[int, list[int]] = {}
    dates: dict[int, dt.date] = {}
    found = OfficialDocument.objects.filter(
        organization=organization,
        number_state=NumberState.NUMBERED,
        number_agency=agency,
        number_year=year,
    ).order_by("number_serial", "id")
    for serial, pk, signed in found.values_list("number_serial", "pk", "signed_on"):
        held.setdefault(serial or 0, []).append(pk)
        if signed:
            dates.setdefault(serial or 0, signed)
    notes = {
        n.serial: n for n in NumberNote.objects.filter(organization=organization, agency=agency, year=year)
    }
    rows: list[RegisterRow] = []
    latest: dt.date | None = None
    for serial in _serials(held, notes):
        ids, signed = tuple(held.get(serial, ())), dates.get(serial)
        trouble = _trouble(len(ids), serial in notes, signed, latest)
        if signed and (latest is None or signed > latest):
            latest = signed
        rows.append(RegisterRow(agency, year, serial, ids, notes.get(serial), trouble))
    return rows


def with_documents(rows: Iterable[RegisterRow]) -> list[RegisterRow]:
    """The same rows with what stands under each number."""
    rows = list(rows)
    ids = [pk for row in rows for pk in row.ids]
    documents: dict[int, OfficialDocument] = {}
    for start in range(0, len(ids), 500):
        part = OfficialDocument.objects.filter(pk__in=ids[start : start + 500]).select_related("section")
        documents |= {d.pk: d for d in part.defer("html", "text", "evidence")}
    return [replace(row, documents=tuple(documents[pk] for pk in row.ids if pk in documents)) for row in rows]


def _serials(held: dict[int, Any], notes: dict[int, Any]) -> Iterable[int]:
    known = sorted({*held, *notes})
    previous = 0
    for serial in known:
        missing = range(previous + 1, serial)
        yield from missing if len(missing) <= 1000 else (missing[0], missing[-1])
        yield serial
        previous = serial


def _trouble(documents: int, explained: bool, signed: dt.date | None, latest: dt.date | None) -> str:
    if not documents:
        return "explained" if explained else "gap"
    if documents > 1:
        return "double"
    return "order" if signed and latest and signed < latest else ""


def register_counts(rows: Iterable[RegisterRow]) -> dict[str, int]:
    """How many rows are in order, missing, explained, doubled or out of order: the figures above the register."""
    counts = {"": 0, "gap": 0, "explained": 0, "double": 0, "order": 0}
    for row in rows:
        counts[row.trouble] += 1
    return counts
