"""Due dates follow what is known of holidays and law. A row that cannot be reckoned stops nobody."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q

from gongkai import clocks
from gongkai.apps.deadlines import events, rules
from gongkai.apps.deadlines.actions.keeping import locked, note, set_due
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.ledger.actions import SYSTEM
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, holders
from gongkai.exceptions import GongkaiError

log = logging.getLogger("gongkai.deadlines")


def recompute(deadline: Deadline) -> Deadline:
    """Reckon one clock anew; a date that moves goes to the ledger. GongkaiError for a row that cannot be read."""
    with transaction.atomic():
        row = locked(deadline)
        before = (row.due_on, row.provisional)
        columns = set_due(row, rules.reckon(row.version, row.started_on, row.facts))
        row.save(update_fields=columns)
        if before != (row.due_on, row.provisional):
            note(events.CHANGED, row, SYSTEM, why="放假安排或者规定有更新", before=before[0].isoformat())
    return row


def reckon_stale(limit: int = 5000) -> int:
    """Reckon the open clocks that were reckoned by another edition of calendar and law. Returns how many.

    Each row by itself; one that fails keeps its last good date and becomes a finding for the administrator, once
    for each edition.
    """
    clocks.refresh()
    edition = clocks.edition()
    stale = Deadline.objects.filter(
        Q(reckoning__lt=edition) | Q(reckoning__gt=edition), state__in=rules.OPEN_STATES
    )
    rows = list(stale.select_related("organization").order_by("due_on", "id")[:limit])
    for row in rows:
        try:
            recompute(row)
        except GongkaiError as error:
            mark(row, error.sentence, edition)
        except Exception as error:
            mark(row, f"内部错误（{type(error).__name__}）", edition)
    return len(rows)


def mark(row: Deadline, sentence: str, edition: str) -> None:
    """Keep why a row cannot be reckoned, and tell the administrators of its body when that is news."""
    log.error("deadline %s (%s) cannot be reckoned", row.pk, row.version[:60])
    with transaction.atomic():
        Deadline.objects.filter(pk=row.pk).update(fault=sentence[:200], reckoning=edition)
        if row.fault != sentence[:200]:
            people = holders(MANAGE_PEOPLE, row.organization)
            tell(people, f"期限推算不出来，仍按{clocks.chinese_day(row.due_on)}提醒：{row.title[:120]}", row)
