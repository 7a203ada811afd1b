"""站点管理: what the public site of a body consists of beside its records."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Entry, Group, Mount, needs
from gongkai.apps.organizations.models import Role
from gongkai.apps.premises import guide
from gongkai.apps.premises.powers import KEEP_WORDS, MANAGE_SITE

_PLACE = needs(MANAGE_SITE, of="organizations.Organization", places=(("body", "pk"),))
_WORDS = needs(KEEP_WORDS, of="organizations.Organization", places=(("body", "pk"),))
_COLUMN = needs(MANAGE_SITE, of="catalogue.Column", places=(("organization", ""),))

DUTY = Duty(
    code="premises",
    name="站点管理",
    powers={Role.ADMIN: {MANAGE_SITE, KEEP_WORDS}, Role.OFFICE: {KEEP_WORDS}},
    routes={
        "premises:home": needs(MANAGE_SITE),
        **{
            f"premises:{name}": _PLACE
            for name in ("site", "guide", "numbers", "columns", "topics", "texts", "holidays", "files")
        },
        "premises:words": _WORDS,
        "premises:searched": _WORDS,
        "premises:searches": needs(KEEP_WORDS),
        "premises:column": _COLUMN,
        "premises:column_order": _COLUMN,
    },
    piles=guide.piles,
    staff=(Mount("site/", "gongkai.apps.premises.urls"),),
    menu=(
        Entry(
            "站", "站点管理", "premises:home", frozenset({MANAGE_SITE}), Group.HOUSE, also=("premises:",), position=52
        ),
        Entry("搜", "搜不到的", "premises:searches", frozenset({KEEP_WORDS}), Group.HOUSE, also=("premises:searched", "premises:words"), position=53),
    ),
)  # fmt: skip
