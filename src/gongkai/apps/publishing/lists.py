"""待补签, as page and sheet: acts that could not wait, with the working days they have waited for the second person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai import clocks
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.publishable import kind
from gongkai.apps.reviews.models import SECOND, Signature
from gongkai.clocks import moment
from gongkai.desk.listing import Choice, Column, Listing, Tab
from gongkai.law.processes import process

Rows = QuerySet[Signature]


def _rows(user: Any) -> Rows:
    """What this person may sign, and what others must sign in his reach."""
    seen = Q(pk__in=queries.to_sign(user).order_by().values("pk"))
    seen |= Q(pk__in=queries.unsigned_acts(user).order_by().values("pk"))
    return queries.signatures().order_by().filter(seen)


def _mine(rows: Rows, user: Any) -> Rows:
    return rows.filter(pk__in=queries.to_sign(user).order_by().values("pk"))


def _others(rows: Rows, user: Any) -> Rows:
    return rows.exclude(pk__in=queries.to_sign(user).order_by().values("pk"))


def _prepare(rows: list[Signature], user: Any) -> None:
    queries.with_publications(rows)
    listed: Any = rows
    mine = set(queries.to_sign(user).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True))
    for row in listed:
        row.is_mine = row.pk in mine


def _name(row: Any) -> str:
    subject = row.publication.subject
    return f"{row.label}：{getattr(subject, 'label', '') or subject}"


def _address(row: Any) -> str:
    """Where it is signed; for whoever may not sign it the page of the record."""
    if row.is_mine:
        return reverse("publishing:countersign", args=[row.pk])
    return kind(row.publication.subject_type).address(row.publication.subject_id)


def _waited(row: Signature) -> str:
    since = row.done_at.astimezone(moment.BEIJING).date()
    days = clocks.known_calendar().working_between(since, moment.today())
    return f"{days}个工作日" if days else "今天"


def _in_reach_to_take_away(rows: Rows, user: Any) -> Rows:
    return rows.filter(powers.scope_filter(user, powers.EXPORT, "round__place", ""))


COUNTERSIGNS = Listing(
    name="待补签", noun="补签", rows=_rows, order=("round_id",), newest_first=False, prepare=_prepare,
    may_see=lambda user: bool(powers.verbs_anywhere(user) & {powers.COUNTERSIGN, powers.AUDIT}),
    may_export=lambda user: powers.EXPORT in powers.verbs_anywhere(user), exported=_in_reach_to_take_away,
    lead="紧急发布、撤回、废止和修改先办后签：经办人、拟稿人以外的第二个人签了才算完。",
    tabs=(Tab("", "等我签的", _mine, counted=True), Tab("others", "等别人签的", _others, counted=True)),
    filters=(Choice("act", "事项", choices=tuple(process(SECOND).acts.items())),),
    columns=(
        Column("事项", _name, link=_address, head=True, width=48),
        Column("已等", _waited, width=12),
        Column("经办人", lambda row: row.done_by.get_full_name(), width=10),
        Column("办理时间", lambda row: row.done_at, width=18),
        Column("理由", "reason", width=40),
        Column("办公室", lambda row: row.round.place.name, width=20, on="sheet"),
    ),
    bulk="publishing/_countersign_bulk.html", may_bulk=lambda user: powers.COUNTERSIGN in powers.verbs_anywhere(user),
    empty=("没有等着补签的", "有人紧急发布、撤回公开或登记废止修改时，会列在这里。"),
)  # fmt: skip
