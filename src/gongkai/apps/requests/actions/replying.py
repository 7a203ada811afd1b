"""The reply: seven questions, text, two other people, delivery. Nothing leaves with one name on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from gongkai import clocks
from gongkai.apps.ledger.queries import acts_on
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import checking, composing, events, letters, questions, releasing, rules
from gongkai.apps.requests.actions import redacting
from gongkai.apps.requests.actions.closing import end_case
from gongkai.apps.requests.actions.days import past
from gongkai.apps.requests.actions.granting import notice_came
from gongkai.apps.requests.models import Consultation, Delivery, Letter, Point, Reply, Request, State
from gongkai.apps.requests.powers import APPROVE, HANDLE, REVIEW
from gongkai.apps.requests.standing import against, facts_of, open_reply
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews import queries as rounds
from gongkai.apps.reviews import rules as judging
from gongkai.apps.reviews.models import Round
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle
from gongkai.law import lists

PROCESS = "request"


def answer(user: User, request: Request, *, point: int, code: str, words: str = "") -> Request:
    """One of the seven questions on one item."""
    return _answered(user, request, point, lambda way: questions.answer(way, code, words), code)


def answer_back(user: User, request: Request, *, point: int) -> Request:
    """The last answer taken back."""
    return _answered(user, request, point, questions.back)


def _answered(user: User, request: Request, position: int, change: object, code: str = "") -> Request:
    with acting(user, request, events.ANSWERED, power=HANDLE, obstacles=against(rules.to_answer)) as act:
        act.refuse(rules.to_call_unclear(facts_of(act.record, user)) if code == questions.UNCLEAR else [])
        point = Point.objects.filter(request=act.record, position=position).first()
        if point is None:
            raise GongkaiError(f"本件没有第{position}项。")
        way = change(questions.follow(point.answers))  # type: ignore[operator]
        point.answers = [list(said) for said in way.said]
        point.outcome, point.ground = (way.row, way.ground) if way.done else ("", "")
        point.save()
        act.say(position=position, step=f"定了{len(way.said)}问")
    return act.record


def name_annex(user: User, request: Request, *, point: int, annex: str) -> Request:
    """What goes along with the letter for one item."""
    with acting(user, request, events.DRAFTED, power=HANDLE, obstacles=against(rules.to_answer)) as act:
        Point.objects.filter(request=act.record, position=point).update(annex=annex.strip()[:200])
        act.say(outcome="附件")
    return act.record


def draft(user: User, request: Request, *, text: str) -> Reply:
    """The officer's own wording of the reply, kept until it is submitted."""
    with acting(user, request, events.DRAFTED, power=HANDLE, obstacles=against(rules.to_answer)) as act:
        reply = _reply(act.record, user)
        reply.text, reply.drafted_by, reply.drafted_at = composing.settled(text), user, moment.now()
        reply.save()
        act.say(outcome=lists.entry("decisions", reply.outcome).label)
    return reply


def _reply(case: Request, user: User) -> Reply:
    """The reply being written, a new one where there is none, with the outcome of the items as they are."""
    points = list(case.points.all())
    outcome = questions.outcome_of(p.outcome for p in points if p.outcome) or questions.GIVEN
    reply = open_reply(case) or Reply(
        request=case, organization=case.organization, drafted_by=user, drafted_at=moment.now()
    )
    reply.section, reply.outcome, reply.state = case.section, outcome, Reply.State.DRAFT
    reply.points = [[p.position, p.outcome, p.ground] for p in points]
    reply.reviewed_by = reply.approved_by = None
    return reply


def text_of(case: Request) -> str:
    """What the letter says now: the officer's own words where they were written for these outcomes, else composed."""
    points, reply = list(case.points.all()), open_reply(case)
    now = [[p.position, p.outcome, p.ground] for p in points]
    if reply is not None and reply.text and [list(p) for p in reply.points] == now:
        return reply.text
    return composing.body(case, points, moment.today())


