"""A case, and all that hangs on one, at every state that acts lead to; and who gets which act done there.

By hand, as a jurist would write it (`tests/house/test_acts_by_state.py`). The handler takes in, asks, drafts and delivers; the office
reviews in law, agrees to a longer limit and waives; the leader signs and may do the same two; a section answers what it is asked. Nobody
above the body has a case of it in his hands. What is not named here must be refused and leave no trace.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.apps.requests.people import COMPANY, PERSON

from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.models import (
    Assist,
    Complaint,
    Consultation,
    Dispute,
    Letter,
    Office,
    OpenedReply,
    Plan,
    Request,
)
from gongkai.apps.reviews.queries import latest
from gongkai.clocks import moment

GIVEN = ("1_yes", "2_ours", "3_found", "4_no", "5_none")
FEE = {"ladder": "pages", "pages": 300}


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _who(house: Any, role: str = "handler") -> Any:
    user = house.people[role]
    user.__dict__.pop("_gongkai_grants", None)
    return user


def _fresh(case: Request) -> Request:
    return Request.objects.get(pk=case.pk)


def _received(house: Any) -> Request:
    """By fax, with nobody asked yet whether it came."""
    given = Given("fax", moment.today(), "natural", PERSON, "2025年课后服务采购合同")
    return actions.enter(_who(house), house.body, given)


def _open(house: Any, on: dt.date | None = None, **more: Any) -> Request:
    Office.objects.update_or_create(
        organization=house.body, defaults={"review_body": "云川市人民政府", "kept_since": _day("2026-01-01")}
    )
    given = Given("counter", on or moment.today(), "natural", PERSON, "2025年课后服务采购合同", **more)
    return _fresh(actions.enter(_who(house), house.body, given))


def _two_items(house: Any) -> Request:
    return _open(house, points=("采购合同", "验收报告"))


def _correction(house: Any) -> Request:
    case = _open(house)
    due = moment.today() + dt.timedelta(days=10)
    return _fresh(actions.ask_correction(_who(house), case, asked="请写明合同的年份", due_on=due))


def _correction_late(house: Any) -> Request:
    case = _open(house, _day("2026-09-16"))
    asked = {"asked": "请写明合同的年份", "on": _day("2026-09-16"), "due_on": _day("2026-09-18")}
    actions.ask_correction(_who(house), case, **asked)
    return _told(house, case, "correction", _day("2026-09-17"))


def _told(house: Any, case: Request, kind: str, on: dt.date) -> Request:
    """The letter reached the applicant: only then has he let anything pass."""
    letter = case.letters.get(kind=kind)
    actions.deliver(_who(house), letter, method="email", proof="邮件回执", sent_on=on)
    return _fresh(case)


def _corrected(house: Any) -> Request:
    return _fresh(actions.take_correction(_who(house), _correction(house), text="2025年"))


def _extension_asked(house: Any) -> Request:
    case = _open(house)
    actions.ask_extension(_who(house), case, amount=20, reason="档案须到外地调取")
    return _fresh(case)


def _extended(house: Any) -> Request:
    return _fresh(actions.decide_extension(_who(house, "office"), _extension_asked(house), agree=True))


def _often(house: Any) -> Request:
    return _fresh(actions.ask_frequency(_who(house), _open(house)))


def _judged(house: Any) -> Request:
    return _fresh(actions.judge_frequency(_who(house), _often(house), reasonable=True, reason="写论文用"))


def _fee(house: Any, on: dt.date | None = None) -> Request:
    return _fresh(actions.notice_fee(_who(house), _open(house, on), **FEE, on=on))


def _fee_late(house: Any) -> Request:
    return _told(house, _fee(house, _day("2026-08-03")), "fee", _day("2026-08-04"))


def _paid(house: Any) -> Request:
    return _fresh(actions.take_fee(_who(house), _fee(house)))


def _in_review(house: Any) -> Request:
    case = _open(house)
    for code in GIVEN:
        actions.answer(_who(house), case, point=1, code=code, words="档案系统")
    actions.submit(_who(house), case)
    return _fresh(case)


def _before_issue(house: Any) -> Request:
    return _fresh(actions.agree(_who(house, "office"), _in_review(house)))


def _approved(house: Any) -> Request:
    return _fresh(actions.agree(_who(house, "leader"), _before_issue(house)))


def _closed(house: Any) -> Request:
    letter = _reply_of(_approved(house))
    actions.deliver(_who(house), letter, method="email", proof="邮件回执")
    return _fresh(letter.request)


def _reply_of(case: Request) -> Letter:
    return case.letters.get(reply__isnull=False)


def _settled(house: Any, to_open: bool = False) -> Request:
    case = actions.settle_open(_who(house), _closed(house), to_open=to_open, reason="有三个人申请过")
    return _fresh(case)


def _overturned(house: Any) -> Request:
    row = _dispute(house)
    actions.end_dispute(_who(house), row, outcome="correct", ended_on=moment.today())
    return _fresh(row.request)


def _archived(house: Any) -> Request:
    return _fresh(actions.archive(_who(house), _settled(house)))


def _merged(house: Any) -> Request:
    other = _open(house)
    return _fresh(actions.merge(_who(house), _open(house), into=other.number))


def _third(house: Any) -> Consultation:
    return actions.consult(_who(house), _open(house), kind="third_party", about="合同的单价", person=COMPANY)


def _asked_and_over(house: Any) -> Consultation:
    row = _third(house)
    actions.withdraw(house.people["handler"], row.request, proof="撤回书在案卷第3页")
    return Consultation.objects.get(pk=row.pk)


def _agency(house: Any) -> Consultation:
    return actions.consult(
        _who(house), _open(house), kind="co_agency", about="联合印发的通知", name="云川市财政局"
    )


def _answered(house: Any, answer: str) -> Consultation:
    return actions.answer_consultation(_who(house), _third(house), answer=answer, reason="单价是商业秘密")


def _answered_late(house: Any) -> Consultation:
    """Its fifteen working days are over and nobody noted its silence."""
    case = _open(house, _day("2026-08-03"))
    asked = {"kind": "third_party", "about": "合同的单价", "person": COMPANY, "on": _day("2026-08-04")}
    row = actions.consult(_who(house), case, **asked)
    return actions.answer_consultation(_who(house), row, answer="refuse", reason="单价是商业秘密")


def _answered_and_closed(house: Any) -> Consultation:
    row = _answered(house, "refuse")
    actions.withdraw(_who(house), _fresh(row.request), proof="撤回书在案卷第3页")
    return Consultation.objects.get(pk=row.pk)


def _told_no_more(house: Any) -> Consultation:
    """The case went into its file."""
    row = _answered_and_closed(house)
    actions.settle_open(_who(house), _fresh(row.request), to_open=False, reason="没有公开的内容")
    actions.archive(_who(house), _fresh(row.request))
    return Consultation.objects.get(pk=row.pk)


def _agency_answered(house: Any) -> Consultation:
    return actions.answer_consultation(_who(house), _agency(house), answer="consent")


def _assist(house: Any) -> Assist:
    due = moment.today() + dt.timedelta(days=5)
    return actions.ask_assist(
        _who(house), _open(house), section=house.place, question="请查合同原件", due_on=due
    )


def _assisted(house: Any) -> Assist:
    return actions.answer_assist(_who(house, "informant"), _assist(house), opinion="有一份，附后")


def _assist_over(house: Any) -> Assist:
    row = _assist(house)
    actions.withdraw(_who(house), row.request, proof="撤回书在案卷第3页")
    return Assist.objects.get(pk=row.pk)


def _letter_gone(house: Any) -> Letter:
    row = _receipt(house)
    return actions.deliver(_who(house), row, method="post", proof="挂号1号")


def _receipt(house: Any) -> Letter:
    return _open(house).letters.get(kind="receipt")


def _closed_reply(house: Any) -> Letter:
    return _reply_of(_closed(house))


def _dispute(house: Any) -> Dispute:
    return actions.enter_dispute(
        _who(house), _closed(house), kind="review", before="云川市人民政府", noticed_on=moment.today()
    )


def _dispute_ended(house: Any) -> Dispute:
    return actions.end_dispute(_who(house), _dispute(house), outcome="maintain", ended_on=moment.today())


def _complaint(house: Any) -> Complaint:
    return actions.enter_complaint(
        _who(house), house.body, received_on=moment.today(), channel="电话", about="答复晚了"
    )


def _complaint_ended(house: Any) -> Complaint:
    return actions.end_complaint(_who(house), _complaint(house), finding="属实", ended_on=moment.today())


def _plan(house: Any) -> Plan:
    case = actions.mark_typical(_who(house), _closed(house))
    due = moment.today() + dt.timedelta(days=30)
    return actions.make_plan(
        _who(house), house.body, title="合同一律上网", measure="签订后二十日内公开", section=house.place, due_on=due,
        cases=[_fresh(case)],
    )  # fmt: skip


def _plan_done(house: Any) -> Plan:
    return actions.finish_plan(_who(house, "informant"), _plan(house), effect="少了三件同样的申请")


def _plan_ended(house: Any) -> Plan:
    return actions.check_plan(_who(house, "office"), _plan_done(house), agree=True)


def _twin(house: Any) -> OpenedReply:
    Organization.objects.filter(pk=house.body.pk).update(has_site=True, index_code="000000001")
    house.body.refresh_from_db()
    return OpenedReply.objects.get(request=_settled(house, to_open=True))


def _again(twin: OpenedReply) -> OpenedReply:
    return OpenedReply.objects.get(pk=twin.pk)


def _twin_in_review(house: Any) -> OpenedReply:
    twin = _twin(house)
    publishing.submit(_who(house), twin)
    return _again(twin)


def _twin_returned(house: Any) -> OpenedReply:
    twin = _twin_in_review(house)
    publishing.send_back(_who(house, "secrecy"), latest(twin), reasons=["wording"], opinion="改一处")
    return _again(twin)


def _twin_approved(house: Any) -> OpenedReply:
    twin = _twin_in_review(house)
    return _twin_judged(house, twin)


def _twin_judged(house: Any, twin: OpenedReply) -> OpenedReply:
    for role in ("secrecy", "office"):
        publishing.agree(_who(house, role), latest(twin))
    return _again(twin)


def _twin_public(house: Any, **more: Any) -> OpenedReply:
    twin = _twin_approved(house)
    columns = list(Column.objects.filter(organization=house.body))
    publishing.publish(_who(house, "leader"), twin, columns=columns, **more)
    return _again(twin)


def _twin_corrected(house: Any) -> OpenedReply:
    twin = _twin_public(house)
    actions.change_opened(_who(house), twin, title=twin.title, text=f"{twin.text}\n合同见附页。")
    publishing.submit(_who(house), _again(twin))
    return _twin_judged(house, _again(twin))


def _twin_withdrawn(house: Any) -> OpenedReply:
    twin = _twin_public(house)
    publishing.withdraw(
        _who(house, "leader"),
        publication_of(twin),
        reason="inaccurate",
        public_note="数字有误，核实后再公开。",
    )
    return _again(twin)


def _twin_filed(house: Any) -> OpenedReply:
    """No act leads a twin here: what shall not be public has none. If one stood here, nothing were to be done to it."""
    twin = _twin_approved(house)
    OpenedReply.objects.filter(pk=twin.pk).update(stage="filed")
    return _again(twin)


STATES: dict[str, dict[str, Any]] = {
    "requests.Request": {
        "received": _received,
        "open": _open,
        "open: two items": _two_items,
        "open: corrected": _corrected,
        "open: extension asked": _extension_asked,
        "open: extended": _extended,
        "open: asked often": _often,
        "open: often, judged": _judged,
        "open: paid": _paid,
        "correction": _correction,
        "correction: late": _correction_late,
        "fee": _fee,
        "fee: late": _fee_late,
        "in_review": _in_review,
        "in_review: before the leader": _before_issue,
        "approved": _approved,
        "closed": _closed,
        "closed: not to be opened": _settled,
        "closed: opened": lambda house: _settled(house, to_open=True),
        "closed: overturned": _overturned,
        "closed: archived": _archived,
        "merged": _merged,
    },
    "requests.Consultation": {
        "any: third party asked": _third,
        "any: third party refused": lambda house: _answered(house, "refuse"),
        "any: third party agreed": lambda house: _answered(house, "consent"),
        "any: refused, case closed": _answered_and_closed,
        "any: answered late": _answered_late,
        "any: refused, case archived": _told_no_more,
        "any: third party asked, case over": _asked_and_over,
        "any: agency asked": _agency,
        "any: agency answered": _agency_answered,
    },
    "requests.Assist": {
        "any: asked": _assist, "any: answered": _assisted, "any: case over": _assist_over,
    },
    "requests.Letter": {
        "any: receipt": _receipt,
        "any: delivered": _letter_gone,
        "any: reply signed": lambda house: _reply_of(_approved(house)),
        "any: reply delivered": _closed_reply,
    },
    "requests.Dispute": {"any: pending": _dispute, "any: ended": _dispute_ended},
    "requests.Complaint": {"any: pending": _complaint, "any: ended": _complaint_ended},
    "requests.Plan": {"open": _plan, "done": _plan_done, "ended": _plan_ended},
    "requests.OpenedReply": {
        "draft": _twin,
        "in_review": _twin_in_review,
        "returned": _twin_returned,
        "approved": _twin_approved,
        "approved: once public": _twin_corrected,
        "scheduled": lambda house: _twin_public(house, scheduled_for=moment.now() + dt.timedelta(days=1)),
        "published": _twin_public,
        "withdrawn": _twin_withdrawn,
        "filed": _twin_filed,
    },
}  # fmt: skip


def _placed(house: Any) -> dict[str, Any]:
    return {"columns": [c.pk for c in Column.objects.filter(organization=house.body)]}


_THIRD = {
    "about": "合同的单价",
    "name": "云川晨禾公司",
    "kind": "biz",
    "telephone": "0000-80001234",
    "address": "文津路1号",
}
_ASSIST = {"question": "请查合同原件", "due_on": "2026-09-25"}
TYPED: dict[str, Any] = {
    "requests.Request:legal_back": {"reasons": ["wording"], "opinion": "改一处"},
    "requests.Request:issue_back": {"reasons": ["wording"], "opinion": "改一处"},
    "requests.Request:decide_extension": {"agree": "yes"},
    "requests.Request:assign": lambda house: {"section": house.place.pk},
    "requests.Request:ask_correction": {"asked": "请写明合同的年份", "due_on": "2026-10-12"},
    "requests.Request:take_correction": {"text": "2025年"},
    "requests.Request:consult_third": _THIRD,
    "requests.Request:consult_agency": {"about": "联合印发的通知", "name": "云川市财政局"},
    "requests.Request:ask_extension": {"amount": "5", "reason": "档案须到外地调取"},
    "requests.Request:ask_assist": lambda house: {"section": house.place.pk, **_ASSIST},
    "requests.Request:add_note": {"people_there": "苏禾、许航", "text": "可以公开"},
    "requests.Request:notice_fee": FEE,
    "requests.Request:waive_fee": {"because": "申请人是低保对象"},
    "requests.Request:judge_frequency": {"reasonable": "yes", "reason": "写论文用"},
    "requests.Request:merge": lambda house: {"into": house.brought["requests.Request"].number},
    "requests.Request:settle_open": {"to_open": "no", "reason": "只与本人有关"},
    "requests.Request:withdraw": {"proof": "撤回书在案卷第3页"},
    "requests.Request:approve_reopening": {"because": "告知书退回，申请人没有收到"},
    "requests.Request:enter_dispute": {"kind": "review", "before": "云川市人民政府", "noticed_on": "2026-09-21"},
    "requests.Consultation:answer_consultation": {"answer": "refuse", "reason": "单价是商业秘密"},
    "requests.Consultation:weigh_late": {"weighed": "heard", "because": "只晚一天，答复还没有写"},
    "requests.Consultation:tell_third": {"what": "合同的单价", "reason": "关系到家长的费用"},
    "requests.Letter:deliver": {"method": "post", "proof": "挂号2号"},
    "requests.Dispute:move_dispute": {"stage": "已受理"},
    "requests.Dispute:end_dispute": {"outcome": "maintain", "ended_on": "2026-09-21"},
    "requests.Complaint:end_complaint": {"finding": "属实", "ended_on": "2026-09-21"},
    "requests.Plan:finish_plan": {"effect": "少了三件同样的申请"},
    "requests.Plan:check_plan": {"agree": "yes"},
    "requests.OpenedReply:publish": _placed,
    "requests.OpenedReply:emergency": lambda house: {**_placed(house), "reason": "家长今天就要知道。"},
    "requests.OpenedReply:correct": {"change_note": "补了合同附页。"},
    "requests.OpenedReply:submit_change": {"change_note": "改了一处错字。"},
    "requests.OpenedReply:turn_back": {"reasons": ["wording"], "opinion": "第二段有错字"},
}  # fmt: skip

_OPEN = (
    "open", "open: two items", "open: corrected", "open: extension asked", "open: extended", "open: asked often",
    "open: often, judged", "open: paid",
)  # fmt: skip
_WAITING = ("correction", "correction: late", "fee", "fee: late")
_REVIEW = ("in_review", "in_review: before the leader")
_UNFILED = ("closed", "closed: not to be opened", "closed: opened", "closed: overturned")


def _but(states: tuple[str, ...], *left: str) -> tuple[str, ...]:
    assert set(left) <= set(states)
    return tuple(state for state in states if state not in left)


def _by(who: str, *states: str) -> dict[str, str]:
    return dict.fromkeys(states, who)


H = "handler"
DONE: dict[str, dict[str, dict[str, str]]] = {
    "requests.Request": {
        "confirm": _by(H, "received"),
        "legal": _by("office", "in_review"),
        "legal_back": _by("office", "in_review"),
        "issue": _by("leader", "in_review: before the leader"),
        "issue_back": _by("leader", "in_review: before the leader"),
        "decide_extension": _by("office leader", "open: extension asked"),
        "assign": _by(H, "received", *_OPEN, *_WAITING),
        "ask_correction": _by(H, *_but(_OPEN, "open: corrected")),  # once
        "take_correction": _by(H, "correction", "correction: late", "open: corrected"),  # in two parcels
        "lapse_correction": _by(H, "correction: late"),
        "consult_third": _by(H, *_OPEN, "correction", "correction: late"),
        "consult_agency": _by(H, *_OPEN, "correction", "correction: late"),
        # one is asked for at a time, and all that the law gives is spent
        "ask_extension": _by(H, *_but(_OPEN, "open: extension asked", "open: extended"), *_WAITING, *_REVIEW),
        "ask_assist": _by(H, "received", *_OPEN, *_WAITING),
        "add_note": _by(H, "received", *_OPEN, *_WAITING, *_REVIEW, "approved", *_UNFILED),
        "notice_fee": _by(H, *_but(_OPEN, "open: paid")),
        "take_fee": _by(H, "fee", "fee: late"),
        "waive_fee": _by("office leader", "fee", "fee: late"),
        "lapse_fee": _by(H, "fee: late"),
        "ask_frequency": _by(H, *_but(_OPEN, "open: asked often", "open: often, judged")),
        "judge_frequency": _by(H, "open: asked often"),
        "split": _by(H, "open: two items"),
        # nothing of it went out to the applicant that asks something of him
        "merge": _by(H, "received", *_but(_OPEN, "open: corrected", "open: paid")),
        "recall": _by(H, *_REVIEW, "approved"),
        "withdraw": _by(H, "received", *_OPEN, *_WAITING, *_REVIEW, "approved"),
        # a no may become a yes while the file is open; a yes has its twin, which goes its own way
        "settle_open": _by(H, "closed", "closed: not to be opened", "closed: overturned"),
        "archive": _by(H, "closed: not to be opened", "closed: opened"),
        "typical": _by(H, *_UNFILED, "closed: archived"),
        # what a review or a court changed, by the register; else another person says why
        "reopen": _by(H, "closed: overturned"),
        "approve_reopening": _by("office leader", *_UNFILED, "closed: archived"),
        "enter_dispute": _by(
            H, *_OPEN, *_WAITING, *_REVIEW, "approved", *_UNFILED, "closed: archived", "merged"
        ),
    },
    "requests.Consultation": {
        "answer_consultation": _by(H, "any: third party asked", "any: agency asked"),
        # who agreed to it is told nothing more; what is in its file makes no letters
        "tell_third": _by(H, "any: third party refused", "any: refused, case closed", "any: answered late"),
        "weigh_late": _by(H, "any: answered late"),
    },
    "requests.Assist": {"answer_assist": _by("informant section_head", "any: asked")},
    "requests.Letter": {"deliver": _by(H, "any: receipt", "any: reply signed")},
    "requests.Dispute": {"move_dispute": _by(H, "any: pending"), "end_dispute": _by(H, "any: pending")},
    "requests.Complaint": {"end_complaint": _by(H, "any: pending")},
    "requests.Plan": {
        "finish_plan": _by("informant section_head", "open"),
        "check_plan": _by("office", "done"),
    },
    "requests.OpenedReply": {
        "submit": _by(H, "draft", "returned"),
        "submit_change": _by(H, "withdrawn"),
        "publish": _by("leader", "approved"),  # the office agreed
        "correct": _by("leader", "approved: once public"),
        "emergency": _by("office leader", "draft", "in_review", "returned", "approved"),
        "turn_back": _by("office leader", "approved", "approved: once public"),
    },
}
