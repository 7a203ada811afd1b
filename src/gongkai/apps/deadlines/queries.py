"""Reading the clocks for screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, QuerySet

from gongkai import clocks
from gongkai.apps.deadlines.actions import compute
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.ledger.actions import subject_type
from gongkai.apps.organizations.permissions import VIEW, scope_filter
from gongkai.clocks import moment


@dataclass(frozen=True)
class DueRow:
    """A running clock with its lamp, as lists show it."""

    deadline: Deadline
    lamp: clocks.Lamp

    @property
    def group(self) -> str:
        """已逾期、今天到期、三个工作日内、以后: the heading under which the row stands."""
        return {"late": "已逾期", "today": "今天到期", "soon": "三个工作日内"}.get(self.lamp.state, "以后")


def lamp_of(deadline: Deadline, today: dt.date | None = None) -> clocks.Lamp:
    """The lamp of one clock on a day."""
    today = today or moment.today()
    if deadline.state == State.PAUSED:
        return clocks.paused(deadline.due_on)
    if deadline.state in {State.MET, State.CANCELLED}:
        return clocks.lamp(today, compute(deadline))
    return clocks.lamp(today, deadline.due_on)


def running(user: Any) -> QuerySet[Deadline]:
    """The clocks that run in the user's reach, nearest first."""
    return (
        Deadline.objects.filter(scope_filter(user, VIEW), state=State.RUNNING)
        .select_related("organization", "section", "holder")
        .order_by("due_on", "id")
    )


def due_rows(user: Any, limit: int = 50, within_days: int | None = None) -> list[DueRow]:
    """The nearest clocks with their lamps; `within_days` calendar days ahead, all late ones included."""
    rows = running(user)
    if within_days is not None:
        rows = rows.filter(due_on__lte=moment.today() + dt.timedelta(days=within_days))
    return [DueRow(d, lamp_of(d)) for d in rows[:limit]]


def due_counts_by_day(user: Any, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """How many clocks end on each day of a span, for the calendar."""
    counted = running(user).order_by().filter(due_on__gte=first, due_on__lte=last).values("due_on")
    return {row["due_on"]: row["n"] for row in counted.annotate(n=Count("id"))}


def of_subject(subject: models.Model) -> list[Deadline]:
    """Every clock a record ever had, newest first."""
    return list(
        Deadline.objects.filter(subject_type=subject_type(subject), subject_id=str(subject.pk)).order_by(
            "-id"
        )
    )


def lamps_for(subjects: Sequence[models.Model], matter: str) -> dict[str, DueRow]:
    """The running clock of each record of a list, by primary key: one query for the whole page."""
    if not subjects:
        return {}
    found = Deadline.objects.filter(
        subject_type=subject_type(subjects[0]),
        subject_id__in=[str(s.pk) for s in subjects],
        provision=matter,
        state__in=[State.RUNNING, State.PAUSED],
    )
    return {d.subject_id: DueRow(d, lamp_of(d)) for d in found}


def explain(deadline: Deadline) -> clocks.Due:
    """The way to the due date, day by day."""
    return compute(deadline)
