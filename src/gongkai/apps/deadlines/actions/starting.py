"""A clock begins, follows a corrected day, and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction

from gongkai import clocks, law
from gongkai.apps.deadlines import events, rules
from gongkai.apps.deadlines.actions.keeping import locked, note, set_due
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.ledger.actions import SYSTEM, Actor
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.notices.actions import put_away
from gongkai.apps.organizations.models import Organization, User
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle, Refused
from gongkai.law import Version

_STEP = 6  # digits of one body in a path


def levels_of(body: Organization) -> tuple[str, ...]:
    """The levels of law that bind a body: the national one, its own, and those of the bodies above it."""
    above = [body.path[:end] for end in range(_STEP, len(body.path), _STEP)]
    carried = (
        Organization.objects.filter(path__in=above).order_by("path").values_list("law_levels", flat=True)
    )
    levels = [level for each in [*carried, body.law_levels] for level in each]
    return ("national", *dict.fromkeys(levels))


@transaction.atomic
def start(
    subject: models.Model,
    matter: str,
    *,
    on: dt.date,
    chosen: Mapping[str, dt.date],
    organization: Organization,
    section: Organization,
    title: str,
    holder: User | None = None,
    url: str = "",
    version: str = "",
    by: Actor = SYSTEM,
) -> Deadline:
    """Start the clock of a provision against a record, or correct the day from which a running one counts.

    matter: id of the provision (`reply`). on: the day from which it runs. chosen: the dated facts of the case that
    pick the version (`{"received_on": …}`). version: a version that the officer chose instead (a case on the border
    of two laws). A running clock keeps its version and its events; only where the facts now point to another law
    it is cancelled and a new one begins, and that is refused once events are noted on it.
    Raises GongkaiError where no version of the provision was in force.
    """
    governing = _governing(matter, chosen, organization, version)
    common: dict[str, Any] = {"section": section, "holder": holder, "title": title[:300], "url": url}
    running = open_deadline(subject, matter)
    if running is not None:
        running = locked(running)
        if running.version == governing.id:
            return _corrected(running, on, common, by)
        _give_way(running, governing, by)
    picked = {name: day.isoformat() for name, day in chosen.items()}
    values = {**common, "organization": organization, "started_on": on, "chosen": picked}
    try:
        with transaction.atomic():
            return _begun(subject, matter, governing, values, by)
    except IntegrityError:  # another process was faster by a moment
        other = open_deadline(subject, matter)
        if other is None:
            raise
        return _corrected(locked(other), on, common, by)


@transaction.atomic
def agree(
    subject: models.Model,
    matter: str,
    *,
    on: dt.date,
    until: dt.date,
    why: str,
    basis: str,
    organization: Organization,
    section: Organization,
    title: str,
    holder: User | None = None,
    url: str = "",
    by: Actor = SYSTEM,
) -> Deadline:
    """Start a clock that ends on a day agreed upon, where no provision sets a limit. One runs for a matter at a time.

    on: the day of the agreement. why: what the reckoning calls the day. basis: the rule of the house, as it is cited.
    Refused where one runs already.
    """
    if open_deadline(subject, matter) is not None:
        raise Refused([Obstacle("clock:running", "这一事项已经有期限在计，不能再约定一个。", basis)])
    fact = {
        "kind": rules.AGREED,
        "on": on.isoformat(),
        "until": until.isoformat(),
        "why": why,
        "basis": basis,
    }
    made = Deadline.objects.create(
        subject_type=subject_type(subject), subject_id=subject.pk, provision=matter, version=rules.AGREED,
        basis=basis[:120], due_on=until, provisional=False, reckoning=clocks.edition(), started_on=on, facts=[fact],
        section=section, holder=holder, title=title[:300], url=url, organization=organization,
    )  # fmt: skip
    note(events.STARTED, made, by, version=made.version, started_on=on.isoformat(), chosen={})
    return made


def _governing(matter: str, chosen: Mapping[str, dt.date], body: Organization, wanted: str) -> Version:
    if not wanted:
        return law.applicable(matter, dict(chosen), levels_of(body)).governing
    version = law.version(wanted)
    if version.provision.id != matter:
        raise GongkaiError(f"“{wanted}”不是“{matter}”的规定版本，请核对。")
    return version


def _begun(
    subject: models.Model, matter: str, version: Version, values: dict[str, Any], by: Actor
) -> Deadline:
    due = clocks.deadline(version, values["started_on"])
    made = Deadline.objects.create(
        subject_type=subject_type(subject), subject_id=subject.pk, provision=matter, version=version.id,
        basis=version.basis[:120], due_on=due.due, provisional=due.provisional, reckoning=clocks.edition(), **values,
    )  # fmt: skip
    started = made.started_on.isoformat()
    note(events.STARTED, made, by, version=version.id, started_on=started, chosen=made.chosen)
    return made


def _corrected(running: Deadline, on: dt.date, common: dict[str, Any], by: Actor) -> Deadline:
    """The same law and the same events from another day; nothing but the words where the day is the same."""
    columns = list(common)
    for name, value in common.items():
        setattr(running, name, value)
    before = running.started_on
    if before != on:
        due = rules.reckon(running.version, on, running.facts)
        running.started_on = on
        columns += [*set_due(running, due), "started_on"]
    running.save(update_fields=columns)
    if before != on:
        note(events.MOVED, running, by, before=before.isoformat(), started_on=on.isoformat())
    return running


def _give_way(running: Deadline, governing: Version, by: Actor) -> None:
    if running.facts:
        reason = f"这一期限按{running.basis}计算，已有停计、延长等记载，不能改按{governing.basis}。"
        raise Refused([Obstacle("clock:pinned", reason, running.basis)])
    _stop(running, moment.today(), met=False, by=by, because=f"起算事实更正，改按{governing.basis}")


@transaction.atomic
def end(
    subject: models.Model, *, matter: str, on: dt.date | None = None, met: bool = True, by: Actor = SYSTEM
) -> None:
    """Stop the clock: the duty was done (`met`) or fell away. Nothing happens where none runs.

    A clock that cannot be reckoned is ended all the same: its fault is the administrator's, not the officer's.
    """
    running = open_deadline(subject, matter)
    if running is not None:
        _stop(locked(running), on or moment.today(), met=met, by=by)


def _stop(running: Deadline, on: dt.date, *, met: bool, by: Actor, because: str = "") -> None:
    running.state = State.MET if met else State.CANCELLED
    running.ended_on = max(on, running.started_on)
    fact = {"kind": "stop", "on": running.ended_on.isoformat(), "why": "已办结" if met else "不再适用"}
    kept = running.facts if isinstance(running.facts, list) else [running.facts]
    running.facts = [*kept, fact]
    try:
        columns = set_due(running, rules.reckon(running.version, running.started_on, running.facts))
    except GongkaiError:
        columns = []
    running.save(update_fields=[*columns, "state", "ended_on", "facts"])
    note(events.MET if met else events.CANCELLED, running, by, because=because)
    put_away(running)
