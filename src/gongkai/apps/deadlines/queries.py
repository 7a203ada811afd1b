"""Reading the clocks for screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import TruncMonth

from gongkai import clocks, law, prepared
from gongkai.apps.deadlines import rules
from gongkai.apps.deadlines.models import Chase, Deadline, State
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations import permissions
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, VIEW, asker, scope_filter
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError


def head_of(state: str) -> str:
    """已逾期、今天到期、…个工作日内、以后: what the rows of one lamp stand under."""
    return {"late": "已逾期", "today": "今天到期", "soon": f"{law.limit('soon')}内"}.get(state, "以后")


@dataclass(frozen=True)
class DueRow:
    """A running clock with its lamp, as lists show it."""

    deadline: Deadline
    lamp: clocks.Lamp

    @property
    def group(self) -> str:
        """The heading under which the row stands."""
        return head_of(self.lamp.state)


def _of(subject: models.Model) -> QuerySet[Deadline]:
    return Deadline.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk)


def open_deadline(subject: models.Model, matter: str) -> Deadline | None:
    """The clock of this matter that runs or stands against a record."""
    return _of(subject).filter(provision=matter, state__in=rules.OPEN_STATES).first()


def was_met(subject: models.Model, *, matter: str) -> bool:
    """Whether the duty was done once already."""
    return _of(subject).filter(provision=matter, state=State.MET).exists()


def lamp_of(deadline: Deadline, today: dt.date | None = None) -> clocks.Lamp:
    """The lamp of one clock on a day, from its stored dates alone."""
    if deadline.state == State.PAUSED:
        return clocks.paused(deadline.due_on)
    if deadline.state == State.CANCELLED:
        return clocks.Lamp("done", "已撤销", f"原截止 {clocks.chinese_day(deadline.due_on)}", 0)
    if deadline.state == State.MET and deadline.ended_on:
        return clocks.ended(deadline.due_on, deadline.ended_on)
    return clocks.lamp(today or moment.today(), deadline.due_on)


def running(user: Any) -> QuerySet[Deadline]:
    """The clocks that run in the user's reach, nearest first."""
    return (
        Deadline.objects.filter(scope_filter(user, VIEW), state=State.RUNNING)
        .select_related("organization", "section", "holder")
        .order_by("due_on", "id")
    )


def overseen(user: Any) -> QuerySet[Deadline]:
    """The clocks that run at the bodies the user watches over and at all below them, besides those in his own reach."""
    reach = scope_filter(user, VIEW) | permissions.overseen(user)
    rows = Deadline.objects.filter(reach, state=State.RUNNING)
    return rows.select_related("organization", "section", "holder").order_by("due_on", "id")


@dataclass(frozen=True)
class Standing:
    """How the running clocks of one kind stand at one body: how many run, are late, end today, end by the end of this
    week (today's among them); first: the day of the one that ends or ended first."""

    organization: int
    kind: str
    running: int
    late: int
    today: int
    week: int
    first: dt.date


ON_TIME = Q(state=State.MET, ended_on__lte=F("due_on"))


def fallen_due(user: Any, first: dt.date, last: dt.date, today: dt.date) -> QuerySet[Deadline]:
    """Clocks at the bodies the user watches over whose last day lies in this period, and of which it is known by today
    whether they were kept: the matter is done, or the day is over. What was taken back or stands still counts for nobody.
    """
    known = Q(state=State.MET) | Q(state=State.RUNNING, due_on__lt=today)
    rows = Deadline.objects.filter(permissions.overseen(user), known, due_on__gte=first, due_on__lte=last)
    return rows.select_related("organization", "section", "holder")


@dataclass(frozen=True)
class Kept:
    """Of one kind of record in one month: how many clocks fell due, how many of them were kept."""

    kind: str
    month: dt.date
    due: int
    on_time: int


def kept_by_month(rows: QuerySet[Deadline]) -> list[Kept]:
    """The same clocks counted by kind of record and month, in one question."""
    counted = (
        rows.order_by()
        .select_related(None)
        .annotate(month=TruncMonth("due_on"))
        .values("subject_type", "month")
    )
    return [
        Kept(row["subject_type"], row["month"], row["due"], row["on_time"])
        for row in counted.annotate(due=Count("id"), on_time=Count("id", filter=ON_TIME))
    ]


def standings(rows: QuerySet[Deadline], today: dt.date) -> list[Standing]:
    """Clocks counted by body and kind of record, in one question."""
    counted = rows.order_by().select_related(None).values("organization_id", "subject_type").annotate(
        running=Count("id"),
        late=Count("id", filter=Q(due_on__lt=today)),
        today=Count("id", filter=Q(due_on=today)),
        week=Count("id", filter=Q(due_on__gte=today, due_on__lte=week_end(today))),
        first=Min("due_on"),
    )  # fmt: skip
    return [
        Standing(
            row["organization_id"], row["subject_type"], row["running"], row["late"], row["today"], row["week"], row["first"],
        )
        for row in counted
    ]  # fmt: skip


