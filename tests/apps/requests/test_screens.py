"""An officer's way through the screens: from the paper on the desk to the letter in the post."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.apps.requests.applying import sent
from tests.apps.requests.people import PERSON

from gongkai.apps.deadlines.queries import drawable, open_deadline
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.people import gate
from gongkai.apps.requests import actions, counting, queries, strips
from gongkai.apps.requests.models import Assist, Complaint, Dispute, Letter, Office, Request
from gongkai.apps.requests.permissions import forget, forget_complainant
from gongkai.clocks import moment

ENTRY = {
    "channel": "signed_mail", "submitted_on": "2026年5月18日", "signed_on": "2026年5月19日", "kind": "natural",
    "name": PERSON.name, "id_kind": "passport", "id_number": PERSON.id_number, "telephone": PERSON.telephone,
    "address": "云川市文津路1号",
    "wanted": "文津小学2026年招生计划", "points": "招生计划\n对口地段", "supply": "paper",
}  # fmt: skip


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def office(world):
    return Office.objects.create(
        organization=world.a.body, review_body="云川市人民政府", kept_since="2026-01-01"
    )


def test_from_the_paper_to_the_letter(world, handler, sign_in, office):
    client = sign_in(handler)
    wrong = client.post("/workbench/requests/new/", {**ENTRY, "submitted_on": "2026年5月32日", "wanted": ""})
    text = wrong.content.decode()
    assert "不是日期" in text and PERSON.name in text and not Request.objects.exists(), "nothing lost"
    client.post("/workbench/requests/new/", ENTRY)
    case = Request.objects.get()
    home, reply = f"/workbench/requests/{case.pk}/", f"/workbench/requests/{case.pk}/reply/"
    shown = page(client, home)
    assert "余19个工作日" in shown and "林＊" in shown and PERSON.name not in shown
    assert "办了之后的截止日" in shown
    for code, words in (("1_yes", ""), ("2_ours", ""), ("3_found", "招生科"), ("4_no", ""), ("5_none", "")):
        client.post(reply, {"do": "answer", "point": 1, "code": code, "words": words})
    refused = client.post(reply, {"do": "answer", "point": 2, "code": "5_none"}, follow=True)
    assert "第1问没有这个回答" in refused.content.decode()
    assert "还有1项申请内容没有答完" in page(client, reply)
    for code, words in (("1_yes", ""), ("2_elsewhere", "由云川市教育局公开，电话0000-80002200")):
        client.post(reply, {"do": "answer", "point": 2, "code": code, "words": words})
    done = client.post(reply, {"do": "submit", "point": 1}, follow=True).content.decode()
    assert "已送法制审核" in done
    legal, leader = sign_in(world.a.office), sign_in(world.a.leader)
    assert (
        "法制审核同意" in page(legal, home)
        and "签发" not in page(sign_in(world.a.auditor), home).split("经过")[0]
    )
    legal.post(f"{home}legal/", {"opinion": "同意"})
    leader.post(f"{home}issue/", {"opinion": "同意"})
    letter = Letter.objects.get(kind="reply")
    client.post(
        f"/workbench/requests/letters/{letter.pk}/deliver/",
        {"method": "post", "proof": "挂号 XA1", "sent_on": "2026年5月20日"},
    )
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "r3_2"), "one given, one not ours: 部分公开 absorbs"
    assert "转主动公开" in page(client, home)


def test_the_registers_lead_nobody_to_a_page_that_is_not_his(world, handler, enter, sign_in):
    case = enter()
    client, legal = sign_in(handler), sign_in(world.a.office)
    client.post(
        "/workbench/requests/complaints/new/",
        {"received_on": "2026年5月20日", "channel": "电话", "about": "没有公开食堂收费。"},
    )
    client.post(
        f"/workbench/requests/{case.pk}/enter-dispute/",
        {"kind": "review", "before": "云川市人民政府", "noticed_on": "2026年5月20日"},
    )
    complaint, dispute = Complaint.objects.get(), Dispute.objects.get()
    for register, row, end in (
        ("complaints", complaint, "end-complaint"), ("disputes", dispute, "end-dispute")
    ):  # fmt: skip
        listed = f"/workbench/requests/{register}/"
        own = f"{listed}{row.pk}/"
        assert f'href="{own}"' in page(client, listed) and f'href="{own}"' in page(legal, listed)
        assert f"/{end}/" in page(client, own) and f"/{end}/" not in page(legal, own)
        assert sign_in(world.b.office).get(own).status_code == 404
    client.post(
        f"/workbench/requests/complaints/{complaint.pk}/end-complaint/",
        {"ended_on": "2026年5月20日", "finding": "确实没有公开。", "correction": "已公开。"},
    )
    assert "查明：确实没有公开。" in page(client, "/workbench/requests/complaints/?view=all")


def test_who_judges_reads_the_reply_first_and_who_sends_is_shown_the_way(
    world, handler, enter, sign_in, office
):
    case, client = enter(), sign_in(handler)
    home, reply = f"/workbench/requests/{case.pk}/", f"/workbench/requests/{case.pk}/reply/"
    for code, words in (("1_yes", ""), ("2_ours", ""), ("3_found", "招生科")):
        client.post(reply, {"do": "answer", "point": 1, "code": code, "words": words})
    where = "在本机关网站“通知公告”栏目，2026年5月6日发布。"
    client.post(reply, {"do": "answer", "point": 1, "code": "4_public", "words": where})
    client.post(reply, {"do": "submit", "point": 1})
    legal, leader = sign_in(world.a.office), sign_in(world.a.leader)
    for judge in (legal, leader):
        shown = page(judge, home)
        assert "送审的答复" in shown and shown.index(where) < shown.index('name="opinion"'), (
            "before the press"
        )
        judge.post(f"{home}{'legal' if judge is legal else 'issue'}/", {"opinion": "同意"})
    letter = Letter.objects.get(kind="reply")
    now = page(client, home).split("现在要办")[1].split("也可以办")[0]
    assert f'is-main" href="/workbench/requests/letters/{letter.pk}/deliver/"' in now
    assert "登记送达" in page(client, f"/workbench/requests/letters/{letter.pk}/")
    assert f"letters/{letter.pk}/deliver/" not in page(legal, home), "another sends"


def test_who_lengthens_the_limit_reads_for_how_long_and_why(world, handler, enter, sign_in, office):
    case, client = enter(), sign_in(handler)
    home = f"/workbench/requests/{case.pk}/"
    assert "最多20个工作日" in page(client, f"{home}ask-extension/")
    client.post(f"{home}ask-extension/", {"amount": "12", "reason": "要到三处档案室查阅。"})
    shown = page(sign_in(world.a.office), f"{home}decide-extension/")
    assert "12个工作日" in shown and "要到三处档案室查阅。" in shown and "苏禾" in shown


def test_a_refused_answer_comes_back_as_it_was_sent(handler, enter, sign_in, office):
    case, client = enter(), sign_in(handler)
    reply = f"/workbench/requests/{case.pk}/reply/"
    client.post(reply, {"do": "answer", "point": 1, "code": "1_yes"})
    client.post(reply, {"do": "answer", "point": 1, "code": "2_ours"})
    missing = client.post(reply, {"do": "answer", "point": 1, "code": "3_found", "words": ""})
    assert missing.status_code == 422
    assert 'value="3_found" required checked' in missing.content.decode()
    client.post(reply, {"do": "back", "point": 1})
    client.post(reply, {"do": "back", "point": 1})
    words = "补正以后仍没有写明是哪一所学校。"
    early = client.post(
        reply, {"do": "answer", "point": 1, "code": "1_unclear", "words": words}
    ).content.decode()
    assert "请先告知补正" in early and words in early and 'value="1_unclear" required checked' in early


def test_where_the_review_body_is_filled_in_is_said(handler, enter, sign_in):
    case, client = enter(), sign_in(handler)
    reply = f"/workbench/requests/{case.pk}/reply/"
    for code, words in (("1_yes", ""), ("2_ours", ""), ("3_found", "招生科"), ("4_public", "网站")):
        client.post(reply, {"do": "answer", "point": 1, "code": code, "words": words})
    assert "请办公室审核在“依申请公开”的“文书设置”里填写" in page(client, reply)


def test_the_name_is_in_the_file_alone_and_every_look_is_noted(enter, handler, sign_in):
    case = enter()
    client = sign_in(handler)
    letter = Letter.objects.get(kind="receipt")
    assert PERSON.name not in page(client, f"/workbench/requests/letters/{letter.pk}/")
    before = Entry.objects.filter(event="people:read").count()
    answer = client.post(f"/workbench/requests/letters/{letter.pk}/docx/")
    book = docx.Document(io.BytesIO(answer.content))
    lines = [p.text for p in book.paragraphs]
    assert lines[0] == "东湖区教育局" and lines[1] == "云教依申收〔2026〕1号" and f"{PERSON.name}：" in lines
    assert book.sections[0].top_margin.cm == pytest.approx(3.7, abs=0.01)
    seen = client.post(f"/workbench/requests/{case.pk}/person/").content.decode()
    assert PERSON.id_number in seen
    assert Entry.objects.filter(event="people:read").count() == before + 2
    assert client.get(f"/workbench/requests/{case.pk}/person/").status_code == 302


def test_who_reads_documents_reads_no_case(world, enter, sign_in):
    case = enter(wanted="要密件", subject="密件")
    for part in ("drafter", "head", "secrecy", "admin"):
        client = sign_in(world.a.people[part])
        assert client.get(f"/workbench/requests/{case.pk}/").status_code == 404, part
        assert client.get("/workbench/requests/").status_code == 404
        assert "密件" not in client.get("/workbench/").content.decode()


def test_a_section_sees_what_it_is_asked_and_answers(world, enter, handler, sign_in):
    case = enter(wanted="要密件", subject="密件")
    client = sign_in(handler)
    client.post(
        f"/workbench/requests/{case.pk}/ask-assist/",
        {"section": world.a.section.pk, "question": "请找合同", "due_on": "2026年5月27日"},
    )
    row = Assist.objects.get()
    section = sign_in(world.a.drafter)
    shown = page(section, f"/workbench/requests/assists/{row.pk}/")
    assert "请找合同" in shown and "密件" not in shown and PERSON.name not in shown
    section.post(f"/workbench/requests/assists/{row.pk}/answer-assist/", {"opinion": "已找到，两份"})
    row.refresh_from_db()
    assert (row.opinion, row.answered_by) == ("已找到，两份", world.a.drafter)
    choices = client.get(f"/workbench/requests/{case.pk}/ask-assist/").content.decode()
    assert "西岭区教育局" not in choices, "sections of another body are not offered"


def test_the_list_has_its_bar_its_tabs_and_its_sheet(enter, handler, sign_in):
    with moment.fixed("2026-04-10"):
        enter("2026-04-10", subject="早的一件")
    enter(subject="今天的一件")
    client = sign_in(handler)
    shown = page(client, "/workbench/requests/")
    assert "gk-days" in shown and "余20个工作日" in shown and "早的一件" in shown
    late = page(client, "/workbench/requests/?view=late")
    assert "早的一件" in late and "今天的一件" not in late
    answer = client.get("/workbench/requests/export.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("要什么", "受理号", "上级平台编号", "渠道") and len(rows) == 3


def test_a_list_of_two_hundred_costs_what_fifty_cost(
    world, enter, handler, sign_in, django_assert_max_num_queries
):
    first = enter()
    rows = []
    for n in range(205):
        row = Request.objects.get(pk=first.pk)
        row.pk, row.number = None, f"2025-{n:04d}"
        rows.append(row)
    Request.objects.bulk_create(rows)
    client = sign_in(handler)
    client.get("/workbench/requests/")
    with django_assert_max_num_queries(40) as few:
        client.get("/workbench/requests/")
    with django_assert_max_num_queries(len(few)):
        assert len(client.get("/workbench/requests/?size=200").context["rows"]) == 200


def test_a_bureau_writes_its_own_wording_and_odd_names_are_refused(world, enter, handler, sign_in):
    client = sign_in(world.a.office)
    address = "/workbench/requests/settings/receipt/"
    odd = client.post(address, {"text": "收到{姓名}的申请"}).content.decode()
    assert "不认识{姓名}" in odd and "收到{姓名}的申请" in odd
    client.post(address, {"text": "本局已收到受理号{受理号}的申请。"})
    enter()
    assert Letter.objects.get(kind="receipt").text == "本局已收到受理号〔2026〕第1号的申请。"
    client.post(address, {"text": ""})
    actions.withdraw(handler, Request.objects.get(), proof="撤回书在案卷第3页")
    enter()
    assert "依据" in Letter.objects.filter(kind="receipt").latest("id").text


def test_the_settings_are_kept(world, handler, sign_in):
    client = sign_in(world.a.office)
    client.post(
        "/workbench/requests/settings/",
        {"review_body": "云川市人民政府", "court": "云川市东湖区人民法院", "kept_since": "2026年1月1日"},
    )
    assert Office.objects.get().court == "云川市东湖区人民法院"
    assert sign_in(handler).get("/workbench/requests/settings/").status_code == 404


def test_a_complaint_is_entered_and_ended(world, handler, sign_in):
    client = sign_in(handler)
    client.post(
        "/workbench/requests/complaints/new/",
        {"received_on": "2026年5月19日", "channel": "电话", "about": "反映公开目录打不开"},
    )
    row = Complaint.objects.get()
    assert "反映公开目录打不开" in page(client, "/workbench/requests/complaints/")
    end = f"/workbench/requests/complaints/{row.pk}/end-complaint/"
    early = client.post(end, {"finding": "链接失效", "ended_on": "2026年5月18日"}).content.decode()
    assert "办结在收到之前" in early and "链接失效" in early
    client.post(end, {"finding": "链接失效", "correction": "已改", "ended_on": "2026年5月20日"})
    row.refresh_from_db()
    assert (row.ended_on.isoformat(), row.correction) == ("2026-05-20", "已改")


def test_who_complained_is_kept_by_people_alone_read_at_a_press_and_goes_after_his_years(
    world, handler, sign_in
):
    client = sign_in(handler)
    said = {
        "received_on": "2026年5月19日",
        "channel": "电话",
        "about": "反映公开目录打不开",
        "kind": "natural",
    }
    new = "/workbench/requests/complaints/new/"
    nobody = client.post(new, {**said, "telephone": PERSON.telephone}).content.decode()
    assert "请写反映人" in nobody and not Complaint.objects.exists()
    shown = client.post(new, {**said, "name": PERSON.name, "telephone": PERSON.telephone}, follow=True)
    own = shown.redirect_chain[-1][0]
    text = page(client, own)
    assert PERSON.name not in text and PERSON.telephone not in text and "林＊＊" in text
    reads = Entry.objects.filter(event="people:read")
    assert PERSON.telephone in client.post(own).content.decode() and reads.count() == 1
    page(sign_in(world.a.office), own)
    assert reads.count() == 1, "looking at the page reads nobody"
    row = Complaint.objects.get()
    party = gate.parties(row).get()
    assert party.keep_until is None
    actions.end_complaint(handler, row, finding="链接失效", ended_on=moment.today())
    party.refresh_from_db()
    assert party.keep_until == dt.date(2028, 5, 20)
    forget_complainant(row, party)
    row.refresh_from_db()
    assert "打不开" not in row.about and row.finding == "链接失效"


def test_a_complaint_without_a_name_is_one_all_the_same(world, handler, sign_in):
    said = {"received_on": "2026年5月19日", "channel": "信箱", "about": "没有公开食堂收费", "kind": "natural"}
    shown = sign_in(handler).post("/workbench/requests/complaints/new/", said, follow=True).content.decode()
    assert "没有留" in shown and not gate.parties(Complaint.objects.get()).exists()


def test_how_far_a_proceeding_has_come_stands_in_its_register(world, handler, enter, sign_in):
    client, case = sign_in(handler), enter()
    row = actions.enter_dispute(
        handler, case, kind="review", before="云川市人民政府", noticed_on=moment.today()
    )
    own = f"/workbench/requests/disputes/{row.pk}/"
    early = client.post(
        f"{own}move-dispute/", {"stage": "已答复", "answered_on": "2026年5月1日"}
    ).content.decode()
    assert "在收到通知之前" in early and "已答复" in early
    client.post(
        f"{own}move-dispute/",
        {"stage": "已受理", "number": "云府复〔2026〕7号", "answer_due_on": "2026年5月30日"},
    )
    client.post(f"{own}move-dispute/", {"stage": "已答复", "answered_on": "2026年5月20日"})
    row.refresh_from_db()
    assert (row.stage, row.number, row.answer_due_on.day) == ("已答复", "云府复〔2026〕7号", 30), (
        "nothing is emptied"
    )
    text = page(client, own)
    assert "行政复议进展：已受理" in text and "行政复议进展：已答复" in text and "5月20日" in text
    assert "已答复" in page(client, "/workbench/requests/disputes/")
    client.post(f"{own}end-dispute/", {"outcome": "maintain", "ended_on": "2026年5月20日"})
    assert "行政复议进展：再" not in page(client, own)
    assert client.post(f"{own}move-dispute/", {"stage": "再"}).status_code == 200
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("已答复", "maintain")


def test_an_erasure_takes_words_and_letters_and_leaves_the_figures(enter, handler):
    case = enter(wanted="某某人的档案", subject="某某人的档案")
    actions.withdraw(handler, case, proof="撤回书在案卷第3页")
    party = counting.applicant(case)
    forget(Request.objects.get(), party)
    case = Request.objects.get()
    kept = f"{case.subject}{case.wanted}{[p.text for p in case.points.all()]}{[x.text for x in case.letters.all()]}"
    assert "档案" not in kept
    assert (case.counted_outcome, case.applicant_kind) == ("r3_6_3", "natural")


def test_a_list_costs_the_same_however_many_cases_are_on_it(
    enter, world, handler, sign_in, django_assert_num_queries
):
    browser = sign_in(handler)
    for _ in range(2):
        enter()
    browser.get("/workbench/requests/")
    with CaptureQueriesContext(connection) as two:
        browser.get("/workbench/requests/")
    for _ in range(10):
        enter()
    with django_assert_num_queries(len(two)):
        page = browser.get("/workbench/requests/")
    assert len(page.context["rows"]) == 12 and page.content.decode().count("gk-days") == 12


@pytest.mark.parametrize(
    ("view", "day", "found"),
    [
        ("late", "2026-07-20", 2), ("late", "2026-05-21", 0), ("soon", "2026-06-17", 2), ("soon", "2026-05-21", 0),
        ("standing", "2026-05-21", 1), ("", "2026-05-21", 3),
    ],
)  # fmt: skip
def test_the_tabs_ask_the_clock_of_the_reply(enter, handler, sign_in, view, day, found):
    with moment.fixed("2026-05-20"):
        enter()
        enter()
        actions.ask_correction(handler, enter(), asked="请写明文件的名称", due_on=dt.date(2026, 6, 30))
    with moment.fixed(day):
        assert len(sign_in(handler).get("/workbench/requests/", {"view": view}).context["rows"]) == found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite says what it will do without rows, too")
def test_clocks_of_other_duties_are_not_read_for_the_menu(db):
    """Tens of thousands of documents may run beside a handful of requests, and every page of every officer asks."""
    near = Request.objects.filter(queries.by_clock(state="running", due_on__lte=dt.date(2026, 5, 20)))
    assert "COVERING INDEX deadline_matter" in near.order_by().explain()


def test_what_nobody_confirmed_yet_stands_on_the_home_and_in_a_tab(world, handler, enter, citizen, sign_in):
    """第三十一条: received online is received when both sides confirm; until then no clock reminds of it."""
    enter(wanted="已经在办的一件")
    sent(citizen, wanted={"wanted": "网上提交、还没有确认的一件"})
    with moment.fixed("2026-08-20"):
        client = sign_in(handler)
        assert "待确认收到的申请" in page(client, "/workbench/")
        tab = page(client, "/workbench/requests/?view=unconfirmed")
        assert "网上提交、还没有确认的一件" in tab and "已经在办的一件" not in tab
        assert "待确认收到的申请" not in page(sign_in(world.a.leader), "/workbench/")
    actions.confirm(handler, Request.objects.get(state="received"))
    assert "待确认收到的申请" not in page(sign_in(handler), "/workbench/")


def test_a_spoken_request_asks_how_to_be_supplied_and_where_to(world, handler, sign_in):
    """The paper's rule of the public form holds at the counter too: what is chosen must reach somebody."""
    client = sign_in(handler)
    said = {**ENTRY, "channel": "oral", "address": "", "points": ""}
    for supply, sentence in (("email", "请填写电子邮箱"), ("paper", "请填写通信地址"), ("", "请填写。")):
        refused = client.post("/workbench/requests/new/", {**said, "supply": supply}).content.decode()
        assert sentence in refused and PERSON.name in refused and not Request.objects.exists()
    client.post("/workbench/requests/new/", {**said, "supply": "inspect"})
    assert Request.objects.get().supply == "inspect"


