"""领导一页: what a leader is told of a month on one sheet of paper, each figure of which opens the clocks behind it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import (
    ON_TIME,
    DueRow,
    Kept,
    fallen_due,
    kept_by_month,
    lamp_of,
    overseen,
)
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.workbench import queries
from gongkai.apps.workbench.overview import OWN, kind_name, of_body, tops
from gongkai.clocks import moment
from gongkai.clocks.deadline import add_months

MONTHS = 13  # that can be looked back upon: the same month of last year too
SHOWN = 5  # figures in the first row, rows in each table: more does not go on the sheet
DRAWN = 3  # courses of three months
WIDE, HIGH, LOW = 220, 20, 68  # of a course: its width, the line of 100 %, the line of 0 %


@dataclass(frozen=True)
class Share:
    """How many of one kind fell due in a month and how many were kept; before: the same of the month before."""

    name: str
    due: int
    on_time: int
    all: str
    late: str
    before: Kept | None = None

    @property
    def per_cent(self) -> float:
        return _rate(self.on_time, self.due)

    @property
    def over(self) -> int:
        return self.due - self.on_time

    @property
    def change(self) -> str:
        """Against the month before, in points; empty where nothing fell due then."""
        if self.before is None or not self.before.due:
            return "上月没有到期的"
        step = round(self.per_cent - _rate(self.before.on_time, self.before.due), 1)
        return "与上月持平" if not step else f"比上月{'+' if step > 0 else '−'}{abs(step)}个百分点"


def _rate(part: int, whole: int) -> float:
    return round(part * 100 / whole, 1)


@dataclass(frozen=True)
class Point:
    """One month of a course: where its dot stands, what it says."""

    x: int
    y: float
    said: str
    month: str


@dataclass(frozen=True)
class Course:
    """Three months of one kind of record."""

    name: str
    points: list[Point]

    @property
    def line(self) -> str:
        return " ".join(f"{p.x},{p.y}" for p in self.points)

    @property
    def words(self) -> str:
        return f"{self.name}：{'，'.join(f'{p.month}{p.said}' for p in self.points)}"


@login_required
def brief(request: HttpRequest) -> HttpResponse:
    """One page for the leader of a body that the person watches over, of one month."""
    user: Any = request.user
    places = places_offered(user, {})
    if not places:
        raise Http404
    slug = request.GET.get("body", "") or places[0][0]
    if slug not in dict(places):
        raise Http404
    body, today = Organization.objects.get(slug=slug.removesuffix(OWN)), moment.today()
    month = _month(request.GET.get("month", ""), today)
    kept = kept_by_month(of_body(_of_months(user, _before(month, 2), month, today), slug, user))
    shares = _shares(kept, slug, month)
    runs = of_body(overseen(user), slug, user)
    pressing = runs.filter(due_on__lte=today)
    context = {
        "body": body, "own": slug.endswith(OWN), "slug": slug, "places": places if len(places) > 1 else [],
        "month": month, "months": months_offered(user, {}), "value": f"{month:%Y-%m}", "until": min(_end(month), today),
        "shares": shares[:SHOWN], "others": shares[SHOWN:], "pressing": _lines(pressing, user), "late": pressing.count(),
        "courses": _courses(kept, [share.name for share in shares], month),
        "ahead": _ahead(runs, month, today), "ahead_month": _after(month), "code": _code(slug, month, kept),
    }  # fmt: skip
    return render(request, "workbench/brief.html", context)


def _shares(kept: Sequence[Kept], slug: str, month: dt.date) -> list[Share]:
    """The kinds of which something fell due in the month, the most first."""
    known = {(k.kind, k.month): k for k in kept}
    found = [k for k in kept if k.month == month]
    return [
        Share(
            kind_name(k.kind), k.due, k.on_time, address(slug, month, k.kind), address(slug, month, k.kind, "late"),
            known.get((k.kind, _before(month, 1))),
        )
        for k in sorted(found, key=lambda k: (-k.due, k.kind))
    ]  # fmt: skip


def address(slug: str, month: dt.date, kind: str, how: str = "") -> str:
    """The list behind one figure."""
    asked = {"month": f"{month:%Y-%m}", "body": slug, "kind": kind, **({"how": how} if how else {})}
    return f"{reverse('workbench:brief_list')}?{urlencode(asked)}"


def _courses(kept: Sequence[Kept], names: Sequence[str], month: dt.date) -> list[Course]:
    """Of the first kinds, those of which two months can be compared."""
    found = [_course(kept, name, month) for name in names]
    return [course for course in found if len(course.points) > 1][:DRAWN]


def _course(kept: Iterable[Kept], name: str, month: dt.date) -> Course:
    points = []
    for place, back in enumerate((2, 1, 0)):
        at = _before(month, back)
        found = [k for k in kept if k.month == at and kind_name(k.kind) == name]
        due = sum(k.due for k in found)
        if due:
            rate = _rate(sum(k.on_time for k in found), due)
            y = round(LOW - (LOW - HIGH) * rate / 100, 1)
            points.append(Point(20 + 90 * place, y, f"{rate:g}%", f"{at.month}月"))
    return Course(name, points)


def _lines(pressing: QuerySet[Deadline], user: Any) -> list[Any]:
    """Of what is over its day or ends today the longest, with in whose hands it is, how often it was chased, whether it may be read."""
    lines = queries.holders([DueRow(d, lamp_of(d)) for d in pressing[:SHOWN]])
    return [(line, powers.may(user, powers.VIEW, line.row.deadline)) for line in lines]


def _ahead(runs: QuerySet[Deadline], month: dt.date, today: dt.date) -> list[Deadline]:
    """What ends after today until the end of the next month."""
    return list(runs.filter(due_on__gt=today, due_on__lte=_end(_after(month)))[:SHOWN])


def _code(slug: str, month: dt.date, kept: Iterable[Kept]) -> str:
    """By which two printed pages are told apart: the beginning of the SHA-256 of all figures that stand on them."""
    said = sorted((k.kind, str(k.month), k.due, k.on_time) for k in kept)
    return hashlib.sha256(f"{slug} {month} {said}".encode()).hexdigest()[:8]


# --- months ---


def _first(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _before(month: dt.date, back: int) -> dt.date:
    """The first day of the month that many months earlier."""
    return add_months(month, -back)


def _after(month: dt.date) -> dt.date:
    return _before(month, -1)


def _end(month: dt.date) -> dt.date:
    return _after(month) - dt.timedelta(days=1)


def _month(text: str, today: dt.date) -> dt.date:
    """The month that the address names, if one can look back upon it; this month otherwise."""
    return next((m for m in _months(today) if f"{m:%Y-%m}" == text), _first(today))


def _months(today: dt.date) -> list[dt.date]:
    return [_before(_first(today), back) for back in range(MONTHS)]


# --- what stands behind a figure: the filters of the list ---


def _of_months(user: Any, first: dt.date, last: dt.date, today: dt.date) -> QuerySet[Deadline]:
    return fallen_due(user, first, _end(last), today)


def rows(user: Any) -> QuerySet[Deadline]:
    """All that fell due in the months one can look back upon."""
    today = moment.today()
    return _of_months(user, _months(today)[-1], _first(today), today)


def months_offered(user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """This month first."""
    return [(f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in _months(moment.today())]


def of_month(found: QuerySet[Deadline], value: str, user: Any) -> QuerySet[Deadline]:
    """Those whose last day lies in the month."""
    month = dt.date.fromisoformat(f"{value}-01")
    return found.filter(due_on__gte=month, due_on__lte=_end(month))


def places_offered(user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Of whom there is a page: the bodies from which the person's watch begins, with what is below them and by themselves,
    then each directly below."""
    offered: list[tuple[str, str]] = []
    for top in tops(user):
        below = list(Organization.objects.filter(parent=top).exclude(kind=Kind.SECTION).order_by("path"))
        offered.append((top.slug, f"{top.name}，连同下级" if below else top.name))
        if below:
            offered.append((top.slug + OWN, f"{top.name}（本级）"))
        offered += [(body.slug, body.name) for body in below]
    return offered


def kinds_offered(user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The kinds of records of which something fell due."""
    found = rows(user).order_by().values_list("subject_type", flat=True).distinct()
    return sorted(((kind, kind_name(kind)) for kind in found), key=lambda pair: pair[1])


HOW = (("on_time", "按期"), ("late", "超期"))


def of_how(found: QuerySet[Deadline], value: str, user: Any) -> QuerySet[Deadline]:
    """Those that were kept, or that were not."""
    return found.filter(ON_TIME) if value == "on_time" else found.exclude(ON_TIME)
