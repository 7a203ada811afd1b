"""依申请公开, as list and sheet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.apps.deadlines.queries import lamps_for
from gongkai.apps.organizations.permissions import verbs_anywhere
from gongkai.apps.people.models import Kind
from gongkai.apps.requests import queries
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.models import Request, State
from gongkai.apps.requests.powers import READ
from gongkai.desk.listing import Choice, Column, Listing, Tab, Words
from gongkai.law import lists as law_lists

_RUNNING = [State.RECEIVED, State.OPEN, State.CORRECTION, State.FEE, State.IN_REVIEW, State.APPROVED]


def _prepare(rows: list[Request], user: Any) -> None:
    lamps = lamps_for(rows, REPLY)
    for row in rows:
        row.due = lamps.get(row.pk)  # type: ignore[attr-defined]


def _running(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    return rows.filter(state__in=_RUNNING)


def _channels() -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in law_lists.entries("channels")]


def _channel(row: Request) -> str:
    return law_lists.entry("channels", row.channel).label


def _reads(user: Any) -> bool:
    return READ in verbs_anywhere(user)


REQUESTS = Listing(
    name="依申请公开", noun="申请", rows=queries.visible, order=("entered_at", "id"), prepare=_prepare,
    may_see=_reads, may_export=_reads,
    columns=(
        Column("要什么", "subject", link=lambda r: reverse("requests:detail", args=[r.pk]), head=True, wide=True,
               width=44, note=lambda r: f"{r.shown_number}　{_channel(r)}　{r.get_applicant_kind_display()}"),
        Column("受理号", "shown_number", on="sheet"),
        Column("渠道", _channel, on="sheet"),
        Column("申请人类别", lambda r: r.get_applicant_kind_display(), on="sheet"),
        Column("收到", "received_on"),
        Column("期限", "due", lamp=True, width=28),
        Column("状态", lambda r: r.get_state_display()),
        Column("承办", lambda r: r.handler.get_full_name() if r.handler else r.section.name),
        Column("办结", "closed_on", on="sheet"),
        Column("结果", lambda r: law_lists.entry("decisions", r.outcome).label if r.outcome else "", on="sheet",
               width=30),
    ),
    filters=(
        Choice("channel", "渠道", choices=lambda user, chosen: _channels()),
        Choice("applicant_kind", "申请人", choices=Kind.choices),
        Choice("state", "状态", choices=State.choices),
        Words("q", "受理号或要的内容", fields=("number", "subject")),
    ),
    tabs=(Tab("", "在办", _running), Tab("all", "全部")),
    empty=("还没有申请", "网上提交的会自动列在这里；当面、信函、传真、口头提出的，请登记。"),
)  # fmt: skip
