"""Reading documents for screens: lists, doubles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.apps.documents.models import (
    DOCUMENT_KINDS,
    Attribute,
    DocumentFile,
    NumberState,
    OfficialDocument,
)
from gongkai.apps.documents.numbering import Reading, meant_by, readings
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import CHANGE, VIEW, scope_filter
from gongkai.clocks import moment
from gongkai.gongwen import annexes_of, numbers

_DAMAGED = 500
_NAMES_SHOWN = 5  # annexes named in a question
_COMPARED = 300  # earlier titles held against a new one
_ALIKE = 4  # signs in a row that two titles must share to be called near
KINDS = frozenset(code for code, _ in DOCUMENT_KINDS)
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


def annex_question(document: OfficialDocument) -> str:
    """What the drafter and each reviewer look at again where the text names more 附件 than go with it; empty: nothing.

    It stops nothing: an annex may be printed in the text without its heading.
    """
    found = annexes_of(document.text)
    files = sum(f.part == DocumentFile.Part.ATTACHMENT for f in document.files.all()) if found.named else 0
    if not found.missing(files):
        return ""
    names = "；".join(found.named[:_NAMES_SHOWN]) + ("……" if len(found.named) > _NAMES_SHOWN else "")
    return f"正文列了{len(found.named)}个附件（{names}），随文的附件文件有{files}个。"


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
class Near:
    """An earlier decision on a document like this one. shared: the run of words both titles have, or "" where all is the same."""

    document: OfficialDocument
    shared: str


@dataclass(frozen=True)
class Earlier:
    """How the body decided in three years on the same kind: all of them, how many were open, the nearest by title."""

    count: int
    opened: int
    nearest: list[Near]


def earlier_decisions(body: Organization, title: str, kind: str, limit: int = 3) -> Earlier:
    """Of the decided documents of a kind in three years, the counts and those whose titles share most with this one."""
    since = moment.now() - dt.timedelta(days=3 * 366)
    peers = OfficialDocument.objects.filter(organization=body, kind=kind, created_at__gte=since).exclude(
        attribute=Attribute.UNDECIDED
    )
    counts = {r["attribute"]: r["n"] for r in peers.order_by().values("attribute").annotate(n=Count("id"))}
    rows = peers.order_by("-created_at", "-id").values_list("pk", "title")[:_COMPARED]
    mine = _told_apart(title, body.name)
    ranked = sorted(
        ((_common(mine, _told_apart(other, body.name)), pk) for pk, other in rows),
        key=lambda found: (-len(found[0]), -found[1]),
    )
    near = {pk: shared for shared, pk in ranked[:limit] if len(shared) >= _ALIKE}
    documents = OfficialDocument.objects.filter(pk__in=near).defer("html", "text", "evidence")
    by_pk = {d.pk: d for d in documents.select_related("organization", "section")}
    nearest = [
        Near(by_pk[pk], "" if _told_apart(by_pk[pk].title, body.name) == mine else shared)
        for pk, shared in near.items()
        if pk in by_pk
    ]
    return Earlier(sum(counts.values()), counts.get(Attribute.OPEN, 0), nearest)


def _told_apart(title: str, body: str) -> str:
    """The words of a title that tell it from others: without the body's name, 关于 and the kind behind 的."""
    words = "".join(title.split()).removeprefix(body).removeprefix("关于")
    head, of, kind = words.rpartition("的")
    return head if of and kind in KINDS else words


def _common(one: str, other: str) -> str:
    """The longest run of signs that stands in both."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[match.a : match.a + match.size]
