"""Marking that a process is at work, and the daily sweep of what nobody needs any more."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from gongkai.apps.duties import Setting
from gongkai.apps.duties.registry import registry
from gongkai.apps.operations.models import Pulse
from gongkai.clocks import moment

log = logging.getLogger("gongkai.operations")
BACKGROUND, RING = "background", "ring"
PULSE_SECONDS = 10
BATCH, BATCHES = 500, 100  # rows together, and how often in one sweep: the rest goes the next time
TASKS_KEPT = Setting("GONGKAI_TASK_DAYS", "14", "days the outcome of a finished background task is kept")


def beat(name: str, *, every: int) -> None:
    """Say that the process is at work now and means to say so again within `every` seconds."""
    Pulse.objects.update_or_create(name=name, defaults={"at": moment.now(), "every": every})


def sweep() -> dict[str, int]:
    """One pass over everything that duties let go, each in small batches and whatever becomes of the others.

    Returns how many rows went, by name.
    """
    gone: dict[str, int] = {}
    for one in registry().prunes:
        gone[one.name] = 0
        try:
            for _ in range(BATCHES):
                went = one.run(BATCH)
                gone[one.name] += went
                if went < BATCH:
                    break
        except Exception:
            log.exception("%s failed; the next sweep catches up", one.name)
    return gone


def refresh_statistics() -> None:
    """What the planner knows of the tables: SQLite looks again by samples, PostgreSQL does so by itself.

    Without it a list may walk the index of a whole city for the few rows of one school.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def remove(rows: QuerySet[Any], limit: int) -> int:
    """Delete the first of these rows, at most so many; how many went."""
    keys = list(rows.values_list("pk", flat=True)[:limit])
    if keys:
        rows.model._base_manager.filter(pk__in=keys).delete()
    return len(keys)


def drop_tasks(limit: int) -> int:
    """Outcomes of finished tasks."""
    before = moment.now() - dt.timedelta(days=TASKS_KEPT.number)
    return remove(
        DBTaskResult.objects.finished().filter(finished_at__lt=before).order_by("finished_at"), limit
    )


def drop_sessions(limit: int) -> int:
    """Sessions that are over: the row outlives the session by a day, so that a late form is known to be whose."""
    return remove(Session.objects.filter(expire_date__lt=moment.now()).order_by("expire_date"), limit)
