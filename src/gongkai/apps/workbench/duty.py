"""我的工作台: the officer's home and the two lists behind it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.apps.duties import ANY_POST, Below, Count, Duty, Entry, Group, Mount, Pile, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.workbench.overview import late_below
from gongkai.apps.workbench.queries import due_now


def _to_finish(user: Any) -> Count:
    number = due_now(user)
    return Count(number, number > 0)


def _piles(user: Any) -> list[Pile]:
    """On the home page of who watches over others: what is late there."""
    count = late_below(user) if p.OVERSEE in p.verbs_anywhere(user) else 0
    return [Pile("下级单位逾期的", count, reverse("workbench:overview"), position=80)] if count else []


DUTY = Duty(
    code="workbench",
    name="工作台",
    routes={
        "workbench:home": ANY_POST,
        "workbench:handbook": ANY_POST,
        "workbench:deadlines": needs(p.VIEW),
        "workbench:chase": needs(p.VIEW, of="deadlines.Deadline"),
        "workbench:brief": needs(p.OVERSEE),
        "workbench:brief_list": needs(p.OVERSEE),
        "workbench:brief_export": needs(p.EXPORT),
        "workbench:overview": needs(p.OVERSEE),
        "workbench:overview_list": needs(p.OVERSEE),
        "workbench:overview_export": needs(p.EXPORT),
        "workbench:chase_below": needs(p.OVERSEE, of="deadlines.Deadline", places=(Below("organization"),)),
        "workbench:notices": ANY_POST,
        "workbench:deadlines_export": needs(p.EXPORT),
        "workbench:ledger": ANY_POST,
        "workbench:ledger_export": needs(p.AUDIT),
        "workbench:read": ANY_POST,
    },
    staff=(Mount("", "gongkai.apps.workbench.urls"),),
    piles=_piles,
    menu=(
        Entry(
            "台", "我的工作台", "workbench:home", group=Group.WORK, also=("workbench:deadlines", "workbench:overview", "workbench:brief", "workbench:notices"),
            count=_to_finish, position=0, unit="我要交什么",
        ),
        Entry("账", "办理台账", "workbench:ledger", frozenset({p.AUDIT}), Group.HOUSE, position=10),
    ),
)  # fmt: skip
