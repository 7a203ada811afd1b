"""A case ends, is filed, is opened again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.ledger.actions import Actor
from gongkai.apps.organizations.acting import Acting, acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.people import actions as people
from gongkai.apps.people.gate import parties
from gongkai.apps.requests import composing, events, letters, rules
from gongkai.apps.requests.actions.days import past
from gongkai.apps.requests.actions.receiving import REPLY, start_clock
from gongkai.apps.requests.models import Consultation, Reply, Request, State
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import against, open_reply
from gongkai.apps.reviews import actions as reviews
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

WITHDRAWN = "r3_6_3"


def end_case(act: Acting[Request], outcome: str, on: dt.date, *, met: bool = True) -> None:
    """Close within an act of an officer."""
    act.set(**ending(act.record, outcome, on, by=actor(act.user, act.record.organization), met=met))


def end_lapsed(act: Acting[Request], outcome: str, because: str) -> None:
    """Close because the applicant let a term pass, with the letter that says so and names the remedy."""
    today = moment.today()
    text = composing.lapsed(act.record, outcome, because, today)
    letters.make(act.record, "lapsed", by=act.user, on=today, text=text)
    end_case(act, outcome, today, met=False)


def ending(case: Request, outcome: str, on: dt.date, *, by: Actor, met: bool = True) -> dict[str, Any]:
    """Clocks stop, the statistics count it once, the retention of its people begins. Gives the fields to be saved."""
    if case.received_on is not None:
        deadlines.end(case, matter=REPLY, on=on, met=met, by=by)
    for row in Consultation.objects.filter(request=case, answer=""):
        deadlines.end(row, matter=row.kind, on=on, met=False, by=by)
    if hasattr(case, "fee"):
        deadlines.end(case.fee, matter="fee_pay", on=on, met=bool(case.fee.paid_on), by=by)
    people.settle(case, on)
    closed = {"state": State.CLOSED, "outcome": outcome, "closed_on": on}
    counted = {"counted_on": on, "counted_outcome": outcome} if case.counted_on is None else {}
    return {**closed, **counted}


def drop_reply(case: Request) -> None:
    """A reply that nobody needs any more: its round lapses."""
    reply = open_reply(case)
    if reply is not None:
        reviews.lapse(reply)
        reply.letters.all().delete()
        reply.delete()


def withdraw(user: User, request: Request, *, on: dt.date | None = None) -> Request:
    """撤回申请: the applicant takes it back."""
    with acting(user, request, events.WITHDRAWN, power=HANDLE, obstacles=against(rules.to_withdraw)) as act:
        day = past(on, act.record.submitted_on)
        act.set(**taken_back(act.record, day, by=actor(user, act.record.organization)))
    return act.record


def taken_back(case: Request, day: dt.date, *, by: Actor) -> dict[str, Any]:
    """What taking a case back does, whoever notes it. Gives the fields to be saved."""
    known = {}
    if case.received_on is None:  # taken back before it was confirmed: received and ended on one day
        case.received_on = day
        start_clock(case, by=by)
        known = {"received_on": day, "provision": case.provision}
    drop_reply(case)
    return known | ending(case, WITHDRAWN, day, by=by, met=False)


def mark_typical(user: User, request: Request) -> Request:
    """典型案例, or no more."""
    with acting(user, request, events.TYPICAL, power=HANDLE, obstacles=against(rules.to_mark_typical)) as act:
        act.set(typical=not act.record.typical)
        act.say(decision="列入" if act.record.typical else "取消")
    return act.record


def archive(user: User, request: Request) -> Request:
    """归档."""
    with acting(user, request, events.ARCHIVED, power=HANDLE, obstacles=against(rules.to_archive)) as act:
        act.set(archived_at=moment.now(), archived_by=user)
    return act.record


def reopen(user: User, request: Request, *, because: str, on: dt.date | None = None) -> Request:
    """重新办理, by order of a review or a court: a new limit from the day on which the decision came.

    The law of the case and its place in the statistics stay.
    """
    with acting(user, request, events.REOPENED, power=HANDLE, obstacles=against(rules.to_reopen)) as act:
        case = act.record
        day = past(on, case.closed_on)
        if not because.strip():
            act.refuse([Obstacle("request:because", "请写明依什么决定、裁判重新办理。", cure="#id_because")])
        people.refuse_names(parties(case), because)
        act.because = because.strip()
        deadlines.start(
            case, REPLY, on=day, chosen={"received_on": case.received_on or day}, organization=case.organization,
            section=case.section, title=f"{case.label}重新答复", holder=case.handler, version=case.provision,
            url=reverse("requests:detail", args=[case.pk]), by=actor(user, case.organization),
        )  # fmt: skip
        case.points.update(answers=[], outcome="", ground="")
        Reply.objects.filter(request=case).exclude(state=Reply.State.SENT).delete()
        act.set(state=State.OPEN, outcome="", closed_on=None, reopened_on=day, archived_at=None, archived_by=None,
                to_open=None, to_open_reason="")  # fmt: skip
        people.settle(case, None)
    return act.record
