"""What is granted or charged: a longer limit, a fee, a judgement on how often somebody asks."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from gongkai import clocks
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.deadlines.models import State as Standing
from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.ledger.actions import Actor
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import holders
from gongkai.apps.people import actions as people
from gongkai.apps.people.gate import parties
from gongkai.apps.requests import counting, events, letters, rules
from gongkai.apps.requests.actions.asking import clock_of
from gongkai.apps.requests.actions.closing import end_lapsed
from gongkai.apps.requests.actions.days import past
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.models import Extension, Fee, Frequency, Office, Request, State
from gongkai.apps.requests.powers import EXTEND, HANDLE
from gongkai.apps.requests.standing import against, facts_of, open_extension
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle
from gongkai.law import fees

UNPAID, TOO_MANY = "r3_6_2", "r3_5_4"


def obstacles_to_ask_extension(user: User, request: Request) -> list[Obstacle]:
    """The rules, and a limit that still runs."""
    found = rules.to_ask_extension(facts_of(request, user))
    return found or _late(request, moment.today())


def _late(request: Request, day: dt.date) -> list[Obstacle]:
    clock = open_deadline(request, REPLY)
    if clock is None or clock.state != Standing.RUNNING:  # while it stands, its end moves on
        return []
    return rules.extension_late(clock.due_on, day)


def ask_extension(
    user: User, request: Request, *, amount: int, reason: str, on: dt.date | None = None
) -> Extension:
    """提请延长: another person decides."""
    with acting(
        user, request, events.EXTENSION_ASKED, power=HANDLE, obstacles=obstacles_to_ask_extension
    ) as act:
        case, found = act.record, []
        left = rules.extension_left(facts_of(case))
        if not 1 <= amount <= left:
            words = f"最多还可以延长{left}个工作日。"
            found.append(Obstacle("extension:amount", words, rules.article("reply"), "#id_amount"))
        if not reason.strip():
            found.append(
                Obstacle("extension:reason", "请写明为什么需要延长。", rules.article("reply"), "#id_reason")
            )
        act.refuse(found)
        made = Extension.objects.create(
            request=case, amount=amount, reason=reason.strip()[:500], asked_by=user, asked_on=past(on, None)
        )
        link = reverse("requests:detail", args=[case.pk])
        who = holders(EXTEND, case.organization).exclude(pk=user.pk)
        tell(who, f"{case.label}提请延长{amount}个工作日，请批", case, link)
        act.say(amount=amount)
    return made


def decide_extension(
    user: User, request: Request, *, agree: bool, opinion: str = "", on: dt.date | None = None
) -> Request:
    """批准延长, by another person than who asked; the applicant is told."""
    with acting(
        user, request, events.EXTENSION_DECIDED, power=EXTEND, obstacles=against(rules.to_decide_extension)
    ) as act:
        case, row = act.record, open_extension(act.record)
        assert row is not None  # noqa: S101 — the rule has asked
        day = past(on, row.asked_on)
        act.refuse(_late(case, day) if agree else [])
        row.decision = Extension.Decision.AGREED if agree else Extension.Decision.REFUSED
        row.decided_by, row.decided_on, row.opinion = user, day, opinion.strip()[:300]
        row.save()
        if agree:
            clock = deadlines.extend(clock_of(case), row.amount, by=actor(user, case.organization))
            letters.make(
                case, "extension", by=user, on=row.decided_on, 延长=f"{row.amount}个工作日", 理由=row.reason,
                期限=letters.day(clock.due_on),
            )  # fmt: skip
        if case.handler_id:
            link = reverse("requests:detail", args=[case.pk])
            tell([case.handler_id], f"{case.label}的延长：{row.get_decision_display()}", case, link)
        act.say(amount=row.amount, decision=row.get_decision_display())
    return act.record


def notice_fee(
    user: User, request: Request, *, ladder: str, pages: int = 0, on: dt.date | None = None
) -> Request:
    """收费通知: by piece (this applicant, this month) or by page. The clock stands until the fee is paid."""
    with acting(
        user, request, events.FEE_NOTICED, power=HANDLE, obstacles=against(rules.to_notice_fee)
    ) as act:
        case, by = act.record, actor(user, act.record.organization)
        day = past(on, case.received_on)
        before, quantity, yuan = counting.fee_of(case, ladder, pages)
        if not yuan:
            what = f"本月第{before + 1}件" if ladder == Fee.Ladder.PIECES else f"共{quantity}页"
            act.refuse([Obstacle("fee:none", f"{what}，按标准不收费。", rules.article("fee"), "#id_ladder")])
        due = rules.limit("fee_pay", day, day, deadlines.levels_of(case.organization))
        fee = Fee.objects.create(
            request=case, ladder=ladder, before=before, quantity=quantity, yuan=yuan, noticed_on=day,
            due_on=due.due if due else None, noticed_by=user,
        )  # fmt: skip
        deadlines.begin_waiting(clock_of(case), "fee", on=day, by=by)
        if due is not None:
            deadlines.start(
                fee, "fee_pay", on=day, chosen={"notified_on": day}, organization=case.organization,
                section=case.section, title=fee.label, holder=case.handler,
                url=reverse("requests:detail", args=[case.pk]), by=by,
            )  # fmt: skip
        office = Office.objects.filter(organization=case.organization).first()
        letters.make(
            case, "fee", by=user, on=day, 计收方式=fee.get_ladder_display(), 金额=str(yuan),
            算法=counting.in_words(fee), 依据=fees.fee("pieces", 1).basis,
            缴纳方式=office.payment if office and office.payment else "持本通知到本机关办理",
            期限=letters.day(fee.due_on) if fee.due_on else "",
        )  # fmt: skip
        act.set(state=State.FEE)
        act.say(yuan=yuan, due_on=clocks.chinese_day(due.due) if due else "")
    return act.record


def notice_came(request: Request, day: dt.date, by: Actor) -> None:
    """The notice reached the applicant on that day, by its registered delivery: from it the term to pay is counted."""
    if request.state != State.FEE:
        return
    fee = request.fee
    due = rules.limit("fee_pay", day, day, deadlines.levels_of(request.organization))
    if due is None or fee.due_on is None or due.due <= fee.due_on:
        return
    fee.due_on = due.due
    fee.save(update_fields=["due_on"])
    deadlines.start(
        fee, "fee_pay", on=day, chosen={"notified_on": day}, organization=request.organization,
        section=request.section, title=fee.label, holder=request.handler,
        url=reverse("requests:detail", args=[request.pk]), by=by,
    )  # fmt: skip


def take_fee(user: User, request: Request, *, on: dt.date | None = None) -> Request:
    """已缴费: the limit runs anew from the day after."""
    with acting(user, request, events.FEE_PAID, power=HANDLE, obstacles=against(rules.to_take_fee)) as act:
        fee, by = act.record.fee, actor(user, act.record.organization)
        fee.paid_on = past(on, fee.noticed_on)
        fee.save()
        deadlines.end(fee, matter="fee_pay", on=fee.paid_on, by=by)
        deadlines.end_waiting(clock_of(act.record), "fee", on=fee.paid_on, by=by)
        act.set(state=State.OPEN)
        act.say(paid_on=clocks.chinese_day(fee.paid_on))
    return act.record


def waive_fee(user: User, request: Request, *, because: str, on: dt.date | None = None) -> Request:
    """减免, by another person than who sent the notice. The clock goes on where it stood: nothing was paid."""
    with acting(user, request, events.FEE_WAIVED, power=EXTEND, obstacles=against(rules.to_waive_fee)) as act:
        if not because.strip():
            act.refuse([Obstacle("fee:because", "请写明减免的理由。", rules.article("fee"), "#id_because")])
        fee, by = act.record.fee, actor(user, act.record.organization)
        day = past(on, fee.noticed_on)
        fee.waived_on, fee.waived_by, fee.waived_because = day, user, because.strip()[:300]
        fee.save()
        deadlines.end(fee, matter="fee_pay", on=day, met=False, by=by)
        clock = clock_of(act.record)
        if clock.state == Standing.PAUSED:  # the law of an old case lets no fee stand its clock
            deadlines.resume(clock, on=day, ref="fee", by=by)
        act.set(state=State.OPEN)
        act.say(yuan=fee.yuan)
    return act.record


def lapse_fee(user: User, request: Request) -> Request:
    """逾期未缴费: the applicant is taken to have given up; the case ends."""
    with acting(user, request, events.FEE_LAPSED, power=HANDLE, obstacles=against(rules.to_lapse_fee)) as act:
        fee = act.record.fee
        Fee.objects.filter(request=act.record).update(lapsed_on=moment.today())
        until = f"在{letters.day(fee.due_on)}前" if fee.due_on else "按期"
        end_lapsed(act, UNPAID, f"您没有{until}缴纳信息处理费{fee.yuan}元")
    return act.record


def ask_frequency(user: User, request: Request, *, on: dt.date | None = None) -> Request:
    """要求说明理由: the same applicant has asked plainly more than is reasonable."""
    with acting(
        user, request, events.FREQUENCY_ASKED, power=HANDLE, obstacles=against(rules.to_ask_frequency)
    ) as act:
        day, count = past(on, act.record.received_on), counting.in_a_year(act.record)
        Frequency.objects.create(request=act.record, count=count, asked_on=day, asked_by=user)
        letters.make(act.record, "frequency", by=user, on=day, 件数=str(count))
        act.say(count=count)
    return act.record


def judge_frequency(
    user: User,
    request: Request,
    *,
    reasonable: bool,
    reason: str = "",
    until: dt.date | None = None,
    because: str = "",
    on: dt.date | None = None,
) -> Request:
    """认定理由: reasonable, with a later day told to the applicant where it is needed, on which the limit then ends; or
    not, and nothing is processed. because: why that day is a reasonable one; the letter says it.

    What is not reasonable is answered by a letter that two other people judge, like every refusal.
    """
    with acting(
        user, request, events.FREQUENCY_JUDGED, power=HANDLE, obstacles=against(rules.to_judge_frequency)
    ) as act:
        case, row = act.record, act.record.frequency
        day = past(on, row.asked_on)
        act.refuse(
            rules.obstacles_to_delay(
                until, because, reasonable=reasonable, told=day, due=clock_of(case).due_on
            )
        )
        people.refuse_names(parties(case), because)
        judged = "合理" if reasonable else "不合理，不予处理"
        row.answered_on, row.reason = day, reason.strip()
        row.reasonable, row.until, row.because = reasonable, until, because.strip()[:300] if until else ""
        row.save()
        if until is not None:
            by = actor(user, case.organization)
            deadlines.delay(clock_of(case), "frequency", until=until, on=day, because=row.because, by=by)
            letters.make(
                case, "delay", by=user, on=day, 期限=letters.day(until), 理由=row.because.rstrip("。")
            )
            judged = f"合理，延迟答复至{clocks.chinese_day(until)}"
        if not reasonable:
            case.points.update(outcome=TOO_MANY, ground="", answers=[])
        act.say(judged=judged)
    return act.record
