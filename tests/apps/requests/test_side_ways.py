"""What else happens to a case: 拆分, 并案, 频次, 收费, 补正逾期, 征求意见逾期 (条例第三十条至第三十五条; 国办函〔2020〕109号)."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from tests.apps.requests.people import COMPANY, PERSON
from tests.cast import person

from gongkai.apps.deadlines.queries import explain, of_subject, open_deadline
from gongkai.apps.ledger.queries import history
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Role
from gongkai.apps.people.details import Details
from gongkai.apps.requests import actions, counting
from gongkai.apps.requests.models import Letter, Office, Request
from gongkai.clocks import moment
from gongkai.exceptions import Refused
from gongkai.law import fees

OTHER = Details(name="别人", id_kind="passport", id_number="E99999999", telephone="0000-1")


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def codes(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {o.code for o in refused.value.obstacles}


def told(handler, request, kind, on):
    """The letter reached the applicant on that day, with its proof."""
    letter = Letter.objects.get(request=request, kind=kind)
    given = {"sent_on": letter.dated_on, "arrived_on": dt.date.fromisoformat(on)}
    actions.deliver(handler, letter, method="post", proof="挂号3号", **given)


def test_one_request_of_three_matters_becomes_three_received_on_one_day(enter, handler):
    request = enter("2026-05-18", points=("甲", "乙", "丙"))
    actions.split(handler, request)
    parts = list(Request.objects.filter(split_from=request).order_by("number"))
    assert [p.wanted for p in parts] == ["乙", "丙"] and again(request).points.count() == 1
    assert {open_deadline(p, "reply").started_on for p in [request, *parts]} == {dt.date(2026, 5, 18)}
    assert {p.provision for p in parts} == {"reply_2019"}
    assert counting.of_same_applicant(request).count() == 3, "the person goes along"
    assert codes(actions.split, handler, parts[0]) == {"request:one_point"}


def test_a_part_split_off_after_the_correction_counts_from_the_correction_too(enter, handler):
    with moment.fixed("2026-05-18"):
        request = enter("2026-05-18", points=("甲", "乙"))
        actions.ask_correction(handler, request, asked="请写明年份", due_on=dt.date(2026, 5, 29))
    with moment.fixed("2026-05-26"):
        actions.take_correction(handler, again(request), text="2025年")
        actions.split(handler, again(request))
    part = Request.objects.get(split_from=request)
    assert (
        open_deadline(part, "reply").due_on == open_deadline(request, "reply").due_on == dt.date(2026, 6, 24)
    )
    assert "6月24日" in Letter.objects.get(request=part, kind="receipt").text


def test_a_reopened_case_keeps_its_place_in_the_statistics(world, enter, handler):
    request = enter(points=("甲", "乙"))
    actions.withdraw(handler, request, proof="撤回书在案卷第3页")
    actions.approve_reopening(world.a.leader, again(request), because="申请人说没有撤回")
    assert codes(actions.split, handler, again(request)) == {"request:counted"}
    assert codes(actions.merge, handler, again(request), into=enter().number) == {"request:counted"}


def test_a_withdrawal_noted_by_an_officer_shows_its_proof_and_the_office_is_told(
    world, enter, handler, sign_in
):
    """One person alone ends a case here: what the applicant did must stand somewhere, and somebody else must see it."""
    request = enter()
    assert codes(actions.withdraw, handler, request, proof=" ") == {"withdraw:proof"}
    assert codes(actions.withdraw, handler, request, proof=f"{PERSON.name}的撤回书") == {"people:named"}
    Notice.objects.all().delete()
    actions.withdraw(handler, request, proof="撤回书在案卷第3页")
    shown = sign_in(world.a.office).get(f"/workbench/requests/{request.pk}/").content.decode()
    assert "撤回书在案卷第3页" in shown.split("经过")[-1]
    assert {n.user for n in Notice.objects.all()} == {world.a.office, world.a.second}


def test_what_lapsed_is_told_to_the_office_too(world, enter, handler):
    request = enter("2026-05-18")
    actions.ask_correction(handler, request, asked="写明年度", due_on=dt.date(2026, 5, 29))
    told(handler, request, "correction", "2026-05-20")
    Notice.objects.all().delete()
    with moment.fixed("2026-06-02"):
        actions.lapse_correction(handler, again(request))
    assert world.a.office in {n.user for n in Notice.objects.all()}


def test_a_letter_that_came_after_its_own_term_lets_nobody_lose_his_case(enter, handler):
    request = enter("2026-05-18")
    actions.ask_correction(handler, request, asked="写明年度", due_on=dt.date(2026, 5, 25))
    with moment.fixed("2026-06-02"):
        told(handler, request, "correction", "2026-05-25")
        assert codes(actions.lapse_correction, handler, again(request)) == {"correction:told_late"}


def test_what_is_over_is_taken_up_again_by_the_register_or_by_another_person(world, enter, handler):
    request = enter()
    actions.withdraw(handler, request, proof="撤回书在案卷第3页")
    assert codes(actions.reopen, handler, again(request)) == {"reopen:ground"}
    with pytest.raises(PermissionDenied):
        actions.approve_reopening(handler, again(request), because="申请人说没有撤回")
    both = person("shuangzhi", world.a.body, Role.LEADER, name="双职")
    Request.objects.update(handler=both)
    assert codes(actions.approve_reopening, both, again(request), because="想再办") == {"reopen:second"}
    Request.objects.update(handler=handler)
    assert codes(actions.approve_reopening, world.a.leader, again(request), because=" ") == {
        "request:because"
    }
    case = {"kind": "review", "before": "云川市人民政府", "number": "云府复决〔2026〕3号"}
    kept = actions.enter_dispute(handler, again(request), noticed_on=moment.today(), **case)
    actions.end_dispute(handler, kept, outcome="maintain", ended_on=moment.today())
    assert codes(actions.reopen, handler, again(request)) == {"reopen:ground"}, "what was upheld stays"
    other = actions.enter_dispute(handler, again(request), noticed_on=moment.today(), **case)
    actions.end_dispute(handler, other, outcome="correct", ended_on=moment.today())
    actions.reopen(handler, again(request))
    assert again(request).state == "open" and open_deadline(request, "reply") is not None
    assert "云府复决〔2026〕3号：结果纠正" in history(request)[-1].entry.because


def test_a_decision_from_before_the_last_ending_opens_nothing_again(world, enter, handler):
    request = enter()
    kept = actions.enter_dispute(
        handler, request, kind="review", before="云川市人民政府", noticed_on=moment.today()
    )
    actions.end_dispute(handler, kept, outcome="correct", ended_on=moment.today())
    with moment.fixed(moment.today() + dt.timedelta(days=1)):
        actions.withdraw(handler, again(request), proof="撤回书在案卷第3页")
        assert codes(actions.reopen, handler, again(request)) == {"reopen:ground"}
        actions.approve_reopening(world.a.leader, again(request), because="申请人说没有撤回")
    assert again(request).state == "open"


def test_a_limit_that_has_run_out_is_not_made_longer(world, enter, handler):
    with moment.fixed("2026-05-18"):
        request = enter("2026-05-18")
    last = open_deadline(request, "reply").due_on
    with moment.fixed(last):
        actions.ask_extension(handler, again(request), amount=20, reason="材料多")
    with moment.fixed(last + dt.timedelta(days=1)):
        late = {"extension:late"}
        assert codes(actions.decide_extension, world.a.leader, again(request), agree=True) == late
        actions.decide_extension(world.a.leader, again(request), agree=False)
        assert codes(actions.ask_extension, handler, again(request), amount=20, reason="材料多") == late
    assert open_deadline(request, "reply").due_on == last


def test_the_same_asked_twice_is_one_case_and_only_of_one_applicant(enter, handler):
    first, second, foreign = (
        enter(wanted="合同"),
        enter(wanted="考核结果"),
        enter(wanted="合同", person=OTHER),
    )
    assert codes(actions.merge, handler, second, into=foreign.number) == {"request:into"}
    assert codes(actions.merge, handler, second, into=second.number) == {"request:into"}
    actions.merge(handler, second, into=first.number)
    second = again(second)
    assert (second.state, second.merged_into) == ("merged", first)
    assert [p.text for p in first.points.all()] == ["合同", "考核结果"]
    assert open_deadline(second, "reply") is None and open_deadline(first, "reply") is not None
    assert codes(actions.withdraw, handler, second, proof="页3") == {"request:state"}


@pytest.mark.parametrize("before", [10, 30])
def test_the_fee_by_piece_counts_this_applicant_in_this_month(world, enter, handler, before):
    rows = []
    first = enter("2026-05-04")
    for n in range(before - 1):
        row = again(first)
        row.pk, row.number = None, f"2026-9{n:03d}"
        rows.append(row)
    enter("2026-05-05", person=OTHER)
    Request.objects.bulk_create(rows)
    party = counting.applicant(first)
    for row in Request.objects.filter(number__startswith="2026-9"):
        copy = type(party).objects.get(pk=party.pk)
        copy.pk, copy.subject_id, copy.key = None, row.pk, None
        copy.key = type(party)._meta.get_field("key").get_default()
        copy.save()
    last = enter("2026-05-20")
    actions.notice_fee(handler, last, ladder="pieces")
    fee = again(last).fee
    assert (fee.before, fee.yuan) == (before, fees.fee_for_next("pieces", before, 1))
    assert fee.yuan == {10: 100, 30: 200}[before]


def test_an_unpaid_fee_ends_the_case_after_its_term_and_another_person_may_waive_it(world, enter, handler):
    request = enter("2026-05-18")
    actions.notice_fee(handler, request, ladder="pages", pages=31)
    assert again(request).fee.yuan == 10
    assert codes(actions.lapse_fee, handler, again(request)) == {"fee:term"}
    with pytest.raises(PermissionDenied):
        actions.waive_fee(handler, again(request), because="低保")
    with moment.fixed("2026-06-22"):
        assert codes(actions.lapse_fee, handler, again(request)) == {"fee:untold"}
        told(handler, request, "fee", "2026-05-22")
        assert codes(actions.lapse_fee, handler, again(request)) == {"fee:term"}, "from the day it came"
    with moment.fixed("2026-06-24"):
        actions.lapse_fee(handler, again(request))
        assert again(request).outcome == "r3_6_2"
        assert {d.state for d in of_subject(request)} == {"cancelled"}
    other = enter("2026-05-18")
    actions.notice_fee(handler, other, ladder="pages", pages=31)
    due = open_deadline(other, "reply").started_on
    actions.waive_fee(world.a.office, again(other), because="低保")
    assert again(other).state == "open" and open_deadline(other, "reply").started_on == due, "no new start"


def test_the_term_to_pay_runs_from_the_day_on_which_the_notice_came(enter, handler):
    """收到收费通知次日起: what lay on the desk or in the mail is not the applicant's time."""
    request = enter("2026-05-18")
    actions.notice_fee(handler, request, ladder="pages", pages=31)
    assert (
        again(request).fee.due_on
        == open_deadline(again(request).fee, "fee_pay").due_on
        == dt.date(2026, 6, 17)
    )
    with moment.fixed("2026-05-29"):
        told(handler, request, "fee", "2026-05-25")
    fee = again(request).fee
    assert fee.due_on == dt.date(2026, 6, 23)  # 20 working days after 25 May, 端午 on Friday 19 June is none
    assert open_deadline(fee, "fee_pay").due_on == fee.due_on and of_subject(fee)[0].started_on == dt.date(
        2026, 5, 25
    )


