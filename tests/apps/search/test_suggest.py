"""Titles that are offered while a person types."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.search.actions import remove
from gongkai.apps.search.models import MissedQuery
from gongkai.apps.search.suggest import MOST, READ, fits, has_topic, titles
from gongkai.clocks.moment import BEIJING

pytestmark = pytest.mark.django_db


def offered(site, typed):
    return [doc.title for doc in titles(site, typed)]


@pytest.mark.parametrize(
    "typed", ["招生", "阳光招", "２０２６年", "阳光 义务", "ygzs", "yangguang", "yangguangzhaosheng", "云教规〔2026〕5号", "云教规2026 5", "招\u200b生"]
)  # fmt: skip
def test_what_is_typed_brings_the_title(city, put, typed):
    put("关于2026年义务教育阶段阳光招生的通知", number="云教规〔2026〕5号")
    put("关于食堂管理的办法", "招生在正文里")
    assert offered(city, typed) == ["关于2026年义务教育阶段阳光招生的通知"]


@pytest.mark.parametrize(
    "typed", ["", " ", "招", "a", "没有这样的", "zzzzz", '"', "*", "AND", "a" * 500, "\x00"]
)
def test_what_says_too_little_or_stands_nowhere_brings_nothing(city, put, typed):
    put("关于阳光招生的通知")
    assert offered(city, typed) == []


def test_words_that_mean_the_same_are_offered_where_nobody_wrote_the_very_word(city, put):
    put("公布对口地段的公告")
    assert offered(city, "学区") == ["公布对口地段的公告"]
    put("学区调整的公告")
    assert offered(city, "学区") == ["学区调整的公告"]


def test_the_own_stand_first_and_of_these_what_is_in_force_and_newest(city, district, put):
    def on(day):
        return dt.datetime(2026, 3, day, 9, tzinfo=BEIJING)

    put("区里的资助通知", site=district, published_at=on(9))
    put("旧资助办法", in_force=False, validity="repealed", published_at=on(8))
    put("资助通知甲", published_at=on(1))
    put("资助通知乙", published_at=on(2))
    assert offered(city, "资助") == ["资助通知乙", "资助通知甲", "旧资助办法", "区里的资助通知"]
    assert offered(district, "资助") == ["区里的资助通知"]


def test_they_are_few_and_cost_few_questions_whatever_is_typed(city, put, django_assert_max_num_queries):
    for n in range(3 * MOST):
        put(f"招生通知第{n}号")
    with django_assert_max_num_queries(6):
        assert len(offered(city, "招生")) == MOST
    for typed in (
        "招生" * READ,
        "zhaosheng" * READ,
        "招 生 通 知 学 校 义 务",
        "不存在的很长的一句话什么都不是",
    ):
        with django_assert_max_num_queries(12):
            offered(city, typed)


def test_what_leaves_the_index_is_offered_no_longer_and_nothing_is_counted(city, put):
    doc = put("关于阳光招生的通知")
    assert offered(city, "阳光") and has_topic(city, "招生入学")
    remove(doc.subject_type, doc.subject_id)
    assert not offered(city, "阳光") and not has_topic(city, "招生入学")
    assert not MissedQuery.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "fitting"),
    [("东湖小学", "东湖", True), ("东湖小学", "dhxx", True), ("东湖小学", "donghu", True), ("东湖小学", "dh", False),
     ("东湖小学", "西湖", False), ("东湖小学", "  ", False), ("校园安全", "安全", True)],
)  # fmt: skip
def test_a_name_fits_by_its_signs_or_by_its_sound(name, typed, fitting):
    assert fits(name, typed) is fitting
