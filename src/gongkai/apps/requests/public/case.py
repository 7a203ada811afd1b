"""The applicant's page of a case: until when, which day it is and why the clock stood, what is to be done now, letters.

Who stands here has number and check code (`intake.looking`). Nothing names another person: a third party is “第三方”, an
officer is his section.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from gongkai import clocks, law
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.models import State as Standing
from gongkai.apps.deadlines.queries import drawable, of_subject
from gongkai.apps.intake.models import Receipt
from gongkai.apps.requests import queries, rules, standing
from gongkai.apps.requests.actions.receipts import sharing
from gongkai.apps.requests.counting import in_words
from gongkai.apps.requests.models import Consultation, Extension, Office, Request, State
from gongkai.apps.requests.public.forms import Correction, Opinion
from gongkai.apps.requests.rules import article, extension_left
from gongkai.apps.requests.strips import summed
from gongkai.clocks import moment, strip
from gongkai.law import lists

REPLY = "reply"


@dataclass(frozen=True)
class Said:
    """One line of “办到哪里”."""

    on: dt.date
    title: str
    text: str = ""
    article: str = ""
    number: str = ""  # another case of the applicant, to be looked up


@dataclass
class Page:
    """All that the page shows."""

    case: Request
    head: str
    until: str = ""
    more: str = ""
    cells: list[strip.Cell] = field(default_factory=list)
    basis: str = ""
    lines: list[Said] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def of_receipt(receipt: Receipt) -> Request:
    """The case behind a receipt, with every step."""
    return queries.with_all(Request.objects.filter(pk=receipt.subject_id)).get()


def shown(request: HttpRequest, receipt: Receipt) -> Mapping[str, Any]:
    """What `requests/public/case.html` draws."""
    case = of_receipt(receipt)
    page = drawn(case)
    correction, fee, rating = (standing.one(case, name) for name in ("correction", "fee", "rating"))
    may_rate = not rules.to_rate(standing.answered(case), rating is not None)
    return {
        "page": page, "case": case, "here": _here(request), "look": f"{request.path.partition('/status/')[0]}/status/", "letters": letters(case), "form": Correction(),
        "correction": correction if case.state == State.CORRECTION else None,
        "clear": article("clear"), "waiver": lists.entry("duties", "fee_waiver"),
        "fee": fee if case.state == State.FEE else None, "fee_words": in_words(fee) if fee else "", "fee_basis": article("fee"),
        "office": Office.objects.filter(organization=case.organization).first(), "rating": rating,
        "opinion": Opinion() if may_rate else None,
        "may_withdraw": not rules.to_withdraw(standing.facts_of(case)),
    }  # fmt: skip


def _here(request: HttpRequest) -> str:
    """The address of the case's page, also from one of the acts below it."""
    before, _, below = request.path.partition("/status/")
    return f"{before}/status/{below.split('/')[0]}/"


def letters(case: Request) -> list[Any]:
    """What went out to the applicant, newest first."""
    sent = [x for x in case.letters.all() if x.addressee == "applicant" and hasattr(x, "delivery")]
    return sorted(sent, key=lambda x: x.pk, reverse=True)


def drawn(case: Request) -> Page:
    """The sentence at the head, the days, the story, what the law says next."""
    clock = next((d for d in of_subject(case) if d.provision == REPLY), None)
    page = Page(case, *_head(case, clock))
    due = drawable(clock)  # a clock that stands while others are asked is drawn as the officer sees it
    if case.state in {State.CORRECTION, State.FEE}:
        due = None  # it begins anew when the applicant has done his part: the day it would end is nobody's
    if due is not None:
        page.cells, page.basis = strip.strip(due, moment.today()), due.basis
        if not standing.ended(case):
            page.more = _day(due) + page.more
    page.lines = sorted(_story(case), key=lambda s: s.on)[::-1]  # of one day too the last comes first
    page.after = _after(case, due)
    return page


def _head(case: Request, clock: Deadline | None) -> tuple[str, str, str]:
    """Sentence, the day in it, what follows."""
    if case.state == State.RECEIVED:
        return (
            "已收到，等着与您确认",
            "",
            "工作机构会打电话与您确认收到，确认之日就是收到之日，期限从次日起算。",
        )
    if case.state == State.MERGED and case.merged_into:
        number = case.merged_into.number
        return f"与您的另一件申请 {number} 一并办理", "", f"答复写在那一件里，请用受理号 {number} 查进度。"
    if case.state == State.CLOSED:
        label = lists.entry("decisions", case.outcome).label
        return (
            f"已经办结：{label}",
            "",
            f"{clocks.chinese_day(case.closed_on)}办结。" if case.closed_on else "",
        )
    if case.state == State.CORRECTION:
        return (
            "请您补正，",
            clocks.chinese_day(case.correction.due_on),
            "收到补正的次日起，答复期限重新计算。",
        )
    if case.state == State.FEE and case.fee.due_on:
        return "请您缴纳信息处理费，", clocks.chinese_day(case.fee.due_on), "缴费的次日起，答复期限重新计算。"
    if clock is None:
        return "正在办理", "", ""
    if clock.state == Standing.PAUSED:
        return "正在办理，期限暂停", "", "等到所征求的意见，期限接着计算，到时写明最迟哪一天答复。"
    return "正在办理，", clocks.chinese_day(clock.due_on), ""


