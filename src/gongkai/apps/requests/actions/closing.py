"""A case ends, is filed, is opened again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from gongkai import law
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.ledger.actions import Actor
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import Acting, acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import holders
from gongkai.apps.people import actions as people
from gongkai.apps.people.gate import parties
from gongkai.apps.requests import composing, events, letters, rules
from gongkai.apps.requests.actions.days import past
from gongkai.apps.requests.actions.receiving import REPLY, start_clock
from gongkai.apps.requests.models import Consultation, Reply, Request, State
from gongkai.apps.requests.powers import EXTEND, HANDLE, REVIEW
from gongkai.apps.requests.standing import against, open_reply, overturning
from gongkai.apps.reviews import actions as reviews
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle
from gongkai.law import lists

WITHDRAWN = "r3_6_3"


def end_case(act: Acting[Request], outcome: str, on: dt.date, *, met: bool = True) -> None:
    """Close within an act of an officer."""
    act.set(**ending(act.record, outcome, on, by=actor(act.user, act.record.organization), met=met))


def end_lapsed(act: Acting[Request], outcome: str, because: str) -> None:
    """Close because the applicant let a term pass, with the letter that says so and names the remedy; the office is told."""
    today = moment.today()
    text = composing.lapsed(act.record, outcome, because, today)
    letters.make(act.record, "lapsed", by=act.user, on=today, text=text)
    end_case(act, outcome, today, met=False)
    tell_office(act, f"由{act.user.get_full_name()}以{lists.entry('decisions', outcome).label}办结，请看凭据")


def tell_office(act: Acting[Request], said: str) -> None:
    """What one person ended or opened alone is seen by the office that reviews: it can be taken up again."""
    case = act.record
    whom = holders(REVIEW, case.organization).exclude(pk=act.user.pk)
    tell(whom, f"{case.label}{said}", case, reverse("requests:detail", args=[case.pk]))


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


def withdraw(user: User, request: Request, *, proof: str, on: dt.date | None = None) -> Request:
    """撤回申请: the applicant takes it back. proof: where that stands; it is in the ledger and names nobody."""
    with acting(user, request, events.WITHDRAWN, power=HANDLE, obstacles=against(rules.to_withdraw)) as act:
        day = past(on, act.record.submitted_on)
        if not proof.strip():
            words = "请写撤回的凭据在哪里，如撤回书在案卷第几页、电话记录的编号。"
            act.refuse([Obstacle("withdraw:proof", words, law.cite("withdrawing"), "#id_proof")])
        people.refuse_names(parties(act.record), proof)
        act.because = proof.strip()[:300]
        act.set(**taken_back(act.record, day, by=actor(user, act.record.organization)))
        tell_office(act, f"由{user.get_full_name()}记为申请人撤回，已经办结，请看凭据")
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


def reopen(user: User, request: Request, *, on: dt.date | None = None) -> Request:
    """重新办理, by order of a review or a court that stands in the register: a new limit from the day on which it came.

    The law of the case and its place in the statistics stay.
    """
    with acting(user, request, events.REOPENED, power=HANDLE, obstacles=against(rules.to_reopen)) as act:
        order = overturning(act.record)
        assert order is not None  # noqa: S101 — the rule has asked
        act.because = f"{order.label}：{order.get_outcome_display()}"
        _open_again(act, past(on, order.ended_on))
        tell_office(act, "依复议决定、裁判重新办理")
    return act.record


def approve_reopening(user: User, request: Request, *, because: str, on: dt.date | None = None) -> Request:
    """批准重新办理 where no review and no court has spoken: by another person than the handler, with the reason."""
    with acting(
        user, request, events.REOPENED, power=EXTEND, obstacles=against(rules.to_approve_reopening)
    ) as act:
        if not because.strip():
            words = "请写明为什么重新办理，如申请人没有撤回、没有收到告知书。"
            act.refuse([Obstacle("request:because", words, law.cite("reopening"), "#id_because")])
        people.refuse_names(parties(act.record), because)
        act.because = because.strip()[:300]
        _open_again(act, past(on, act.record.closed_on))
        if act.record.handler_id:
            link = reverse("requests:detail", args=[act.record.pk])
            tell(
                [act.record.handler_id], f"{act.record.label}批准重新办理，期限已经开始计算", act.record, link
            )
    return act.record


def _open_again(act: Acting[Request], day: dt.date) -> None:
    case = act.record
    deadlines.start(
        case, REPLY, on=day, chosen={"received_on": case.received_on or day}, organization=case.organization,
        section=case.section, title=f"{case.label}重新答复", holder=case.handler, version=case.provision,
        url=reverse("requests:detail", args=[case.pk]), by=actor(act.user, case.organization),
    )  # fmt: skip
    case.points.update(answers=[], outcome="", ground="")
    Reply.objects.filter(request=case).exclude(state=Reply.State.SENT).delete()
    act.set(state=State.OPEN, outcome="", closed_on=None, reopened_on=day, archived_at=None, archived_by=None,
            to_open=None, to_open_reason="")  # fmt: skip
    people.settle(case, None)
