"""复议、诉讼 and 举报投诉 in their registers, 文书设置, 文书模板."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.people import actions as people
from gongkai.apps.people.details import Details
from gongkai.apps.people.models import Kind, Part
from gongkai.apps.requests import events, rules, wording
from gongkai.apps.requests.actions.answering import COMPLAINT, begin_answer, begin_complaint, end_answer
from gongkai.apps.requests.actions.days import obstacles_of_day
from gongkai.apps.requests.models import Complaint, Dispute, Office, Request, Template
from gongkai.apps.requests.powers import HANDLE, REVIEW
from gongkai.apps.requests.standing import against
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

COMPLAINANTS = "letters"  # by which rule of the retention schedule who complained is kept


@dataclass(frozen=True)
class Proceeding:
    """What a notice of 复议 or of a suit says. simple: a review by 简易程序. answer_due_on: the day by which we are to
    answer, where the notice names one."""

    kind: str
    before: str
    noticed_on: dt.date
    number: str = ""
    simple: bool = False
    answer_due_on: dt.date | None = None

    @property
    def obstacles(self) -> list[Obstacle]:
        """Why it cannot be as it is told."""
        found = obstacles_of_day(self.noticed_on, None, "noticed_on")
        found += _before_notice(self.noticed_on, answer_due_on=self.answer_due_on)
        return found + rules.to_be_simple(self.simple, self.kind, self.noticed_on)


def enter_dispute(user: User, request: Request, **said: Any) -> Dispute:
    """登记复议、诉讼 about a case, with what a `Proceeding` is made of; the clock of our answer begins."""
    with acting(
        user, request, events.DISPUTE_ENTERED, power=HANDLE, obstacles=against(rules.to_dispute)
    ) as act:
        told, case = Proceeding(**said), act.record
        act.refuse(told.obstacles)
        made = _dispute(user, told, organization=case.organization, section=case.section, request=case)
        act.say(kind=made.get_kind_display())
    return made


@transaction.atomic
def enter_other_dispute(user: User, place: Organization, **said: Any) -> Dispute:
    """登记复议、诉讼 about what is no case here: 主动公开, or a request from before the bureau kept them here."""
    if not may(user, HANDLE, place):
        raise PermissionDenied
    told, body = Proceeding(**said), place.body or place
    if told.obstacles:
        raise Refused(told.obstacles)
    made = _dispute(user, told, organization=body, section=place)
    record(
        events.DISPUTE_ENTERED, made, actor(user, body), chain=body.slug, title=made.label,
        kind=made.get_kind_display(),
    )  # fmt: skip
    return made


def _dispute(user: User, told: Proceeding, **of: Any) -> Dispute:
    made = Dispute.objects.create(
        kind=told.kind, before=told.before.strip(), number=told.number.strip(), simple=told.simple,
        noticed_on=told.noticed_on, answer_due_on=told.answer_due_on, entered_by=user, entered_at=moment.now(),
        updated_at=moment.now(), **of,
    )  # fmt: skip
    begin_answer(made, actor(user, made.organization))
    return made


def _before_notice(noticed_on: dt.date, **days: dt.date | None) -> list[Obstacle]:
    """Nothing follows from a notice before it is there."""
    early = [name for name, day in days.items() if day is not None and day < noticed_on]
    return [Obstacle("dispute:days", "这一天在收到通知之前，请核对。", cure=f"#id_{n}") for n in early]


def move_dispute(
    user: User,
    dispute: Dispute,
    *,
    stage: str,
    answered_on: dt.date | None = None,
    answer_due_on: dt.date | None = None,
    number: str = "",
    simple: bool | None = None,
) -> Dispute:
    """记进展: how far a proceeding has come, when we answered, its number and term where they are known by now.

    simple: whether a review goes by 简易程序 from now on; None: as before.
    """
    with acting(
        user, dispute, events.DISPUTE_MOVED, power=HANDLE,
        obstacles=lambda _, row: rules.to_end_dispute(bool(row.outcome)),
    ) as act:  # fmt: skip
        row, by = act.record, actor(user, act.record.organization)
        found = obstacles_of_day(answered_on, None, "answered_on")
        found += _before_notice(row.noticed_on, answered_on=answered_on, answer_due_on=answer_due_on)
        found += rules.to_be_simple(bool(simple), row.kind, row.noticed_on)
        if not stage.strip():
            found.append(Obstacle("dispute:stage", "请写到了哪一步。", cure="#id_stage"))
        act.refuse(found)
        act.set(
            stage=stage.strip()[:60], answered_on=answered_on or row.answered_on,
            answer_due_on=answer_due_on or row.answer_due_on, number=number.strip()[:80] or row.number,
            simple=row.simple if simple is None else simple,
        )  # fmt: skip
        if row.answered_on is None:
            begin_answer(row, by)
        else:
            end_answer(row, row.answered_on, by)
        act.say(kind=row.get_kind_display(), stage=row.stage)
    return act.record


def end_dispute(
    user: User, dispute: Dispute, *, outcome: str, ended_on: dt.date, finding: str = ""
) -> Dispute:
    """审结: in which column of the form it stands from now on."""
    with acting(
        user, dispute, events.DISPUTE_ENDED, power=HANDLE,
        obstacles=lambda _, row: rules.to_end_dispute(bool(row.outcome)),
    ) as act:  # fmt: skip
        found = obstacles_of_day(ended_on, None, "ended_on")
        if ended_on < act.record.noticed_on:
            found.append(Obstacle("dispute:days", "审结在收到通知之前，请核对。", cure="#id_ended_on"))
        act.refuse(found)
        act.set(outcome=outcome, ended_on=ended_on, finding=finding.strip())
        end_answer(act.record, ended_on, actor(user, act.record.organization), met=False)
        act.say(kind=act.record.get_kind_display(), outcome=act.record.get_outcome_display())
    return act.record


@transaction.atomic
def enter_complaint(
    user: User,
    organization: Organization,
    *,
    received_on: dt.date,
    channel: str,
    about: str,
    due_on: dt.date | None = None,
    person: Details | None = None,
    person_kind: str = Kind.NATURAL,
) -> Complaint:
    """登记举报投诉 about disclosure. person: from whom, kept by `people` alone; None: nobody said who he is."""
    if not may(user, HANDLE, organization):
        raise PermissionDenied
    found = obstacles_of_day(received_on, None, "received_on")
    if due_on is not None and due_on < received_on:
        found.append(Obstacle("complaint:days", "办理期限在收到之前，请核对。", cure="#id_due_on"))
    if found:
        raise Refused(found)
    made = Complaint.objects.create(
        organization=organization, section=organization, received_on=received_on, channel=channel.strip(),
        about=about.strip(), due_on=due_on, entered_by=user, entered_at=moment.now(),
    )  # fmt: skip
    by = actor(user, organization)
    if person is not None:
        people.enter(
            made, organization, person, part=Part.WRITER, kind=person_kind, retention=COMPLAINANTS, by=by
        )
    begin_complaint(made, by)
    record(events.COMPLAINT_ENTERED, made, by, chain=organization.slug, title=made.label)
    return made


def end_complaint(
    user: User, complaint: Complaint, *, finding: str, correction: str = "", ended_on: dt.date
) -> Complaint:
    """查明、整改, closed."""
    with acting(
        user, complaint, events.COMPLAINT_ENDED, power=HANDLE,
        obstacles=lambda _, row: rules.to_end_complaint(row.ended_on is not None),
    ) as act:  # fmt: skip
        found = obstacles_of_day(ended_on, None, "ended_on")
        if not finding.strip():
            found.append(Obstacle("complaint:finding", "请写查明的情况。", cure="#id_finding"))
        if ended_on < act.record.received_on:
            found.append(Obstacle("complaint:days", "办结在收到之前，请核对。", cure="#id_ended_on"))
        act.refuse(found)
        act.set(finding=finding.strip(), correction=correction.strip(), ended_on=ended_on)
        deadlines.end(act.record, matter=COMPLAINT, on=ended_on, by=actor(user, act.record.organization))
        people.settle(act.record, ended_on)
    return act.record


@transaction.atomic
def set_office(user: User, organization: Organization, **values: object) -> Office:
    """文书设置: where to appeal, how to pay, since when all requests are kept here."""
    if not may(user, REVIEW, organization):
        raise PermissionDenied
    office, _ = Office.objects.update_or_create(organization=organization, defaults=values)
    record(events.OFFICE_SET, office, actor(user, organization), chain=organization.slug, title="文书设置")
    return office


@transaction.atomic
def set_template(user: User, organization: Organization, kind: str, text: str) -> Template | None:
    """文书模板: the body's own words; empty: the shipped ones again."""
    if not may(user, REVIEW, organization):
        raise PermissionDenied
    title = wording.kind(kind).title
    odd = wording.unknown_names(kind, text)
    if odd:
        words = f"“{title}”不认识{'、'.join(f'{{{n}}}' for n in odd)}，可用的名列在正文下面。"
        raise Refused([Obstacle("template:names", words, cure="#id_text")])
    made = None
    if text.strip():
        made, _ = Template.objects.update_or_create(
            organization=organization, kind=kind,
            defaults={"text": text.strip(), "changed_by": user, "changed_at": moment.now()},
        )  # fmt: skip
    else:
        Template.objects.filter(organization=organization, kind=kind).delete()
    record(
        events.TEMPLATE_SET, made or organization, actor(user, organization), chain=organization.slug, title=title,
        kind=title,
    )  # fmt: skip
    return made
