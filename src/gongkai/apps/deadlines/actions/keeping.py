"""What every verb does: lock the row, add the fact, reckon anew, note it in the ledger."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from gongkai import clocks
from gongkai.apps.deadlines import rules
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.ledger.actions import Actor, record


def locked(deadline: Deadline) -> Deadline:
    """The row as it stands now, held until the end of the transaction."""
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=deadline.pk)


def subject_of(deadline: Deadline) -> models.Model:
    """The record under the clock, by its key alone; the clock itself where its kind is not known any more."""
    try:
        kind: type[models.Model] = apps.get_model(deadline.subject_type)
        return kind(pk=deadline.subject_id)
    except (LookupError, ValueError):
        return deadline


def note(event: str, deadline: Deadline, by: Actor, *, because: str = "", **facts: Any) -> None:
    """One line in the ledger of the body, about the record under the clock."""
    record(
        event, subject_of(deadline), by, chain=deadline.organization.slug, title=deadline.title or deadline.basis,
        because=because, **{"basis": deadline.basis, "due": clocks.chinese_day(deadline.due_on), **facts},
    )  # fmt: skip


def set_due(deadline: Deadline, due: clocks.Due) -> list[str]:
    """Take over a reckoned date; returns the changed columns. A date that moved may ring again."""
    if due.due != deadline.due_on:
        deadline.rung_stage = ""
    deadline.due_on, deadline.provisional = due.due, due.provisional
    deadline.reckoning, deadline.fault = clocks.edition(), ""
    return ["due_on", "provisional", "reckoning", "fault", "rung_stage"]


def add(deadline: Deadline, event: str, by: Actor, *added: dict[str, Any], because: str = "") -> Deadline:
    """Add facts to a locked clock. GongkaiError where they contradict what is known; then nothing is written."""
    facts = [*deadline.facts, *added]
    due = rules.reckon(deadline.version, deadline.started_on, facts)
    columns = set_due(deadline, due)
    deadline.facts = facts
    deadline.state = State.PAUSED if due.waiting else State.RUNNING
    deadline.save(update_fields=[*columns, "facts", "state"])
    last = {k: v for k, v in added[-1].items() if k != "kind"}
    note(event, deadline, by, because=because, version=deadline.version, **last)
    return deadline
