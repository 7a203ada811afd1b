"""What is public already of a matter that a citizen describes in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.apps.search.queries import described

WANTED = "文津路小学2025年一年级招了多少人，有多少人报名，今年的地段怎么划、测算依据是什么"


@pytest.fixture
def stock(put):
    put("2025年秋季小学一年级招生录取情况统计表", "东湖区文津路小学：计划160人，报名231人，录取160人。")
    put("东湖区2026年小学对口地段的通告", "文津路小学：文津路以东、望湖路以西。")
    put("关于做好食堂管理工作的通知", "各学校食堂管理。")
    put("2025年工作总结", "一年来报名工作平稳。")


def test_the_fitting_papers_come_first_and_what_is_in_none_is_named(city, stock):
    found = described(city, WANTED)
    assert [h.doc.title for h in found.hits[:2]] == [
        "2025年秋季小学一年级招生录取情况统计表", "东湖区2026年小学对口地段的通告",
    ]  # fmt: skip
    assert "文津路小学" in found.known and "测算依据" in found.missing
    assert "<mark>文津路小学</mark>" in found.hits[0].excerpt_html


@pytest.mark.parametrize(
    "text", ["", "的了吗", "？？！", "x", "<script>alert(1)</script>" * 30, "%_\\\"'" * 40, "查" * 5000]
)
def test_what_describes_nothing_finds_nothing_and_breaks_nothing(city, stock, text):
    assert described(city, text).hits == [] or text.startswith("<")


def test_a_description_is_kept_nowhere(city, stock):
    with CaptureQueriesContext(connection) as asked:
        described(city, "某某某家里的独特情形")
    assert all(q["sql"].lstrip().upper().startswith(("SELECT", "WITH")) for q in asked)
    assert not [f for f in Path(settings.DATA).rglob("*") if f.is_file()]


def test_a_long_description_costs_a_bounded_number_of_questions(city, stock):
    text = "、".join(f"第{n}号专门事项{n}的独特说明" for n in range(300))
    with CaptureQueriesContext(connection) as asked:
        described(city, text)
    assert len(asked) <= 60


def test_a_year_is_one_word_and_bits_of_a_word_are_no_match(city, put):
    put("高中阶段学校招生意见", "五年一贯制志愿，共202所。")
    put("小学一年级学区划分办法", "学区划分。")
    found = described(city, "文津路小学2025年一年级招了多少人，测算的依据")
    assert "一年级" in found.known and not {"年一", "202", "20"} & set(found.known)
    assert found.hits[0].doc.title == "小学一年级学区划分办法"


def test_a_run_known_only_in_bits_is_a_thing_nobody_wrote_of(city, put):
    put("学籍管理办法", "依据有关规定，先行测算学位。")
    found = described(city, "学籍管理办法，测算依据")
    assert found.missing == ("测算依据",) and "学籍管理办法" in found.known


def test_a_description_is_read_to_the_letter_and_no_person_is_heard_for_another(city, put):
    put("王校名单的公告", "随迁子女。")
    found = described(city, "王小明的档案")
    assert found.known == () and found.hits == []