def test_what_few_cases_need_is_folded_until_something_stands_there(world, handler, sign_in):
    client = sign_in(handler)
    assert '<details class="gk-field">' in page(client, "/workbench/requests/new/")
    refused = client.post("/workbench/requests/new/", {**ENTRY, "wanted": ""}).content.decode()
    assert '<details class="gk-field" open>' in refused and "对口地段" in refused


def test_the_next_question_is_where_the_keyboard_goes_on_and_no_answer_cites_the_law_of_another(
    handler, enter, sign_in, office
):
    case, client = enter(), sign_in(handler)
    reply = f"/workbench/requests/{case.pk}/reply/"
    for code, words in (("1_yes", ""), ("2_ours", ""), ("3_found", "招生科")):
        answered = client.post(reply, {"do": "answer", "point": 1, "code": code, "words": words})
        assert answered["Location"].endswith("?point=1#asked"), "a keyboard goes on at the next question"
        assert 'id="asked"' in page(client, reply)
    done = page(client, reply).partition('class="is-on"')[0]
    assert "找到了" in done and "招生科" in done and "第三十六条" not in done
    client.post(reply, {"do": "answer", "point": 1, "code": "4_no"})
    client.post(reply, {"do": "answer", "point": 1, "code": "5_none"})
    assert page(client, reply).count('id="asked"') == 1, "after the last answer: what goes along with it"


