"""Dates as printed, and damaged ones with their candidates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.gongwen.dates import find_dates, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2018年4月8日", "2018 年 4 月 8 日", "２０１８年４月８日", "2018年04月08日", "二○一八年四月八日",
        "二〇一八年四月八日", "二零一八年四月八日", "二O一八年四月八日", "2018.04.08", "2018.4.8", "2018-04-08", "2018/4/8",
        "2018-04-08 15:30:22", "2018年4月8日 15:30", "（2018年4月8日）", "20180408", "2018-04-08T15:30",
    ],
)  # fmt: skip
def test_forms(text: str) -> None:
    reading = parse_date(text)
    assert reading is not None and reading.value == date(2018, 4, 8) and not reading.damaged


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二○○六年八月十四日", date(2006, 8, 14)),
        ("二〇二六年十一月二十一日", date(2026, 11, 21)),
        ("二〇一〇年十月三十日", date(2010, 10, 30)),
        ("二〇二〇年十二月卅一日", date(2020, 12, 31)),
    ],
)
def test_chinese_numerals(text: str, day: date) -> None:
    reading = parse_date(text)
    assert reading is not None and reading.value == day


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("2024111", (date(2024, 1, 11), date(2024, 11, 1))),
        ("20241月1日", (date(2024, 1, 1),)),
        ("2024年111日", (date(2024, 1, 11), date(2024, 11, 1))),
        ("202431", (date(2024, 3, 1),)),
        ("2018年2月30日", ()),
        ("2018.13.40", ()),
    ],
)
def test_damaged_dates_are_marked_not_guessed(text: str, candidates: tuple[date, ...]) -> None:
    reading = parse_date(text)
    assert reading is not None and reading.damaged and reading.value is None
    assert reading.candidates == candidates


@pytest.mark.parametrize(
    "text", ["", "2018年", "4月8日", "2018年4月", "二〇一八年度", "13号", "1000元", "2018〕13号", "2018"]
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_dates_in_running_text() -> None:
    text = "自2018年4月8日起，至二〇一八年五月一日止，2018年2月30日除外。"
    assert [r.value for r in find_dates(text)] == [date(2018, 4, 8), date(2018, 5, 1)]


@given(st.text("0123456789年月日〇○零一二三四五六七八九十廿卅元.-/:T （）", max_size=30))
def test_no_near_date_breaks_the_parser(text: str) -> None:
    reading = parse_date(text)
    assert reading is None or reading.damaged == (reading.value is None)
    find_dates(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse_date(text)
    find_dates(text)
