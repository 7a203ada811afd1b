"""导出: files of large lists, each for the one who asked."""

from __future__ import annotations

from gongkai.apps.duties import ANY_POST, Duty, Entry, Group, Mount, Prune, needs
from gongkai.apps.exports.actions import expire
from gongkai.apps.exports.settings import KEPT
from gongkai.apps.organizations.permissions import EXPORT

_OWN = needs(of="exports.Export", owner="user_id")

DUTY = Duty(
    code="exports",
    name="导出",
    routes={"exports:list": ANY_POST, "exports:file": _OWN, "exports:again": _OWN, "exports:drop": _OWN},
    staff=(Mount("exports/", "gongkai.apps.exports.urls"),),
    menu=(
        Entry(
            "导",
            "我的导出",
            "exports:list",
            frozenset({EXPORT}),
            Group.HOUSE,
            also=("exports:",),
            position=80,
        ),
    ),
    prunes=(Prune("过期的导出", expire, KEPT),),
)
