"""依申请公开, 协办 and 复议诉讼, as lists and sheets."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai import clocks, law
from gongkai.apps.deadlines.models import State as Standing
from gongkai.apps.deadlines.queries import DueRow, lamp_of, lamps_for, way
from gongkai.apps.organizations.permissions import asker, verbs_anywhere
from gongkai.apps.people.models import Kind
from gongkai.apps.requests import queries, strips
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.analysis import behind
from gongkai.apps.requests.models import WORDS, Complaint, Dispute, Reply, Request, State
from gongkai.apps.requests.powers import ASSIST, EXTEND, HANDLE, READ, REVIEW
from gongkai.clocks import moment
from gongkai.desk.listing import Choice, Column, Filter, Listing, Tab, Words
from gongkai.law import lists as law_lists

RUNNING = [State.RECEIVED, State.OPEN, State.CORRECTION, State.FEE, State.IN_REVIEW, State.APPROVED]
_WIDE = 8  # of one cell of the bar


def _prepare(rows: list[Request], user: Any) -> None:
    lamps = lamps_for(rows, REPLY, drawn=True)
    steps = queries.steps_of(rows)
    for row in rows:
        row.due = lamps.get(row.pk)  # type: ignore[attr-defined]
        row.step = steps.get(row.pk, "")  # type: ignore[attr-defined]


def bar(row: Request) -> SafeString | None:
    """One cell a working day: full counted, hollow left, the last framed; below it the same in words."""
    due: DueRow | None = row.due  # type: ignore[attr-defined]
    if due is None:
        return None
    clock = due.deadline
    return _bar(clock.version, clock.started_on, json.dumps(clock.facts), moment.today(), clocks.edition())


@lru_cache(maxsize=2000)  # a list is opened many times a day, and its clocks stand still till tomorrow
def _bar(version: str, started_on: dt.date, facts: str, today: dt.date, edition: str) -> SafeString | None:
    """edition: of calendar and law, by which the days are counted: with another one it is drawn anew."""
    found = way(version, started_on, json.loads(facts), today)
    if found is None:
        return None
    steps, summed = [s for s in found.steps[1:] if s.counted], strips.summed(found, today)
    drawn: dict[str, str] = {}
    for n, step in enumerate(steps):
        css = "d-end" if n == len(steps) - 1 else "d-yes" if step.date <= today else "d-left"
        drawn[css] = f"{drawn.get(css, '')}M{n * _WIDE + 1} 1h6v12h-6z"
    cells = format_html_join("", '<path class="{}" d="{}"/>', drawn.items())
    return format_html(
        '<svg class="gk-days" width="{}" height="14" role="img" aria-label="{}">{}</svg><small>{}</small>',
        len(steps) * _WIDE + 2, summed.words, cells, summed.words,
    )  # fmt: skip


def _weekday(row: Request) -> str:
    """The day of the week on which it runs out, for the screen; the sheet says it with the date."""
    due: DueRow | None = row.due  # type: ignore[attr-defined]
    return f"周{strips.WEEK[due.deadline.due_on.weekday()]}截止" if due else ""


def _now(row: Request) -> str:
    if row.step:  # type: ignore[attr-defined]
        return f"等{row.step}"  # type: ignore[attr-defined]
    holder = row.handler.get_full_name() if row.handler else row.section.name
    return f"{row.get_state_display()}　{holder}" if row.state in RUNNING else row.get_state_display()


def _channels() -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in law_lists.entries("channels")]


def _channel(row: Request) -> str:
    return law_lists.entry("channels", row.channel).label


def _outcome(row: Request) -> str:
    return law_lists.entry("decisions", row.outcome).label if row.outcome else ""


def _answers(rows: list[Dispute], user: Any) -> None:
    clocks_ = queries.answers_of(rows)
    for row in rows:
        clock = clocks_.get(row.pk)
        row.due = DueRow(clock, lamp_of(clock)) if clock else row.answer_due_on  # type: ignore[attr-defined]


def _found(row: Complaint) -> str:
    """What was found and put right, of an ended one."""
    said = (("查明", row.finding), ("整改", row.correction))
    return "　".join(f"{name}：{words}" for name, words in said if words)


def _reads(user: Any) -> bool:
    return READ in verbs_anywhere(user)


def _running(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    return rows.filter(state__in=RUNNING)


def _late(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    return rows.filter(queries.by_clock(state=Standing.RUNNING, due_on__lt=moment.today()))


def _soon(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    today = moment.today()
    near = {"due_on__gte": today, "due_on__lte": queries.soon(today)}
    return rows.filter(queries.by_clock(state=Standing.RUNNING, **near))


def _standing(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    return _running(rows, user).exclude(queries.by_clock(state=Standing.RUNNING))


def _unconfirmed(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    return rows.filter(state=State.RECEIVED)


def _judge(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    """What waits for this person's word: replies within his step, extensions that another asked for."""
    rounds = queries.to_judge(user).order_by().values("subject_id")
    waiting = Q(pk__in=Reply.objects.filter(pk__in=rounds).values("request_id"))
    if EXTEND in verbs_anywhere(user):
        waiting |= Q(pk__in=queries.to_extend(user).values("request_id"))
    return rows.filter(waiting)