def _press(client, case, act, /, **typed):
    return client.post(f"/workbench/requests/{case.pk}/{act}/", typed).content.decode()


def test_a_letter_is_seen_while_it_is_written_and_looking_does_nothing(
    world, handler, enter, sign_in, office
):
    case, client = enter(), sign_in(handler)
    entries, letters, deadline = Entry.objects.count(), Letter.objects.count(), open_deadline(case, "reply")
    asked = {"asked": "请写明年份", "due_on": "2026年6月5日", "look": "1"}
    seen = _press(client, case, "ask-correction", **asked)
    assert "政府信息公开申请补正告知书" in seen and "请写明年份" in seen and "2026年6月5日前补正" in seen
    assert "依申补〔2026〕" in seen and 'value="2026年6月5日"' in seen, (
        "with its number; what was typed stays"
    )
    refused = _press(client, case, "ask-correction", **{**asked, "due_on": "2026年5月1日"})
    assert "没有办成" in refused and "补正告知书" not in refused, "what the act refuses is refused here"
    case.refresh_from_db()
    same = open_deadline(case, "reply")
    assert (Entry.objects.count(), Letter.objects.count()) == (entries, letters)
    assert (case.state, same.state, same.due_on) == ("open", deadline.state, deadline.due_on)
    assert not Notice.objects.filter(user=world.a.office).exists()
    del asked["look"]
    _press(client, case, "ask-correction", **asked)
    made = Letter.objects.get(request=case, kind="correction")
    assert made.number in seen and all(line in seen for line in made.text.splitlines()), (
        "it went out as it was seen"
    )


