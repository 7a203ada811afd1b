"""各单位期限: one row a body with what is late or near there, and the list behind every figure of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai import clocks, prepared
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.deadlines.queries import Standing, overseen, standings, week_end
from gongkai.apps.duties import MENU_UP_TO
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.clocks import moment

OWN = ".own"  # behind the slug of a body: itself, without what is below it
WHEN = (("late", "已逾期"), ("today", "今天到期"), ("week", "本周到期"))


@dataclass
class Row:
    """A body of the grid. whole: with everything below it. opens: the grid of what is below it."""

    body: Organization
    whole: bool
    opens: bool
    kinds: list[str]
    found: list[Standing] = field(default_factory=list)

    def _sum(self, what: str, kind: str = "") -> int:
        return sum(getattr(s, what) for s in self.found if kind in {"", s.kind})

    @cached_property
    def running(self) -> int:
        return self._sum("running")

    @property
    def name(self) -> str:
        """The body; 本级 where those below it stand in rows of their own."""
        return str(self.body.name) if self.whole else f"{self.body.name}（本级）"

    @property
    def late_for(self) -> int:
        """Working days since the oldest limit that is over; 0 where none is."""
        late = [s.first for s in self.found if s.late]
        return clocks.known_calendar().working_between(min(late), moment.today()) if late else 0

    @property
    def figures(self) -> list[tuple[int, str, str]]:
        """已逾期, 今天, 本周: number, the list behind it, which of them."""
        return [(self._sum(when), self.list_of(when=when), when) for when, _ in WHEN]

    @property
    def by_kind(self) -> list[tuple[int, int, str, str]]:
        """Of each kind of record: how many are late, how many run, the list behind, its name."""
        return [
            (self._sum("late", k), self._sum("running", k), self.list_of(kind=k), kind_name(k))
            for k in self.kinds
        ]

    def list_of(self, **more: str) -> str:
        """The address of its rows under further conditions."""
        return _address("workbench:overview_list", body=self.body.slug + ("" if self.whole else OWN), **more)

    @property
    def all(self) -> str:
        return self.list_of()

    @property
    def longest(self) -> str:
        return self.list_of(when="late")

    @property
    def grid(self) -> str:
        return _address("workbench:overview", of=self.body.slug) if self.opens else ""


def _address(route: str, **query: str) -> str:
    return f"{reverse(route)}?{urlencode(query)}"


def has_below(user: Any) -> bool:
    """Whether the person watches over a body below which there is another."""
    held = powers.overseeing(user)
    if not held:
        return False
    below = Organization.objects.filter(parent__in=[g.organization_id for g in held])
    return below.exclude(kind=Kind.SECTION).exists()


def tops(user: Any) -> list[Organization]:
    """The bodies from which the person's watch begins, the widest alone."""
    widest = powers.widest(g.path for g in powers.overseeing(user))
    return list(Organization.objects.filter(path__in=widest).order_by("path"))


def kind_name(kind: str) -> str:
    """公文, 政府信息公开申请 …, as the duty of these records calls them."""
    record = registry().records.get(kind)
    return record.name if record else "其他"


def grid(user: Any, of: Organization) -> list[Row]:
    """The body itself and each directly below it, the latter with all that is below; in the order of the tree."""
    found = standings(overseen(user).filter(_under(of)), moment.today())
    kinds = sorted({s.kind for s in found}, key=kind_name)
    deeper = Organization.objects.filter(parent=OuterRef("pk")).exclude(kind=Kind.SECTION)
    below = Organization.objects.filter(parent=of).exclude(kind=Kind.SECTION).annotate(deeper=Exists(deeper))
    rows = [Row(of, False, False, kinds)]
    rows += [Row(body, True, bool(body.deeper), kinds) for body in below.order_by("path")]
    place = {row.body.path: row for row in rows}
    paths = dict(
        Organization.objects.filter(pk__in={s.organization for s in found}).values_list("pk", "path")
    )
    for standing in found:
        path = paths[standing.organization]
        place.get(path[: len(of.path) + 6], rows[0]).found.append(standing)
    return rows