def _closed(rows: QuerySet[Request], user: Any) -> QuerySet[Request]:
    return rows.filter(state=State.CLOSED)


@dataclass(frozen=True)
class Counted:
    """One measure of a period, as an address and a person read it: 超期办结 2026-01-01至2026-06-30."""

    name: str
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return f"{self.name} {self.first.isoformat()}至{self.last.isoformat()}"


class ByFigure(Filter):
    """Exactly the cases behind one measure of 统计."""

    def read(self, text: str, offered: list[tuple[str, str]] | None) -> Counted | None:
        name, _, period = text.rpartition(" ")
        first, _, last = period.partition("至")
        try:
            return Counted(name, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        except ValueError:
            return None

    def narrow(self, rows: QuerySet[Request], value: Counted, user: Any) -> QuerySet[Request]:
        cases = behind(queries.body_of(user, READ), value.name, value.first, value.last)
        if cases is None:
            return rows.none()
        return rows.filter(pk__in=cases.order_by().values("pk" if cases.model is Request else "request"))


def _head(user: Any) -> dict[str, Any]:
    held = verbs_anywhere(user)
    return {"may_enter": HANDLE in held, "may_set": REVIEW in held, "platforms": queries.platforms(user)}


REQUESTS = Listing(
    css="requests/requests.css", name="依申请公开", noun="申请", rows=queries.visible, order=("entered_at", "id"), prepare=_prepare,
    may_see=_reads, may_export=_reads, head="requests/_list_head.html", above="requests/_counted.html", context=_head,
    columns=(
        Column("要什么", "subject", link=lambda r: reverse("requests:detail", args=[r.pk]), head=True, wide=True,
               width=44, note=lambda r: f"{r.shown_number}　{_channel(r)}　{r.get_applicant_kind_display()}"),
        Column("受理号", "shown_number", on="sheet"),
        Column("上级平台编号", "foreign_number", on="sheet"),
        Column("渠道", _channel, on="sheet"),
        Column("申请人类别", lambda r: r.get_applicant_kind_display(), on="sheet"),
        Column("收到", "received_on"),
        Column("法定工作日", bar, on="screen"),
        Column("期限", "due", lamp=True, width=32, note=_weekday),
        Column("现在", _now, width=20),
        Column("办结", "closed_on", on="sheet"),
        Column("结果", _outcome, on="sheet", width=30),
    ),
    filters=(
        Choice("channel", "渠道", choices=lambda user, chosen: _channels()),
        Choice("applicant_kind", "申请人", choices=Kind.choices),
        Choice("state", "状态", choices=State.choices),
        Words("q", "受理号或要的内容", by=lambda rows, value, user: WORDS.narrow(rows, value)),
        ByFigure("figure", "统计", shown=lambda user: False),
    ),
    tabs=(
        *(
            Tab(key, name, by, counted=True, settled=asker)
            for key, name, by in (
                ("", "在办", _running), ("late", "已逾期", _late), ("soon", f"{law.limit('soon')}内", _soon),
                ("standing", "没有在计", _standing), ("unconfirmed", "待确认收到", _unconfirmed),
                ("judge", "待我审批", _judge),
            )
        ),
        Tab("closed", "已办结", _closed), Tab("all", "全部"),
    ),
    empty=("还没有申请", "网上提交的会自动列在这里；当面、信函、传真、口头提出的，请登记。"),
)  # fmt: skip

ASSISTS = Listing(
    name="协办", noun="协办", rows=queries.assists, order=("asked_at", "id"),
    may_see=lambda user: bool({ASSIST, READ} & verbs_anywhere(user)),
    columns=(
        Column("事项", lambda r: r.label, link=lambda r: reverse("requests:assist", args=[r.pk]), head=True),
        Column("请哪个科室", lambda r: r.section.name),
        Column("请在何日前答复", "due_on"),
        Column("提请人", lambda r: r.asked_by.get_full_name()),
        Column("答复", "answered_at"),
    ),
    tabs=(
        Tab("", "待答复", lambda rows, user: rows.filter(answered_at__isnull=True), counted=True), Tab("all", "全部"),
    ),
    empty=("没有请协办的", "承办人请科室协办后列在这里。"),
)  # fmt: skip

DISPUTES = Listing(
    name="复议诉讼", noun="复议诉讼", rows=queries.disputes, order=("noticed_on", "id"), prepare=_answers,
    head="requests/_disputes_head.html", context=_head,
    may_see=_reads, may_export=_reads,
    columns=(
        Column("类别", lambda r: r.get_kind_display(), head=True, width=30, note=lambda r: "简易程序" if r.simple else "",
               link=lambda r: reverse("requests:dispute", args=[r.pk])),
        Column("案号", "number", width=24),
        Column("申请", lambda r: r.request.shown_number if r.request else "",
               link=lambda r: reverse("requests:detail", args=[r.request_id]) if r.request_id else ""),
        Column("复议机关或者法院", "before", width=24),
        Column("收到通知日期", "noticed_on"),
        Column("答复或者答辩期限", "due", lamp=True, width=24),
        Column("答复或者答辩日期", "answered_on", on="sheet"),
        Column("到了哪一步", "stage"),
        Column("审结日期", "ended_on"),
        Column("结果", lambda r: r.get_outcome_display()),
    ),
    filters=(
        Choice("kind", "类别", choices=Dispute.Kind.choices),
        Choice("outcome", "结果", choices=[c for c in Dispute.Outcome.choices if c[0]]),
    ),
    empty=("没有复议、诉讼", "对某件申请的，在那件申请的页面上登记；没有就是零件。"),
)  # fmt: skip

COMPLAINTS = Listing(
    name="举报投诉", noun="举报投诉", rows=queries.complaints, order=("received_on", "id"), may_see=_reads,
    may_export=_reads, head="requests/_complaints_head.html", context=_head,
    columns=(
        Column("反映什么", "about", head=True, wide=True, width=44,
               link=lambda r: reverse("requests:complaint", args=[r.pk]), note=_found),
        Column("收到", "received_on"),
        Column("渠道", "channel"),
        Column("办理期限", "due_on"),
        Column("办结", "ended_on"),
        Column("查明", "finding", on="sheet", width=40),
        Column("整改", "correction", on="sheet", width=40),
    ),
    tabs=(
        Tab("", "在办", lambda rows, user: rows.filter(ended_on__isnull=True), counted=True), Tab("all", "全部"),
    ),
    empty=("没有举报投诉", "收到后登记在这里；没有就是零件。"),
)  # fmt: skip
