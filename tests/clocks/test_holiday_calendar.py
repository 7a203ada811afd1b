"""The calendar against an independent library, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from gongkai.clocks import known_calendar, load_calendar
from gongkai.clocks.calendar import Calendar, days_between
from gongkai.exceptions import LawDataError


def test_every_day_of_2008_to_2026_agrees_with_the_independent_library() -> None:
    calendar = known_calendar()
    wrong = [
        day
        for day in days_between(date(2008, 1, 1), date(2026, 12, 31))
        if calendar.is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert wrong == []


def test_years_2008_to_2026_are_loaded_and_cited() -> None:
    assert known_calendar().years == frozenset(range(2008, 2027))


@pytest.mark.parametrize(
    ("day", "working", "word"),
    [
        (date(2020, 2, 1), False, "国办发明电〔2020〕1号"),
        (date(2015, 9, 3), False, "国发明电〔2015〕1号"),
        (date(2015, 9, 6), True, "调休上班"),
        (date(2026, 10, 10), True, "国庆节调休上班"),
        (date(2011, 12, 31), True, "国办发明电〔2011〕45号"),
        (date(2026, 3, 7), False, "周六"),
    ],
)
def test_a_day_says_why(day: date, working: bool, word: str) -> None:
    known = known_calendar().day(day)
    assert (known.working, known.provisional) == (working, False)
    assert word in known.why


def test_a_year_without_notice_is_provisional() -> None:
    calendar = known_calendar()
    assert calendar.day(date(2027, 1, 1)).provisional
    assert not calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 10, 1))
    assert calendar.is_working(date(2027, 10, 4))  # nothing is guessed beyond the fixed days


def test_the_second_of_may_is_a_holiday_only_since_2025() -> None:
    """The statutory days by the text of their time, for years whose notice is not loaded."""
    bare = Calendar([])
    assert bare.is_working(date(2024, 5, 2)) and not bare.is_working(date(2025, 5, 2))
    assert not bare.is_working(date(2024, 5, 1)) and not bare.is_working(date(2008, 10, 3))
    assert bare.is_working(date(2007, 10, 3)), "before the first text there is none"


def test_loading_a_later_notice_ends_provisional(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'year = 2027\nnotice = "测试〔2026〕1号"\nissued = 2026-11-01\nsource_status = "unsure"\n'
        '[[break]]\nname = "元旦"\noff = "2027-01-01..2027-01-03"\nwork = []\n',
        encoding="utf-8",
    )
    day = load_calendar(tmp_path).day(date(2027, 1, 1))
    assert not day.provisional and "测试〔2026〕1号" in day.why


@pytest.mark.parametrize(
    "text",
    [
        'year = 2027\nnotice = ""\nissued = 2026-11-01\nsource_status = "unsure"\nbreak = []\n',
        'year = 2027\nnotice = "甲"\nissued = 2026-11-01\nsource_status = "x"\n'
        '[[break]]\nname = "元旦"\noff = "2027-01-01"\nwork = [2027-01-05]\n',
        "year = 2027",
        "not toml",
    ],
)
def test_a_notice_that_cannot_be_cited_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LawDataError):
        load_calendar(tmp_path)


@pytest.mark.parametrize("days", [0, 1, 2, 7, 30, 365, 366, 800, 2000])
@pytest.mark.parametrize(
    "first",
    [date(2015, 12, 31), date(2019, 12, 28), date(2024, 2, 28), date(2025, 10, 1), date(2026, 12, 30)],
)
def test_a_long_span_is_counted_like_its_days_one_by_one(first: date, days: int) -> None:
    calendar = known_calendar()
    last = first + timedelta(days=days)
    one_by_one = sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, days + 1))
    assert calendar.working_between(first, last) == one_by_one == -calendar.working_between(last, first)


def test_working_between_is_antisymmetric() -> None:
    calendar = known_calendar()
    assert calendar.working_between(date(2026, 9, 21), date(2026, 10, 26)) == 20
    assert calendar.working_between(date(2026, 10, 26), date(2026, 9, 21)) == -20


def test_the_same_day_in_two_notices_is_refused() -> None:
    notices = load_calendar(Path(__file__).parents[2] / "src/gongkai/clocks/data")
    assert isinstance(notices, Calendar)
    from gongkai.clocks.calendar import DATA, read_notice

    twice = [read_notice(DATA / "2026.toml")] * 2
    with pytest.raises(LawDataError):
        Calendar(twice)
