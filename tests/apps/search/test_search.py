"""Searching as a parent or an official does it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search import missed
from gongkai.apps.search.actions import index, keep_up, rebuild, remove
from gongkai.apps.search.models import MissedQuery, SearchDoc
from gongkai.apps.search.queries import CAP, Filters, search
from gongkai.clocks import moment
from gongkai.clocks.moment import BEIJING

pytestmark = pytest.mark.django_db


def titles(site, typed, *args, **kwargs):
    return [h.doc.title for h in search(site, typed, *args, **kwargs).hits]


@pytest.mark.parametrize(
    "typed",
    ["招生", "阳光招生", "义务教育", "教", "育", "2026年", "ＫＴＶ", "ktv", "k", "021-1234", "021-12345", "阳光 督查", "“阳光招生”", "年义务"],
)  # fmt: skip
def test_words_of_every_shape_find_the_document(city, put, typed):
    put("关于2026年义务教育阶段阳光招生的通知", "各校不得在KTV组织活动，督查电话021-1234567。")
    put("关于食堂管理的办法", "食品安全责任到人。")
    assert titles(city, typed) == ["关于2026年义务教育阶段阳光招生的通知"]


@pytest.mark.parametrize("typed", ["生招", "招胜", "阳光食堂", "1234-021", "义务 没有这个词"])
def test_what_is_not_there_is_not_found(city, put, typed):
    put("关于2026年义务教育阶段阳光招生的通知", "督查电话021-1234567。")
    put("关于食堂管理的办法")
    assert titles(city, typed, exact=True) == []


def test_a_phrase_does_not_run_from_the_title_into_the_text(city, put):
    put("校园安全", "招生工作")
    assert titles(city, "全招") == []


@pytest.mark.parametrize(
    "typed",
    ["沪教委办〔2018〕13号", "沪教委办[2018]13号", "沪教委办【2018】13号", "沪教委办（2018）13号", "沪教委办﹝2018﹞13 号",
     "沪教委办［２０１８］１３号", "沪教委办 〔2018〕 第13号", "〔2018〕13号", "(2018)13号", "沪教委办〔2018〕13"],
)  # fmt: skip
def test_a_number_is_found_in_any_bracket_and_stands_on_top(city, put, typed):
    put("关于落实沪教委办〔2018〕13号的通知", "按照沪教委办〔2018〕13号执行。")
    put("关于开展评议的通知", number="沪教委办〔2018〕13号", in_force=False, validity="repealed")
    put("别的文件", number="沪教委办〔2018〕130号")
    put("再一份", number="沪教委办〔2018〕3号")
    found = titles(city, typed)
    assert found == ["关于开展评议的通知", "关于落实沪教委办〔2018〕13号的通知"]


def test_valid_first_then_title_then_newest(city, put):
    def on(day):
        return dt.datetime(2026, 3, day, 9, tzinfo=BEIJING)

    put("旧资助办法", in_force=False, published_at=on(9))
    put("只在正文", "学生资助", published_at=on(8))
    put("资助通知甲", published_at=on(1))
    put("资助通知乙", published_at=on(2))
    assert titles(city, "资助") == ["资助通知乙", "资助通知甲", "只在正文", "旧资助办法"]


def test_filters_and_counts(city, put):
    put("招生甲", year=2026, kind="通知", topic="招生入学")
    put("招生乙", year=2025, kind="办法", topic="招生入学", in_force=False)
    put("招生丙", year=2025, kind="通知", topic="学籍")
    results = search(city, "招生")
    assert (results.total, results.in_force, results.ended) == (3, 2, 1)
    assert [(f.value, f.count) for f in results.years] == [("2026", 1), ("2025", 2)]
    assert {f.value: f.count for f in results.topics} == {"招生入学": 2, "学籍": 1}
    assert titles(city, "招生", Filters(year=2025, force="yes")) == ["招生丙"]
    assert titles(city, "招生", Filters(kind="办法")) == ["招生乙"]
    assert titles(city, "招生", Filters(topic="学籍")) == ["招生丙"]


def test_a_site_shows_its_own_and_the_city_may_look_below(city, put, district):
    put("市里招生")
    put("区里招生", site=district)
    assert titles(city, "招生") == ["市里招生"]
    assert titles(district, "招生") == ["区里招生"]
    assert set(titles(city, "招生", Filters(wide=True))) == {"市里招生", "区里招生"}


def test_close_words_are_counted_in_said_and_can_be_left_out(city, put):
    put("随迁子女入学办法")
    put("进城务工人员子女就读指引")
    results = search(city, "随迁子女")
    assert results.total == 2
    assert "进城务工人员子女" in results.query.close_words
    close = next(h for h in results.hits if "进城" in h.doc.title)
    assert close.title_html == '<mark class="close-match">进城务工人员子女</mark>就读指引'
    assert titles(city, "随迁子女", exact=True) == ["随迁子女入学办法"]


def test_marks_are_safe_and_follow_the_text_as_it_stands(city, put):
    put("<b>招生</b>&办法", "一" * 300 + "招生计划" + "二" * 300 + "<script>")
    hit = search(city, "招生").hits[0]
    assert hit.title_html == "&lt;b&gt;<mark>招生</mark>&lt;/b&gt;&amp;办法"
    assert "<mark>招生</mark>计划" in hit.excerpt_html
    assert hit.excerpt_html.startswith("……") and hit.excerpt_html.endswith("……")
    assert len(hit.excerpt_html) < 200


def test_full_width_text_is_marked_in_its_own_spelling(city, put):
    put("ＡＢＣ课程（２０２６）")
    assert search(city, "abc").hits[0].title_html == "<mark>ＡＢＣ</mark>课程（２０２６）"


def test_a_search_without_hit_is_counted_but_no_personal_number(city, django_capture_on_commit_callbacks):
    with moment.fixed("2026-05-20"):
        search(city, "没有的词")
        search(city, "没有的词")
        search(city, "13800001111")
        search(city, "310101 1990 0101 1234")
        search(city, "没有的词", Filters(year=2020))
        assert not MissedQuery.objects.exists()  # nothing is written while a reader waits
        with django_capture_on_commit_callbacks(execute=True):
            assert missed.fold() == 2
        assert missed.fold() == 0
    assert [(m.words, m.count) for m in MissedQuery.objects.all()] == [("没有的词", 2)]


def test_reindexing_replaces_and_removing_leaves_no_trace(city, put):
    subject = Organization(pk=7)
    put("招生旧题", "旧正文", subject=subject)
    put("招生新题", "新正文", subject=subject)
    assert titles(city, "招生") == ["招生新题"]
    assert titles(city, "旧正文", exact=True) == []
    remove("organizations.organization", 7)
    assert search(city, "招生").total == 0
    assert search(city, "新正文").total == 0
    assert not SearchDoc.objects.exists()


def test_rebuild_gives_the_same_answers(city, put):
    put("招生甲", "正文一")
    put("招生乙", "正文二", in_force=False)
    before = titles(city, "招生")
    assert rebuild() == 2
    assert titles(city, "招生") == before == ["招生甲", "招生乙"]
    assert titles(city, "正文二") == ["招生乙"]


@pytest.mark.parametrize("typed", ["", "   ", "！？", "\"'", "AND", "NEAR(", "a* OR b", "x" * 500, "'; DROP TABLE", "\\", "()", "title:招生", ":*", "招生\x00"])  # fmt: skip
def test_no_input_breaks_the_search(city, put, typed):
    put("招生")
    search(city, typed)


def test_a_page_of_results_takes_few_queries(city, put, django_assert_max_num_queries):
    for n in range(40):
        put(f"招生文件{n}", "正文" * 50)
    with django_assert_max_num_queries(7):
        results = search(city, "招生", page=2)
    assert results.total == 40 and len(results.hits) == 15 and results.pages == 3


def test_a_search_that_finds_too_much_offers_ways_to_narrow_it(city, put, monkeypatch):
    monkeypatch.setattr("gongkai.apps.search.queries.CAP", 5)
    for n in range(9):
        day = dt.datetime(2020 + n, 5, 8, tzinfo=BEIJING)
        put(f"招生{n}", in_force=n % 3 > 0, year=2020 + n, published_at=day)
    results = search(city, "招生")
    assert (results.total, results.capped, len(results.hits)) == (5, True, 5)
    assert all(h.doc.in_force for h in results.hits)
    assert {f.value for f in results.years} >= {"2020", "2028"}
    assert not search(city, "招生", Filters(year=2023)).capped
    assert CAP == 2000


def test_index_names_every_argument(city):
    with pytest.raises(TypeError):
        index(city, "标题")


def test_counting_never_touches_the_database_of_a_reader(city, put, django_assert_max_num_queries):
    with django_assert_max_num_queries(2) as asked:  # the site's close words, and the search itself
        search(city, "没有的词")
    assert all(q["sql"].startswith("SELECT") for q in asked.captured_queries)


def test_a_flood_of_searches_stops_counting_but_not_the_search(city, monkeypatch):
    monkeypatch.setattr(missed, "MOST_WAITING", 10)
    for n in range(3):
        assert search(city, f"没有的词{n}").total == 0
    assert missed.fold() == 1


@pytest.mark.parametrize(
    "shown", ["张　伟", "张 伟", "张\n伟", "张\u3000\u3000伟", "张\u200b伟", "张\u00ad伟", "张\ufeff伟"]
)
@pytest.mark.parametrize("typed", ["张伟", "张　伟", "张 伟", "张\u200b伟", "\u2060张\u00ad伟\ufe0f"])
def test_how_a_name_is_set_does_not_decide_whether_it_is_found(city, put, shown, typed):
    put("录取名单", f"李明、{shown}、王小红")
    put("别的名单", "张明、王伟")
    results = search(city, typed, exact=True)
    assert "录取名单" in [h.doc.title for h in results.hits]
    if " " not in typed and "　" not in typed:  # two words are looked for each by itself
        assert [h.doc.title for h in results.hits] == ["录取名单"]
        assert "<mark>" in results.hits[0].excerpt_html


def test_an_unseen_sign_in_a_number_does_not_hide_it(city, put):
    put("招生通知", number="云教办〔2026〕5\u200b号")
    assert titles(city, "云教办\u200b〔2026〕\ufeff5号") == ["招生通知"]


@given(words=st.text(alphabet="招生通知张伟 \u3000\n\u200b\u00ad2026a", min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_tokens_do_not_depend_on_unseen_signs_or_on_blanks_between_han(words):
    from gongkai.apps.search.tokenize import index_tokens, normalise, visible

    assert index_tokens(words) == index_tokens("\u200d".join(words))
    assert index_tokens(normalise(words)) == index_tokens(words)
    assert visible(visible(words)) == visible(words)


def test_a_page_beyond_the_end_is_the_last_one(city, put):
    for n in range(20):
        put(f"招生{n}")
    results = search(city, "招生", page=999)
    assert (results.page, len(results.hits), results.total) == (2, 5, 20)


def test_words_of_older_rules_are_made_anew_once(city, put, monkeypatch):
    monkeypatch.setattr("gongkai.apps.search.actions.index_tokens", lambda text: ["alt"])
    put("录取名单：张　伟")
    monkeypatch.undo()
    assert titles(city, "张伟") == []
    assert keep_up() == 1
    assert titles(city, "张伟") == ["录取名单：张　伟"]
    assert keep_up() == 0


def test_titles_stand_before_texts_and_texts_before_attachments(city, put):
    put("附件里有", "见附件。", files=[("名单.xlsx", "/doc/x/view-1.html", ["对口地段 文津路"])])
    put("正文里有", "公布对口地段。")
    put("对口地段通告", "见附件。")
    put("旧的对口地段通告", "见附件。", in_force=False, validity="repealed")
    assert [h.doc.title for h in search(city, "对口地段").hits] == [
        "对口地段通告", "正文里有", "附件里有", "旧的对口地段通告",
    ]  # fmt: skip
    spread = search(city, "通告 见附件")
    assert spread.total == 2, "terms may stand in different places of one item"
    assert search(city, "附件里有 文津路").total == 1


@pytest.mark.parametrize(
    "filler", ["教育学校工作要求", "学校"], ids=["many words", "one word again and again"]
)
def test_a_text_of_any_length_is_found_to_its_end(city, put, filler):
    put(
        "长文",
        filler * 12_000 + "末尾的秘藏词。",
        files=[("长表.xlsx", "/doc/y/", [filler * 6_000 + "表尾的罕见词"])],
    )
    put("短文", "与此无关。")
    for typed in ("秘藏词", "长文 秘藏词", "罕见词", "秘藏词 罕见词", "长文 秘藏词 罕见词"):
        assert [h.doc.title for h in search(city, typed, exact=True).hits] == ["长文"], typed
    assert not search(city, "末尾 与此无关", exact=True).hits


def test_searches_without_a_hit_and_without_an_opened_one_are_shown_to_the_office(city, put, client):
    put("对口地段一览")
    for _ in range(3):
        client.get("/search/", {"q": "对口地段"})
        client.get("/search/", {"q": "一览"})
    client.get("/search/", {"q": "校车专线"})
    client.get("/search/", {"q": "对口", "page": "2"})
    client.get("/search/", {"q": "对口", "force": "yes"})
    opened = client.post("/search/opened/", data="一览".encode(), content_type="text/plain")
    assert opened.status_code == 204 and not opened.cookies
    client.post("/search/opened/", data="谁也没搜过".encode(), content_type="text/plain")
    missed.fold()
    rows = [(w.words, w.missed, w.unopened) for w in missed.wanted_of(city)]
    assert rows == [("校车专线", 1, 0), ("对口地段", 0, 3)]
    assert not MissedQuery.objects.filter(words="谁也没搜过").exists()
    assert client.get("/search/opened/").status_code == 405


def test_a_search_found_twice_only_is_not_shown_and_what_was_opened_goes_when_its_day_is_over(
    city, put, client
):
    put("对口地段一览")
    with moment.fixed("2026-05-20"):
        client.get("/search/", {"q": "一览"})
        client.get("/search/", {"q": "对口"})
        client.get("/search/", {"q": "没有的"})
        client.post("/search/opened/", data="一览".encode(), content_type="text/plain")
        missed.fold()
        assert [w.words for w in missed.wanted_of(city)] == ["没有的"]
        assert missed.prune(10) == 0
    with moment.fixed("2026-05-21"):
        assert missed.prune(10) == 1
        assert set(MissedQuery.objects.values_list("words", flat=True)) == {"对口", "没有的"}


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"13800000000", b"x" * 900, b"x" * 5000])
def test_whatever_is_sent_as_opened_makes_no_row(city, client, body):
    sent = client.post("/search/opened/", data=body, content_type="text/plain")
    assert sent.status_code == (204 if len(body) < 1000 else 413)
    missed.fold()
    assert not MissedQuery.objects.exists()
