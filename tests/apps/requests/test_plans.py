"""典型案例 and 改进方案: made from typical cases, done with its effect, looked at again by another person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.apps.deadlines.actions import agree, extend, recompute, ring
from gongkai.apps.deadlines.queries import explain, nearest, open_deadline, was_met
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.requests import actions
from gongkai.apps.requests.models import Plan, Request
from gongkai.apps.requests.queries import plans_due
from gongkai.clocks import moment
from gongkai.exceptions import Refused

DUE = dt.date(2026, 6, 30)


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {o.code for o in refused.value.obstacles}


@pytest.fixture
def typical(world, handler, enter):
    made = []
    for matter in ("文津小学招生计划", "学区划片测算说明"):
        case = enter(wanted=matter)
        actions.withdraw(handler, case, proof="撤回书在案卷第3页")
        made.append(actions.mark_typical(handler, Request.objects.get(pk=case.pk)))
    return made


@pytest.fixture
def plan(world, handler, typical):
    section = world.a.section
    return actions.make_plan(
        handler,
        world.a.body,
        title="招生信息按校列出",
        measure="每年5月前逐校公布",
        section=section,
        due_on=DUE,
        cases=typical,
    )


def test_it_is_made_from_typical_cases_and_told_to_the_section(world, plan):
    assert plan.cases.count() == 2 and plan.state == "open"
    entry = Entry.objects.get(event="requests:plan_made")
    assert entry.chain == world.a.body.slug, "what a later duty of plans may open a task by"
    assert Notice.objects.filter(user=world.a.drafter, text__contains="招生信息按校列出").exists()


def test_what_makes_no_plan(world, handler, enter, typical):
    other = enter(wanted="别的")
    make = {"title": "改", "measure": "改", "section": world.a.section, "due_on": DUE}
    assert codes(actions.make_plan, handler, world.a.body, cases=[other], **make) == {"plan:cases"}
    assert codes(actions.make_plan, handler, world.a.body, cases=[], **make) == {"plan:cases"}
    late = make | {"due_on": moment.today(), "section": world.b.section}
    assert codes(actions.make_plan, handler, world.a.body, cases=typical, **late) == {
        "plan:due",
        "plan:section",
    }
    with pytest.raises(PermissionDenied):
        actions.make_plan(world.a.drafter, world.a.body, cases=typical, **make)


def test_done_with_its_effect_and_looked_at_by_another(world, plan):
    assert codes(actions.finish_plan, world.a.drafter, plan, effect=" ") == {"plan:effect"}
    assert codes(actions.check_plan, world.a.office, plan, agree=True) == {"plan:state"}
    actions.finish_plan(world.a.drafter, plan, effect="逐校公布了")
    row = Plan.objects.get()
    assert codes(actions.finish_plan, world.a.drafter, row, effect="再报") == {"plan:done"}
    assert codes(actions.check_plan, world.a.office, row, agree=False) == {"plan:opinion"}
    actions.check_plan(world.a.office, row, agree=False, opinion="还差两所学校")
    assert Plan.objects.get().state == "open" and Plan.objects.get().effect == "逐校公布了", (
        "nothing written is lost"
    )
    actions.finish_plan(world.a.drafter, Plan.objects.get(), effect="全部公布")
    actions.check_plan(world.a.office, Plan.objects.get(), agree=True)
    assert Plan.objects.get().state == "ended" and Plan.objects.get().checked_by == world.a.office


def test_its_day_has_a_clock_that_rings_and_stands_with_what_is_due(world, plan):
    clock = open_deadline(plan, "improvement")
    assert (clock.due_on, clock.section) == (DUE, world.a.section)
    assert "立方案时约定的日期" in str([step.why for step in explain(clock).steps])
    with moment.fixed(DUE + dt.timedelta(days=1)):
        Notice.objects.all().delete()
        ring()
        assert "逾期1个工作日" in Notice.objects.filter(user=world.a.office).get().text
        assert str(plan.pk) in [clock.key for clock in nearest(world.a.drafter, limit=50, within_days=200)]
        can = plans_due(world.a.drafter, [str(plan.pk)])[str(plan.pk)]
        assert (can.act, can.solid) == ("报完成", True)
        assert plans_due(world.a.office, [str(plan.pk)])[str(plan.pk)].solid is False
        actions.finish_plan(world.a.drafter, plan, effect="逐校公布了")
    assert open_deadline(plan, "improvement") is None and not was_met(plan, matter="reply")
    with moment.fixed(DUE + dt.timedelta(days=2)):
        actions.check_plan(world.a.office, Plan.objects.get(), agree=False, opinion="还差两所学校")
        again = open_deadline(plan, "improvement")
    assert again.due_on == DUE, "sent back it is as late as it is"
    assert recompute(again).due_on == DUE and again.basis.startswith("平台规则"), (
        "no holiday moves it, no law says it"
    )
    with pytest.raises(Refused):
        extend(again, 5)


def test_a_day_agreed_upon_may_be_a_sunday_and_one_clock_runs_at_a_time(world, handler, typical):
    sunday = dt.date(2026, 6, 21)
    made = actions.make_plan(
        handler, world.a.body, title="改", measure="改", section=world.a.section, due_on=sunday, cases=typical
    )
    clock = open_deadline(made, "improvement")
    assert clock.due_on == sunday and explain(clock).due == sunday and not clock.provisional
    place = {"organization": made.organization, "section": made.section, "title": "再约定"}
    with pytest.raises(Refused):
        agree(made, "improvement", on=sunday, until=sunday, why="再约定", basis="平台规则", **place)


def test_through_the_screens(world, handler, typical, sign_in):
    client = sign_in(handler)
    shown = client.get("/workbench/requests/plans/new/?topic=招生入学").content.decode()
    assert shown.count("checked") == 2 and "招生入学　文津小学招生计划" in shown
    sent = {
        "title": "逐校列出", "measure": "每年5月前", "section": world.a.section.pk, "due_on": "2026年6月30日",
        "cases": [case.pk for case in typical],
    }  # fmt: skip
    wrong = client.post("/workbench/requests/plans/new/", {**sent, "due_on": "2026年5月1日"}).content.decode()
    assert "完成期限应在今天之后。" in wrong and "每年5月前" in wrong
    none = client.post("/workbench/requests/plans/new/", {**sent, "cases": []}).content.decode()
    assert "请至少选一件典型案例。" in none and "从哪些典型案例来<small>可不填" not in none
    done = client.post("/workbench/requests/plans/new/", sent, follow=True).content.decode()
    assert "已立方案" in done and "文津小学招生计划" in done
    row = Plan.objects.get()
    listed = client.get("/workbench/requests/plans/").content.decode()
    assert "逐校列出" in listed and world.a.section.name in listed
    section = sign_in(world.a.drafter)
    assert "要改进的方案" in section.get("/workbench/").content.decode()
    page = section.get(f"/workbench/requests/plans/{row.pk}/").content.decode()
    assert "报完成" in page and typical[0].shown_number not in page, "the section sees no case"
    section.post(f"/workbench/requests/plans/{row.pk}/finish-plan/", {"effect": "公布了", "on": ""})
    office = sign_in(world.a.office)
    assert "待复核的改进方案" in office.get("/workbench/").content.decode()
    check = f"/workbench/requests/plans/{row.pk}/check-plan/"
    office.post(check, {"agree": "no", "opinion": "还差两所学校"})
    back = section.get(f"/workbench/requests/plans/{row.pk}/").content.decode()
    assert "还差两所学校" in back and "公布了" in back, "who mends it reads what is missing"
    section.post(f"/workbench/requests/plans/{row.pk}/finish-plan/", {"effect": "都公布了", "on": ""})
    office.post(check, {"agree": "yes", "opinion": ""})
    assert Plan.objects.get().state == "ended"


def test_the_list_asks_as_often_for_many_as_for_few(
    world, handler, typical, sign_in, django_assert_max_num_queries
):
    for n in range(8):
        actions.make_plan(
            handler,
            world.a.body,
            title=f"改{n}",
            measure="改",
            section=world.a.section,
            due_on=DUE,
            cases=typical,
        )
    client = sign_in(handler)
    with django_assert_max_num_queries(28):
        client.get("/workbench/requests/plans/")
