"""Each outcome of the closed list has its letter: title, article, remedy by the law of the day."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document

from gongkai.apps.requests import actions, composing, questions
from gongkai.apps.requests.models import Letter, Office, Request
from gongkai.apps.requests.outputs.word import word
from gongkai.clocks import moment
from gongkai.exceptions import Refused
from gongkai.law import lists

FREQUENT, UNMENDED, UNPAID = "r3_5_4", "r3_6_1", "r3_6_2"  # reached by an act, not by the seven questions
TITLES = {
    "予以公开": "政府信息公开告知书", "部分公开": "政府信息公开申请答复书", "不予公开": "政府信息不予公开告知书",
    "无法提供": "政府信息无法提供告知书", "不予处理": "政府信息公开申请不予处理告知书", "其他处理": "政府信息公开申请答复书",
}  # fmt: skip


def ways(way=None):
    """Every way through the seven questions, as what is said."""
    way = way or questions.Way(())
    if way.done:
        yield way
        return
    for entry in way.options():
        words = "已经查过档案系统" if entry.facts.get("asks") else ""
        yield from ways(questions.answer(way, entry.code, words))


WAYS = list(ways())
FIRST = list({way.row: way for way in reversed(WAYS)}.items())


@pytest.fixture(autouse=True)
def office(world):
    Office.objects.create(
        organization=world.a.body,
        review_body="云川市人民政府",
        court="云川市中级人民法院",
        kept_since="2026-01-01",
    )


def mended(handler, case):
    actions.ask_correction(handler, case, asked="请写明年份", due_on=moment.today() + dt.timedelta(days=5))
    return actions.take_correction(handler, Request.objects.get(pk=case.pk), text="2025年")


def test_every_outcome_of_the_closed_list_is_reached_by_a_way_or_an_act():
    reached = {way.row for way in WAYS} | {FREQUENT, UNMENDED, UNPAID}
    assert reached == {entry.code for entry in lists.entries("decisions")}


@pytest.mark.parametrize(("row", "way"), FIRST, ids=[row for row, _ in FIRST])
def test_the_letter_of_an_outcome_names_article_and_remedy(handler, enter, row, way):
    case = enter()
    if way.said[0][0] == questions.UNCLEAR:
        case = mended(handler, case)
    for code, words in way.said:
        actions.answer(handler, case, point=1, code=code, words=words)
    points = list(case.points.all())
    assert points[0].outcome == row
    text = composing.body(case, points, moment.today())
    entry = lists.entry("decisions", row)
    assert composing.title_of(row) == TITLES[entry.facts["category"]]
    assert all(article in text for article in composing.articles(points[0]))
    assert "第" in text and "条" in text, "an article is named"
    assert "60日内向云川市人民政府申请行政复议" in text and "云川市中级人民法院" in text
    first = lists.review_first(points[0].ground or row, moment.today())
    assert ("应当先" in text) == first, (
        "复议前置 stands where the law of the day demands it, and nowhere else"
    )
    assert ("15日" in text) == first and ("6个月" in text) == (not first)
    assert "{" not in text and "。。" not in text and "，，" not in text


def test_before_2024_a_refusal_did_not_ask_for_the_review_first(handler, enter):
    case = enter()
    way = next(way for way in WAYS if way.row == "r3_3_6")
    for code, words in way.said:
        actions.answer(handler, case, point=1, code=code, words=words)
    text = composing.body(case, list(case.points.all()), dt.date(2023, 6, 1))
    assert "应当先" not in text and "6个月" in text


def test_nobody_is_told_that_his_words_stay_unclear_before_he_could_mend_them(handler, enter):
    case = enter()
    with pytest.raises(Refused, match="请先告知补正"):
        actions.answer(handler, case, point=1, code=questions.UNCLEAR, words="没有年份")
    case = mended(handler, case)
    actions.answer(handler, case, point=1, code=questions.UNCLEAR, words="没有年份")
    assert case.points.get().outcome == "r3_4_3"


def lapsed_letter(case) -> str:
    letter = Letter.objects.get(request=case, kind="lapsed")
    assert letter.title == "政府信息公开申请不再处理告知书"
    return "\n".join(p.text for p in Document(io.BytesIO(word(letter, "林知夏"))).paragraphs)


def told(handler, case, kind):
    letter = Letter.objects.get(request=case, kind=kind)
    actions.deliver(handler, letter, method="hand", proof="当面签收")


def test_who_let_a_term_pass_is_told_why_by_which_article_and_where_he_may_turn(handler, enter):
    case = enter("2026-05-20")
    actions.ask_correction(handler, case, asked="请写明年份", due_on=dt.date(2026, 5, 28))
    paid = enter("2026-05-20")
    actions.notice_fee(handler, paid, ladder="pages", pages=300)
    told(handler, case, "correction")
    told(handler, paid, "fee")
    with moment.fixed("2026-07-01T10:00:00"):
        actions.lapse_correction(handler, Request.objects.get(pk=case.pk))
        actions.lapse_fee(handler, Request.objects.get(pk=paid.pk))
    said = lapsed_letter(case)
    assert "林知夏：" in said and "2026年5月28日前没有补正" in said and "第三十条" in said
    assert "云川市人民政府申请行政复议" in said and "应当先" not in said
    fee = lapsed_letter(paid)
    assert "信息处理费6700元" in fee and "第六条" in fee and "2026年7月1日" in fee