@pytest.mark.parametrize(
    ("name", "typed", "title"),
    [
        ("consult-third", {"about": "报价", "name": "云川锦衣有限公司", "kind": "biz"}, "第三方意见征询书"),
        ("consult-agency", {"about": "联合发文", "name": "云川市财政局"}, "关于征求政府信息公开意见的函"),
        ("notice-fee", {"ladder": "pages", "pages": "50"}, "信息处理费缴费通知书"),
        ("ask-frequency", {}, "说明理由通知书"),
    ],
)
def test_every_act_that_writes_a_letter_shows_it_first(handler, enter, sign_in, office, name, typed, title):
    case, client = enter(), sign_in(handler)
    before = Letter.objects.count(), Entry.objects.count()
    seen = _press(client, case, name, look="1", **typed)
    assert '<p class="p-title">' in seen and title in seen and "还没有办" in seen
    assert (Letter.objects.count(), Entry.objects.count()) == before


def test_how_often_somebody_asked_stands_where_it_is_judged(handler, enter, sign_in):
    one = enter()
    ask = f"/workbench/requests/{one.pk}/ask-frequency/"
    client = sign_in(handler)
    assert "近一年只有本件" in page(client, ask)
    for n in range(3):
        enter(wanted=f"第{n}样")
    assert "4件（含本件）" in page(client, ask) and "近一年只有本件" not in page(client, ask)


def test_the_line_below_the_days_ends_no_word_in_the_middle(handler, enter):
    with moment.fixed("2026-12-10"):
        case = enter("2026-12-10")
        due = drawable(open_deadline(case, "reply"))
        said = [span.text for span in strips.reasons(due.steps, moment.today()) if span.text]
    assert "元旦放假" in said and all(text.count("（") == text.count("）") for text in said)
