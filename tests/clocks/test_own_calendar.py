"""Holiday notices an installation adds itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.own_folder import own_folder

from gongkai import clocks, law
from gongkai.clocks.calendar import DATA, judge_own
from gongkai.exceptions import LawDataError

NOTICE = """
year = 2027
notice = "测试〔2026〕1号"
issued = 2026-11-20
source_status = "memory"

[[break]]
name = "元旦"
off = "2027-01-01..2027-01-03"
work = [2026-12-27]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The calendar folder of an installation of its own; the shipped calendar is back afterwards."""
    with own_folder(tmp_path, "calendar", clocks.reload) as made:
        yield made


def keep(folder: Path, text: str, name: str = "2027.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    clocks.reload()


def test_an_own_notice_makes_provisional_dates_final(folder: Path) -> None:
    version, start = law.version("reply_2019"), date(2026, 12, 14)
    before, edition = clocks.deadline(version, start), clocks.edition()
    keep(folder, NOTICE)
    after = clocks.deadline(version, start)
    assert before.provisional and not after.provisional
    assert (before.due, after.due) == (date(2027, 1, 12), date(2027, 1, 11)), "the worked Sunday counts"
    assert clocks.edition() != edition, "so that the ring reckons every open clock anew"
    assert "测试〔2026〕1号" in clocks.known_calendar().day(date(2027, 1, 1)).why


def test_a_copy_of_a_shipped_notice_is_passed_over_a_changed_one_refused(folder: Path) -> None:
    edition, shipped = clocks.edition(), (DATA / "2026.toml").read_text(encoding="utf-8")
    keep(folder, shipped, "2026.toml")
    assert clocks.edition() == edition
    keep(folder, shipped.replace("2026-05-05", "2026-05-29"), "2026.toml")
    with pytest.raises(LawDataError, match=r"2026\.toml.*请删去"):
        clocks.known_calendar()


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("year = 2027", "year = 2028", "2028年"),
        ("year = 2027", "", "year"),
        ('notice = "测试〔2026〕1号"', 'notice = " "', "文号"),
        ("issued = 2026-11-20", "issued = 2026-11-20T08:00:00", "发布日期"),
        ('"memory"', '"sure"', "source_status"),
        ('"2027-01-01..2027-01-03"', '"2027-01-03..2027-01-01"', "元旦"),
        ('"2027-01-01..2027-01-03"', '"2027-01-01..9999-01-03"', "元旦"),
        ('"2027-01-01..2027-01-03"', '"一月一日"', "元旦"),
        ('off = "2027-01-01..2027-01-03"', "", "元旦"),
        ('"2027-01-01..2027-01-03"', '"2026-11-02..2026-11-06"', "2026-11-02"),
        ("[2026-12-27]", "[2026-12-28]", "不是周末"),
        ("[2026-12-27]", "[2026-10-10]", "2026-10-10"),
        ("[2026-12-27]", '["2026-12-27"]', "work"),
        ('name = "元旦"', "", "name"),
        ("[[break]]", "[break]", "break"),
        ('name = "元旦"', "name = 元旦", "第8行"),
    ],
)
def test_a_notice_that_cannot_be_read_is_named_with_its_entry(
    folder: Path, old: str, new: str, word: str
) -> None:
    keep(folder, NOTICE.replace(old, new))
    with pytest.raises(LawDataError, match=word) as refused:
        clocks.edition()
    assert str(folder / "2027.toml") in refused.value.sentence


def test_a_day_settled_by_another_notice_is_not_settled_again(folder: Path) -> None:
    keep(folder, NOTICE)
    twice = (
        NOTICE.replace("2027-01-0", "2028-01-0")
        .replace("[2026-12-27]", "[]")
        .replace("year = 2027", "year = 2028")
    )
    keep(folder, twice.replace('"2028-01-01..', '"2027-12-31..'), "2028.toml")
    assert clocks.known_calendar().day(date(2027, 12, 31)).working is False
    keep(folder, NOTICE.replace("2027-01-03", "2027-12-31"))
    with pytest.raises(LawDataError, match=r"2028\.toml.*2027-12-31"):
        clocks.edition()


def test_the_name_of_a_file_is_its_year(folder: Path) -> None:
    keep(folder, NOTICE, "holidays.toml")
    with pytest.raises(LawDataError, match=r"文件名.*2027\.toml"):
        clocks.edition()


def test_a_file_in_another_encoding_is_said_so(folder: Path) -> None:
    (folder / "2027.toml").write_bytes(NOTICE.encode("gb18030"))
    clocks.reload()
    with pytest.raises(LawDataError, match="UTF-8"):
        clocks.edition()


def test_a_year_that_is_shipped_is_not_entered_again_not_even_word_by_word(folder: Path) -> None:
    with pytest.raises(LawDataError, match="平台已收录2026年"):
        judge_own((DATA / "2026.toml").read_text(encoding="utf-8"), 2026, folder)
