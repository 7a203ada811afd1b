"""Occasions of a case that the law lets act on its clock: a correction, a consultation, a fee, a delay for many requests.

What an occasion does is data of the version by which the case is judged (`gongkai.law`: `Version.effect`). Where
that law knows of no effect, the clock runs on and nothing is noted.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gongkai import law
from gongkai.apps.deadlines.actions.keeping import locked
from gongkai.apps.deadlines.actions.moving import pause, postpone, restart, resume
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.rules import waits_of
from gongkai.apps.ledger.actions import SYSTEM, Actor
from gongkai.exceptions import Obstacle, Refused
from gongkai.law.provision import OCCASION_WORDS, Effect


def _ref(occasion: str, ref: str) -> str:
    return f"{occasion}:{ref}" if ref else occasion


@transaction.atomic
def begin_waiting(
    deadline: Deadline, occasion: str, *, on: dt.date, ref: str = "", by: Actor = SYSTEM
) -> Deadline:
    """The occasion began on that day (a notice went out). ref: which of several, e.g. the key of a third party."""
    row = locked(deadline)
    effect = law.version(row.version).effect(occasion, on)
    if effect is None or not effect.pauses:
        return row
    why = f"{OCCASION_WORDS[effect.when]}，停计"
    return pause(row, on=on, ref=_ref(occasion, ref), because=why, basis=effect.basis, by=by)


@transaction.atomic
def delay(
    deadline: Deadline, occasion: str, *, until: dt.date, on: dt.date, because: str = "", by: Actor = SYSTEM
) -> Deadline:
    """A later day that the body set and told on day `on`, as far as the law of the case lets it set one."""
    row = locked(deadline)
    effect = law.version(row.version).effect(occasion, on)
    if effect is None or not effect.postpones:
        words = f"{row.basis}没有延迟答复的规定，不能另定日期。"
        raise Refused([Obstacle("clock:no_delay", words, row.basis)])
    return postpone(row, until=until, on=on, because=because, basis=effect.basis, by=by)


@transaction.atomic
def end_waiting(
    deadline: Deadline, occasion: str, *, on: dt.date, ref: str = "", by: Actor = SYSTEM
) -> Deadline:
    """The occasion ended on that day (the answer, the corrected request, the fee came)."""
    row = locked(deadline)
    since = waits_of(row.facts, _ref(occasion, ref))
    began = dt.date.fromisoformat(since["on"]) if since else on
    effect: Effect | None = law.version(row.version).effect(occasion, began)
    if since:
        row = resume(row, on=on, ref=_ref(occasion, ref), by=by)
    if effect is not None and effect.restarts:
        why = f"{OCCASION_WORDS[effect.when]}，重新起算"
        row = restart(row, on=on, because=why, basis=effect.basis, by=by)
    return row
