"""Reading for the officer's home: what is due, what waits, what lies half done, which days are off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai import clocks
from gongkai.apps.deadlines import queries as deadlines
from gongkai.apps.deadlines.models import Notice
from gongkai.apps.deadlines.queries import DueRow
from gongkai.apps.duties import Due, Pile, Returned, Started
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import permissions as powers
from gongkai.clocks import moment

URGENT = ("late", "today", "soon")
HEADS = {"late": "已逾期", "today": "今天到期", "soon": "三个工作日内"}
SHOWN_A_GROUP = 15


@dataclass(frozen=True)
class DueLine:
    """One thing that falls due, with the one act this person can do about it."""

    row: DueRow
    what: Due


@dataclass
class Group:
    """已逾期、今天到期、三个工作日内: the rows under one heading."""

    state: str
    count: int = 0
    duties: list[DueLine] = field(default_factory=list)

    @property
    def head(self) -> str:
        return HEADS[self.state]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.duties)


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
    for line in due_lines(user, shown):
        groups[line.row.lamp.state].duties.append(line)
    return [g for g in groups.values() if g.count]


def due_lines(user: Any, rows: list[DueRow]) -> list[DueLine]:
    """The rows with what the duty of each record says can be done: one question a kind of record."""
    keys: dict[str, list[str]] = {}
    for row in rows:
        keys.setdefault(row.deadline.subject_type, []).append(row.deadline.subject_id)
    known: dict[tuple[str, str], Due] = {}
    for kind, wanted in keys.items():
        record = registry().records.get(kind)
        if record and record.due:
            known |= {(kind, key): due for key, due in record.due(user, wanted).items()}
    return [DueLine(row, _with_basis(known.get(_key(row), Due("去看")), row)) for row in rows]


def _key(row: DueRow) -> tuple[str, str]:
    return row.deadline.subject_type, row.deadline.subject_id


def _with_basis(due: Due, row: DueRow) -> Due:
    """What is not said by its duty stands under the article by which it is due."""
    return due if due.why else replace(due, why=row.deadline.basis)


def piles(user: Any) -> list[Pile]:
    """The piles that wait for this person, of every duty."""
    return [pile for duty in registry().duties if duty.piles for pile in duty.piles(user)]


def returned_to(user: Any) -> list[Returned]:
    """退回给我: own records that came back, with who sent them back and why."""
    return [row for duty in registry().duties if duty.returned for row in duty.returned(user)]


def unread(user: Any, limit: int = 5) -> list[Notice]:
    """News for the person not yet put away, newest first; what falls due stands in the list of duties already."""
    return list(
        Notice.objects.filter(user_id=user.pk, deadline__isnull=True, read_at__isnull=True).order_by("-at")[
            :limit
        ]
    )


def drafts(user: Any, limit: int = 6) -> list[Started]:
    """The person's own half-done records, latest first."""
    rows = [row for duty in registry().duties if duty.drafts for row in duty.drafts(user, limit)]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:limit]


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
