"""Reading for the officer's home: what is due, what waits, what lies half done, which days are off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai import clocks
from gongkai.apps.deadlines import queries as deadlines
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import DueRow, Near, head_of
from gongkai.apps.duties import Due, Held, Pile, Returned, Started
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import permissions as powers
from gongkai.clocks import moment

URGENT = ("late", "today", "soon")
SHOWN_A_GROUP = 15
LOOK = Due("去看")  # what can be done where no duty says more


@dataclass(frozen=True)
class DueLine:
    """One thing that falls due, with the one act this person can do about it, and in whose hands it is."""

    row: DueRow
    what: Due
    where: str = ""
    chased: int = 0
    with_another: bool = False

    @property
    def chaseable(self) -> bool:
        """Whether it waits for somebody else, who can be told to get on with it."""
        return not self.what.solid and (bool(self.where) or self.with_another)


@dataclass
class DueGroup:
    """已逾期、今天到期、快到期的: the rows under one heading."""

    state: str
    count: int = 0
    duties: list[DueLine] = field(default_factory=list)

    @property
    def head(self) -> str:
        return head_of(self.state)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.duties)


@dataclass(frozen=True)
class Pressing:
    """What presses: the groups, how much of what is late or due today this person can finish, how much is with others."""

    groups: list[DueGroup]
    mine: int = 0
    others: int = 0


def pressing(user: Any, returned: Sequence[Returned] = ()) -> Pressing:
    """What is late, due today or within three working days in the person's reach, but for what came back to him:
    that stands at the head of the list by itself."""
    if powers.VIEW not in powers.verbs_anywhere(user):
        return Pressing([], len(returned))
    back = {(r.kind, r.key) for r in returned}
    near = [
        n
        for n in deadlines.nearest(user, limit=200, within_days=14)
        if n.state in URGENT and (n.kind, n.key) not in back
    ]
    can = _due_of(user, _grouped((n.kind, n.key) for n in near))
    groups = {state: DueGroup(state, sum(n.state == state for n in near)) for state in URGENT}
    shown = [n for state in URGENT for n in _first(near, state, can)]
    rows = deadlines.rows_of([n.pk for n in shown])
    lines = _with_holders([_line(rows[n.pk], can, user) for n in shown])
    for n, line in zip(shown, lines, strict=True):
        groups[n.state].duties.append(line)
    now = [n for n in near if n.state in {"late", "today"}]
    mine = sum(_can(n, can).solid for n in now)
    return Pressing([g for g in groups.values() if g.count], mine + len(returned), len(now) - mine)


def _first(near: list[Near], state: str, can: Mapping[tuple[str, str], Due]) -> list[Near]:
    """The clocks of one heading that are shown: what this person can finish stands first."""
    found = [n for n in near if n.state == state]
    return sorted(found, key=lambda n: not _can(n, can).solid)[:SHOWN_A_GROUP]


def _can(near: Near, can: Mapping[tuple[str, str], Due]) -> Due:
    return can.get((near.kind, near.key), LOOK)


def due_now(user: Any) -> int:
    """How many things that are late or due today this person can finish: the number beside the menu's first line."""
    if powers.VIEW not in powers.verbs_anywhere(user):
        return 0
    return sum(due.solid for due in _due_of(user, deadlines.over_today(user, limit=200)).values())


def due_lines(user: Any, rows: list[DueRow]) -> list[DueLine]:
    """The rows with what the duty of each record says can be done: one question a kind of record."""
    known = _due_of(user, _by_kind(rows))
    return [_line(row, known, user) for row in rows]


def _line(row: DueRow, known: Mapping[tuple[str, str], Due], user: Any) -> DueLine:
    what = _with_basis(known.get(_key(row), LOOK), row)
    return DueLine(row, what, with_another=row.deadline.holder_id not in {None, user.pk})


def _due_of(user: Any, wanted: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], Due]:
    """What the duties say of these records, by kind and key."""
    known: dict[tuple[str, str], Due] = {}
    for kind, keys in wanted.items():
        record = registry().records.get(kind)
        if record and record.due:
            known |= {(kind, key): due for key, due in record.due(user, keys).items()}
    return known


def _with_holders(lines: list[DueLine]) -> list[DueLine]:
    """The same lines with in whose hands each is and how long, as their duties say, and how often it was chased."""
    known = _held([line.row for line in lines])
    times = deadlines.chased([line.row.deadline for line in lines])
    return [
        replace(line, where=in_words(known.get(_key(line.row))), chased=times.get(line.row.deadline.pk, 0))
        for line in lines
    ]


def _held(rows: list[DueRow]) -> dict[tuple[str, str], Held]:
    """What the duties say of in whose hands these records are, by kind and key."""
    known: dict[tuple[str, str], Held] = {}
    for kind, keys in _by_kind(rows).items():
        record = registry().records.get(kind)
        if record and record.held:
            known |= {(kind, key): held for key, held in record.held(keys).items()}
    return known


def held_of(deadline: Deadline) -> Held | None:
    """In whose hands the record of one clock is; None where its duty does not say."""
    row = DueRow(deadline, deadlines.lamp_of(deadline))
    return _held([row]).get(_key(row))


def holders(rows: list[DueRow]) -> list[DueLine]:
    """Rows of the list of all clocks, each with in whose hands it is and how often it was chased."""
    return _with_holders([DueLine(row, Due("")) for row in rows])


def in_words(held: Held | None) -> str:
    """“在孙岚处（保密审查）n个工作日”; “等3人” where many may do it; empty where nobody has it."""
    if held is None or not held.names:
        return ""
    names = "、".join(held.names[:2]) + (f"等{len(held.names)}人" if len(held.names) > 2 else "")
    step = f"（{held.step}）" if held.step else ""
    days = clocks.known_calendar().working_between(held.since, moment.today()) if held.since else 0
    return f"在{names}处{step}" + (f"{days}个工作日" if days else "")


def _by_kind(rows: list[DueRow]) -> dict[str, list[str]]:
    return _grouped(_key(row) for row in rows)


def _grouped(records: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The keys of records by their kind."""
    keys: dict[str, list[str]] = {}
    for kind, key in records:
        keys.setdefault(kind, []).append(key)
    return keys


def _key(row: DueRow) -> tuple[str, str]:
    return row.deadline.subject_type, str(row.deadline.subject_id)


def _with_basis(due: Due, row: DueRow) -> Due:
    """What is not said by its duty stands under the article by which it is due."""
    return due if due.why else replace(due, why=row.deadline.basis)


def piles(user: Any) -> list[Pile]:
    """The piles that wait for this person, of every duty."""
    found = [pile for duty in registry().duties if duty.piles for pile in duty.piles(user)]
    return sorted(found, key=lambda pile: pile.position)


def returned_to(user: Any) -> list[Returned]:
    """退回给我: own records that came back, with who sent them back and why."""
    return [row for duty in registry().duties if duty.returned for row in duty.returned(user)]


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
