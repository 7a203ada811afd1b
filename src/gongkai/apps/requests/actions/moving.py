"""Between people and cases: 分办, 拆分, 并案."""

from __future__ import annotations

from django.urls import reverse

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.intake.actions.sending import next_number
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.people import actions as people
from gongkai.apps.people import gate
from gongkai.apps.people.details import CONTACT, IDENTITY, NAME
from gongkai.apps.people.models import Part
from gongkai.apps.requests import counting, events, rules
from gongkai.apps.requests.actions.receipts import share_code
from gongkai.apps.requests.actions.receiving import KEPT, REPLY, start_clock
from gongkai.apps.requests.models import FORM, Point, Request, State
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import against, one
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


def assign(user: User, request: Request, *, section: Organization, handler: User | None = None) -> Request:
    """分办: a section, and who handles it there. The clock goes along, its days stay."""
    with acting(user, request, events.ASSIGNED, power=HANDLE, obstacles=against(rules.to_assign)) as act:
        case = act.record
        if section.body_id != case.organization_id:
            act.refuse([Obstacle("request:section", "请选本机关或者本机关的科室。", cure="#id_section")])
        act.set(section=section, handler=handler or case.handler or user)
        if case.handler is not None and not may(case.handler, HANDLE, case):
            words = "这个人在该科室没有承办依申请公开的岗位，请换一人或者先设岗位。"
            act.refuse([Obstacle("request:handler", words, cure="#id_handler")])
        act.save()
        if case.received_on is not None:
            _carry_clock(case, user)
        if case.handler_id and case.handler_id != user.pk:
            link = reverse("requests:detail", args=[case.pk])
            tell([case.handler_id], f"{case.label}分给您办理", case, link)
        act.say(section=section.name)
    return act.record


def _carry_clock(case: Request, user: User) -> None:
    day = case.reopened_on or case.received_on
    assert day is not None  # noqa: S101 — asked by the caller
    deadlines.start(
        case, REPLY, on=day, chosen={"received_on": case.received_on or day}, organization=case.organization,
        section=case.section, title=f"{case.label}答复", holder=case.handler,
        url=reverse("requests:detail", args=[case.pk]), version=case.provision, by=actor(user, case.organization),
    )  # fmt: skip


def split(user: User, request: Request) -> Request:
    """一事一申请: every item but the first becomes a case of its own, received on the same day, counted like any other."""
    with acting(user, request, events.SPLIT, power=HANDLE, obstacles=against(rules.to_split)) as act:
        case, made = act.record, []
        for point in list(case.points.all())[1:]:
            made.append(_part_of(case, point, user))
            point.delete()
        act.say(number="、".join(part.shown_number for part in made))
    return act.record


def _part_of(case: Request, point: Point, user: User) -> Request:
    part = Request.objects.get(pk=case.pk)
    part.pk = None
    part._state.adding = True
    part.number, part.foreign_number, part.platform = next_number(FORM, case.organization), "", None
    part.subject, part.wanted, part.split_from = point.text[:120], point.text, case
    part.state, part.provision = State.RECEIVED, ""
    part.entered_at = part.updated_at = moment.now()
    part.save()
    share_code(case, part)
    Point.objects.create(request=part, position=1, text=point.text)
    party = counting.applicant(case)
    if party is not None and not party.erased_at:
        given = gate.read(user, party, [NAME, IDENTITY, CONTACT], because="拆分申请")
        people.enter(
            part, part.organization, given, part=Part.APPLICANT, kind=party.kind, retention=KEPT,
            by=actor(user, part.organization),
        )  # fmt: skip
    part.provision = case.provision
    correction = one(case, "correction")
    start_clock(
        part, by=actor(user, part.organization), maker=user, corrected=correction and correction.received_on
    )
    return part


def merge(user: User, request: Request, *, into: str) -> Request:
    """并案: the same applicant asked the same twice; one case goes on with all items and is counted once."""
    with acting(user, request, events.MERGED, power=HANDLE, obstacles=against(rules.to_merge)) as act:
        case = act.record
        other = Request.objects.select_for_update(of=("self",)).filter(
            organization=case.organization, number=into.strip()
        ).first()  # fmt: skip
        same = counting.of_same_applicant(case)
        if other is None or other.pk == case.pk or not same.filter(pk=other.pk).exists():
            words = "没有这个受理号，或者不是同一申请人的；请写如 2026-0027。"
            act.refuse([Obstacle("request:into", words, cure="#id_into")])
        elif other.state != State.OPEN:
            act.refuse(
                [Obstacle("request:into", f"那一件{other.get_state_display()}，不能并入。", cure="#id_into")]
            )
        else:
            _join(case, other)
            deadlines.end(case, matter=REPLY, met=False, by=actor(user, case.organization))
            act.set(state=State.MERGED, merged_into=other)
            act.say(number=other.shown_number)
    return act.record


def _join(case: Request, other: Request) -> None:
    known = set(other.points.values_list("text", flat=True))
    position = other.points.count()
    for point in case.points.all():
        if point.text not in known:
            position += 1
            Point.objects.create(request=other, position=position, text=point.text)
