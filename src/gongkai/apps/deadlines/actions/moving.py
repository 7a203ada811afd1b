"""What happens to a running clock. Each verb adds one fact, reckons anew and leaves one line in the ledger.

Every verb takes the clock, gives it back as it stands afterwards, and raises Refused for a clock that has ended or
a day that still lies ahead, GongkaiError for a day that contradicts what is known. `because`: the reason in words,
without personal data of citizens.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from gongkai import law
from gongkai.apps.deadlines import events, rules
from gongkai.apps.deadlines.actions.keeping import add, locked
from gongkai.apps.deadlines.actions.starting import levels_of
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.ledger.actions import SYSTEM, Actor
from gongkai.clocks import chinese_day, moment
from gongkai.exceptions import Obstacle, Refused


def _open(deadline: Deadline, *past: dt.date) -> Deadline:
    row = locked(deadline)
    against = rules.obstacles_to_move(row.state, moment.today(), *past)
    if against:
        raise Refused(against)
    return row


def _fact(kind: str, because: str, **values: Any) -> dict[str, Any]:
    """A fact as stored: days in ISO form, `why` only where one was given (else the event's own words stand)."""
    kept = {
        k: v.isoformat() if isinstance(v, dt.date) else v for k, v in values.items() if v not in ("", None)
    }
    return {"kind": kind, **kept, **({"why": because} if because else {})}


@transaction.atomic
def restart(
    deadline: Deadline, *, on: dt.date, because: str = "", basis: str = "", by: Actor = SYSTEM
) -> Deadline:
    """The limit runs anew from that day, which itself is not counted. The law of the case stays what it was."""
    row = _open(deadline, on)
    fact = _fact("restart", because, on=on, basis=basis)
    return add(row, events.RESTARTED, by, fact, because=because)


@transaction.atomic
def exclude(
    deadline: Deadline, *, first: dt.date, last: dt.date, because: str = "", by: Actor = SYSTEM
) -> Deadline:
    """A stretch of days, both ends included, is out of the count."""
    row = _open(deadline, first)
    fact = _fact("exclude", because, first=first, last=last)
    return add(row, events.EXCLUDED, by, fact, because=because)


@transaction.atomic
def extend(
    deadline: Deadline, amount: int | None = None, *, because: str = "", by: Actor = SYSTEM
) -> Deadline:
    """The limit is longer by `amount` of its units, as far as the law of the case allows; None: all of it."""
    row = _open(deadline)
    if row.version == rules.AGREED:
        raise Refused([Obstacle("clock:agreed", "这一日期是约定的，没有延长的规定。", row.basis)])
    levels = levels_of(row.organization)
    if amount is None and law.version(row.version).provision.extended_by:
        amount = law.extension_of(law.version(row.version), levels).amount
    against = rules.obstacles_to_extend(row.version, row.facts, amount or 0, levels)
    if against:
        raise Refused(against)
    rule = law.extension_of(law.version(row.version), levels)
    fact = _fact("extend", because, amount=amount, basis=rule.basis)
    return add(row, events.EXTENDED, by, fact, because=because)


@transaction.atomic
def postpone(
    deadline: Deadline, *, until: dt.date, on: dt.date, because: str = "", basis: str = "", by: Actor = SYSTEM
) -> Deadline:
    """The limit ends on the later day `until`, told on day `on`. Refused for one that is no later than it ends now."""
    row = _open(deadline, on)
    if until <= row.due_on:
        words = f"延迟答复的日期应在现在的届满日{chinese_day(row.due_on)}之后。"
        raise Refused([Obstacle("clock:no_later", words, basis)])
    fact = _fact("postpone", "", on=on, until=until, basis=basis)
    return add(row, events.POSTPONED, by, fact, because=because)


@transaction.atomic
def pause(
    deadline: Deadline, *, on: dt.date, ref: str = "", because: str = "", basis: str = "", by: Actor = SYSTEM
) -> Deadline:
    """The clock stands from that day on, the day included. ref: what is waited for, where there are several."""
    row = _open(deadline, on)
    if rules.waits_of(row.facts, ref):
        raise Refused([Obstacle("clock:paused", "这一期限已经因此停计，不必再停。")])
    fact = _fact("pause", because, on=on, ref=ref, basis=basis)
    return add(row, events.PAUSED, by, fact, because=because)


@transaction.atomic
def resume(
    deadline: Deadline, *, on: dt.date, ref: str = "", because: str = "", by: Actor = SYSTEM
) -> Deadline:
    """What was waited for came on that day; the clock runs again from the next, unless it waits for more."""
    row = _open(deadline, on)
    if not rules.waits_of(row.facts, ref):
        raise Refused([Obstacle("clock:running", "这一期限没有因此停计，不能恢复。")])
    fact = _fact("resume", because, on=on, ref=ref)
    return add(row, events.RESUMED, by, fact, because=because)