def obstacles_to_submit(user: User, request: Request) -> list[Obstacle]:
    """The rules, and what the check of the text found."""
    found = rules.to_submit(facts_of(request, user)) + releasing.to_submit(request)
    points = list(request.points.all())
    if not found and all(p.outcome for p in points):
        office = composing.office_of(request)
        found += checking.obstacles(checking.findings(text_of(request), points, office, moment.today()))
    return found


def submit(user: User, request: Request) -> Reply:
    """送法制审核. From here nothing of the case changes until it comes back."""
    with acting(user, request, events.SUBMITTED, power=HANDLE, obstacles=obstacles_to_submit) as act:
        case = act.record
        text = text_of(case)
        reply = _reply(case, user)
        reply.text, reply.state = text, Reply.State.IN_REVIEW
        reply.drafted_by, reply.drafted_at = user, moment.now()
        reply.fingerprint = _fingerprint(reply)
        reply.save()
        wrote = acts_on(case, [events.ANSWERED, events.DRAFTED, events.ENTERED, events.REDACTION_BEGUN])
        hands = {int(actor) for actor, _ in wrote if actor.isdigit()}
        hands |= {hand for row in case.redactions.all() for hand in row.hands}
        round_ = reviews.open_round(
            user, reply, code=PROCESS, organization=case.organization, section=case.section, drafter=user, hands=hands,
            fingerprint=reply.fingerprint,
        )  # fmt: skip
        act.set(state=State.IN_REVIEW)
        _tell_next(case, round_, "待您法制审核")
    return reply


