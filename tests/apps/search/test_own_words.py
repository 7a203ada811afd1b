"""Questions in a parent's own words: what no document holds as it was typed is understood, said, and can be taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import organization

from gongkai.apps.search import reading, sounds
from gongkai.apps.search.queries import Filters, search
from gongkai.apps.search.query import elsewhere, says, shipped, understand

pytestmark = pytest.mark.django_db
ZONES, SCHOOLING, TERM = (
    "2026年公办小学对口地段的通告",
    "2026年义务教育学校招生入学实施办法",
    "2026—2027学年中小学校历",
)


@pytest.fixture
def published(put):
    put(ZONES, "各小学的对口地段如下。")
    put(SCHOOLING, "报名时间为6月1日，登记材料见附件；随迁子女凭居住证。")
    put(TERM, "9月1日开学，秋假三天。")
    put("部门预算", "教育支出。")


def found(site, typed, **more):
    return [h.doc.title for h in search(site, typed, **more).hits]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("我家属于哪个学校", ZONES), ("请问学区是怎么划分的呢？", ZONES), ("什么时候报名", SCHOOLING), ("几号报名啊", SCHOOLING),
        ("外地户口的孩子能上学吗", SCHOOLING), ("入学时间", SCHOOLING), ("学校什么时候放假", TERM), ("秋假有几天", TERM),
        ("duikoudiduan", ZONES), ("xuequ", ZONES), ("zsrx", SCHOOLING), ("招声入学", SCHOOLING), ("对囗地段 对口地断", ZONES), ("校厉", TERM),
        ("学校秋甲放几天", TERM), ("登记材枓凭居往证", SCHOOLING), ("suiqianzinv", SCHOOLING),
        ("ＸＵＥＱＵ", ZONES), ("义务教育招生", SCHOOLING), ("小学对口哪个学校", ZONES),
    ],
)  # fmt: skip
def test_a_question_brings_the_document_that_answers_it(city, published, typed, title):
    assert found(city, typed)[:1] == [title]


def test_it_is_said_what_was_searched_and_the_very_words_stay_within_reach(city, published):
    results = search(city, "我家属于哪个学校")
    assert results.instead == ("学区",) and results.absent
    assert results.query.typed == "我家属于哪个学校"
    assert found(city, "我家属于哪个学校", exact=True) == []
    plain = search(city, "对口地段")
    assert plain.instead == () and not plain.absent


def test_a_saying_never_hides_who_wrote_it(city, put):
    put("校历", "9月1日开学。")
    put("关于放假的通知", "放假三天。")
    put("停课通知", "放假期间注意安全。")
    assert found(city, "放假")[0] == "关于放假的通知"
    put("一份记录", "有家长问什么时候报名。")
    assert "一份记录" in found(city, "什么时候报名")


def test_titles_before_texts_and_what_is_in_force_before_what_has_ended(city, put):
    put("转学插班办理的公告", "凭学籍办理。", in_force=False, validity="repealed")
    put("学生资助", "转学插班的学生也可以申请。")
    put("2026年转学插班办理的公告", "凭学籍办理。")
    assert found(city, "怎么办转学插班的手续")[0] == "2026年转学插班办理的公告"


def test_sites_below_are_searched_too_and_the_own_stands_first(city, put):
    district = organization(slug="donghu-x", name="东湖区教育局", kind="bureau", parent=city)
    put("校历", "开学", organization=district)
    put("校历", "开学", organization=city)
    hits = search(city, "学校几号开学", Filters(wide=True)).hits
    assert [h.doc.organization.slug for h in hits] == [city.slug, "donghu-x"]
    straight = search(city, "校历", Filters(wide=True)).hits
    assert [h.doc.organization.slug for h in straight] == [city.slug, "donghu-x"]


def test_signs_that_meet_by_chance_do_not_lead(city, put):
    put("对口地段一览", "学区划分如下。")
    put("教学区管理办法", "教学区内禁止停车。")
    assert found(city, "学区") == ["对口地段一览", "教学区管理办法"]
    assert "教学区" in elsewhere()["学区"]


def test_what_stands_under_a_topic_of_the_name_is_meant(city, put):
    put("幼儿园责任督学", "名单。")
    put("2026年幼儿园办理登记的通知", "年满三周岁。", topic="幼儿园招生")
    assert found(city, "幼儿园怎么上", topics=["幼儿园招生"])[0] == "2026年幼儿园办理登记的通知"


@pytest.mark.parametrize(
    "typed",
    ["云教规2026 5", "云教规2026-5号", "云教规2026年5号", "云教规〔2026〕5号文", "云教规（2026）5号文件"],
)
def test_a_number_is_found_without_its_brackets(city, put, typed):
    put("另一份", number="云教规〔2026〕15号")
    put("课后服务办法", number="云教规〔2026〕5号")
    assert found(city, typed)[0] == "课后服务办法"


@pytest.mark.parametrize("typed", ["我想知道怎么办", "的的的", "qwrtp", "？？", "啊" * 60])
def test_what_asks_for_nothing_finds_nothing(city, published, typed):
    assert found(city, typed) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="学区招生入我家怎么报名xuequ2026〔〕 ？\u200b\U00020000'\"*", max_size=80))
def test_whatever_is_typed_the_questions_are_bounded(city, published, typed):
    with CaptureQueriesContext(connection) as seen:
        search(city, typed)
    assert len(seen) <= reading.MOST_QUESTIONS + 60


def test_sounds_that_are_not_told_apart_are_one_and_runs_are_kept_apart():
    assert sounds.same("招生", "早生") and sounds.same("学籍", "学藉") and not sounds.same("招生", "招聘")
    title = sounds.of_title("2026年招生，入学")
    assert title[title.index("0sen") + 1] == sounds.BETWEEN
    assert sounds.typed("xian")[:2] == [("0xi", "0an"), ("1x", "1i", "1a", "1n")]
    assert list(sounds.places("高新区学区划分", sounds.typed("xuequ")[0])) == ["学区"]


def test_the_list_of_words_is_large_has_its_sources_and_each_saying_means_something():
    from gongkai.apps.search.query import _parts

    assert len(shipped()) + len(says()) >= 400
    assert all(part["source"].strip() for part in _parts())
    assert all(means for means in says().values())
    words = [word for group in shipped() for word in group]
    assert len(words) == len(set(words)), "a word stands in one group"
    assert understand("放假").close_words == ()


def test_the_page_says_it_and_offers_the_way_back(city, published, client):
    page = client.get("/search/", {"q": "我家属于哪个学校"}).content.decode()
    assert "没有一份文件写着“我家属于哪个学校”" in page and "学区" in page and "exact=1" in page
    exact = client.get("/search/", {"q": "我家属于哪个学校", "exact": "1"}).content.decode()
    assert "没有找到" in exact


def test_signs_that_look_alike_are_a_list_with_its_source():
    import tomllib

    held = tomllib.loads(reading._SHAPES_FILE.read_text(encoding="utf-8"))
    assert held["source"].strip() and len(held["groups"]) >= 200
    assert all(len(set(group)) == len(group) > 1 for group in held["groups"])
    assert "溺" in reading.alike()["弱"] and "弱" in reading.alike()["溺"]
    assert all(sign not in others for sign, others in reading.alike().items())


LICENCE = """各区教育局：
一、网上报名
教师资格证网上报名时间为4月8日上午八时至4月25日下午五时。
二、体检
体检结论一年内有效，每人80元。
三、咨询
电话0000-80005200，工作日有人接听。
"""


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("教师资格证什么时候报名", "教师资格证网上报名时间为4月8日上午八时至4月25日下午五时。"),
        ("教师资格体检要交多少钱", "体检结论一年内有效，每人80元。"),
        ("教师资格体检", ""),  # asks for nothing that one clause can say
        ("教师资格证什么时候飞行", ""),  # a word nobody wrote
        ("教师资格证公示要多少钱", ""),
        ("教师姿格体检要交多少钱", ""),  # a slip: what was meant is guessed
    ],
)  # fmt: skip
def test_one_clause_is_quoted_only_where_it_is_sure(city, put, typed, clause):
    put("2026年教师资格认定的公告", LICENCE)
    put("公示办法", "公示期为五个工作日。")
    found = search(city, typed).answer
    assert (found.clause if found else "") == clause


def test_two_clauses_that_could_answer_and_what_is_not_in_force_are_not_quoted(city, put):
    put("2026年教师资格认定的公告", "教师资格证报名时间为4月8日。\n教师资格证补报名时间为5月8日。")
    assert search(city, "教师资格证什么时候报名").answer is None
    put("2026年校服费的通知", "校服费每套200元。", validity="repealed", in_force=False)
    put("旧校服费的通知", "夏装校服费每套100元。", validity="")
    assert search(city, "校服费要交多少钱").answer is None


def test_the_card_leads_to_the_clause(city, put, client):
    put("2026年教师资格认定的公告", LICENCE)
    page = client.get("/search/", {"q": "教师资格证什么时候报名"}).content.decode()
    assert "<blockquote>教师资格证网上报名时间为4月8日上午八时至4月25日下午五时。</blockquote>" in page
    assert "#:~:text=" in page and "以文件全文为准" in page


def test_it_is_said_plainly_which_words_nobody_wrote(city, published, client):
    results = search(city, "公积金放假登记额度怎么提取")
    assert results.hits and results.unwritten
    page = client.get("/search/", {"q": "公积金放假登记额度怎么提取"}).content.decode()
    assert "没有一份文件写到" in page and "可能不是您要的" in page
    assert search(city, "什么时候报名").unwritten == ()


@pytest.mark.parametrize(
    "clause",
    ["教师资格证补报名时间为5月8日。", "错过的，教师资格证可于5月8日报名。", "教师资格证未按时报名的，5月8日到现场。"],
)  # fmt: skip
def test_a_clause_for_those_who_came_too_late_answers_nobody_else(city, put, clause):
    put("2026年教师资格认定的公告", f"教师资格证报名须知如下。\n{clause}")
    assert search(city, "教师资格证什么时候报名").answer is None


def test_the_same_clause_without_the_exception_is_quoted(city, put):
    put("2026年教师资格认定的公告", "教师资格证报名须知如下。\n教师资格证报名时间为5月8日。")
    found = search(city, "教师资格证什么时候报名").answer
    assert found is not None and found.clause == "教师资格证报名时间为5月8日。"
