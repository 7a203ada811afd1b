"""The two lists behind the officer's home: all running clocks, and the ledger in sentences."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.apps.deadlines import queries as deadlines
from gongkai.apps.deadlines.models import TITLES, Deadline
from gongkai.apps.deadlines.queries import DueRow, lamp_of, running
from gongkai.apps.ledger.models import TITLES as OF_ENTRIES
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import in_words
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.workbench import brief, overview, queries
from gongkai.desk.listing import Choice, Column, Listing, Tab, Words


def _holds(verb: str) -> Any:
    return lambda user: verb in powers.verbs_anywhere(user)


def _with_holders(deadlines: list[Deadline], user: Any) -> None:
    for line in queries.holders([DueRow(d, lamp_of(d)) for d in deadlines]):
        deadline: Any = line.row.deadline
        deadline.due, deadline.where, deadline.chased = line.row, line.where, line.chased


def _linked(deadline: Any) -> str:
    """The record behind a clock, for those who may read it; its clock alone for who watches over its body."""
    return deadline.url if deadline.readable else ""


def _where(deadline: Any) -> str:
    """In whose hands it is, as its duty says; else who is entered as its holder."""
    return deadline.where or (f"在{deadline.holder.get_full_name()}处" if deadline.holder else "没有人承办")


def _section(deadline: Any) -> str:
    return deadline.section.name if deadline.section_id != deadline.organization_id else ""


def _chase(deadline: Any) -> str:
    return f"已催{deadline.chased}次" if deadline.chased else "去催"


def _taken_away(rows: QuerySet[Deadline], user: Any) -> QuerySet[Deadline]:
    return rows.filter(powers.scope_filter(user, powers.EXPORT))


# what the columns show, and no more: bodies and people are wide rows
_SHOWN = (
    "organization", "title", "url", "subject_type", "subject_id", "provision", "version", "basis", "started_on", "due_on",
    "provisional", "state", "ended_on", "section__name", "holder__name", "holder__username",
)  # fmt: skip


def _running(user: Any) -> QuerySet[Deadline]:
    return running(user).select_related(None).select_related("section", "holder").only(*_SHOWN)


DEADLINES = Listing(
    name="全部期限", noun="期限", rows=_running, order=("due_on", "id"), newest_first=False, prepare=_with_holders,
    may_see=_holds(powers.VIEW), may_export=_holds(powers.EXPORT), exported=_taken_away,
    tabs=(Tab("", "我能看到的"), Tab("mine", "我承办的", lambda rows, user: rows.filter(holder=user))),
    columns=(
        Column("事项", "title", link=lambda d: d.url, head=True, width=48),
        Column("期限", "due", lamp=True, width=26),
        Column("现在", "where", wide=True, width=36),
        Column("催办", _chase, link=lambda d: reverse("workbench:chase", args=[d.pk]), on="screen"),
        Column("催办次数", "chased", on="sheet", width=10),
        Column("承办人", lambda d: d.holder.get_full_name() if d.holder else "", width=10),
        Column("承办科室", lambda d: d.section.name, width=16),
        Column("起算", "started_on", width=13),
        Column("依据", "basis", wide=True, width=36),
    ),
    filters=(Words("q", "事项中的字", by=lambda rows, q, user: TITLES.narrow(rows, q)),),
    lead="先到期的在前；周末、法定节假日不计，调休上班的周末计入。",
    crumbs=(("我的工作台", "workbench:home"),),
    empty=("没有正在走的期限", "办结的不再列出；公文的期限在公文页里能看到。"),
)  # fmt: skip


def _of_overseen(rows: QuerySet[Deadline], user: Any) -> QuerySet[Deadline]:
    return rows.filter(powers.scope_filter(user, powers.EXPORT) | powers.overseen(user))


def _with_readable(deadlines: list[Deadline], user: Any) -> None:
    _with_holders(deadlines, user)
    for deadline in deadlines:
        line: Any = deadline
        line.readable = powers.may(user, powers.VIEW, deadline)


OVERSEEN = Listing(
    name="各单位期限", noun="期限", rows=deadlines.overseen, order=("due_on", "id"), newest_first=False,
    prepare=_with_readable, may_see=_holds(powers.OVERSEE), may_export=_holds(powers.EXPORT), exported=_of_overseen,
    columns=(
        Column("事项", "title", link=_linked, head=True, width=48),
        Column("单位", lambda d: d.organization.name, note=_section, width=24),
        Column("期限", "due", lamp=True, width=26),
        Column("现在", _where, wide=True, width=36),
        Column("催办", _chase, link=lambda d: reverse("workbench:chase_below", args=[d.pk]), on="screen"),
        Column("催办次数", "chased", on="sheet", width=10),
        Column("起算", "started_on", width=13),
        Column("依据", "basis", wide=True, width=36),
    ),
    filters=(
        Choice("body", "单位", overview.bodies_offered, by=overview.of_body),
        Choice("when", "到期", overview.WHEN, by=overview.of_when),
        Choice("kind", "种类", overview.kinds_offered, by=overview.of_kind, least=2),
        Words("q", "事项中的字", by=lambda rows, q, user: TITLES.narrow(rows, q)),
    ),
    lead="先到期的在前。看得到期限和在谁手里；文件本身由各单位看、各单位办。",
    crumbs=(("我的工作台", "workbench:home"), ("各单位", "workbench:overview")),
    empty=("没有正在走的期限", "本单位和下级单位办结的不再列出。"),
)  # fmt: skip


def _done(deadline: Any) -> Any:
    return deadline.ended_on or "还没有办结"


def _kept(deadline: Any) -> str:
    on_time = deadline.ended_on is not None and deadline.ended_on <= deadline.due_on
    return "按期" if on_time else "超期"


FALLEN_DUE = Listing(
    name="到期和办结", noun="期限", rows=brief.rows, order=("due_on", "id"), prepare=_with_readable,
    may_see=_holds(powers.OVERSEE), may_export=_holds(powers.EXPORT), exported=_of_overseen,
    columns=(
        Column("事项", "title", link=_linked, head=True, width=48),
        Column("单位", lambda d: d.organization.name, note=_section, width=24),
        Column("届满日", "due_on", width=13),
        Column("办结日", _done, width=13),
        Column("是否按期", _kept, width=10),
        Column("现在", _where, wide=True, width=36),
        Column("起算", "started_on", width=13),
        Column("依据", "basis", wide=True, width=36),
    ),
    filters=(
        Choice("month", "月份", brief.months_offered, by=brief.of_month, always=True),
        Choice("body", "单位", brief.places_offered, by=overview.of_body),
        Choice("kind", "种类", brief.kinds_offered, by=overview.of_kind, least=2),
        Choice("how", "是否按期", brief.HOW, by=brief.of_how),
        Words("q", "事项中的字", by=lambda rows, q, user: TITLES.narrow(rows, q)),
    ),
    lead="届满日在这个月、已经办结或者已经过了届满日的；撤销的、停计的不在内。",
    crumbs=(("我的工作台", "workbench:home"), ("领导一页", "workbench:brief")),
    empty=("这个月没有到期的期限", "换一个月份看看。"),
)  # fmt: skip


def _entries(user: Any) -> QuerySet[Entry]:
    """One's own acts; for an auditor the acts of the bodies in reach."""
    if powers.AUDIT in powers.verbs_anywhere(user):
        if powers.holds_everywhere(user, powers.AUDIT):
            return Entry.objects.all()
        return Entry.objects.filter(chain__in=powers.reachable(user, powers.AUDIT).values("slug"))
    return Entry.objects.filter(actor_id=str(user.pk))