def test_a_correction_that_does_not_come_ends_the_case_only_after_its_term(enter, handler):
    request = enter("2026-05-18")
    actions.ask_correction(handler, request, asked="写明年度", due_on=dt.date(2026, 6, 1))
    assert codes(actions.ask_correction, handler, again(request), asked="x", due_on=dt.date(2026, 6, 1)) >= {
        "correction:once"
    }
    assert codes(actions.lapse_correction, handler, again(request)) == {"correction:term"}
    with moment.fixed("2026-06-02"):
        assert codes(actions.lapse_correction, handler, again(request)) == {"correction:untold"}
        told(handler, request, "correction", "2026-05-21")
        actions.lapse_correction(handler, again(request))
    assert (again(request).outcome, again(request).closed_on) == ("r3_6_1", dt.date(2026, 6, 2))


def test_silence_of_a_third_party_is_noted_after_its_fifteen_working_days(enter, handler):
    request = enter("2026-05-18")
    asked = actions.consult(handler, request, kind="third_party", about="合同", person=COMPANY)
    assert asked.due_on == dt.date(2026, 6, 10)
    assert codes(actions.answer_consultation, handler, asked, answer="refuse") == {"consultation:reason"}
    assert codes(actions.answer_consultation, handler, asked, answer="silent") == {"consultation:term"}
    assert "reply:waiting" in codes(actions.submit, handler, again(request))
    with moment.fixed("2026-06-15"):
        row = actions.answer_consultation(handler, asked, answer="silent")
    assert row.answered_on == dt.date(2026, 6, 10), "what is beyond the term counts again"


