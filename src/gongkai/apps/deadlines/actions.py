"""Starting, changing, ending and ringing the clocks. The arithmetic is `gongkai.clocks`; here it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction

from gongkai import clocks, law
from gongkai.apps.deadlines import events
from gongkai.apps.deadlines.models import Deadline, Notice, State
from gongkai.apps.ledger.actions import SYSTEM, record, subject_type
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import REVIEW_OFFICE, holders
from gongkai.clocks import moment

_KINDS = {"restart": clocks.Restart, "exclude": clocks.Exclude, "extend": clocks.Extend, "stop": clocks.Stop}


def levels_of(body: Organization) -> tuple[str, ...]:
    """The levels of law that bind a body: the national one and what the body itself carries."""
    return ("national", *body.law_levels)


def to_event(fact: dict[str, Any]) -> clocks.Event:
    """A stored fact (JSON) as an event of the clock."""
    values = {k: v for k, v in fact.items() if k != "kind"}
    for name in ("on", "first", "last"):
        if name in values:
            values[name] = dt.date.fromisoformat(values[name])
    return _KINDS[fact["kind"]](**values)


def compute(deadline: Deadline) -> clocks.Due:
    """The due date with its steps, from the stored facts and the version the case was judged by."""
    return clocks.deadline(
        law.version(deadline.version), deadline.started_on, [to_event(f) for f in deadline.facts]
    )


def open_deadline(subject: models.Model, matter: str) -> Deadline | None:
    """The clock of this matter that runs or stands against a record."""
    return Deadline.objects.filter(
        subject_type=subject_type(subject),
        subject_id=str(subject.pk),
        provision=matter,
        state__in=[State.RUNNING, State.PAUSED],
    ).first()


def was_met(subject: models.Model, *, matter: str) -> bool:
    """Whether the duty was done once already."""
    return Deadline.objects.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk), provision=matter, state=State.MET
    ).exists()


@transaction.atomic
def start(
    subject: models.Model,
    *,
    matter: str,
    on: dt.date,
    organization: Organization,
    section: Organization,
    title: str,
    holder: User | None = None,
    url: str = "",
) -> Deadline:
    """Start the clock of a provision against a record, or move a running one to new facts.

    matter: id of the provision (`proactive`). on: the day from which it runs, which also picks the version.
    Raises GongkaiError where no version of the provision was in force on that day.
    """
    choosers = {p.chosen_by: on for p in law.known_law().peers(matter)}
    version = law.applicable(matter, choosers, levels_of(organization)).governing
    due = clocks.deadline(version, on)
    running = open_deadline(subject, matter)
    if running and (running.version, running.started_on) == (version.id, on):
        Deadline.objects.filter(pk=running.pk).update(
            title=title[:300], holder=holder, section=section, url=url
        )
        running.refresh_from_db()
        return running
    values: dict[str, Any] = {
        "organization": organization,
        "section": section,
        "holder": holder,
        "title": title[:300],
        "url": url,
        "version": version.id,
        "basis": version.basis,
        "started_on": on,
        "due_on": due.due,
        "provisional": due.provisional,
        "state": State.RUNNING,
        "facts": [],
        "rung_stage": "",
    }
    kept, _ = Deadline.objects.update_or_create(
        subject_type=subject_type(subject),
        subject_id=str(subject.pk),
        provision=matter,
        state__in=[State.RUNNING, State.PAUSED],
        defaults=values,
        create_defaults=values,
    )
    record(
        events.STARTED,
        subject,
        SYSTEM,
        chain=organization.slug,
        title=title,
        basis=version.basis,
        due=clocks.chinese_day(due.due),
        version=version.id,
        started_on=on.isoformat(),
    )
    return kept


def end(subject: models.Model, *, matter: str, on: dt.date | None = None, met: bool = True) -> None:
    """Stop the clock: the duty was done (`met`) or fell away. Nothing happens where none runs."""
    running = open_deadline(subject, matter)
    if running is None:
        return
    on = on or moment.today()
    running.state = State.MET if met else State.CANCELLED
    running.ended_on = max(on, running.started_on)
    running.facts = [
        *running.facts,
        {"kind": "stop", "on": running.ended_on.isoformat(), "why": "已办结" if met else "不再适用"},
    ]
    running.save(update_fields=["state", "ended_on", "facts"])
    record(
        events.MET if met else events.CANCELLED,
        subject,
        SYSTEM,
        chain=running.organization.slug,
        title=running.title,
        basis=running.basis,
        due=running.due_on.isoformat(),
    )


def recompute(deadline: Deadline) -> Deadline:
    """Compute the due date anew, e.g. after a holiday notice was loaded; the change goes to the ledger."""
    due = compute(deadline)
    if (due.due, due.provisional) == (deadline.due_on, deadline.provisional):
        return deadline
    deadline.due_on, deadline.provisional = due.due, due.provisional
    with transaction.atomic():
        deadline.save(update_fields=["due_on", "provisional"])
        record(
            events.CHANGED,
            deadline,
            SYSTEM,
            chain=deadline.organization.slug,
            title=deadline.title,
            why="放假安排已公布",
            due=clocks.chinese_day(due.due),
        )
    return deadline


def ring(now: dt.datetime | None = None) -> list[Notice]:
    """Remind of everything that is near, due or late. May run any number of times, and late: it catches up.

    A row is claimed by a conditional update, so two processes never remind twice of the same stage.
    """
    today = (now or moment.now()).astimezone(moment.BEIJING).date()
    for provisional in Deadline.objects.filter(state=State.RUNNING, provisional=True):
        recompute(provisional)
    horizon = today + dt.timedelta(days=14)  # three working days never span more, even around a long holiday
    near = Deadline.objects.filter(state=State.RUNNING, due_on__lte=horizon).select_related("organization")
    sent: list[Notice] = []
    for deadline in near.order_by("due_on", "id").iterator(chunk_size=500):
        lamp = clocks.lamp(today, deadline.due_on)
        if lamp.state not in {"soon", "today", "late"} or lamp.state == deadline.rung_stage:
            continue
        with transaction.atomic():
            claimed = Deadline.objects.filter(
                pk=deadline.pk, rung_stage=deadline.rung_stage, state=State.RUNNING
            ).update(rung_stage=lamp.state, rung_at=now or moment.now())
            if claimed:
                sent += _remind(deadline, lamp)
    return sent


def _remind(deadline: Deadline, lamp: clocks.Lamp) -> list[Notice]:
    people = {deadline.holder_id} if deadline.holder_id else set()
    people |= set(holders(REVIEW_OFFICE, deadline.organization).values_list("pk", flat=True))
    text = f"{deadline.title[:200]}：{lamp.words}，{lamp.until}"
    notices = [
        Notice(user_id=pk, deadline=deadline, text=text, url=deadline.url, at=moment.now())
        for pk in sorted(people)
    ]
    return Notice.objects.bulk_create(notices)
