"""Our own answer in a 复议 or a suit: due by the law of the day on which its papers came, or by the notice (行政复议法
2023 第四十八条、第五十四条、第八十八条; 行政诉讼法 第六十七条)."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.requests import actions, queries
from gongkai.apps.requests.actions.answering import begin_missing
from gongkai.apps.requests.models import Dispute
from gongkai.clocks import moment
from gongkai.exceptions import Refused

REVIEW = {"kind": "review", "before": "云川市人民政府"}


def clocks(row):
    return list(Deadline.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).order_by("id"))


@pytest.mark.parametrize(
    ("given", "on", "due", "basis"),
    [
        # from Wednesday 20 May 2026: ten working days end on Wednesday 3 June, five on Wednesday 27 May
        ({"kind": "review"}, "2026-05-20", "2026-06-03", "第四十八条"),
        ({"kind": "review", "simple": True}, "2026-05-20", "2026-05-27", "第五十四条第一款"),
        # fifteen days by the calendar: Thursday 4 June, holidays or not
        ({"kind": "suit_direct"}, "2026-05-20", "2026-06-04", "第六十七条第一款"),
        # the last day is a Saturday: the Monday after it
        ({"kind": "suit_after"}, "2026-05-15", "2026-06-01", "第六十七条第一款"),
        # by the text before 2024 ten days by the calendar: Saturday 16 December 2023, so Monday 18
        ({"kind": "review"}, "2023-12-06", "2023-12-18", "第二十三条第一款"),
        # the make-up Saturday 2026-05-09 is worked, 1 to 5 May are not
        ({"kind": "review"}, "2026-04-29", "2026-05-15", "第四十八条"),
    ],
)  # fmt: skip
def test_when_we_answer_follows_from_the_kind_and_the_law_of_that_day(enter, handler, given, on, due, basis):
    row = actions.enter_dispute(
        handler, enter(), before="云川市人民政府", noticed_on=dt.date.fromisoformat(on), **given
    )
    (clock,) = clocks(row)
    assert (clock.due_on.isoformat(), clock.state) == (due, "running")
    assert clock.basis.endswith(basis) and clock.holder == handler


def test_the_day_that_the_notice_names_is_the_day(enter, handler):
    row = actions.enter_dispute(
        handler, enter(), noticed_on=moment.today(), answer_due_on=dt.date(2026, 5, 29), **REVIEW
    )
    assert clocks(row)[-1].due_on == dt.date(2026, 5, 29)
    actions.move_dispute(handler, row, stage="已受理")
    assert len(clocks(row)) == 1, "nothing new, nothing begun anew"
    actions.move_dispute(handler, row, stage="延期", answer_due_on=dt.date(2026, 6, 8))
    assert [(c.state, c.due_on.day) for c in clocks(row)] == [("cancelled", 29), ("running", 8)]


def test_what_was_entered_before_answers_had_a_clock_gets_one(enter, handler):
    """As a database of the version before stands after the upgrade: proceedings, and no clock against any of them."""
    rows = [
        actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW),
        actions.enter_dispute(
            handler, enter(), noticed_on=moment.today(), kind="suit_direct", before="云川市人民法院"
        ),
        actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW),
        actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW),
    ]
    actions.end_dispute(handler, rows[2], outcome="maintain", ended_on=moment.today())
    actions.move_dispute(handler, rows[3], stage="已答复", answered_on=moment.today())
    kept = Deadline.objects.filter(subject_type="requests.dispute", subject_id__in=[r.pk for r in rows[:2]])
    kept.delete()
    assert begin_missing() == 2
    assert [clocks(r)[-1].due_on.isoformat() for r in rows[:2]] == ["2026-06-03", "2026-06-04"]
    assert [clocks(r)[-1].state for r in rows[2:]] == ["cancelled", "met"], (
        "what is over or answered stays so"
    )
    assert begin_missing() == 0, "once"


def test_one_that_no_law_gives_a_clock_keeps_none_from_theirs(enter, handler, caplog):
    odd = actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW)
    good = actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW)
    Dispute.objects.filter(pk=odd.pk).update(noticed_on=dt.date(1980, 1, 7))
    Deadline.objects.filter(subject_type="requests.dispute").delete()
    assert begin_missing() == 1 and clocks(good) and not clocks(odd)
    assert f"dispute {odd.pk}" in caplog.text


def test_another_procedure_is_another_term(enter, handler):
    row = actions.enter_dispute(handler, enter(), noticed_on=moment.today(), simple=True, **REVIEW)
    actions.move_dispute(handler, row, stage="转为普通程序", simple=False)
    assert [(c.state, c.provision) for c in clocks(row)] == [
        ("cancelled", "review_answer_simple"), ("running", "review_answer"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "on", "code"),
    [
        ({"kind": "suit_direct", "simple": True}, "2026-05-20", "dispute:simple"),
        ({"kind": "review", "simple": True}, "2023-12-29", "dispute:simple"),
        ({"kind": "review", "answer_due_on": dt.date(2026, 5, 19)}, "2026-05-20", "dispute:days"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(enter, handler, given, on, code):
    with pytest.raises(Refused) as refused:
        actions.enter_dispute(
            handler, enter(), before="云川市人民政府", noticed_on=dt.date.fromisoformat(on), **given
        )
    assert {o.code for o in refused.value.obstacles} == {code}
    assert not Dispute.objects.exists() and not Deadline.objects.filter(provision__contains="answer").exists()


def test_it_ends_with_the_answer_or_with_the_proceeding(enter, handler):
    answered = actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW)
    actions.move_dispute(handler, answered, stage="已答复", answered_on=moment.today())
    other = actions.enter_dispute(handler, enter(), noticed_on=moment.today(), **REVIEW)
    actions.end_dispute(handler, other, outcome="other", ended_on=moment.today(), finding="申请人撤回")
    assert [clocks(row)[-1].state for row in (answered, other)] == ["met", "cancelled"]


def test_it_stands_on_the_list_of_what_is_due_and_on_home(world, enter, handler, sign_in):
    row = actions.enter_dispute(
        handler, enter(), noticed_on=dt.date(2026, 5, 7), **REVIEW | {"number": "云府复〔2026〕7号"}
    )
    assert clocks(row)[-1].due_on == moment.today()
    assert [due.act for due in queries.disputes_due(handler, [str(row.pk)]).values()] == ["提出答复"]
    assert [due.solid for due in queries.disputes_due(world.a.auditor, [str(row.pk)]).values()] == [False]
    client = sign_in(handler)
    for address in ("/workbench/", "/workbench/deadlines/", "/workbench/requests/disputes/"):
        assert "云府复〔2026〕7号" in client.get(address).content.decode(), address
    own = client.get(f"/workbench/requests/disputes/{row.pk}/").content.decode()
    assert "第四十八条" in own and "5月20日" in own


def test_a_complaint_rings_on_the_day_that_was_set(enter, world, handler):
    row = actions.enter_complaint(
        handler, world.a.body, received_on=moment.today(), channel="电话", about="没有公开食堂收费",
        due_on=dt.date(2026, 6, 1),
    )  # fmt: skip
    (clock,) = clocks(row)
    assert (clock.state, clock.due_on.day) == ("running", 1) and clock.basis.startswith("平台规则")
    actions.end_complaint(handler, row, finding="链接失效", ended_on=moment.today())
    assert clocks(row)[-1].state == "met"
    with pytest.raises(Refused):
        actions.enter_complaint(
            handler, world.a.body, received_on=moment.today(), channel="电话", about="同上",
            due_on=dt.date(2026, 5, 1),
        )  # fmt: skip


def test_one_about_no_case_here_has_its_clock_too(world, handler, sign_in):
    """主动公开, or a request from before the bureau kept them: registered from the register itself."""
    client, address = sign_in(handler), "/workbench/requests/disputes/new/"
    assert address in client.get("/workbench/requests/disputes/").content.decode()
    said = {
        "kind": "review",
        "before": "云川市人民政府",
        "noticed_on": "2026年5月20日",
        "simple": "on",
    }
    lost = client.post(address, {**said, "noticed_on": "2026年5月21日"}).content.decode()
    assert "日期在今天之后" in lost and "云川市人民政府" in lost
    shown = client.post(address, said, follow=True).content.decode()
    assert "请在5月27日（周三）前提出答复" in shown and "简易程序" in shown
    row = Dispute.objects.get()
    assert row.request is None and row.organization == world.a.body and clocks(row)[-1].holder == handler
    assert sign_in(world.a.auditor).get(address).status_code in {403, 404}
