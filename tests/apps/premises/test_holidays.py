"""放假安排: typed from the notice by one, compared by another; every open clock follows in every process."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from tests.apps.deadlines.conftest import clock
from tests.cast import person

from gongkai import clocks
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.organizations.actions import proposals
from gongkai.apps.organizations.models import Role
from gongkai.apps.premises import actions, queries
from gongkai.clocks import moment
from gongkai.exceptions import Refused

__all__ = ["clock"]

NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月13日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
TYPED = {"year": 2027, "number": "国办发明电[2026]9号", "issued": "2026年11月5日", "text": NOTICE}
SAID = {"year": 2027, "number": "国办发明电〔2026〕9号", "issued": dt.date(2026, 11, 5), "text": NOTICE}


@pytest.fixture
def data(settings, tmp_path, monkeypatch):
    """A data folder of its own; the shipped calendar is back afterwards."""
    settings.DATA = tmp_path
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path))
    clocks.refresh()
    clocks.reload()
    yield tmp_path
    monkeypatch.undo()
    clocks.refresh()
    clocks.reload()


@pytest.fixture
def second(world):
    return person("city-leader", world.a.body.parent, Role.LEADER, subtree=True, name="市局长")


def test_provisional_dates_are_reckoned_at_once_and_the_count_is_told(
    world, chief, second, data, clock, sign_in
):
    with moment.fixed("2026-12-21"):
        open_clock = clock("2026-12-18", matter="reply")
        assert open_clock.provisional and queries.provisional().count() == 1
        browser = sign_in(chief)
        url = reverse("premises:holidays", args=[world.a.body.parent.pk])
        assert "<b>1</b> 项期限" in browser.get(url).content.decode()
        browser.post(url, TYPED)
        waiting = sign_in(second).get(reverse("people:waiting")).content.decode()
        assert "1月31日（周日）、2月13日（周六）上班" in waiting, (
            "each day as it was read stands before the second person"
        )
        pk = waiting.split('name="pk" value="')[1].split('"')[0]
        done = sign_in(second).post(reverse("people:confirm"), {"pk": pk}, follow=True).content.decode()
        assert "重新推算了 1 项期限：原有 1 项暂定，现在还有 0 项暂定" in done
        open_clock.refresh_from_db()
        assert not open_clock.provisional
        assert (data / "calendar" / "2027.toml").exists() and 2027 in clocks.known_calendar().years
        with pytest.raises(Refused):  # a notice already known to the package is not typed again
            actions.holidays.ask_to_enter(chief, world.a.body.parent, **SAID | {"year": 2026})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (NOTICE.replace("1月1日（周五）", "1月1日（周四）"), "是周五，不是周四"),
        (NOTICE.replace("共7天", "共8天"), "写着共8天"),
        (NOTICE.replace("三、清明节", "三、青明节"), "缺清明节"),
        (NOTICE.replace("2月13日（周六）上班", "2月12日（周五）上班"), "不是周末"),
        (NOTICE.replace("1月31日（周日）", "2月31日"), "没有这一天"),
        ("元旦放三天假", "看不懂这一行"),
    ],
)
def test_what_does_not_agree_with_itself_is_named_and_what_was_typed_stays(
    world, chief, data, sign_in, wrong, said
):
    url = reverse("premises:holidays", args=[world.a.body.parent.pk])
    page = sign_in(chief).post(url, TYPED | {"text": wrong}).content.decode()
    assert said in page and wrong.splitlines()[0] in page
    assert not (data / "calendar").exists()


def test_a_body_below_cannot_change_the_calendar_of_all(world, data):
    with pytest.raises(Refused, match="最上级单位"):
        actions.holidays.ask_to_enter(world.a.admin, world.a.body, **SAID)


def test_another_process_reads_what_was_entered_elsewhere(data):
    assert 2027 not in clocks.known_calendar().years and not clocks.refresh()
    (data / "calendar").mkdir()
    (data / "calendar" / "2027.toml").write_text(
        actions.holidays._toml(SAID | {"issued": "2026-11-05"}), "utf-8"
    )
    assert clocks.refresh() and 2027 in clocks.known_calendar().years
    (data / "calendar" / "2028.toml").write_text("year = 2028", "utf-8")
    assert not clocks.refresh() and 2027 in clocks.known_calendar().years, "a broken file changes nothing"


def test_a_disk_that_takes_nothing_confirms_nothing(world, chief, second, data, sign_in):
    asked = actions.holidays.ask_to_enter(chief, world.a.body.parent, **SAID)
    (data / "calendar" / "2027.new").mkdir(parents=True)  # where the notice would be written
    page = sign_in(second).post(reverse("people:confirm"), {"pk": asked.pk}, follow=True).content.decode()
    assert "没有确认" in page and "信息部门" in page
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_nothing_is_kept_when_it_is_refused(world, chief, second, data):
    asked = actions.holidays.ask_to_enter(chief, world.a.body.parent, **SAID)
    proposals.refuse(second, asked, "春节少一天")
    assert not (data / "calendar").exists() and Deadline.objects.count() == 0
