"""Reading for the officer's home: what is due, what waits, what lies half done, which days are off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from gongkai import clocks
from gongkai.apps.deadlines import queries as deadlines
from gongkai.apps.deadlines.queries import DueRow
from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.documents.queries import changeable
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries as publishing
from gongkai.apps.publishing.models import Review, Step, Submission
from gongkai.apps.workbench.chrome import address
from gongkai.clocks import moment

URGENT = ("late", "today", "soon")
HEADS = {"late": "已逾期", "today": "今天到期", "soon": "三个工作日内"}
SHOWN_A_GROUP = 15


@dataclass(frozen=True)
class Duty:
    """One thing that falls due, with the one act this person can do about it."""

    row: DueRow
    act: str
    solid: bool
    why: str


@dataclass
class Group:
    """已逾期、今天到期、三个工作日内: the rows under one heading."""

    state: str
    count: int = 0
    duties: list[Duty] = field(default_factory=list)

    @property
    def head(self) -> str:
        return HEADS[self.state]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.duties)


@dataclass(frozen=True)
class Queue:
    """A pile of work: its name, how many, the one that waits longest, where it is worked off."""

    name: str
    count: int
    url: str
    note: str = ""


def due_groups(user: Any) -> list[Group]:
    """What is late, due today or within three working days in the person's reach."""
    if powers.VIEW not in powers.verbs_anywhere(user):
        return []
    rows = [r for r in deadlines.due_rows(user, limit=200, within_days=14) if r.lamp.state in URGENT]
    groups = {state: Group(state) for state in URGENT}
    for row in rows:
        groups[row.lamp.state].count += 1
    shown = []
    for state in URGENT:
        shown += [r for r in rows if r.lamp.state == state][:SHOWN_A_GROUP]
    for duty in _duties(user, shown):
        groups[duty.row.lamp.state].duties.append(duty)
    return [g for g in groups.values() if g.count]


def _duties(user: Any, rows: list[DueRow]) -> list[Duty]:
    """Two small queries for the whole list: where each document stands and whether it waits for this person."""
    ids = [r.deadline.subject_id for r in rows if r.deadline.subject_type == "documents.officialdocument"]
    stages: dict[int, OfficialDocument] = {
        d.pk: d
        for d in OfficialDocument.objects.filter(pk__in=ids).only("id", "stage", "drafted_by_id", "attribute")
    }
    waiting = set(publishing.queue(user).order_by().values_list("document_id", flat=True)[:500])
    ready = set(publishing.waiting_to_publish(user).order_by().values_list("pk", flat=True)[:500])
    return [_duty(user, row, stages.get(row.deadline.subject_id), waiting, ready) for row in rows]


def _duty(
    user: Any, row: DueRow, document: OfficialDocument | None, waiting: set[int], ready: set[int]
) -> Duty:
    why = row.deadline.basis
    if document is None:
        return Duty(row, "去看", False, why)
    key = document.pk
    stage = document.get_stage_display()
    if key in ready:
        return Duty(row, "发布", True, f"{stage}，只差发布")
    if key in waiting:
        return Duty(row, "审核", True, stage)
    if document.drafted_by_id == user.pk and document.stage in {Stage.DRAFT, Stage.RETURNED}:
        return Duty(row, "送审" if document.stage == Stage.DRAFT else "改后再送", True, stage)
    return Duty(row, "看进度", False, stage)


def queues(user: Any) -> list[Queue]:
    """The piles that wait for this person; a pile of a role the person has not is not shown."""
    held = powers.verbs_anywhere(user)
    found: list[Queue] = []
    review = {
        Step.SECTION: powers.REVIEW_SECTION, Step.SECRECY: powers.REVIEW_SECRECY, Step.OFFICE: powers.REVIEW_OFFICE
    }  # fmt: skip
    if held & set(review.values()):
        counts, oldest = _review_piles(user)
        for step, verb in review.items():
            if verb in held:
                found.append(
                    Queue(step.label, counts.get(step, 0), address("publishing:review"), oldest.get(step, ""))
                )
    if powers.PUBLISH in held:
        ready = publishing.waiting_to_publish(user).count()
        found.append(Queue("待发布", ready, address("publishing:waiting"), "审核已齐" if ready else ""))
    if powers.COUNTERSIGN in held:
        open_ = publishing.open_countersigns(user).count()
        found.append(Queue("待补签", open_, address("publishing:countersigns")))
    if powers.CHANGE in held:
        undecided = changeable(user).filter(
            attribute=Attribute.UNDECIDED, stage__in=[Stage.DRAFT, Stage.RETURNED]
        )
        found.append(
            Queue("属性待认定", undecided.order_by().count(), address("documents:list") + "?view=undecided")
        )
    return found


