"""来信, as page and sheet."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from tests.house.letters_duty import queries
from tests.house.letters_duty.actions import MATTER
from tests.house.letters_duty.models import Letter

from gongkai.apps.deadlines.queries import lamps_for
from gongkai.apps.organizations.permissions import EXPORT, VIEW, verbs_anywhere
from gongkai.desk.listing import Choice, Column, Listing, Words


def _prepare(letters: list[Letter], user: Any) -> None:
    lamps = lamps_for(letters, MATTER)
    for letter in letters:
        letter.due = lamps.get(letter.pk)  # type: ignore[attr-defined]


LETTERS = Listing(
    name="来信", noun="来信", rows=queries.visible, order=("received_on", "id"), prepare=_prepare,
    may_see=lambda user: VIEW in verbs_anywhere(user), may_export=lambda user: EXPORT in verbs_anywhere(user),
    columns=(
        Column("标题", "title", link=lambda r: reverse("letters:detail", args=[r.pk]), head=True, width=40),
        Column("收到", "received_on"),
        Column("期限", "due", lamp=True),
        Column("状态", lambda r: r.get_state_display()),
        Column("拟答人", lambda r: r.drafted_by.get_full_name() if r.drafted_by else "", on="sheet"),
    ),
    filters=(Choice("state", "状态", choices=Letter.State.choices), Words("q", "标题", fields=("title",))),
    empty=("还没有来信", "收到后会列在这里。"),
)  # fmt: skip
