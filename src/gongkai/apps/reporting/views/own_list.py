"""统计年报: the body's own reports through the years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.apps.organizations.permissions import EXPORT, VIEW, scope_filter, verbs_anywhere
from gongkai.apps.reporting.forms import OpenForm
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reporting.queries import inbox, own, receivers
from gongkai.apps.reporting.rules import FIRST_YEAR
from gongkai.clocks import moment
from gongkai.desk.listing import Choice, Column, Listing


def _years(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    return [(year, f"{year}年") for year in range(moment.today().year, FIRST_YEAR - 1, -1)]


def _open(report: Report) -> str:
    return reverse("reporting:detail", args=[report.pk])


def _document(report: Report) -> str:
    return f"公文{report.document.get_stage_display()}" if report.document else ""


def _taken_away(rows: QuerySet[Report], user: Any) -> QuerySet[Report]:
    return rows.filter(scope_filter(user, EXPORT))


def _context(user: Any) -> dict[str, Any]:
    form = OpenForm(user=user)
    waiting = inbox(user).filter(state=Received.State.RECEIVED).order_by()[:100].count()
    return {
        "form": form, "may_open": form.has_a_place, "waiting": waiting,
        "receives": receivers(user).exists(), "last": moment.today().year - 1,
    }  # fmt: skip


OWN = Listing(
    name="统计年报", noun="年报", unit="份", rows=own, order=("year", "id"),
    may_see=lambda user: VIEW in verbs_anywhere(user), may_export=lambda user: EXPORT in verbs_anywhere(user),
    exported=_taken_away,
    columns=(
        Column("年报", lambda r: f"{r.organization.name} {r.year}年度", link=_open, head=True, on="screen"),
        Column("年度", "year", on="sheet", width=8),
        Column("单位", lambda r: r.organization.name, on="sheet", width=30),
        Column("状态", lambda r: r.get_state_display(), note=_document, width=10),
        Column("公开", _document, on="sheet", width=14),
        Column("编制", lambda r: r.drafted_by.get_full_name(), note=lambda r: r.section.name, width=12),
        Column("科室", lambda r: r.section.name, on="sheet", width=20),
        Column("办理", lambda r: "接着编" if r.state == State.DRAFT else "打开", link=_open, on="screen"),
    ),
    filters=(Choice("year", "年度", choices=_years), Choice("state", "状态", choices=State.choices)),
    lead="数由记录得出，点开看名单；没有记录的手工填报，写明谁核实", head="reporting/_own_head.html",
    above="reporting/_begin.html", context=_context,
    empty=("还没有编制过年报", "有拟稿岗位的人在上面选好年度，就从记录里算出各数。"),
)  # fmt: skip