def _under(body: Organization) -> Q:
    inside = Organization.objects.filter(path__gte=body.path, path__lt=body.path + ":")
    return Q(organization__in=inside.values("pk"))


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """单位 × 逾期; every figure opens the list behind it."""
    user: Any = request.user
    starts = tops(user)
    if not starts:
        raise Http404
    of = _chosen(request.GET.get("of", ""), starts)
    rows = grid(user, of)
    shown = [row for row in rows if row.running]
    above = of.parent if of.parent and any(of.parent.path.startswith(t.path) for t in starts) else None
    context = {
        "of": of, "above": above, "starts": starts if len(starts) > 1 else [], "rows": shown,
        "quiet": [row.body.name for row in rows if not row.running],
        "kinds": [kind_name(k) for k in rows[0].kinds],
        "whole": Row(of, True, False, rows[0].kinds, [s for row in rows for s in row.found]),
        "until": week_end(moment.today()),
    }  # fmt: skip
    return render(request, "workbench/overview.html", context)


def _chosen(slug: str, starts: Iterable[Organization]) -> Organization:
    """The body that the address names, if it is watched over; the first of the person's own otherwise."""
    starts = list(starts)
    if not slug:
        return starts[0]
    found = Organization.objects.filter(slug=slug).exclude(kind=Kind.SECTION).first()
    if found is None or not any(found.path.startswith(top.path) for top in starts):
        raise Http404
    return found


# --- what stands behind a figure: the filters of the list ---


def bodies_offered(user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each body at which something runs, and those above it within the watch: with all below it, and by itself."""
    starts = [top.path for top in tops(user)]
    found = set(overseen(user).order_by().values_list("organization__path", flat=True).distinct())
    wanted = {
        p[:n] for p in found for n in range(6, len(p) + 1, 6) if any(p[:n].startswith(s) for s in starts)
    }
    bodies = Organization.objects.filter(path__in=wanted).exclude(kind=Kind.SECTION).order_by("path")
    offered = []
    for body in bodies:
        offered.append((body.slug, body.name))
        if any(p != body.path and p.startswith(body.path) for p in wanted):
            offered[-1] = (body.slug, f"{body.name}，连同下级")
            offered.append((body.slug + OWN, f"{body.name}（本级）"))
    return offered


def of_body(rows: QuerySet[Deadline], value: str, user: Any) -> QuerySet[Deadline]:
    """Those of one body, or of a body and all below it."""
    body = Organization.objects.get(slug=value.removesuffix(OWN))
    return rows.filter(organization=body) if value.endswith(OWN) else rows.filter(_under(body))


def of_when(rows: QuerySet[Deadline], value: str, user: Any) -> QuerySet[Deadline]:
    """Those that are late, end today or end this week."""
    today = moment.today()
    if value == "late":
        return rows.filter(due_on__lt=today)
    last: dt.date = today if value == "today" else week_end(today)
    return rows.filter(due_on__gte=today, due_on__lte=last)


def of_kind(rows: QuerySet[Deadline], value: str, user: Any) -> QuerySet[Deadline]:
    """Those of one kind of record."""
    return rows.filter(subject_type=value)


def kinds_offered(user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The kinds of records of which something runs."""
    found = overseen(user).order_by().values_list("subject_type", flat=True).distinct()
    return sorted(((kind, kind_name(kind)) for kind in found), key=lambda pair: pair[1])


def late_below(user: Any) -> int:
    """How many limits are over at the bodies below, counted up to MENU_UP_TO: the number on the officer's home."""
    if not has_below(user):
        return 0
    own = [top.pk for top in tops(user)]
    rows = Deadline.objects.filter(powers.overseen(user), state=State.RUNNING, due_on__lt=moment.today())
    return prepared.once(rows.exclude(organization__in=own), MENU_UP_TO)
