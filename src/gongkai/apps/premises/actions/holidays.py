"""放假安排: a year's notice is entered by one person, held against the paper by another, and every open clock follows at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

from gongkai import clocks
from gongkai.apps.deadlines.actions.reckoning import reckon_stale
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actions.proposals import Given, Shown
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.premises import events, queries
from gongkai.apps.premises.actions.asking import Said, ask, two_people
from gongkai.apps.premises.actions.topics import on_top
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.clocks.calendar import chinese_day, days_between, judge_own
from gongkai.clocks.notice_text import Break, as_toml, read_breaks
from gongkai.exceptions import GongkaiError, LawDataError, Obstacle


def folder() -> Path:
    """Where an installation keeps its own notices."""
    return Path(settings.DATA) / "calendar"


def ask_to_enter(
    user: User, place: Organization, year: int, number: str, issued: dt.date, text: str
) -> Proposal:
    """Ask to take up a notice, from its own lines."""
    said = {"year": year, "number": number, "issued": issued.isoformat(), "text": text}
    return ask(user, ENTER, place, f"录入{year}年放假安排（{number}）", said)


def _toml(said: Said) -> str:
    issued = dt.date.fromisoformat(said["issued"])
    return as_toml(said["year"], said["number"], issued, read_breaks(said["text"], said["year"]))


def _against(place: Organization, said: Said) -> list[Obstacle]:
    if found := on_top(place):
        return found
    try:
        judge_own(_toml(said), said["year"], folder())
    except LawDataError as error:
        return [Obstacle("holidays:text", error.sentence, cure="#id_text")]
    return []


def _enter(proposal: Proposal) -> Given:
    said = proposal.payload
    with acting(proposal.asked_by, proposal.place, events.HOLIDAYS_ENTERED, power=MANAGE_SITE) as act:
        act.say(year=said["year"], number=said["number"])
        fresh = _laid_aside(said["year"], _toml(said))

    def after() -> str:
        before = queries.provisional().count()
        fresh.replace(folder() / f"{said['year']}.toml")
        clocks.reload()
        done = reckon_stale()
        left = queries.provisional().count()
        return (
            f"{said['year']}年放假安排已收录，重新推算了 {done} 项期限："
            f"原有 {before} 项暂定，现在还有 {left} 项暂定。"
        )

    return Given(after=after)


def _laid_aside(year: int, toml: str) -> Path:
    """The notice written whole beside its place, before anything is confirmed. Raises GongkaiError where it cannot be."""
    fresh = folder() / f"{year}.new"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        fresh.write_text(toml, encoding="utf-8")
    except OSError as error:
        raise GongkaiError(
            f"放假安排写不进 {folder()}，没有确认。请信息部门检查磁盘空间和目录权限后再确认。"
        ) from error
    return fresh


def _shown(place: Organization, said: Said) -> list[Shown]:
    try:
        breaks = read_breaks(said["text"], said["year"])
    except LawDataError as error:
        return [Shown("放假安排", "", error.sentence)]
    return [Shown(one.name, "", words_of(one)) for one in breaks]


def words_of(one: Break) -> str:
    """One holiday as it was understood: how many days, and which weekend days are worked."""
    count = len(list(days_between(one.first, one.last)))
    off = chinese_day(one.first) + (f"至{chinese_day(one.last)}" if one.last != one.first else "")
    work = f"；{'、'.join(chinese_day(d) for d in one.work)}上班" if one.work else "；没有调休上班"
    return f"{one.first.year}年{off}放假，共{count}天{work}"


ENTER = two_people("holidays", "放假安排", _against, _enter, _shown)
