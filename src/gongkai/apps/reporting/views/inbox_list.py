"""报送的年报: everything handed in within reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.apps.organizations.permissions import (
    EXPORT,
    VIEW,
    scope_filter,
    verbs_anywhere,
)
from gongkai.apps.reporting.models import Received
from gongkai.apps.reporting.queries import inbox, may_hand_in, receivers
from gongkai.clocks import moment
from gongkai.desk.listing import Choice, Column, Listing


def _years(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    this = moment.today().year
    return [(year, f"{year}年") for year in range(this, this - 6, -1)]


def _taken_away(rows: QuerySet[Received], user: Any) -> QuerySet[Received]:
    return rows.filter(
        scope_filter(user, EXPORT, "receiver", "") | scope_filter(user, EXPORT, "organization", "")
    )


def _open(received: Received) -> str:
    return reverse("reporting:received", args=[received.pk])


def _head(user: Any) -> dict[str, Any]:
    return {
        "may_hand_in": may_hand_in(user), "receives": receivers(user).exists(),
        "last": moment.today().year - 1,
    }  # fmt: skip


INBOX = Listing(
    name="报送的年度报告", noun="报送", unit="份", rows=inbox, order=("handed_in_at", "id"),
    may_see=lambda user: VIEW in verbs_anywhere(user), may_export=lambda user: EXPORT in verbs_anywhere(user),
    exported=_taken_away,
    columns=(
        Column(
            "报告", lambda r: f"{r.organization.name} {r.year}年度", link=_open, note=lambda r: r.name, head=True,
            width=36,
        ),
        Column("文件", "name", on="sheet", width=36),
        Column("状态", lambda r: r.get_state_display(), note=lambda r: r.reason[:40], width=10),
        Column("退回理由", "reason", on="sheet", width=36),
        Column("错误", lambda r: r.errors or 0, right=True, width=8),
        Column("请核", "warnings", right=True, width=8),
        Column("报送人", lambda r: r.handed_in_by.get_full_name(), width=10),
        Column("报送时间", "handed_in_at", width=18),
        Column("办理", lambda r: "去处理" if r.state == Received.State.RECEIVED else "打开", link=_open, on="screen"),
    ),
    filters=(Choice("year", "年度", choices=_years), Choice("state", "状态", choices=Received.State.choices)),
    lead="收到即读、即查；有错的连同问题清单退回。", head="reporting/_inbox_head.html",
    context=_head,
    crumbs=(("统计年报", "reporting:list"),),
    empty=("还没有报送", "下级单位报送后列在这里；邮件收到的也可以由您代传。"),
)  # fmt: skip
