"""The clocks of what comes afterwards: our own answer in a 复议 or a suit, a complaint about disclosure."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.urls import reverse

from gongkai import law
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.deadlines.rules import AGREED, OPEN_STATES
from gongkai.apps.ledger.actions import SYSTEM, Actor
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.requests.models import Complaint, Dispute
from gongkai.exceptions import GongkaiError

log = logging.getLogger(__name__)

REVIEW, SIMPLE, SUIT = "review_answer", "review_answer_simple", "suit_answer"  # provisions of the law
ANSWERS = (REVIEW, SIMPLE, SUIT)
COMPLAINT = "complaint_due"  # rule of the house (law list `duties`)


def matter_of(dispute: Dispute) -> str:
    """Under which provision we answer: a suit; a review, by the simple procedure or not."""
    if dispute.kind != Dispute.Kind.REVIEW:
        return SUIT
    return SIMPLE if dispute.simple else REVIEW


def standing(dispute: Dispute) -> Deadline | None:
    """The clock of our answer, while it runs."""
    found = (open_deadline(dispute, matter) for matter in ANSWERS)
    return next((clock for clock in found if clock is not None), None)


def begin_answer(dispute: Dispute, by: Actor) -> Deadline:
    """The answer is due so many days after its papers were received, or on the day that the notice itself names.

    A clock that runs gives way: the procedure or the day in the notice have become others.
    Raises GongkaiError where the law of that day knows no such procedure.
    """
    matter, told = matter_of(dispute), dispute.answer_due_on
    running = standing(dispute)
    if running is not None and (running.provision != matter or _named(running) != told):
        deadlines.end(dispute, matter=running.provision, met=False, by=by)
    elif running is not None and told is not None:
        return running
    place: dict[str, Any] = {
        "organization": dispute.organization, "section": dispute.section,
        "holder": dispute.request.handler if dispute.request else dispute.entered_by, "title": f"{dispute.label}答复",
        "url": reverse("requests:dispute", args=[dispute.pk]), "by": by,
    }  # fmt: skip
    if told is not None:
        return deadlines.agree(
            dispute,
            matter,
            on=dispute.noticed_on,
            until=told,
            why="通知书写明的期限",
            basis=law.cite(matter),
            **place,
        )
    chosen = {"noticed_on": dispute.noticed_on}
    return deadlines.start(dispute, matter, on=dispute.noticed_on, chosen=chosen, **place)


def begin_missing(limit: int = 500) -> int:
    """Proceedings that were entered before answers had a clock get theirs; each in a transaction of its own.

    One whose day no provision covers stays without: whoever notes its progress is told why.
    """
    kept = Deadline.objects.filter(subject_type=subject_type(Dispute), state__in=OPEN_STATES)
    wanting = (
        Dispute.objects.filter(outcome="", answered_on__isnull=True)
        .exclude(pk__in=kept.filter(provision__in=ANSWERS).values("subject_id"))
        .select_related("organization", "section", "request__handler", "entered_by")
        .order_by("pk")
    )
    done = 0
    for dispute in wanting[:limit]:
        try:
            with transaction.atomic():
                begin_answer(dispute, SYSTEM)
            done += 1
        except GongkaiError as error:
            log.warning("no clock for the answer in dispute %s: %s", dispute.pk, error.sentence)
    return done


def _named(clock: Deadline) -> dt.date | None:
    """The day of a notice, where the clock ends on one; None where it ends by the law."""
    return clock.due_on if clock.version == AGREED else None


def end_answer(dispute: Dispute, on: dt.date, by: Actor, *, met: bool = True) -> None:
    """It was handed in on that day, or is not wanted any more."""
    running = standing(dispute)
    if running is not None:
        deadlines.end(dispute, matter=running.provision, on=on, met=met, by=by)


def begin_complaint(complaint: Complaint, by: Actor) -> None:
    """Where a day was set, it stands on the list of what is due. No law sets one."""
    if complaint.due_on is not None:
        deadlines.agree(
            complaint, COMPLAINT, on=complaint.received_on, until=complaint.due_on, why="登记时定的办理期限",
            basis=law.cite(COMPLAINT), organization=complaint.organization, section=complaint.section,
            title=complaint.label, url=reverse("requests:complaint", args=[complaint.pk]), by=by,
        )  # fmt: skip
