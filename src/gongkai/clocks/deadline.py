"""A due date is a pure function of (events, calendar, provision version), and it explains itself day by day.

Counting: the first day is not counted; a last day that is no working day moves to the next one
(行政程序与民法典的通行做法[memory]); working days follow the yearly State Council notices.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.clocks.calendar import WEEKDAYS, Calendar, days_between, known_calendar
from gongkai.clocks.events import Course, Event, course
from gongkai.exceptions import GongkaiError
from gongkai.law.provision import Version

_ONE_DAY = timedelta(days=1)
# No statutory limit and no event of this platform comes near; what lies farther is a typing error, not a walk of minutes.
_FARTHEST_DAYS = 20_000


@dataclass(frozen=True)
class Step:
    """One day of the way: counted or not, why (Chinese), and which day of the limit it is."""

    date: date
    counted: bool
    why: str
    ordinal: int | None = None


@dataclass(frozen=True)
class Due:
    """A computed deadline. `at` is set only for limits in hours. stopped: the day the matter ended.

    waiting: since when the clock stands; `due` is then the date as if it ran on, and moves when it runs again.
    """

    due: date
    basis: str
    version_id: str
    provisional: bool
    steps: tuple[Step, ...]
    stopped: date | None = None
    at: datetime | None = None
    waiting: date | None = None

    @property
    def text(self) -> str:
        """ISO form: a day, or a minute for limits in hours."""
        return self.at.isoformat(timespec="minutes") if self.at else self.due.isoformat()


def deadline(
    version: Version,
    start: date | datetime,
    events: Iterable[Event] = (),
    calendar: Calendar | None = None,
) -> Due:
    """When a limit ends.

    version: from `gongkai.law`. start: the day the limit starts (`version.starts` says which); a moment for
    limits in hours. Errors: GongkaiError for events that contradict the start or a limit they cannot apply to.
    """
    calendar = calendar or known_calendar()
    day = start.date() if isinstance(start, datetime) else start
    way = course(day, tuple(events))
    if version.unit != "date" and version.amount + way.extra > _FARTHEST_DAYS:
        raise GongkaiError("期限过长，请核对延长的天数。")
    _within_reach(way)
    try:
        due, steps, at = _count(version, start, way, calendar)
    except OverflowError:
        raise GongkaiError("日期超出可以推算的范围。") from None
    return Due(
        due=due,
        basis=version.basis,
        version_id=version.id,
        provisional=_provisional(version, due, steps, way, calendar),
        steps=tuple(steps),
        stopped=way.stop.on if way.stop else None,
        at=at,
        waiting=min((pause.on for pause in way.waiting), default=None),
    )


def _within_reach(way: Course) -> None:
    """Refuse a course with a day that no case of this platform reaches."""
    told = [way.restart.on] if way.restart else []
    told += [way.postponed.until] if way.postponed else []
    for day in [*told, *(gap.last for gap in way.excluded)]:
        if (day - way.start).days > _FARTHEST_DAYS:
            raise GongkaiError(
                f"{day.isoformat()}离起算日{way.start.isoformat()}太远，日期超出可以推算的范围，请核对。"
            )


def _count(
    version: Version, start: date | datetime, way: Course, calendar: Calendar
) -> tuple[date, list[Step], datetime | None]:
    if version.unit == "hour":
        return _hours(version, start, way)
    if version.unit == "date":
        return *_yearly(version, way), None
    if version.provision.direction == "before":
        return *_backwards(version, way, calendar), None
    if version.unit == "workday":
        due, steps = _walk(version.amount + way.extra, way, calendar, working_only=True)
        return _postponed(due, steps, way, calendar, working_only=True), steps, None
    if version.unit == "day":
        due, steps = _walk(version.amount + way.extra, way, calendar, working_only=False)
    else:
        due, steps = _months(version, way, calendar)
    if version.provision.rolls:
        due = _roll(due, steps, way, calendar)
    return _postponed(due, steps, way, calendar, working_only=False), steps, None


def _provisional(version: Version, due: date, steps: list[Step], way: Course, calendar: Calendar) -> bool:
    """Whether a holiday notice still to come could change the date.

    Working-day limits depend on every day walked, calendar limits only on where they end, hours and fixed
    dates on none.
    """
    if version.unit in ("hour", "date") or not version.provision.rolls:
        return False
    if version.unit == "workday":
        after = version.provision.direction == "after"
        return any(calendar.day(s.date).provisional for s in steps if not after or s.date > way.counts_from)
    return calendar.day(due).provisional


def _before_counting(way: Course) -> list[Step]:
    """The days up to and including the one from which counting begins: none of them counts."""
    steps = [Step(way.start, False, "起算日当天不计")]
    if way.restart and way.restart.on > way.start:
        for day in days_between(way.start + _ONE_DAY, way.restart.on - _ONE_DAY):
            steps.append(Step(day, False, f"{way.restart.why}，此前的日子不计"))
        steps.append(Step(way.restart.on, False, f"{way.restart.why}，当天不计"))
    return steps


def _walk(total: int, way: Course, calendar: Calendar, *, working_only: bool) -> tuple[date, list[Step]]:
    """Count `total` days one by one after the start, leaving out excluded (and non-working) days."""
    steps = _before_counting(way)
    day, ordinal = way.counts_from, 0
    while ordinal < total:
        day += _ONE_DAY
        gap, kind = way.exclusion(day), calendar.day(day)
        if gap:
            steps.append(Step(day, False, gap.why))
        elif working_only and not kind.working:
            steps.append(Step(day, False, kind.why))
        else:
            ordinal += 1
            steps.append(Step(day, True, kind.why if working_only else _weekday(day), ordinal))
    return day, steps


def _postponed(due: date, steps: list[Step], way: Course, calendar: Calendar, *, working_only: bool) -> date:
    """The day that was told instead (延迟答复), where it is the later one; it stands as told and does not move."""
    told = way.postponed
    if told is None or told.until <= due:
        return due
    ordinal = max((step.ordinal or 0 for step in steps), default=0)
    for day in days_between(due + _ONE_DAY, told.until):
        gap, kind = way.exclusion(day), calendar.day(day)
        if gap or (working_only and not kind.working):
            steps.append(Step(day, False, gap.why if gap else kind.why))
        else:
            ordinal += 1
            steps.append(Step(day, True, f"{told.why}，{_weekday(day)}", ordinal))
    return told.until


def _months(version: Version, way: Course, calendar: Calendar) -> tuple[date, list[Step]]:
    """Months and years end on the day of the same number, or the last of the month; gaps push it on."""
    factor = 12 if version.unit == "year" else 1
    months = (version.amount + way.extra) * factor
    # Months differ in length: a limit that begins anew may still never end before one that it replaces.
    length = max(
        (add_months(base, months) - base).days - _days_gone(base, way)
        for base in (way.counts_from, *way.replaced)
    )
    return _walk(length, way, calendar, working_only=False)


def _days_gone(base: date, way: Course) -> int:
    """Counted days between an earlier start and the one that counts now."""
    between = (base + timedelta(days=n) for n in range(1, (way.counts_from - base).days + 1))
    return sum(not way.exclusion(day) for day in between)


def _roll(due: date, steps: list[Step], way: Course, calendar: Calendar) -> date:
    """Move a last day that is no working day to the next one, saying so."""

    def resting(day: date) -> str:
        gap, kind = way.exclusion(day), calendar.day(day)
        return gap.why if gap else "" if kind.working else kind.why

    why = resting(due)
    if not why:
        return due
    last = steps[-1]
    steps[-1] = Step(last.date, last.counted, f"{last.why}；届满日不是工作日（{why}），顺延", last.ordinal)
    day = due + _ONE_DAY
    while resting(day):
        steps.append(Step(day, False, f"{resting(day)}，继续顺延"))
        day += _ONE_DAY
    steps.append(Step(day, False, "顺延至此日届满"))
    return day


def _backwards(version: Version, way: Course, calendar: Calendar) -> tuple[date, list[Step]]:
    """So many days before a set day (papers before a hearing); a rest day moves to an earlier worked one."""
    if way.is_moved:
        raise GongkaiError(f"“{version.provision.topic}”向前推算，不适用重新起算、不计入或者延长。")
    steps, day, ordinal = [Step(way.start, False, "起算日当天不计")], way.start, 0
    while ordinal < version.amount:
        day -= _ONE_DAY
        kind = calendar.day(day)
        if version.unit == "workday" and not kind.working:
            steps.append(Step(day, False, kind.why))
            continue
        ordinal += 1
        steps.append(Step(day, True, kind.why if version.unit == "workday" else _weekday(day), ordinal))
    while not calendar.is_working(day):
        day -= _ONE_DAY
        steps.append(Step(day, False, "前一日不是工作日，提前"))
    return day, steps


def _yearly(version: Version, way: Course) -> tuple[date, list[Step]]:
    """The next occurrence of a fixed date, that day included. Fixed dates do not move (“before a day of each year”)."""
    if way.is_moved:
        raise GongkaiError(f"“{version.provision.topic}”是固定日期，不适用重新起算、不计入或者延长。")
    month, day = (int(part) for part in str(version.value).split("-"))
    due = date(way.start.year, month, day)
    if due < way.start:
        due = date(way.start.year + 1, month, day)
    return due, [Step(due, True, f"{version.phrase}，固定日期不顺延（{_weekday(due)}）", 1)]


def _hours(version: Version, start: date | datetime, way: Course) -> tuple[date, list[Step], datetime]:
    """Hours run through nights and rest days. A start without a time of day is taken at 0:00, the strictest."""
    if way.is_moved:
        raise GongkaiError(f"“{version.provision.topic}”按小时连续计算，不适用重新起算、不计入或者延长。")
    moment = start if isinstance(start, datetime) else datetime.combine(start, time.min)
    end = moment + timedelta(hours=version.amount)
    why = "按小时连续计算，含休息日" + ("" if isinstance(start, datetime) else "；未写时刻，从当日零时起算")
    steps = [
        Step(day, True, why, number) for number, day in enumerate(days_between(moment.date(), end.date()), 1)
    ]
    return end.date(), steps, end


def add_months(on: date, months: int) -> date:
    """The day of the same number so many months on; where the month has none, its last day."""
    index = on.year * 12 + on.month - 1 + months
    if not 1 <= index // 12 <= 9998:
        raise OverflowError("year out of range")
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def _weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"