def test_a_delay_for_many_requests_moves_the_limit_to_the_day_that_was_told(enter, handler):
    request = enter("2026-05-18")
    actions.ask_frequency(handler, request)
    judge = partial(actions.judge_frequency, handler, again(request), reasonable=True, reason="写论文用")
    assert codes(judge, until=dt.date(2026, 6, 12), because="件数多") == {"frequency:until"}, (
        "before the limit ends"
    )
    assert codes(judge, until=dt.date(2026, 8, 1), because="件数多") == {"frequency:until"}, "a Saturday"
    assert codes(judge, until=dt.date(2026, 7, 31)) == {"frequency:because"}
    judge(until=dt.date(2026, 7, 31), because="同时要的12件须逐件检索、区分处理")
    (clock,) = [d for d in of_subject(request) if d.provision == "reply"]
    due = explain(clock)
    assert (clock.due_on, due.due) == (dt.date(2026, 7, 31), dt.date(2026, 7, 31))
    assert due.steps[-1].counted and "延迟答复" in due.steps[-1].why
    letter = Letter.objects.get(request=request, kind="delay")
    assert "因同时要的12件须逐件检索、区分处理" in letter.text and "2026年7月31日" in letter.text


def test_the_law_before_2019_knew_no_such_question(enter, handler):
    with moment.fixed("2019-05-20"):
        request = enter("2019-05-13")
        assert codes(actions.ask_frequency, handler, request) == {"frequency:law"}


