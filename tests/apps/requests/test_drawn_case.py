"""The case of the drawings (next.md §1.2, §1.3): its dates, its letter and its fee come out of the program.

条例第十五条、第三十一条、第三十二条、第三十三条、第三十七条；行政复议法第二十三条。
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.apps.requests.people import COMPANY, PERSON

from gongkai.apps.deadlines.queries import explain, open_deadline
from gongkai.apps.ledger.queries import verify
from gongkai.apps.requests import actions, checking, composing, prospects, rules
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.models import Letter, Office, Reply, Request
from gongkai.apps.requests.standing import facts_of
from gongkai.clocks import moment
from gongkai.exceptions import Refused


def on(day: int, month: int = 4):
    return moment.fixed(dt.datetime(2026, month, day, 9, tzinfo=moment.BEIJING))


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def codes(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {o.code for o in refused.value.obstacles}


@pytest.fixture
def drawn(world, handler):
    """〔2026〕第27号 as it stands on 30 April: third party asked on 8 April, answered on the 24th."""
    world.a.body.number_codes = ["云教"]
    world.a.body.save()
    Office.objects.create(organization=world.a.body, review_body="云川市人民政府", kept_since="2026-01-01")
    with on(23, 3), transaction.atomic():
        given = Given(
            "web", moment.today(), "natural", PERSON, "实验中学2025年课后服务采购合同及年度考核结果",
            points=("采购合同", "年度考核结果"), subject="实验中学2025年课后服务采购合同及年度考核结果",
        )  # fmt: skip
        request = actions.from_public(world.a.body, "2026-0027", given)
        actions.confirm(handler, request)
    with on(8):
        asked = actions.consult(
            handler, again(request), kind="third_party", about="采购合同报价明细", person=COMPANY
        )
    with on(24):
        actions.answer_consultation(handler, asked, answer="partly", reason="报价明细是商业秘密")
    return again(request)


def answer_all(handler, request):
    for code, words in (
        ("1_yes", ""), ("2_ours", ""), ("3_found", "档案系统、合同备案库，检索词4个，命中2处"), ("4_no", ""),
        ("5_third", "合同第17页至第21页的报价明细涉及第三方商业秘密"), ("6_apart", ""), ("7_no", ""),
    ):  # fmt: skip
        actions.answer(handler, again(request), point=1, code=code, words=words)
    for code, words in (("1_yes", ""), ("2_ours", ""), ("3_found", "档案系统"), ("4_no", ""), ("5_none", "")):
        actions.answer(handler, again(request), point=2, code=code, words=words)
    actions.name_annex(handler, again(request), point=1, annex="采购合同（区分处理件）")
    actions.name_annex(handler, again(request), point=2, annex="年度考核结果")
    return again(request)


def test_its_dates(drawn):
    with on(30):
        clock = open_deadline(drawn, "reply")
        assert clock.due_on == dt.date(2026, 5, 12)
        days = {step.date: step for step in explain(clock).steps}
        assert days[dt.date(2026, 4, 7)].ordinal == 10 and days[dt.date(2026, 4, 27)].ordinal == 11
        assert not days[dt.date(2026, 4, 8)].counted and not days[dt.date(2026, 4, 24)].counted
        assert days[dt.date(2026, 5, 9)].counted, "a Saturday on which work is made up"
        facts = facts_of(drawn)
        assert rules.correction_until(facts).due == dt.date(2026, 4, 1)
        assert [o.code for o in rules.to_ask_correction(facts)] == ["correction:late"]
        ahead = prospects.due_after(drawn)
        assert ahead["ask_extension"] == dt.date(2026, 6, 9)
        assert ahead["add_note"] == dt.date(2026, 5, 12)
        assert ahead["consult"] is None, "moves on from day to day"


def test_its_fee_is_none_by_piece_and_by_page_it_is_the_drawn_sum(drawn, handler):
    with on(30):
        assert codes(actions.notice_fee, handler, drawn, ladder="pieces") == {"fee:none"}
        actions.notice_fee(handler, again(drawn), ladder="pages", pages=212)
        fee = again(drawn).fee
        assert (fee.yuan, fee.due_on) == (3180, dt.date(2026, 6, 1))
        with pytest.raises(IntegrityError), transaction.atomic():
            type(fee).objects.create(
                request=drawn, ladder="pieces", before=11, quantity=1, yuan=100, noticed_on=fee.noticed_on,
                noticed_by=handler,
            )  # fmt: skip


def test_its_letter(drawn, handler):
    with on(30):
        request = answer_all(handler, drawn)
        text = composing.body(request, list(request.points.all()), moment.today())
    assert text.splitlines() == [
        "本机关于2026年3月23日收到您提交的政府信息公开申请（受理号〔2026〕第27号），要求公开实验中学2025年课后服务采购合同及年度考核结果。经审查，答复如下：",
        "一、采购合同",
        "（一）您申请的信息由本机关保存，经检索存在。",
        "（二）合同第17页至第21页的报价明细涉及第三方商业秘密，公开会损害第三方合法权益，经书面征求意见，第三方不同意公开。"
        "依据《中华人民共和国政府信息公开条例》第十五条、第三十二条，上述内容不予公开。",
        "（三）上述内容能够作区分处理。依据《中华人民共和国政府信息公开条例》第三十七条，其余内容予以公开，见附件1。",
        "二、年度考核结果",
        "（一）您申请的信息由本机关保存，经检索存在。",
        "（二）依据《中华人民共和国政府信息公开条例》第三十六条第二项，予以公开，见附件2。",
        "您对第一项不予公开的决定不服的，应当先自收到本文书之日起60日内向云川市人民政府申请行政复议；"
        "对复议决定不服的，再自收到复议决定书之日起15日内向有管辖权的人民法院提起行政诉讼。",
        "附件：1.采购合同（区分处理件）　2.年度考核结果",
    ]
    with on(30):
        found = checking.findings(
            text, list(request.points.all()), composing.office_of(request), moment.today()
        )
    assert not [f for f in found if f.must]
    assert any("先申请复议" in f.sentence for f in found), "the reviewer sees the reason"


def test_three_people_then_delivery_with_proof(world, drawn, handler):
    a = world.a
    with on(30):
        assert "reply:points" in codes(actions.submit, handler, drawn)
        request = answer_all(handler, drawn)
        actions.submit(handler, request)
        for barred in (handler, a.head, world.b.office):
            with pytest.raises((PermissionDenied, Refused)):
                actions.agree(barred, again(drawn))
        actions.agree(a.office, again(drawn), opinion="同意")
        assert "review:twice" in codes(actions.agree, a.office, again(drawn))
        assert codes(actions.answer_back, handler, again(drawn), point=1) >= {"request:state"}
        actions.agree(a.leader, again(drawn))
        reply = Reply.objects.get()
        assert (reply.drafted_by, reply.reviewed_by, reply.approved_by) == (handler, a.office, a.leader)
        letter = Letter.objects.get(reply=reply)
        assert (letter.number, letter.title) == ("云教依申复〔2026〕27号", "政府信息公开申请答复书")
        assert PERSON.name not in letter.text
    for second in ({"reviewed_by": handler}, {"approved_by": a.office}, {"approved_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.update(**second)
    with on(6, 5):
        assert codes(actions.deliver, handler, letter, method="post", proof=" ") == {"delivery:proof"}
        actions.deliver(handler, letter, method="post", proof="挂号 XA00112233")
        request = again(drawn)
        assert (request.state, request.outcome, request.closed_on) == ("closed", "r3_2", dt.date(2026, 5, 6))
        assert (request.counted_on, request.counted_outcome) == (dt.date(2026, 5, 6), "r3_2")
        assert open_deadline(request, "reply") is None
        assert codes(actions.archive, handler, request) == {"request:to_open"}
        actions.settle_open(handler, request, to_open=False, reason="含第三方商业秘密")
        actions.archive(handler, request)
    assert not list(verify())


def test_what_comes_back_is_mended_and_goes_the_whole_way_again(world, drawn, handler):
    a = world.a
    with on(30):
        request = answer_all(handler, drawn)
        actions.submit(handler, request)
        assert codes(actions.send_back, a.office, again(drawn)) == {"return:reason"}
        actions.send_back(a.office, again(drawn), reasons=["reason"], opinion="说理不足")
        actions.answer_back(handler, again(drawn), point=1)
        actions.answer(handler, again(drawn), point=1, code="7_yes", words="涉及学生用餐安全")
        request = again(drawn)
        point = request.points.first()
        assert (point.outcome, point.ground) == ("r3_1", ""), "公共利益: given, the third party is told"
        actions.submit(handler, request)
        assert again(drawn).state == "in_review"
        actions.recall(handler, again(drawn))
        assert again(drawn).state == "open"


def test_an_extension_needs_another_person(world, drawn, handler):
    with on(30):
        assert codes(actions.ask_extension, handler, drawn, amount=21, reason="材料多") == {
            "extension:amount"
        }
        row = actions.ask_extension(handler, drawn, amount=20, reason="需要区分处理")
        with pytest.raises(PermissionDenied):
            actions.decide_extension(handler, again(drawn), agree=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.update(decision="agreed", decided_by=handler, decided_on=moment.today())
        actions.decide_extension(world.a.leader, again(drawn), agree=True)
        assert open_deadline(drawn, "reply").due_on == dt.date(2026, 6, 9)
        assert "extension:spent" in codes(
            actions.ask_extension, handler, again(drawn), amount=1, reason="再延"
        )
        assert Letter.objects.filter(kind="extension").get().number == "云教依申延〔2026〕27号"
