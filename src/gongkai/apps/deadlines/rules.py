"""Pure decisions on a stored clock: what its facts mean, when it ends, what stands against a verb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai import clocks, law
from gongkai.exceptions import GongkaiError, Obstacle
from gongkai.gongwen import personal

AGREED = "agreed"  # the version of a clock that no provision sets, and the kind of its first fact
OPEN_STATES = ("running", "paused")
_KINDS: dict[str, type[clocks.Event]] = {
    "restart": clocks.Restart,
    "exclude": clocks.Exclude,
    "extend": clocks.Extend,
    "postpone": clocks.Postpone,
    "pause": clocks.Pause,
    "resume": clocks.Resume,
    "stop": clocks.Stop,
}
_DAYS = ("on", "first", "last", "until")
# What a fact says for readers of the ledger alone; the arithmetic has no use for it.
_REMARKS = ("kind", "basis", "occasion")


def to_event(fact: object) -> clocks.Event:
    """A stored fact (JSON) as an event of the clock. GongkaiError for one that cannot be read."""
    if not isinstance(fact, Mapping) or fact.get("kind") not in _KINDS:
        raise GongkaiError("计期事实里有一条读不懂的记载。")
    values: dict[str, Any] = {k: v for k, v in fact.items() if k not in _REMARKS}
    try:
        for name in _DAYS:
            if name in values:
                values[name] = dt.date.fromisoformat(values[name])
        return _KINDS[fact["kind"]](**values)
    except (TypeError, ValueError):
        raise GongkaiError(f"计期事实里“{fact['kind']}”的记载不完整。") from None


def reckon(version_id: str, started_on: dt.date, facts: object) -> clocks.Due:
    """The due date with its steps. GongkaiError for an unknown version or facts that contradict each other."""
    if not isinstance(facts, list):
        raise GongkaiError("计期事实的记载读不懂。")
    if version_id == AGREED:
        return _agreed(facts)
    return clocks.deadline(law.version(version_id), started_on, [to_event(fact) for fact in facts])


def _agreed(facts: list[Any]) -> clocks.Due:
    """A day that people agreed upon: no law counts to it, no holiday moves it."""
    kept = {fact["kind"]: fact for fact in facts if isinstance(fact, Mapping) and "kind" in fact}
    try:
        told = kept[AGREED]
        until, stop = dt.date.fromisoformat(told["until"]), kept.get("stop")
        stopped = dt.date.fromisoformat(stop["on"]) if stop else None
        way = (clocks.Step(until, True, str(told["why"])),)
        return clocks.Due(until, str(told["basis"]), AGREED, False, way, stopped)
    except (KeyError, TypeError, ValueError):
        raise GongkaiError("约定日期的记载不完整。") from None


def reckon_as_of(version_id: str, started_on: dt.date, facts: object, today: dt.date) -> clocks.Due:
    """The same as if whatever is waited for came today: a clock that stands shows no day beyond its pause as used."""
    due = reckon(version_id, started_on, facts)
    if due.waiting is None or due.waiting > today or not isinstance(facts, list):
        return due
    known = [to_event(fact) for fact in facts]
    open_refs = {fact.get("ref", "") for fact in facts if fact.get("kind") == "pause"}
    ends = [clocks.Resume(today, ref) for ref in sorted(open_refs) if waits_of(facts, ref)]
    return clocks.deadline(law.version(version_id), started_on, [*known, *ends])


def waits_of(facts: Iterable[Mapping[str, Any]], ref: str) -> Mapping[str, Any] | None:
    """The pause of that `ref` that nothing has ended yet."""
    standing: Mapping[str, Any] | None = None
    for fact in facts:
        if fact.get("kind") in {"pause", "resume"} and fact.get("ref", "") == ref:
            standing = fact if fact["kind"] == "pause" else None
    return standing


def obstacles_to_move(state: str, today: dt.date, *days: dt.date) -> list[Obstacle]:
    """Why nothing may be noted on this clock: it has ended, or the day still lies ahead."""
    found = []
    if state not in OPEN_STATES:
        found.append(Obstacle("clock:ended", "这一期限已经办结或者撤销，不能再改。"))
    if any(day > today for day in days):
        found.append(Obstacle("clock:ahead", "日期在今天之后，请等事情发生后再记。"))
    return found


def obstacles_to_extend(
    version_id: str, facts: Iterable[Mapping[str, Any]], amount: int, levels: Iterable[str]
) -> list[Obstacle]:
    """Why the limit may not be longer by so many of its units: no rule allows it, or it allows less."""
    version = law.version(version_id)
    try:
        rule = law.extension_of(version, levels)
    except GongkaiError as error:
        return [Obstacle("clock:no_extension", error.sentence, version.basis)]
    granted = sum(fact["amount"] for fact in facts if fact.get("kind") == "extend")
    if amount < 1:
        return [Obstacle("clock:extension", "延长至少一天。", rule.basis)]
    if granted + amount > rule.amount:
        before = f"，此前已延长{granted}" if granted else ""
        return [Obstacle("clock:extension", f"最多可以延长{rule.phrase}{before}。", rule.basis)]
    return []


def obstacles_to_chase(user: Any, deadline: Any, holders: Sequence[Any], asked_today: bool) -> list[Obstacle]:
    """Why this matter is not to be chased by this person now."""
    found = []
    if deadline.state not in OPEN_STATES:
        found.append(Obstacle("chase:over", "这一件已经办结，不用催。"))
    elif not holders:
        found.append(Obstacle("chase:nobody", "现在没有人承办，催不到人；请先安排承办人。"))
    elif all(person.pk == user.pk for person in holders):
        found.append(Obstacle("chase:own", "这一件就在您手上。"))
    if asked_today:
        found.append(Obstacle("chase:today", "您今天已经催过这一件，请明天再催。"))
    return found


def obstacles_of_line(words: str) -> list[Obstacle]:
    """One line is asked for, without what tells a citizen: it is kept in the ledger."""
    if not words:
        return [Obstacle("chase:words", "请写一句催办的话。", cure="#words")]
    return personal.unmasked([("words", "催办的话", words, "#words")])
