"""我的工作台: what is due first, in words; a menu of what one may do; no dead end for any role."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.cast import organization, person
from tests.trial_duty import also

from gongkai.apps.documents import actions as documents
from gongkai.apps.duties import Count, Duty, Entry, Group
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Role
from gongkai.apps.publishing.actions import send_back, submit
from gongkai.apps.workbench import queries
from gongkai.clocks import moment


@pytest.fixture
def due(world):
    """A function that registers an open document signed on a day, so its clock runs."""

    def make(day: str, number: int = 7) -> Any:
        document = documents.register(
            world.a.drafter, organization=world.a.body, section=world.a.section,
            fields={"title": f"第{number}件通知", "number": f"东教〔2026〕{number}号", "signed_on": dt.date.fromisoformat(day), "html": "<p>文</p>"},
        )  # fmt: skip
        return documents.decide_attribute(world.a.drafter, document, attribute="open")

    return make


def page(client) -> str:
    answer = client.get("/workbench/")
    assert answer.status_code == 200
    return answer.content.decode()


def menu(client) -> list[str]:
    return [item.name for item in client.get("/workbench/").context["chrome"].menu]


def test_late_today_and_soon_stand_under_their_headings(due, world, sign_in):
    due("2026-04-01", 1)
    due("2026-04-22", 2)
    due("2026-05-18", 3)
    states = {g.state: g.count for g in queries.pressing(world.a.drafter).groups}
    text = page(sign_in(world.a.drafter))
    assert "已逾期" in text and states["late"] == 1
    assert sum(states.values()) == 2  # the one of 18 May is far away
    assert "截止" in text


def test_the_one_solid_act_is_what_this_person_can_finish(due, world):
    due("2026-04-01")
    (group,) = queries.pressing(world.a.drafter).groups
    assert (group.duties[0].what.act, group.duties[0].what.solid) == ("送审", True)
    (group,) = queries.pressing(world.a.office).groups
    assert (group.duties[0].what.act, group.duties[0].what.solid) == ("看进度", False)


@pytest.mark.parametrize(
    ("part", "entries"),
    [
        (
            "drafter",
            ["我的工作台", "公文台账", "登记公文", "流水目录", "协办", "改进方案", "统计年报", "我的导出"],
        ),
        (
            "leader",
            [
                "我的工作台",
                "待发布",
                "待补签",
                "公文台账",
                "流水目录",
                "依申请公开",
                "复议诉讼",
                "举报投诉",
                "改进方案",
                "统计年报",
                "待确认",
                "我的导出",
            ],
        ),
        (
            "auditor",
            [
                "我的工作台",
                "公文台账",
                "流水目录",
                "依申请公开",
                "复议诉讼",
                "举报投诉",
                "改进方案",
                "统计年报",
                "办理台账",
                "待确认",
                "我的导出",
            ],
        ),
    ],
)
def test_the_menu_shows_only_what_the_role_may_do(part, entries, world, sign_in):
    assert menu(sign_in(world.a.people[part])) == entries


@pytest.mark.parametrize("part", ["drafter", "head", "secrecy", "office", "leader", "auditor", "admin"])
def test_every_menu_entry_leads_somewhere_for_every_role(part, world, sign_in):
    client = sign_in(world.a.people[part])
    for item in client.get("/workbench/").context["chrome"].menu:
        assert client.get(item.url).status_code in {200, 302}, item.url


def test_an_officer_of_a_school_sees_three_entries(world, sign_in):
    school = organization(slug="diyi", name="第一小学", kind="school", parent=world.a.body)
    client = sign_in(person("hy", school, Role.INFORMANT, name="何雨"))
    assert menu(client) == ["我要交什么", "本单位公文", "交一件公文"]
    assert "何雨老师，眼下没有要交的" in page(client)


def test_the_head_counts_what_this_person_can_finish_and_the_row_says_who_has_it(due, world, sign_in):
    """What is with the reviewer is not the drafter's to do today; in whose hands it is stands in the row."""
    document = due("2026-04-01")
    text = page(sign_in(world.a.drafter))
    assert "今天要办 1 件" in text and "在别人手上" not in text
    with moment.fixed("2026-05-13"):
        submit(world.a.drafter, document)
    client = sign_in(world.a.drafter)
    text = page(client)
    assert "今天没有要您办的" in text and "1 件到期的在别人手上" in text
    assert f"在{world.a.head.name}处（科室负责人审核）5个工作日" in text
    assert client.get("/workbench/").context["chrome"].menu[0].count == 0
    assert f"在{world.a.head.name}处" in client.get("/workbench/deadlines/").content.decode()
    head = sign_in(world.a.head)
    assert "今天要办 1 件" in page(head) and head.get("/workbench/").context["chrome"].menu[0].count == 1


