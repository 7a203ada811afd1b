"""The ring: whoever holds a clock hears of it when it is near, due, or late."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from gongkai import clocks
from gongkai.apps.deadlines.actions.reckoning import reckon_stale
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.notices.actions import tell
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import REVIEW_OFFICE, holders
from gongkai.clocks import moment

log = logging.getLogger("gongkai.deadlines")
_RINGS = {"soon", "today", "late"}
_HORIZON = dt.timedelta(days=14)  # three working days never span more, even around a long holiday


def ring(now: dt.datetime | None = None) -> list[Notice]:
    """Remind of everything that is near, due or late. May run any number of times, and late: it catches up.

    A row is claimed by a conditional update, so two processes never remind twice of the same stage; a row that
    fails is logged by its key and the others ring.
    """
    now = now or moment.now()
    today = now.astimezone(moment.BEIJING).date()
    reckon_stale()
    near = (
        Deadline.objects.filter(state=State.RUNNING, due_on__lte=today + _HORIZON)
        .exclude(rung_stage="late")
        .select_related("organization")
    )
    offices: dict[int, set[int]] = {}
    sent: list[Notice] = []
    for deadline in near.order_by("due_on", "id").iterator(chunk_size=500):
        try:
            with transaction.atomic():
                sent += _ring_one(deadline, now, today, offices)
        except Exception as error:
            log.error("deadline %s did not ring: %s", deadline.pk, type(error).__name__)
    return sent


def _ring_one(
    deadline: Deadline, now: dt.datetime, today: dt.date, offices: dict[int, set[int]]
) -> list[Notice]:
    lamp = clocks.lamp(today, deadline.due_on)
    if lamp.state not in _RINGS or lamp.state == deadline.rung_stage:
        return []
    claimed = Deadline.objects.filter(
        pk=deadline.pk, rung_stage=deadline.rung_stage, due_on=deadline.due_on, state=State.RUNNING
    ).update(rung_stage=lamp.state, rung_at=now)
    if not claimed:
        return []
    body = deadline.organization
    if body.pk not in offices:
        offices[body.pk] = _office(body)
    people = offices[body.pk] | ({deadline.holder_id} if deadline.holder_id else set())
    text = f"{deadline.title[:200]}：{lamp.words}，{lamp.until}"
    return tell(people, text, deadline, deadline.url)


def _office(body: Organization) -> set[int]:
    """The body's own office; the one above it where the body has none."""
    own = set(holders(REVIEW_OFFICE, body, above=False).values_list("pk", flat=True))
    return own or set(holders(REVIEW_OFFICE, body).values_list("pk", flat=True))
