"""The officer's home and the two lists that lie behind it: all running clocks, and the ledger in sentences."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.apps.deadlines.queries import DueRow, faults, lamp_of, running
from gongkai.apps.ledger.queries import last_acts
from gongkai.apps.notices.queries import unread
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.workbench import queries
from gongkai.apps.workbench.chrome import is_unit_officer
from gongkai.apps.workbench.overview import has_below
from gongkai.clocks import moment


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """我的工作台: what is due comes first, then what waits, then what lies half done."""
    user: Any = request.user
    held = powers.verbs_anywhere(user)
    context: dict[str, Any] = {
        "today": moment.today(),
        "held": held,
        "may_draft": powers.DRAFT in held,
        "may_view": powers.VIEW in held,
        "may_manage": powers.MANAGE_PEOPLE in held,
        "holidays": queries.holidays_ahead(),
        "returned": queries.returned_to(user),
        "notices": unread(user),
        "faults": list(faults(user)[:20]) if powers.MANAGE_PEOPLE in held else [],
        "may_act": bool(held - {powers.VIEW, powers.EXPORT, powers.AUDIT}),
    }
    if is_unit_officer(user):
        context |= _unit(user)
        return render(request, "workbench/home_unit.html", context)
    found = queries.pressing(user, context["returned"])
    context |= {
        "groups": found.groups,
        "mine": found.mine,
        "others": found.others,
        "due_total": sum(g.count for g in found.groups),
        "next_due": None if found.groups or powers.VIEW not in held else _next_due(user),
        "queues": queries.piles(user),
        "drafts": queries.drafts(user) if powers.DRAFT in held else [],
        "acts": last_acts(str(user.pk)),
        "weeks": queries.calendar(user) if powers.VIEW in held else [],
        "audit": powers.AUDIT in held,
        "may_oversee": has_below(user),
        "may_brief": powers.OVERSEE in held,
    }
    return render(request, "workbench/home.html", context)


def _unit(user: Any) -> dict[str, Any]:
    rows = [DueRow(d, lamp_of(d)) for d in running(user)[:12]]
    held_back = {r.key for r in queries.returned_to(user)}
    duties = [x for x in queries.due_lines(user, rows) if str(x.row.deadline.subject_id) not in held_back]
    return {
        "duties": duties,
        "todo": sum(line.what.solid for line in duties) + len(held_back),
        "others": sum(not line.what.solid for line in duties),
        "lamps": {str(r.deadline.subject_id): r for r in rows},
        "drafts": queries.drafts(user, limit=8),
        "acts": last_acts(str(user.pk), limit=4),
        "first_due": rows[0] if rows else None,
    }


def _next_due(user: Any) -> DueRow | None:
    nearest = running(user).first()
    return DueRow(nearest, lamp_of(nearest)) if nearest else None