def _lead(user: Any) -> str:
    audit = powers.AUDIT in powers.verbs_anywhere(user)
    return f"{'本单位及下级' if audit else '您'}办过的每一件事，只增不改。"


def _may_take_ledger(user: Any) -> bool:
    return {powers.AUDIT, powers.EXPORT} <= powers.verbs_anywhere(user)


LEDGER = Listing(
    name="办理台账", noun="记录", unit="条", rows=_entries, order=("at", "id"),
    may_see=lambda user: bool(powers.grants(user)), may_export=_may_take_ledger,
    columns=(
        Column("时间", "at", width=18),
        Column("办理人", "actor_name", note=lambda e: e.actor_post, width=10),
        Column("岗位", "actor_post", on="sheet", width=24),
        Column("办了什么", lambda e: in_words(e).sentence, note=lambda e: e.because, wide=True, width=40),
        Column("事由", "because", on="sheet", width=40),
        Column("事项", "subject_title", wide=True, width=48),
        Column("台账号", "number", right=True, width=10),
        Column("链", "chain", on="sheet", width=12),
        Column("校验值", "hash", on="sheet", width=66),
    ),
    filters=(Words("q", "文号或标题中的字", by=lambda rows, q, user: OF_ENTRIES.narrow(rows, q)),),
    lead=_lead, crumbs=(("我的工作台", "workbench:home"),),
    empty=("还没有记录", "登记、送审、审核、发布都会记在这里。"),
)  # fmt: skip
