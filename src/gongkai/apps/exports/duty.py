"""导出: files of large lists, each for the one who asked."""

from __future__ import annotations

from gongkai.apps.duties import ANY_POST, Duty, Entry, Group, Mount
from gongkai.apps.exports.settings import KEPT
from gongkai.apps.organizations.permissions import EXPORT

DUTY = Duty(
    code="exports",
    name="导出",
    # whose a file is, the views ask: there is no place in it that a post could reach
    routes={
        "exports:list": ANY_POST,
        "exports:file": ANY_POST,
        "exports:again": ANY_POST,
        "exports:drop": ANY_POST,
    },
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
    settings=(KEPT,),
)
