"""改进方案 as a list and its sheet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.apps.organizations.permissions import verbs_anywhere
from gongkai.apps.requests import queries
from gongkai.apps.requests.models import Plan
from gongkai.apps.requests.powers import ASSIST, HANDLE, READ
from gongkai.clocks import moment
from gongkai.desk.listing import Column, Listing, Tab, Words


def _sees(user: Any) -> bool:
    return bool({ASSIST, READ} & verbs_anywhere(user))


def _state(*states: str) -> Any:
    return lambda rows, user: rows.filter(state__in=states)


def _late(rows: QuerySet[Plan], user: Any) -> QuerySet[Plan]:
    return rows.filter(state=Plan.State.OPEN, due_on__lt=moment.today())


PLANS_LIST = Listing(
    name="改进方案", noun="改进方案", unit="个", rows=queries.plans, order=("due_on", "id"), newest_first=False, may_see=_sees,
    may_export=lambda user: READ in verbs_anywhere(user), head="requests/_plans_head.html",
    context=lambda user: {"may_plan": HANDLE in verbs_anywhere(user)}, crumbs=(),
    columns=(
        Column("改什么", "title", link=lambda r: reverse("requests:plan", args=[r.pk]), head=True, wide=True, width=40),
        Column("负责科室", lambda r: r.section.name),
        Column("完成期限", "due_on"),
        Column("现在", lambda r: r.get_state_display()),
        Column("成效", "effect", wide=True, width=48),
        Column("措施", "measure", on="sheet", width=48),
        Column("完成", "done_on", on="sheet"),
        Column("复核", "checked_on", on="sheet"),
    ),
    filters=(Words("q", "改什么、措施里的字", fields=("title", "measure")),),
    tabs=(
        Tab("", "在改", _state(Plan.State.OPEN), counted=True), Tab("late", "过了期限", _late, counted=True),
        Tab("done", "待复核", _state(Plan.State.DONE), counted=True), Tab("all", "全部"),
    ),
    empty=("还没有改进方案", "办结的申请列为典型案例后，从同类的典型案例立方案。"),
)  # fmt: skip