def test_what_came_back_stands_first_and_is_counted_once(due, world, sign_in):
    document = due("2026-04-01")
    send_back(world.a.head, submit(world.a.drafter, document), [], "附件不全")
    text = page(sign_in(world.a.drafter))
    assert "今天要办 1 件" in text and text.count("改后再送") == 1
    assert text.index("退回给我") < text.index("我的队列") and "附件不全" in text


def test_many_in_hands_cost_the_questions_of_few(due, world, sign_in, django_assert_max_num_queries):
    for n in range(1, 3):
        submit(world.a.drafter, due("2026-04-01", n))
    client = sign_in(world.a.office)
    client.get("/workbench/deadlines/")
    with django_assert_max_num_queries(30) as few:
        client.get("/workbench/deadlines/")
    for n in range(3, 15):
        submit(world.a.drafter, due("2026-04-01", n))
    with django_assert_max_num_queries(len(few)):
        assert client.get("/workbench/deadlines/").content.decode().count("科室负责人审核") == 14


def test_a_long_menu_stays_calm_and_a_short_one_shows_all(world, sign_in):
    """Fifteen duties: 办理 stays open, the group one stands in is open, the others say what waits in them."""
    few = sign_in(world.a.drafter).get("/workbench/").context["chrome"].parts
    assert not any(part.folded for part in few)
    lines = tuple(
        Entry(chr(0x4E00 + n), f"第{n}项", "people:list", group=group, count=lambda user: Count(2), position=n)
        for group in (Group.OPEN, Group.REQUESTS, Group.PLANS) for n in range(4)
    )  # fmt: skip
    with also(Duty("many", "多", menu=lines)):
        answer = sign_in(world.a.office).get("/workbench/documents/")
        parts = {part.name: part for part in answer.context["chrome"].parts}
    assert [parts[n].folded for n in ("办理", "公文", "公开", "依申请")] == [False, True, True, True]
    assert parts["公文"].open and not parts["公开"].open and parts["公开"].count == 8
    assert list(parts) == ["办理", "公文", "公开", "依申请", "督办统计", "管理"]


def test_holidays_ahead_are_told_with_the_make_up_day():
    with moment.fixed("2026-04-30"):
        assert queries.holidays_ahead() == (
            "明天起劳动节放假至5月5日，5月9日（周六）上班。5天假日不计入期限。"
        )
    with moment.fixed("2026-07-01"):
        assert queries.holidays_ahead() == "今后3个星期没有放假和调休。"


def test_the_calendar_marks_rest_and_make_up_days(due, world):
    with moment.fixed("2026-04-30"):
        days = {d.date: d for week in queries.calendar(world.a.drafter) for d in week}
    assert days[dt.date(2026, 5, 1)].label == "5.1 休"
    assert days[dt.date(2026, 5, 9)].label == "9 班" and days[dt.date(2026, 5, 9)].kind == ""
    assert days[dt.date(2026, 4, 30)].kind == "today"


def test_home_costs_the_same_with_many_duties(due, world, sign_in, django_assert_max_num_queries):
    due("2026-04-01", 1)
    client = sign_in(world.a.office)
    client.get("/workbench/")
    with django_assert_max_num_queries(45) as few:
        client.get("/workbench/")
    for n in range(2, 14):
        due("2026-04-01", n)
    with django_assert_max_num_queries(len(few)):
        client.get("/workbench/")


def test_reminders_stand_until_they_are_put_away(world, sign_in):
    Notice.objects.create(user=world.a.drafter, text="东教〔2026〕1号 今天到期", at=moment.now())
    client = sign_in(world.a.drafter)
    assert "今天到期" in page(client)
    client.post("/workbench/read/")
    assert "东教〔2026〕1号 今天到期" not in page(client)


def test_own_acts_and_all_clocks_can_be_read(due, world, sign_in):
    due("2026-04-01")
    client = sign_in(world.a.drafter)
    assert "登记公文" in client.get("/workbench/ledger/").content.decode()
    assert "第1页" not in client.get("/workbench/deadlines/").content.decode()
    assert client.get("/workbench/deadlines/?view=mine").context["rows"]
    assert not sign_in(world.b.drafter).get("/workbench/deadlines/").context["rows"]
