"""截止日 before the press: the due date that each act would give, from the same facts that the clock keeps."""

from __future__ import annotations

import datetime as dt

from gongkai import clocks, law
from gongkai.apps.deadlines import rules as reckoning
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import explain as steps_of
from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.requests import rules
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.models import Request, State
from gongkai.apps.requests.standing import facts_of
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

STANDS = ("ask_correction", "consult", "notice_fee")  # the clock stands: the date moves on from day to day
ANEW = ("take_correction", "take_fee")
SAME = ("add_note", "ask_assist", "ask_frequency", "assign", "submit", "settle_open")


def due_after(request: Request, clock: Deadline | None = None) -> dict[str, dt.date | None]:
    """Act → the date it would give; None: it moves on with every day until the answer comes."""
    clock = clock or open_deadline(request, REPLY)
    today = moment.today()
    if clock is None:
        return _first(request, today)
    found: dict[str, dt.date | None] = dict.fromkeys(SAME, clock.due_on) | dict.fromkeys(STANDS)
    facts = facts_of(request)
    for name in ANEW:
        found[name] = (
            _with(clock, clocks.Restart(today), clocks.Resume(today)) if clock.state == "paused" else None
        )
    left = rules.extension_left(facts)
    if left:
        found["ask_extension"] = found["decide_extension"] = _with(clock, clocks.Extend(left))
    return found


def _first(request: Request, today: dt.date) -> dict[str, dt.date | None]:
    """Before the receipt is confirmed: what the confirmation of today would give."""
    if request.state != State.RECEIVED:
        return {}
    due = rules.limit(REPLY, today, today, facts_of(request).levels)
    return {"confirm": due.due if due else None}


def _with(clock: Deadline, *events: clocks.Event) -> dt.date | None:
    known = [reckoning.to_event(fact) for fact in clock.facts]
    waiting = {e.ref for e in known if isinstance(e, clocks.Pause)} - {
        e.ref for e in known if isinstance(e, clocks.Resume)
    }
    more: list[clocks.Event] = []
    for event in events:
        if isinstance(event, clocks.Resume):
            more += [clocks.Resume(event.on, ref) for ref in waiting]
        else:
            more.append(event)
    try:
        return clocks.deadline(law.version(clock.version), clock.started_on, [*known, *more]).due
    except GongkaiError:
        return None


def strip(clock: Deadline) -> list[clocks.Step]:
    """Every day from receipt to the last: counted or not, and why."""
    return list(steps_of(clock).steps)