def _review_piles(user: Any) -> tuple[dict[str, int], dict[str, str]]:
    counts: dict[str, int] = {}
    oldest: dict[str, str] = {}
    calendar = clocks.known_calendar()
    waiting = (
        publishing.queue(user)
        .order_by("step_since")
        .values_list("step", "step_since", "document__number", "document__title")
    )
    for step, since, number, title in waiting[:500]:
        counts[step] = counts.get(step, 0) + 1
        if step not in oldest:
            days = calendar.working_between(since.astimezone(moment.BEIJING).date(), moment.today())
            waited = f"等了{days}个工作日" if days else "今天送到"
            oldest[step] = f"最早一件{waited}：{number or title}"
    return counts, oldest


@dataclass(frozen=True)
class Returned:
    """A document sent back to its drafter, with the reviewer's words."""

    document: OfficialDocument
    reviewer: str
    step: str
    opinion: str

    @property
    def key(self) -> int:
        """The document's key as clocks keep it."""
        return self.document.pk


def returned_to(user: Any) -> list[Returned]:
    """退回给我: own documents that came back, with who sent them back and why."""
    documents = list(
        OfficialDocument.objects.filter(drafted_by=user, stage=Stage.RETURNED)
        .defer("html", "text", "evidence")
        .order_by("-updated_at")[:8]
    )
    words: dict[int, Review] = {}
    reviews = Review.objects.filter(
        submission__document__in=[d.pk for d in documents],
        submission__state=Submission.State.RETURNED,
        outcome=Review.Outcome.RETURNED,
    ).select_related("reviewer", "submission")
    for review in reviews.order_by("id"):
        words[review.submission.document_id] = review
    found = []
    for document in documents:
        word = words.get(document.pk)
        found.append(
            Returned(
                document,
                word.reviewer.get_full_name() if word else "",
                word.get_step_display() if word else "",
                word.opinion if word else "",
            )
        )
    return found


def drafts(user: Any, limit: int = 6) -> list[OfficialDocument]:
    """The person's own half-done registrations, latest first."""
    return list(
        OfficialDocument.objects.filter(drafted_by=user, stage=Stage.DRAFT)
        .defer("html", "text", "evidence")
        .order_by("-updated_at")[:limit]
    )


@dataclass(frozen=True)
class Day:
    """One cell of the calendar."""

    date: dt.date
    label: str
    kind: str
    count: int


def calendar(user: Any, weeks: int = 3) -> list[list[Day]]:
    """Three weeks from this Monday with how many things fall due each day, 休 and 班 marked."""
    today = moment.today()
    first = today - dt.timedelta(days=today.weekday())
    last = first + dt.timedelta(days=7 * weeks - 1)
    counts = deadlines.due_counts_by_day(user, first, last)
    known = clocks.known_calendar()
    days = []
    for offset in range(7 * weeks):
        date = first + dt.timedelta(days=offset)
        day = known.day(date)
        mark = ""
        if "放假" in day.why:
            mark = " 休"
        elif day.working and date.weekday() >= 5:
            mark = " 班"
        label = f"{date.month}.{date.day}" if date.day == 1 else str(date.day)
        kind = "today" if date == today else "past" if date < today else "" if day.working else "off"
        days.append(Day(date, label + mark, kind, counts.get(date, 0)))
    return [days[i : i + 7] for i in range(0, len(days), 7)]


def holidays_ahead(days: int = 21) -> str:
    """“5月1日（周五）起劳动节放假至5月5日，5月9日（周六）上班。放假日不计入期限。” or what comes next."""
    known, today = clocks.known_calendar(), moment.today()
    span = [known.day(today + dt.timedelta(days=n)) for n in range(days + 1)]
    off = [d for d in span if "放假" in d.why]
    if not off:
        return f"今后{days // 7}个星期没有放假和调休。"
    first = off[0]
    name = first.why.split("放假")[0]
    end = first
    while (following := known.day(end.date + dt.timedelta(days=1))) and "放假" in following.why:
        end = following
    made_up = [d for d in span if d.working and d.date.weekday() >= 5 and name in d.why]
    start = "今天" if first.date == today else "明天" if (first.date - today).days == 1 else ""
    words = f"{start or clocks.chinese_day(first.date)}起{name}放假至{end.date.month}月{end.date.day}日"
    if start == "今天":
        words = f"今天{name}放假，至{end.date.month}月{end.date.day}日"
    for day in made_up:
        words += f"，{clocks.chinese_day(day.date)}上班"
    count = (end.date - first.date).days + 1
    provisional = "（放假安排未发布，暂按法定节日）" if first.provisional else ""
    return f"{words}。{count}天假日不计入期限{provisional}。"
