"""The acts on a case, on a consultation, on what a section is asked and on a letter, each declared once."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.apps.organizations.acts import Act, Acts
from gongkai.apps.people.details import Details
from gongkai.apps.requests import actions, counting, forms, opened, precedents, queries, rules
from gongkai.apps.requests.actions import answering, granting, replying
from gongkai.apps.requests.actions.improving import obstacles_to_check, obstacles_to_finish
from gongkai.apps.requests.looking import LETTERS as LETTERS_OF
from gongkai.apps.requests.models import Assist, Consultation, Dispute, Plan, Request, State
from gongkai.apps.requests.powers import APPROVE, ASSIST, EXTEND, HANDLE, REVIEW
from gongkai.apps.requests.standing import against, facts_of, one, open_extension
from gongkai.clocks import chinese_day

_LAW = rules.article
Shown = Any


def _in(*states: str) -> Shown:
    return lambda user, case: case.state in states


def _step(code: str) -> Shown:
    def shown(user: Any, case: Request) -> bool:
        round_ = replying.standing_round(case) if case.state == State.IN_REVIEW else None
        return round_ is not None and round_.step == code

    return shown


def _third(user: Any, case: Request, *, about: str, on: Any, kind: str, **given: str) -> Consultation:
    return actions.consult(
        user,
        case,
        kind=Consultation.Kind.THIRD_PARTY,
        about=about,
        person=Details(**given),
        person_kind=kind,
        on=on,
    )


def _agency(user: Any, case: Request, *, about: str, on: Any, name: str) -> Consultation:
    return actions.consult(user, case, kind=Consultation.Kind.CO_AGENCY, about=about, name=name, on=on)


def _asked_before(user: Any, case: Request) -> dict[str, Any]:
    near = precedents.near(user, case)
    return {"near": near, "people": counting.applicants([case, *near]), "gives": case.outcome in opened.GIVES}


def _asked_for(user: Any, case: Request) -> dict[str, Any]:
    """What the second person decides on: who asks for how long, and why."""
    asked = open_extension(case)
    if asked is None:
        return {}
    return {
        "facts": [
            ("提请", f"{asked.asked_by}，{chinese_day(asked.asked_on)}"),
            ("延长", f"{asked.amount}个工作日"),
            ("理由", asked.reason),
        ]
    }


def _due_fee(user: Any, case: Request) -> dict[str, Any]:
    """The sum that would be waived."""
    fee = one(case, "fee")
    if fee is None:
        return {}
    return {
        "facts": [
            ("金额", f"{fee.yuan}元"),
            ("怎样算的", f"{fee.get_ladder_display()}：{counting.in_words(fee)}"),
        ]
    }


def _how_often(user: Any, case: Request) -> dict[str, Any]:
    """How often the same applicant asked: what “plainly more than is reasonable” is judged on."""
    count = counting.in_a_year(case)
    found: dict[str, Any] = {"facts": [("同一申请人近一年", f"{count}件（含本件）")]}
    if count == 1:
        found["warning"] = "近一年只有本件，谈不上数量、频次明显超过合理范围。"
    return found


def _fit_extension(form: Any, user: Any, case: Request) -> None:
    form.fields["amount"].help_text = f"最多{rules.extension_left(facts_of(case, user))}个工作日。"


def _opened(case: Request) -> str:
    return "已拟出公开的答复，看过再送审。" if case.to_open else "已记。"


def answer_by(dispute: Dispute) -> str:
    """What is said once a proceeding is noted: by when we answer in it."""
    clock = answering.standing(dispute)
    return f"已记，请在{chinese_day(clock.due_on)}前提出答复。" if clock else "已记。"


_RUNNING = _in(State.OPEN, State.CORRECTION, State.FEE)
_WORKING = _in(State.OPEN, State.CORRECTION, State.FEE, State.IN_REVIEW)

REQUESTS = Acts(
    "requests.Request", "requests", reach=queries.reach, page="requests:detail",
    acts=(
        Act("confirm", "确认收到", actions.confirm, HANDLE, against(rules.to_confirm), form=forms.DayForm,
            basis=_LAW("receipt"), look=LETTERS_OF, done="已登记，期限从收到之日起算。", main=True, shown=_in(State.RECEIVED)),
        Act("legal", "法制审核同意", actions.agree, REVIEW, replying.obstacles_to_agree, asks="意见",
            basis=_LAW("second"), done="已送签发。", main=True, shown=_step("legal")),
        Act("legal_back", "法制审核退回", actions.send_back, REVIEW, replying.obstacles_to_judge, form=forms.BackForm,
            done="已退回承办人。", shown=_step("legal")),
        Act("issue", "签发", actions.agree, APPROVE, replying.obstacles_to_agree, asks="意见", basis=_LAW("second"),
            done="已签发，等送达。", main=True, shown=_step("issue")),
        Act("issue_back", "退回不签发", actions.send_back, APPROVE, replying.obstacles_to_judge, form=forms.BackForm,
            done="已退回承办人。", shown=_step("issue")),
        Act("decide_extension", "批延长", actions.decide_extension, EXTEND, against(rules.to_decide_extension),
            form=forms.DecideForm, basis=_LAW("reply"), look=LETTERS_OF, done="已批。", main=True, context=_asked_for,
            shown=lambda user, case: open_extension(case) is not None),
        Act("assign", "分办", actions.assign, HANDLE, against(rules.to_assign), form=forms.AssignForm,
            fit=forms.fit_section, done="已分办。", shown=_in(State.RECEIVED, State.OPEN, State.CORRECTION, State.FEE)),
        Act("ask_correction", "告知补正", actions.ask_correction, HANDLE, against(rules.to_ask_correction),
            form=forms.CorrectionForm, basis=_LAW("clear"), note="只能告知一次；收到补正后重新计算期限。",
            look=LETTERS_OF, done="已告知补正，等申请人补正。", shown=_RUNNING),
        Act("take_correction", "收到补正", actions.take_correction, HANDLE, against(rules.to_take_correction),
            form=forms.CorrectedForm, basis=_LAW("clear"), look=LETTERS_OF, done="已记，期限重新计算。", main=True,
            shown=lambda user, case: case.state == State.CORRECTION or hasattr(case, "correction")),
        Act("lapse_correction", "逾期不补正办结", actions.lapse_correction, HANDLE, against(rules.to_lapse_correction),
            basis=_LAW("clear"), done="已办结。", shown=_in(State.CORRECTION)),
        Act("consult_third", "征求第三方意见", _third, HANDLE, against(rules.to_consult), form=forms.ThirdPartyForm,
            basis=_LAW("third_party"), note="征求意见的时间不计入答复期限。", look=LETTERS_OF, done="已发征询书，期限停计。", shown=_RUNNING),
        Act("consult_agency", "征求共同制作机关意见", _agency, HANDLE, against(rules.to_consult), form=forms.AgencyForm,
            basis=_LAW("co_agency"), note="逾期不答的视为同意公开；时间不计入答复期限。", look=LETTERS_OF, done="已发函，期限停计。",
            shown=_RUNNING),
        Act("ask_extension", "提请延长", actions.ask_extension, HANDLE, granting.obstacles_to_ask_extension,
            form=forms.ExtensionForm, fit=_fit_extension, basis=_LAW("reply"), note="由另一人批准，并告知申请人。", done="已提请，等批准。",
            shown=_WORKING),
        Act("ask_assist", "请科室协办", actions.ask_assist, HANDLE, against(rules.to_ask_assist), form=forms.AssistForm,
            fit=forms.fit_section, note="不停计；意见留在本件里。", done="已请协办。", shown=_RUNNING),
        Act("add_note", "记会商", actions.add_note, HANDLE, against(rules.to_note), form=forms.NoteForm, note="不停计。",
            done="已记。", shown=_WORKING),
        Act("notice_fee", "发收费通知", actions.notice_fee, HANDLE, against(rules.to_notice_fee), form=forms.FeeForm,
            basis=_LAW("fee"), note="按件、按量二选一；缴费次日重新计算期限。", look=LETTERS_OF, done="已发收费通知，期限停计。",
            shown=_RUNNING),
        Act("take_fee", "已缴费", actions.take_fee, HANDLE, against(rules.to_take_fee), form=forms.DayForm,
            basis=_LAW("fee"), done="已记，期限重新计算。", main=True, shown=_in(State.FEE)),
        Act("waive_fee", "减免收费", actions.waive_fee, EXTEND, against(rules.to_waive_fee), form=forms.BecauseForm,
            context=_due_fee, basis=_LAW("fee"), done="已减免。", shown=_in(State.FEE)),
        Act("lapse_fee", "逾期未缴费办结", actions.lapse_fee, HANDLE, against(rules.to_lapse_fee), basis=_LAW("fee"),
            done="已办结。", shown=_in(State.FEE)),
        Act("ask_frequency", "要求说明频次理由", actions.ask_frequency, HANDLE, against(rules.to_ask_frequency),
            form=forms.DayForm, context=_how_often, basis=_LAW("frequency"), look=LETTERS_OF, done="已要求说明理由。", shown=_in(State.OPEN)),
        Act("judge_frequency", "认定频次理由", actions.judge_frequency, HANDLE, against(rules.to_judge_frequency),
            form=forms.JudgeForm, context=_how_often, basis=_LAW("frequency"), look=LETTERS_OF, done="已认定。",
            shown=lambda user, case: case.state == State.OPEN and hasattr(case, "frequency")),
        Act("split", "拆成几件", actions.split, HANDLE, against(rules.to_split), done="已拆分，各件同日收到。",
            note="一事一申请：第二项起各成一件，分别计件。", shown=_in(State.OPEN)),
        Act("merge", "并入另一件", actions.merge, HANDLE, against(rules.to_merge), form=forms.MergeForm,
            note="只计一件。", done="已并案。", shown=_in(State.RECEIVED, State.OPEN)),
        Act("recall", "撤回送审的答复", actions.recall, HANDLE, against(rules.to_recall), done="已撤回，可以再改。",
            shown=_in(State.IN_REVIEW, State.APPROVED)),
        Act("withdraw", "申请人撤回申请", actions.withdraw, HANDLE, against(rules.to_withdraw), form=forms.WithdrawForm,
            note="申请人撤回的凭据要写明；办公室会收到提醒。", done="已办结。",
            shown=_in(State.RECEIVED, State.OPEN, State.CORRECTION, State.FEE, State.IN_REVIEW, State.APPROVED)),
        Act("settle_open", "定可否转主动公开", actions.settle_open, HANDLE, against(rules.to_settle_open),
            form=forms.OpenForm, basis=_LAW("to_open"), main=lambda case: case.to_open is None,
            template="requests/to_open.html", context=_asked_before, done=_opened,
            shown=lambda user, case: case.state == State.CLOSED and not case.to_open and case.archived_at is None),
        Act("archive", "归档", actions.archive, HANDLE, against(rules.to_archive), basis=_LAW("keeping"), done="已归档。",
            main=True, shown=lambda user, case: case.state == State.CLOSED and case.archived_at is None),
        Act("typical", "列为典型案例", actions.mark_typical, HANDLE, against(rules.to_mark_typical), done="已改。",
            named=lambda case: "取消典型案例" if case.typical else "列为典型案例", shown=_in(State.CLOSED)),
        Act("reopen", "重新办理", actions.reopen, HANDLE, against(rules.to_reopen), form=forms.ReopenForm,
            note="依登记了的复议决定、裁判重新答复；统计仍按第一次办结计。", done="已重新办理。", shown=_in(State.CLOSED)),
        Act("approve_reopening", "批准重新办理", actions.approve_reopening, EXTEND, against(rules.to_approve_reopening),
            form=forms.BecauseForm, note="没有复议决定、裁判的，由承办人以外的人写明理由批准；统计仍按第一次办结计。",
            done="已批准重新办理。", shown=_in(State.CLOSED)),
        Act("enter_dispute", "登记复议、诉讼", actions.enter_dispute, HANDLE, against(rules.to_dispute),
            form=forms.DisputeForm, done=answer_by, shown=lambda user, case: case.received_on is not None),
    ),
)  # fmt: skip

_OF_CASE = (("request__organization", "request__section"),)


def _case_page(record: Any) -> str:
    return reverse("requests:detail", args=[record.request_id])


def _assist_page(record: Assist) -> str:
    return reverse("requests:assist", args=[record.pk])


CONSULTATIONS = Acts(
    "requests.Consultation", "requests", reach=queries.reach_consultation, page="requests:consultation",
    places=_OF_CASE, prefix="consultations/", home=lambda request, record: _case_page(record),
    acts=(
        Act("answer_consultation", "记对方的答复", actions.answer_consultation, HANDLE,
            lambda user, row: rules.to_hear(row.answer, row.kind, row.request.state), form=forms.AnswerForm, back=_case_page,
            done="已记，次日起恢复计算。"),
        Act("weigh_late", "认定迟到的意见", actions.weigh_late, HANDLE,
            lambda user, row: actions.obstacles_to_weigh(row.request, row), form=forms.LateForm, back=_case_page,
            note="期限过后才来的意见，不来的由机关依法决定；来了怎样处理，由承办人认定并写明理由，都留在案卷里。",
            done="已认定，理由已留在案卷里。"),
        Act("tell_third", "告知第三方决定公开", actions.tell_third_party, HANDLE,
            actions.obstacles_to_tell, form=forms.ToldForm,
            basis=_LAW("third_party"), back=_case_page, look=LETTERS_OF, done="已制作告知书，请送达。"),
    ),
)  # fmt: skip
ASSISTS = Acts(
    "requests.Assist", "requests", reach=queries.reach_assist, page="requests:assist", prefix="assists/",
    acts=(
        Act("answer_assist", "答复协办", actions.answer_assist, ASSIST,
            lambda user, row: actions.obstacles_to_assist(row), form=forms.OpinionForm, back=_assist_page,
            done="已答复承办人。", main=True),
    ),
)  # fmt: skip
LETTERS = Acts(
    "requests.Letter", "requests", reach=queries.reach_letter, page="requests:letter", prefix="letters/",
    home=lambda request, record: _case_page(record),
    acts=(
        Act("deliver", "登记送达", actions.deliver, HANDLE, lambda user, row: actions.obstacles_to_deliver(row),
            form=forms.DeliverForm, basis=_LAW("answers"), back=_case_page, done="已登记送达。"),
    ),
)  # fmt: skip
COMPLAINTS = Acts(
    "requests.Complaint", "requests", reach=queries.reach_complaint, page="requests:complaint", prefix="complaints/",
    acts=(
        Act("end_complaint", "举报投诉办结", actions.end_complaint, HANDLE,
            lambda user, row: rules.to_end_complaint(row.ended_on is not None), form=forms.ComplaintEndForm, main=True,
            done="已办结。"),
    ),
)  # fmt: skip
PLANS = Acts(
    "requests.Plan", "requests", reach=queries.reach_plan, page="requests:plan", prefix="plans/",
    acts=(
        Act("finish_plan", "报完成", actions.finish_plan, ASSIST, obstacles_to_finish, form=forms.EffectForm,
            done="已报完成，等复核。", main=True, shown=_in(Plan.State.OPEN)),
        Act("check_plan", "复核", actions.check_plan, REVIEW, obstacles_to_check, form=forms.CheckForm,
            note="由另一人看改了以后怎样。", done="已复核。", main=True, shown=_in(Plan.State.DONE)),
    ),
)  # fmt: skip
DISPUTES = Acts(
    "requests.Dispute", "requests", reach=queries.reach_dispute, page="requests:dispute", prefix="disputes/",
    acts=(
        Act("move_dispute", "记进展", actions.move_dispute, HANDLE,
            lambda user, row: rules.to_end_dispute(bool(row.outcome)), form=forms.DisputeMoveForm, main=True,
            fit=forms.fit_dispute, done=answer_by),
        Act("end_dispute", "记审结结果", actions.end_dispute, HANDLE,
            lambda user, row: rules.to_end_dispute(bool(row.outcome)), form=forms.DisputeEndForm, done="已记。"),
    ),
)  # fmt: skip