def week_end(today: dt.date) -> dt.date:
    """The Sunday of this week."""
    return today + dt.timedelta(days=6 - today.weekday())


@dataclass(frozen=True)
class Near:
    """A running clock in short, as it is counted: its key, the record it is of, the state of its lamp."""

    pk: int
    kind: str
    key: str
    state: str


def nearest(user: Any, limit: int, within_days: int) -> list[Near]:
    """The clocks that end within so many calendar days, and all late ones, nearest first, so far as the limit goes."""
    today = moment.today()
    last = today + dt.timedelta(days=within_days)
    rows = running(user).select_related(None).filter(due_on__lte=last)
    found = list(rows.values_list("pk", "subject_type", "subject_id", "due_on")[:limit])
    states = {day: clocks.lamp(today, day).state for day in {row[3] for row in found}}
    return [Near(pk, kind, str(key), states[day]) for pk, kind, key, day in found]


def rows_of(keys: Sequence[int]) -> dict[int, DueRow]:
    """These clocks with their lamps and their bodies and people, by key, in four questions."""
    found = Deadline.objects.filter(pk__in=keys).defer("chosen", "facts")
    return {d.pk: DueRow(d, lamp_of(d)) for d in found.prefetch_related("organization", "section", "holder")}


def over_today(user: Any, limit: int) -> dict[str, list[str]]:
    """The records whose clock is over or ends today, nearest first, by kind: their keys alone, to be counted."""
    rows = prepared.values(
        ("over today", limit, asker(user)),
        lambda: (
            running(user)
            .select_related(None)
            .filter(due_on__lte=moment.today())
            .values_list("subject_type", "subject_id")[:limit]
        ),
    )
    keys: dict[str, list[str]] = {}
    for kind, key in rows:
        keys.setdefault(kind, []).append(str(key))
    return keys


def due_counts_by_day(user: Any, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """How many clocks end on each day of a span, for the calendar."""
    counted = running(user).order_by().filter(due_on__gte=first, due_on__lte=last).values("due_on")
    return {row["due_on"]: row["n"] for row in counted.annotate(n=Count("id"))}


def of_subject(subject: models.Model) -> list[Deadline]:
    """Every clock a record ever had, newest first."""
    return list(_of(subject).order_by("-id"))


def lamps_for(subjects: Sequence[models.Model], matter: str, *, drawn: bool = False) -> dict[int, DueRow]:
    """The running clock of each record of a list, by primary key: one query for the whole page.

    drawn: with the facts that `drawable` reckons from.
    """
    if not subjects:
        return {}
    found = Deadline.objects.filter(
        subject_type=subject_type(subjects[0]),
        subject_id__in=[s.pk for s in subjects],
        provision=matter,
        state__in=rules.OPEN_STATES,
    ).defer("chosen", *(() if drawn else ("facts",)))
    return {d.subject_id: DueRow(d, lamp_of(d)) for d in found}


def explain(deadline: Deadline) -> clocks.Due:
    """The way to the due date, day by day. GongkaiError for a row with a fault."""
    return rules.reckon(deadline.version, deadline.started_on, deadline.facts)


def explain_today(deadline: Deadline) -> clocks.Due:
    """The same for a drawing: a clock that stands is drawn as if what it waits for came today."""
    return rules.reckon_as_of(deadline.version, deadline.started_on, deadline.facts, moment.today())


def drawable(deadline: Deadline | None) -> clocks.Due | None:
    """`explain_today` where there is a clock that can be reckoned; None leaves the drawing out."""
    if deadline is None:
        return None
    return way(deadline.version, deadline.started_on, deadline.facts, moment.today())


def way(version: str, started_on: dt.date, facts: object, today: dt.date) -> clocks.Due | None:
    """The same from what is stored of a clock."""
    try:
        return rules.reckon_as_of(version, started_on, facts, today)
    except GongkaiError:
        return None


def chased(deadlines: Sequence[Deadline]) -> dict[int, int]:
    """How often each of these was chased: one question."""
    rows = Chase.objects.filter(deadline__in=[d.pk for d in deadlines]).order_by()
    return {row["deadline"]: row["n"] for row in rows.values("deadline").annotate(n=Count("id"))}


def faults(user: Any) -> QuerySet[Deadline]:
    """Clocks that cannot be reckoned at the bodies this administrator looks after, nearest first."""
    reach = scope_filter(user, MANAGE_PEOPLE)
    return Deadline.objects.filter(reach).exclude(fault="").order_by("due_on", "id")