def _fingerprint(reply: Reply) -> str:
    said = json.dumps([reply.text, reply.outcome, reply.points], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _tell_next(case: Request, round_: Round, what: str) -> None:
    link = reverse("requests:detail", args=[case.pk])
    tell(rounds.people_for(round_, round_.present), f"{case.label}答复{what}", case, link)


def standing_round(case: Request) -> Round | None:
    """The round of the reply that is open or approved."""
    reply = open_reply(case)
    return rounds.latest(reply) if reply is not None else None


def obstacles_to_judge(user: User, request: Request) -> list[Obstacle]:
    """Why this person may not give a word on the reply now."""
    round_ = standing_round(request)
    if round_ is None or request.state != State.IN_REVIEW:
        return [Obstacle("reply:none", "没有在审核的答复。")]
    holds = rounds.holds_post(user, round_)
    return judging.obstacles_to_judge(user.pk, holds_post=holds, facts=rounds.facts_of(round_))


def obstacles_to_agree(user: User, request: Request) -> list[Obstacle]:
    """The same, and what goes along with the letter was looked at and released."""
    return obstacles_to_judge(user, request) or releasing.to_agree(request)


def agree(user: User, request: Request, *, opinion: str = "") -> Request:
    """同意: 法制审核, then 签发. After the last word the letter has its number and waits for delivery."""
    with acting(user, request, events.AGREED, obstacles=obstacles_to_agree) as act:
        case = act.record
        _must_judge(user, case)
        reply, round_ = _locked(case)
        step = round_.present
        following = reviews.agree(user, round_, opinion)
        if following is not None:
            reply.reviewed_by = user
            _tell_next(case, round_, "待您签发")
        else:
            reply.approved_by, reply.decided_on, reply.state = user, moment.today(), Reply.State.APPROVED
            letters.make(
                case, "reply", by=reply.drafted_by, on=moment.today(), text=reply.text,
                title=composing.title_of(reply.outcome), reply=reply,
            )  # fmt: skip
            act.set(state=State.APPROVED)
            _tell_handler(case, "已签发，请送达")
        reply.save()
        act.say(step=step.label)
    return act.record


def send_back(user: User, request: Request, *, reasons: Sequence[str] = (), opinion: str = "") -> Request:
    """退回 to the handler, with what is to be mended."""
    with acting(user, request, events.RETURNED, obstacles=obstacles_to_judge) as act:
        case = act.record
        _must_judge(user, case)
        reply, round_ = _locked(case)
        step = round_.present
        reviews.send_back(user, round_, reasons, opinion)
        reply.state, reply.reviewed_by = Reply.State.RETURNED, None
        reply.save()
        redacting.take_back(case)
        act.set(state=State.OPEN)
        act.say(step=step.label)
        _tell_handler(case, "被退回，请改")
    return act.record


def recall(user: User, request: Request) -> Request:
    """撤回送审, also of an approved reply that has not gone out."""
    with acting(user, request, events.RECALLED, power=HANDLE, obstacles=against(rules.to_recall)) as act:
        reply, round_ = _locked(act.record)
        reviews.recall(round_)
        reply.letters.all().delete()
        redacting.take_back(act.record)
        reply.state, reply.reviewed_by, reply.approved_by, reply.decided_on = (
            Reply.State.RETURNED,
            None,
            None,
            None,
        )
        reply.save()
        act.set(state=State.OPEN)
    return act.record


def _must_judge(user: User, case: Request) -> None:
    if not (may(user, REVIEW, case) or may(user, APPROVE, case)):
        raise PermissionDenied


def _locked(case: Request) -> tuple[Reply, Round]:
    reply = open_reply(case)
    found = rounds.latest(reply) if reply is not None else None
    if reply is None or found is None:
        raise GongkaiError("没有在审核的答复。")
    return reply, reviews.lock(found)


def _tell_handler(case: Request, what: str) -> None:
    if case.handler_id:
        tell([case.handler_id], f"{case.label}答复{what}", case, reverse("requests:detail", args=[case.pk]))


def deliver(
    user: User,
    letter: Letter,
    *,
    method: str,
    sent_on: dt.date | None = None,
    arrived_on: dt.date | None = None,
    proof: str,
) -> Letter:
    """送达, with its proof. The reply's own delivery ends the case on the day it went out."""
    with acting(
        user,
        letter.request,
        events.DELIVERED,
        power=HANDLE,
        obstacles=lambda u, r: obstacles_to_deliver(letter),
    ) as act:
        day = past(sent_on, letter.dated_on, "sent_on")
        if not proof.strip():
            act.refuse([Obstacle("delivery:proof", "请写凭据，如挂号单号、签收记录。", cure="#id_proof")])
        if arrived_on is not None:
            past(arrived_on, day, "arrived_on")
        row = Delivery.objects.create(
            letter=letter, method=method, sent_on=day, arrived_on=arrived_on, proof=proof.strip()[:200], by=user,
            at=moment.now(),
        )  # fmt: skip
        act.say(kind=letter.title, method=row.get_method_display(), sent_on=clocks.chinese_day(day))
        if letter.kind == "fee":
            notice_came(act.record, arrived_on or day, actor(user, act.record.organization))
        if letter.reply is not None and act.record.state == State.APPROVED:
            reply = Reply.objects.select_for_update(of=("self",)).get(pk=letter.reply.pk)
            reply.state = Reply.State.SENT
            reply.save()
            end_case(act, reply.outcome, day)
    return letter


def obstacles_to_deliver(letter: Letter) -> list[Obstacle]:
    """Once, and a reply only after it was approved."""
    if Delivery.objects.filter(letter=letter).exists():
        return [Obstacle("delivery:once", "这份文书已经登记送达。")]
    if letter.reply is not None and letter.request.state != State.APPROVED:
        return [Obstacle("delivery:state", "答复签发以后才能送达。", rules.article("answers"))]
    return []


def obstacles_to_tell(user: User, consultation: Consultation) -> list[Obstacle]:
    """Heard, did not agree, and the case is not in its file yet."""
    archived = consultation.request.archived_at is not None
    return rules.to_tell(consultation.party_id is not None, consultation.answer, archived=archived)


def tell_third_party(user: User, consultation: Consultation, *, what: str, reason: str) -> Letter:
    """书面告知第三方: it is made public although he did not agree, and why."""
    with acting(
        user, consultation.request, events.DRAFTED, power=HANDLE,
        obstacles=lambda u, r: obstacles_to_tell(u, consultation),
    ) as act:  # fmt: skip
        made = letters.make(
            act.record, "third_told", by=user, on=moment.today(), consultation=consultation, 内容=what.strip(),
            理由=reason.strip(),
        )  # fmt: skip
        act.say(outcome=made.title)
    return made
