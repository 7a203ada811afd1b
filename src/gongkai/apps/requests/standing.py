"""A case as the rules see it today. Rows that a page has fetched together are not asked for again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from gongkai.apps.deadlines.actions import levels_of
from gongkai.apps.requests import rules
from gongkai.apps.requests.models import Dispute, Extension, Reply, Request, State
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

_OPEN_REPLY = {Reply.State.DRAFT, Reply.State.IN_REVIEW, Reply.State.APPROVED, Reply.State.RETURNED}
_CHANGES = {Dispute.Outcome.CORRECT, Dispute.Outcome.OTHER}  # 其他结果: a settlement, say
STEPS = ("points", "consultations", "extensions", "assists", "replies")
ONES = ("correction", "fee", "frequency")


def one(request: Request, name: str) -> Any:
    """The row of a one-to-one step, None where there is none."""
    return getattr(request, name) if hasattr(request, name) else None


def open_reply(request: Request) -> Reply | None:
    """The reply that is being written or judged."""
    return next((r for r in request.replies.all() if r.state in _OPEN_REPLY), None)


def open_extension(request: Request) -> Extension | None:
    """The extension that waits for its second person."""
    return next((e for e in request.extensions.all() if e.decision == ""), None)


def facts_of(request: Request, user: Any = None) -> rules.Facts:
    """The facts, for the rules that stand before the button and for the act itself."""
    correction, fee, frequency = (one(request, name) for name in ONES)
    points, reply = list(request.points.all()), open_reply(request)
    extension = open_extension(request)
    granted = [e.amount for e in request.extensions.all() if e.decision == Extension.Decision.AGREED]
    consultations = list(request.consultations.all())
    told = _told(request)
    return rules.Facts(
        state=request.state, today=moment.today(), received_on=request.received_on, version=request.provision,
        levels=levels_of(request.organization), points=len(points),
        answered=sum(bool(p.outcome) for p in points), correction_asked=correction and correction.asked_on,
        correction_due=correction and correction.due_on,
        correction_received=correction and correction.received_on,
        correction_told=told if request.state == State.CORRECTION else None,
        fee_told=told if request.state == State.FEE else None,
        waiting=tuple(c.due_on for c in consultations if not c.answer), consulted=len(consultations),
        late=sum(c.late and not c.weighed for c in consultations),
        extension_open=extension is not None, extended=sum(granted),
        extension_asker=extension.asked_by_id if extension else None, fee_noticed=fee and fee.noticed_on,
        fee_due=fee and fee.due_on, fee_settled=bool(fee and (fee.paid_on or fee.waived_on or fee.lapsed_on)),
        fee_noticer=fee and fee.noticed_by_id, frequency_asked=frequency is not None,
        frequency_judged=bool(frequency and frequency.reasonable is not None),
        reply=reply.state if reply else "", assists_open=sum(a.answered_at is None for a in request.assists.all()),
        to_open=request.to_open, archived=request.archived_at is not None,
        overturned=overturning(request) is not None, handler=request.handler_id, person=getattr(user, "pk", 0) or 0, drafter=reply.drafted_by_id if reply else None,
        counted=request.counted_on is not None,
    )  # fmt: skip


_ASKS = {State.CORRECTION: "correction", State.FEE: "fee"}


def _told(request: Request) -> dt.date | None:
    """When the letter that the case now waits for reached the applicant, by its registered delivery."""
    kind = _ASKS.get(State(request.state))
    sent = (
        [x.delivery for x in request.letters.all() if x.kind == kind and hasattr(x, "delivery")]
        if kind
        else []
    )
    return max((row.arrived_on or row.sent_on for row in sent), default=None)


def overturning(request: Request) -> Dispute | None:
    """The latest decision of the register, made since the case was closed, that changed what was answered."""
    if request.state != State.CLOSED or request.closed_on is None:
        return None
    found = [
        row
        for row in request.disputes.all()
        if row.outcome in _CHANGES and row.ended_on is not None and row.ended_on >= request.closed_on
    ]
    return max(found, key=lambda row: (row.ended_on, row.pk), default=None)


def against(rule: rules.Rule) -> Callable[[Any, Request], list[Obstacle]]:
    """The rule as the acts ask it: (user, record) → what stands against it."""
    return lambda user, request: rule(facts_of(request, user))


def answered(request: Request) -> bool:
    """The reply has gone out to the applicant."""
    return any(x.reply_id and hasattr(x, "delivery") for x in request.letters.all())


def ended(request: Request) -> bool:
    """Nothing more runs."""
    return request.state in {State.CLOSED, State.MERGED}