def test_asking_too_often_without_reason_goes_through_three_people(world, enter, handler):
    Office.objects.create(organization=world.a.body, review_body="云川市人民政府", kept_since="2026-01-01")
    for _ in range(3):
        enter()
    request = enter()
    actions.ask_frequency(handler, request)
    assert again(request).frequency.count == 4
    assert codes(
        actions.judge_frequency, handler, again(request), reasonable=False, until=dt.date(2026, 8, 1)
    ) == {"frequency:until"}
    actions.judge_frequency(handler, again(request), reasonable=False, reason="想看看")
    assert again(request).state == "open", "not processed only by a letter that others judged"
    actions.submit(handler, again(request))
    actions.agree(world.a.office, again(request))
    actions.agree(world.a.leader, again(request))
    letter = Letter.objects.get(request=request, kind="reply")
    assert letter.title == "政府信息公开申请不予处理告知书" and "第三十五条" in letter.text
    actions.deliver(handler, letter, method="hand", proof="当面签收")
    assert again(request).outcome == "r3_5_4"


def test_assigning_carries_the_clock_and_not_its_days(world, enter, handler):
    request = enter("2026-05-18")
    assert codes(actions.assign, handler, request, section=world.b.section) == {"request:section"}
    actions.assign(handler, again(request), section=world.a.section)
    clock = open_deadline(request, "reply")
    assert (clock.section, clock.started_on) == (world.a.section, dt.date(2026, 5, 18))


def test_the_ledger_tells_each_act_in_a_sentence_with_its_day_and_sum(world, enter, handler):
    case = enter("2026-05-18")
    made = actions.ask_assist(
        handler, case, section=world.a.section, question="找材料", due_on=dt.date(2026, 6, 1)
    )
    assert made.request == case
    assert actions.add_note(handler, again(case), people_there="法制科", text="都同意").people == "法制科"
    assert actions.notice_fee(handler, again(case), ladder="pages", pages=120) == case
    assert actions.waive_fee(world.a.office, again(case), because="低保") == case
    asked = actions.ask_correction(handler, again(case), asked="写明年度", due_on=dt.date(2026, 6, 8))
    assert asked == case
    paid = enter("2026-05-18", person=OTHER)
    actions.notice_fee(handler, paid, ladder="pages", pages=120)
    assert actions.take_fee(handler, again(paid)) == paid
    told = [line.sentence for line in history(case)]
    for sentence in (
        "请基础教育科协办，6月1日（周一）前答复", "记录会商", "一次性告知补正，期限6月8日（周一）", "减免信息处理费1100元",
    ):  # fmt: skip
        assert any(sentence in line for line in told), (sentence, told)
