"""典型案例 lead to a plan: made from several of a kind, done with its effect, looked at again by another person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from gongkai import law
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.ledger.actions import Actor, record
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import holders, may
from gongkai.apps.requests import events
from gongkai.apps.requests.models import Plan, Request
from gongkai.apps.requests.powers import ASSIST, HANDLE, REVIEW
from gongkai.clocks import chinese_day, moment
from gongkai.exceptions import Obstacle, Refused

DUE = "improvement"  # rule of the house (law list `duties`) and matter of the clock of a plan


@transaction.atomic
def make_plan(
    user: User,
    organization: Organization,
    *,
    title: str,
    measure: str,
    section: Organization,
    due_on: dt.date,
    cases: Sequence[Request],
) -> Plan:
    """立改进方案 from typical cases of the body. The line in the ledger is what a duty of plans may open a task by."""
    if not may(user, HANDLE, organization):
        raise PermissionDenied
    found = []
    if not cases or any(not case.typical or case.organization_id != organization.pk for case in cases):
        found.append(Obstacle("plan:cases", "请至少选一件典型案例。", cure="#id_cases"))
    if section.body_id != organization.pk:
        found.append(Obstacle("plan:section", "请选本机关的科室。", cure="#id_section"))
    if due_on <= moment.today():
        found.append(Obstacle("plan:due", "完成期限应在今天之后。", cure="#id_due_on"))
    if found:
        raise Refused(found)
    now = moment.now()
    made = Plan.objects.create(
        organization=organization, section=section, title=title.strip(), measure=measure.strip(), due_on=due_on,
        made_by=user, made_at=now, updated_at=now,
    )  # fmt: skip
    made.cases.set(cases)
    record(
        events.PLAN_MADE, made, actor(user, organization), chain=organization.slug, title=made.label,
        section=section.name, due_on=chinese_day(due_on), cases=len(cases),
    )  # fmt: skip
    _start_clock(made, actor(user, organization))
    words = f"{made.label}，{chinese_day(due_on)}前完成"
    tell(holders(ASSIST, organization, section), words, made, reverse("requests:plan", args=[made.pk]))
    return made


def _start_clock(plan: Plan, by: Actor) -> None:
    """It is due on the day agreed upon: it stands on the list of what is due, and the office hears of it."""
    day = plan.made_at.astimezone(moment.BEIJING).date()
    deadlines.agree(
        plan, DUE, on=day, until=plan.due_on, why="立方案时约定的日期", basis=law.cite(DUE),
        organization=plan.organization, section=plan.section, title=plan.label,
        url=reverse("requests:plan", args=[plan.pk]), by=by,
    )  # fmt: skip


def finish_plan(user: User, plan: Plan, *, effect: str, on: dt.date | None = None) -> Plan:
    """改完了, with what came of it; another person looks at it again."""
    with acting(user, plan, events.PLAN_DONE, power=ASSIST, obstacles=obstacles_to_finish) as act:
        day = on or moment.today()
        if day > moment.today() or day < act.record.made_at.astimezone(moment.BEIJING).date():
            act.refuse([Obstacle("plan:day", "完成日期应在提出之后、今天之前，请核对。", cure="#id_on")])
        if not effect.strip():
            act.refuse([Obstacle("plan:effect", "请写成效：改了以后怎样了。", cure="#id_effect")])
        act.set(state=Plan.State.DONE, effect=effect.strip(), done_on=day, done_by=user)
        deadlines.end(act.record, matter=DUE, on=day, by=actor(user, act.record.organization))
        link = reverse("requests:plan", args=[plan.pk])
        tell(
            holders(REVIEW, act.record.organization).exclude(pk=user.pk),
            f"{act.record.label}待复核",
            plan,
            link,
        )
    return act.record


def check_plan(user: User, plan: Plan, *, agree: bool, opinion: str = "") -> Plan:
    """复核 by another person: it has its effect, or goes back with what is missing."""
    with acting(user, plan, events.PLAN_CHECKED, power=REVIEW, obstacles=obstacles_to_check) as act:
        row, before = act.record, act.record.done_by_id
        if agree:
            act.set(state=Plan.State.ENDED, checked_on=moment.today(), checked_by=user)
        elif not opinion.strip():
            act.refuse([Obstacle("plan:opinion", "请写还差什么。", cure="#id_opinion")])
        else:
            act.set(state=Plan.State.OPEN, done_on=None, done_by=None)
            _start_clock(row, actor(user, row.organization))  # the day agreed upon stays
            act.because = opinion.strip()
            link = reverse("requests:plan", args=[row.pk])
            tell([before] if before else [], f"{row.label}还没有见效：{opinion.strip()}", row, link)
        act.say(decision="已见效" if agree else "退回再改")
    return act.record


def obstacles_to_finish(user: User, plan: Plan) -> list[Obstacle]:
    """Done once."""
    return [] if plan.state == Plan.State.OPEN else [Obstacle("plan:done", "这个方案已经报过完成。")]


def obstacles_to_check(user: User, plan: Plan) -> list[Obstacle]:
    """Something to look at, by another person than who did it."""
    if plan.state != Plan.State.DONE:
        return [Obstacle("plan:state", f"这个方案{plan.get_state_display()}，没有要复核的。")]
    if plan.done_by_id == user.pk:
        return [
            Obstacle("plan:second", "报完成的人不能自己复核，须由另一人复核。", law.cite("second_person"))
        ]
    return []
