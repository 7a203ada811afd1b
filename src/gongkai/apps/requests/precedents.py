"""先例: closed cases within one's powers, found by words of what was asked and by how they ended. Never by who asked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from gongkai.apps.organizations.permissions import verbs_anywhere
from gongkai.apps.requests import queries
from gongkai.apps.requests.models import Request, State
from gongkai.apps.requests.powers import READ
from gongkai.clocks import moment
from gongkai.desk.listing import Choice, Column, Listing, Tab, Words
from gongkai.law import lists

YEARS = 3  # how far back a case is still a hint
NEAR = 0.4  # of the pairs of signs that two questions share
LOOKED_AT = 2000  # the latest cases that are compared
_BLANK = re.compile(r"[\s，。；、：,;:（）()〔〕“”\"'的及和与关于]+")


def closed(user: Any) -> QuerySet[Request]:
    """The closed cases that this person reads."""
    return queries.visible(user).filter(state=State.CLOSED)


def holding(rows: QuerySet[Request], words: str) -> QuerySet[Request]:
    """Those that hold every word in what was asked, item by item, or in the letter that answered it."""
    for word in words.split()[:8]:
        said = Q(subject__icontains=word) | Q(wanted__icontains=word) | Q(points__text__icontains=word)
        rows = rows.filter(said | Q(replies__text__icontains=word))
    return rows.distinct()


def near(user: Any, case: Request, most: int = 10) -> list[Request]:
    """Cases of the last years that asked for nearly the same, the nearest first: by the pairs of signs they share."""
    wanted = pairs(" ".join([case.subject, *(point.text for point in case.points.all())]))
    since = moment.today() - dt.timedelta(days=YEARS * 365)
    rows = queries.visible(user).filter(organization=case.organization, received_on__gte=since)
    rows = rows.exclude(pk=case.pk).exclude(state=State.MERGED)
    likeness = {
        key: alike(wanted, pairs(subject))
        for key, subject in rows.order_by("-received_on", "-id").values_list("pk", "subject")[:LOOKED_AT]
    }
    best = sorted((key for key, value in likeness.items() if value >= NEAR), key=lambda k: (-likeness[k], k))[
        :most
    ]
    found = rows.in_bulk(best)
    return [found[key] for key in best]


def pairs(text: str) -> frozenset[str]:
    """The neighbouring pairs of signs of a text, without what binds words."""
    plain = _BLANK.sub("", text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of the shorter question stands in the other."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _decisions() -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in lists.entries("decisions")]


def _label(code: str) -> str:
    return lists.entry("decisions", code).label if code else ""


def _by_ground(rows: QuerySet[Request], code: str, user: Any) -> QuerySet[Request]:
    return rows.filter(Q(points__outcome=code) | Q(points__ground=code)).distinct()


def _asked(row: Request) -> list[str]:
    """Items with what became of each, one below the other; a single one only where the subject does not say it already."""
    points = list(row.points.all())
    if len(points) < 2:
        return [point.text for point in points if point.text != row.subject]
    return [f"{p.position}. {p.text}（{_label(p.outcome)}）" for p in points]


def _letter(row: Request) -> str:
    return next((letter.number for letter in row.letters.all() if letter.kind == "reply"), "")


def _fetch(rows: list[Request], user: Any) -> None:
    prefetch_related_objects(rows, "points", "letters")


PRECEDENTS = Listing(
    css="requests/requests.css", name="先例", noun="先例", rows=closed, order=("closed_on", "id"), prepare=_fetch,
    may_see=lambda user: READ in verbs_anywhere(user), may_export=lambda user: READ in verbs_anywhere(user),
    lead="本机关办结的申请，不列申请人", crumbs=(("依申请公开", "requests:list"),),
    columns=(
        Column("要什么", "subject", link=lambda r: reverse("requests:detail", args=[r.pk]), head=True, wide=True, width=44),
        Column("各项", _asked, wide=True, width=48),
        Column("结果", lambda r: _label(r.outcome), wide=True, width=28),
        Column("答复文号", _letter, width=26),
        Column("办结", "closed_on"),
        Column("典型", lambda r: "典型案例" if r.typical else "", width=10),
    ),
    filters=(
        Words("q", "要的内容、答复里的字", by=lambda rows, words, user: holding(rows, words)),
        Choice("decision", "结果或者不予公开的情形", choices=lambda user, chosen: _decisions(), by=_by_ground),
    ),
    tabs=(
        Tab("", "全部"),
        Tab("typical", "典型案例", lambda rows, user: rows.filter(typical=True), counted=True),
    ),
    empty=("还没有办结的申请", "办结以后可以按内容和结果在这里找。"),
)  # fmt: skip
