"""A clause of a season that is over is not quoted as if it still held."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.search.queries import search
from gongkai.apps.search.seasons import over
from gongkai.clocks import moment
from gongkai.clocks.moment import BEIJING

OUT = dt.date(2026, 4, 20)


@pytest.mark.parametrize(
    ("clause", "last"),
    [
        ("网上登记时间为5月10日至5月20日。", dt.date(2026, 5, 20)),
        ("网上登记时间为5月10日至20日。", dt.date(2026, 5, 20)),
        ("网上登记时间为2026年5月10日至6月2日。", dt.date(2026, 6, 2)),
        ("5月中旬公布名单。", dt.date(2026, 5, 20)),
        ("5月底公布名单，6月上旬报到。", dt.date(2026, 6, 10)),
        ("报名在2月进行。", dt.date(2027, 2, 28)),
        ("4月1日开始，4月15日结束。", dt.date(2026, 4, 15)),
        ("定于2月29日前办结，3月3日公布。", dt.date(2027, 3, 3)),
    ],
)
def test_it_is_over_from_the_day_after_its_last_day(clause, last):
    assert not over(clause, "关于报名的通知", "通知", OUT, last)
    assert over(clause, "关于报名的通知", "通知", OUT, last + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("clause", "title", "kind"),
    [
        ("每年5月10日至20日登记。", "关于报名的通知", "通知"),
        ("本办法自2026年5月1日起施行。", "管理办法", "办法"),
        ("新的标准自5月1日起执行。", "关于收费的通知", "通知"),
        ("5月10日前办理登记。", "学籍管理办法（试行）", "其他"),
        ("5月10日前办理登记。", "学籍管理", "办法"),
        ("咨询电话0000-80003200。", "关于报名的通知", "通知"),
        ("每生每学期1200元。", "关于收费的通知", "通知"),
    ],
)
def test_what_recurs_goes_on_or_names_no_day_is_never_over(clause, title, kind):
    assert not over(clause, title, kind, OUT, dt.date(2040, 1, 1))


def test_a_written_year_counts_in_lasting_texts_too():
    assert over("2026年的登记在2026年5月10日前办理。", "学籍管理办法", "办法", OUT, dt.date(2026, 6, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(("today", "past"), [("2026-05-01", False), ("2026-11-19", True)])
def test_the_card_says_that_the_days_are_past(city, put, client, today, past):
    put(
        "2026年教师资格认定的公告",
        "一、网上报名\n教师资格证网上报名时间为5月10日至5月20日。",
        published_at=dt.datetime(2026, 4, 20, 9, tzinfo=BEIJING),
    )
    with moment.fixed(today):
        found = search(city, "教师资格证什么时候报名").answer
        text = client.get("/search/?q=教师资格证什么时候报名").content.decode()
    assert found is not None and found.over is past
    assert ("日期已过" in text, "以新的通知为准" in text) == (past, past) and "5月10日至5月20日" in text
