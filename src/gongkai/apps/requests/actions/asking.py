"""What is asked while the case runs: a correction, third parties, agencies that wrote with us, our own sections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from gongkai import clocks
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.ledger.actions import Actor, record
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import holders, may
from gongkai.apps.people import actions as people
from gongkai.apps.people.details import Details
from gongkai.apps.people.gate import holder
from gongkai.apps.people.models import Part
from gongkai.apps.requests import events, letters, rules
from gongkai.apps.requests.actions.closing import end_lapsed
from gongkai.apps.requests.actions.days import past
from gongkai.apps.requests.actions.receiving import KEPT, REPLY
from gongkai.apps.requests.models import Assist, Consultation, Correction, Note, Request, State
from gongkai.apps.requests.powers import ASSIST, HANDLE
from gongkai.apps.requests.standing import against, open_reply
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle, Refused

LAPSED = "r3_6_1"
Answer = Consultation.Answer


def clock_of(request: Request) -> Deadline:
    """The clock of the reply. GongkaiError where none runs."""
    clock = open_deadline(request, REPLY)
    if clock is None:
        raise GongkaiError("本件的答复期限没有在计，请先确认收到之日。")
    return clock


def ask_correction(
    user: User, request: Request, *, asked: str, due_on: dt.date, on: dt.date | None = None
) -> Request:
    """补正告知: once, with what is to be mended and a reasonable term. The clock stands and will run anew."""
    with acting(
        user, request, events.CORRECTION_ASKED, power=HANDLE, obstacles=against(rules.to_ask_correction)
    ) as act:
        day = past(on, act.record.received_on)
        if due_on <= day:
            act.refuse(
                [Obstacle("correction:due", "补正期限应在告知之后。", rules.article("clear"), "#id_due_on")]
            )
        Correction.objects.create(
            request=act.record, asked_on=day, asked=asked.strip(), due_on=due_on, asked_by=user
        )
        by = actor(user, act.record.organization)
        deadlines.begin_waiting(clock_of(act.record), "correction", on=day, by=by)
        letters.make(
            act.record, "correction", by=user, on=day, 补正内容=asked.strip(), 期限=letters.day(due_on)
        )
        act.set(state=State.CORRECTION)
        act.say(due_on=clocks.chinese_day(due_on))
    return act.record


def take_correction(user: User, request: Request, *, text: str = "", on: dt.date | None = None) -> Request:
    """收到补正: the limit runs anew from that day."""
    with acting(
        user, request, events.CORRECTED, power=HANDLE, obstacles=against(rules.to_take_correction)
    ) as act:
        day = past(on, act.record.correction.asked_on)
        came_in(act.record, day, text, actor(user, act.record.organization))
        act.set(state=State.OPEN)
        act.say(received_on=clocks.chinese_day(day))
    return act.record


def came_in(case: Request, day: dt.date, text: str, by: Actor) -> None:
    """What a correction does, whoever hands it in: it is kept, and the limit runs anew from that day."""
    correction = case.correction
    correction.received_on, correction.text = day, text.strip()
    correction.save(update_fields=["received_on", "text"])
    deadlines.end_waiting(clock_of(case), "correction", on=day, by=by)


def lapse_correction(user: User, request: Request) -> Request:
    """逾期不补正: the applicant is taken to have given up; the case ends."""
    with acting(
        user, request, events.CORRECTION_LAPSED, power=HANDLE, obstacles=against(rules.to_lapse_correction)
    ) as act:
        asked = act.record.correction
        Correction.objects.filter(request=act.record).update(lapsed_on=moment.today())
        end_lapsed(act, LAPSED, f"您在{letters.day(asked.due_on)}前没有补正，也没有说明正当理由")
    return act.record


def consult(
    user: User,
    request: Request,
    *,
    kind: str,
    about: str,
    person: Details | None = None,
    person_kind: str = "biz",
    name: str = "",
    on: dt.date | None = None,
) -> Consultation:
    """征求意见 of a third party, or of an agency that wrote the information with us. Its time is not counted."""
    with acting(user, request, events.CONSULTED, power=HANDLE, obstacles=against(rules.to_consult)) as act:
        case, by = act.record, actor(user, act.record.organization)
        day = past(on, case.received_on)
        party = None
        if kind == Consultation.Kind.THIRD_PARTY:
            party = people.enter(
                case, case.organization, person or Details(), part=Part.THIRD_PARTY, kind=person_kind, retention=KEPT,
                article=rules.article("third_party"), by=by,
            )  # fmt: skip
        elif not name.strip():
            act.refuse(
                [Obstacle("consultation:name", "请填写机关名称。", rules.article("co_agency"), "#id_name")]
            )
        due = rules.limit(kind, day, case.received_on or day, deadlines.levels_of(case.organization))
        made = Consultation.objects.create(
            request=case, kind=kind, party=party, name=name.strip() if party is None else "", about=about.strip(),
            sent_on=day, due_on=due.due if due else None, sent_by=user,
        )  # fmt: skip
        deadlines.begin_waiting(clock_of(case), kind, on=day, ref=str(made.pk), by=by)
        if due is not None:
            deadlines.start(
                made, kind, on=day, chosen={"received_on": case.received_on or day}, organization=case.organization,
                section=case.section, title=made.label, holder=case.handler,
                url=reverse("requests:detail", args=[case.pk]), by=by,
            )  # fmt: skip
        letters.make(
            case, kind, by=user, on=day, consultation=made, 内容=about.strip(), 对方=made.name,
            期限=letters.day(made.due_on) if made.due_on else "合理期限内",
        )  # fmt: skip
        act.say(kind=made.get_kind_display(), sent_on=clocks.chinese_day(day))
    return made


def answer_consultation(
    user: User,
    consultation: Consultation,
    *,
    answer: str,
    reason: str = "",
    on: dt.date | None = None,
    marks: list[Any] | None = None,
) -> Consultation:
    """The answer came by paper, or did not come (silent)."""
    request = consultation.request
    if not may(user, HANDLE, request):
        raise PermissionDenied
    by = actor(user, request.organization)
    return take_answer(consultation, answer=answer, reason=reason, on=on, marks=marks, by=by)


@transaction.atomic
def take_answer(
    consultation: Consultation,
    *,
    answer: str,
    reason: str = "",
    on: dt.date | None = None,
    marks: list[Any] | None = None,
    signed: str = "",
    by: Actor,
) -> Consultation:
    """What the other side says, also from the page with the one-time code: the clock runs again from the next day.

    signed: who filled it in; the ledger keeps the name sealed, with the particulars of the one who was asked.
    """
    # the case first, as every act locks it: it may end while the answer is being written
    Request.objects.select_for_update(of=("self",)).get(pk=consultation.request_id)
    row = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("request", "party")
        .get(pk=consultation.pk)
    )
    _refuse(obstacles_to_take(row, answer, reason))
    day = past(on, row.sent_on)
    within = min(row.due_on or day, day)  # what is beyond the term counts again, whatever comes then
    if answer == Answer.SILENT:
        day = within
    row.answer, row.answered_on, row.reason, row.marks = answer, day, reason.strip(), marks or []
    row.save()
    clock = open_deadline(row.request, REPLY)
    if clock is not None:
        deadlines.end_waiting(clock, row.kind, on=within, ref=str(row.pk), by=by)
    said = f"{row.get_answer_display()}（期限过后收到）" if row.late else row.get_answer_display()
    deadlines.end(row, matter=row.kind, on=day, by=by)
    record(
        events.CONSULTED_BACK, row.request, by, chain=row.request.organization.slug, title=row.request.label,
        kind=row.get_kind_display(), answer=said, personal={"signed": signed} if signed else None,
        personal_of=holder(row.party) if row.party else "",
    )  # fmt: skip
    if row.request.handler_id:
        link = reverse("requests:detail", args=[row.request_id])
        tell([row.request.handler_id], f"{row.label}有了结果：{said}", row.request, link)
    return row


def weigh_late(user: User, consultation: Consultation, *, weighed: str, because: str) -> Consultation:
    """认定迟到的意见: what came after the term is taken as an opinion or put aside like silence; why stays in the file."""
    with acting(
        user, consultation.request, events.LATE_WEIGHED, power=HANDLE,
        obstacles=lambda _, case: obstacles_to_weigh(case, consultation),
    ) as act:  # fmt: skip
        row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
        act.refuse(obstacles_to_weigh(act.record, row))
        if weighed not in {Consultation.Weight.HEARD, Consultation.Weight.SILENT}:
            act.refuse(
                [Obstacle("consultation:weight", "请选怎样处理。", rules.article(row.kind), "#id_weighed")]
            )
        if not because.strip():
            act.refuse(
                [Obstacle("consultation:because", "请写理由。", rules.article(row.kind), "#id_because")]
            )
        row.weighed, row.weighed_because = weighed, because.strip()[:300]
        row.weighed_on, row.weighed_by = moment.today(), user
        row.save(update_fields=["weighed", "weighed_because", "weighed_on", "weighed_by"])
        act.say(kind=row.get_kind_display(), decision=row.get_weighed_display())
    return row


def obstacles_to_weigh(case: Request, row: Consultation) -> list[Obstacle]:
    """An answer that came late, in a case whose reply is not judged yet."""
    reply = open_reply(case)
    return rules.to_weigh(row.kind, case.state, reply.state if reply else "", late=row.late)


def obstacles_to_take(row: Consultation, answer: str, reason: str) -> list[Obstacle]:
    """Answered once, while the case goes on; a refusal says why; silence only when the term is over."""
    found = rules.to_hear(row.answer, row.kind, row.request.state)
    article = rules.article(row.kind)
    if answer not in set(Answer.values) - {""}:
        found.append(
            Obstacle(
                "consultation:choice", "请选同意、部分同意、不同意，或者逾期没有答复。", article, "#id_answer"
            )
        )
    if answer in {Answer.REFUSE, Answer.PARTLY} and not reason.strip():
        found.append(Obstacle("consultation:reason", "不同意公开的，请写明理由。", article, "#id_reason"))
    if answer == Answer.SILENT and row.due_on and moment.today() <= row.due_on:
        day = clocks.chinese_day(row.due_on)
        found.append(Obstacle("consultation:term", f"答复期限到{day}，还没有过。", article, "#id_answer"))
    return found


def _refuse(found: list[Obstacle]) -> None:
    if found:
        raise Refused(found)


def ask_assist(
    user: User, request: Request, *, section: Organization, question: str, due_on: dt.date
) -> Assist:
    """请科室协办. What it is told is the question; the case itself stays with its handlers."""
    with acting(
        user, request, events.ASSIST_ASKED, power=HANDLE, obstacles=against(rules.to_ask_assist)
    ) as act:
        case = act.record
        if section.body_id != case.organization_id:
            act.refuse([Obstacle("assist:section", "请选本机关的科室。", cure="#id_section")])
        if due_on < moment.today():
            act.refuse([Obstacle("assist:due", "请约定今天以后的日期。", cure="#id_due_on")])
        made = Assist.objects.create(
            request=case, organization=case.organization, section=section, question=question.strip(), due_on=due_on,
            asked_by=user, asked_at=moment.now(),
        )  # fmt: skip
        who = holders(ASSIST, case.organization, section)
        link = reverse("requests:assist", args=[made.pk])
        tell(who, f"请协办{case.label}，{clocks.chinese_day(due_on)}前答复", case, link)
        act.say(section=section.name, due_on=clocks.chinese_day(due_on))
    return made


def answer_assist(user: User, assist: Assist, *, opinion: str) -> Assist:
    """协办意见: stays with the case."""
    with acting(
        user, assist, events.ASSISTED, power=ASSIST, obstacles=lambda _, row: obstacles_to_assist(row)
    ) as act:
        if not opinion.strip():
            act.refuse([Obstacle("assist:opinion", "请写意见。", cure="#id_opinion")])
        act.set(opinion=opinion.strip(), answered_by=user, answered_at=moment.now())
        act.say(section=act.record.section.name)
        case = act.record.request
        if case.handler_id:
            link = reverse("requests:detail", args=[case.pk])
            tell([case.handler_id], f"{act.record.section.name}答复了{case.label}的协办", case, link)
    return act.record


def obstacles_to_assist(assist: Assist) -> list[Obstacle]:
    """Answered once, while the case runs."""
    if assist.answered_at:
        return [Obstacle("assist:answered", "这次协办已经答复。")]
    if assist.request.state in rules.ENDED:
        return [Obstacle("assist:ended", "本件已经办结，不用再答复。")]
    return []


def add_note(user: User, request: Request, *, people_there: str, text: str) -> Note:
    """会商: what was said, by whom."""
    with acting(user, request, events.NOTED, power=HANDLE, obstacles=against(rules.to_note)) as act:
        return Note.objects.create(
            request=act.record, people=people_there.strip()[:200], text=text.strip(), by=user, at=moment.now()
        )