def _day(due: clocks.Due) -> str:
    """今天是第几个工作日."""
    days = summed(due, moment.today())
    total = days.counted + days.left
    words = f"从收到的次日起算，期限 {total} 个工作日。"
    if days.counted:
        words = f"今天是第 {days.counted} 个工作日，期限 {total} 个。"
    if days.excluded:
        words += f"不计入的工作日有 {days.excluded} 个，下面逐日写明为什么。"
    if due.provisional:
        words += "所跨年度的放假安排还没有公布，日期是暂定的。"
    return words


def _story(case: Request) -> list[Said]:
    lines = [Said(case.submitted_on, "提交申请", lists.entry("channels", case.channel).label)]
    if case.received_on:
        lines.append(Said(case.received_on, "收到申请", "从次日起算期限。", article("receipt")))
    if case.split_from is not None:
        words = f"从受理号 {case.split_from.number} 分出，单独答复，期限从同一天算。"
        lines.append(Said(_entered(case), "一事一申请，分开办理", words, number=case.split_from.number))
    same = {one.pk for one in sharing(case)} if case.parts.exists() else set()
    for part in case.parts.order_by("id"):
        with_what = "查询码与这一件相同" if part.pk in same else "查询码在它自己的回执上"
        words = f"“{part.subject}”单独成一件，受理号 {part.number}，单独答复；{with_what}。"
        lines.append(Said(_entered(part), "一事一申请，分开办理", words, number=part.number))
    correction, fee = standing.one(case, "correction"), standing.one(case, "fee")
    if correction:
        lines.append(Said(correction.asked_on, "请您补正", correction.asked, article("clear")))
        if correction.received_on:
            lines.append(Said(correction.received_on, "收到补正", "从次日起重新计算期限。", article("clear")))
        if correction.lapsed_on:
            lines.append(Said(correction.lapsed_on, "逾期没有补正，视为放弃申请", "", article("clear")))
    for one in case.consultations.all():
        lines += _consulted(one)
    for extension in case.extensions.all():
        if extension.decision == Extension.Decision.AGREED and extension.decided_on:
            words = f"延长 {extension.amount} 个工作日。"
            lines.append(Said(extension.decided_on, "延长答复期限", words, article("reply")))
    if fee:
        lines.append(Said(fee.noticed_on, "通知缴纳信息处理费", f"{fee.yuan} 元。", article("fee")))
        for on, title in (
            (fee.paid_on, "收到缴费"),
            (fee.waived_on, "减免信息处理费"),
            (fee.lapsed_on, "逾期没有缴费"),
        ):
            if on:
                lines.append(Said(on, title))
    if case.reopened_on:
        lines.append(Said(case.reopened_on, "重新办理", "答复期限从次日起重新计算。"))
    if case.closed_on and case.outcome:
        lines.append(Said(case.closed_on, "办结", lists.entry("decisions", case.outcome).label))
    return lines


def _entered(case: Request) -> dt.date:
    return case.entered_at.astimezone(moment.BEIJING).date()


def _consulted(one: Consultation) -> list[Said]:
    third = one.kind == Consultation.Kind.THIRD_PARTY
    whom, basis = ("第三方", article("third_party")) if third else ("共同制作机关", article("co_agency"))
    lines = [Said(one.sent_on, f"征求{whom}意见，期限暂停", f"您要的信息涉及{whom}，要先问它的意见。", basis)]
    if one.answered_on:
        lines.append(Said(one.answered_on, f"{whom}的意见已有结果，期限继续计算", "", basis))
    return lines


def _after(case: Request, due: clocks.Due | None) -> list[str]:
    """What the law says next."""
    if standing.ended(case) or due is None:
        return []
    left = summed(due, moment.today()).left
    words = [f"还剩 {left} 个工作日。" if left > 0 else "答复期限已到。"]
    if more := extension_left(standing.facts_of(case)):
        words[0] += f"确需延长的，要经负责人同意并告诉您，最多再加 {more} 个工作日。"
    words.append(f"到期没有答复，您可以依法申请行政复议或者提起行政诉讼（{law.cite('review_apply')}）。")
    return words
