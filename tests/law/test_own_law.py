"""A bureau's own files of law: what they add, and that no shipped rule becomes weaker by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.own_folder import own_folder

from gongkai import law
from gongkai.exceptions import LawDataError
from gongkai.law import lists

CITY = """
[[provision]]
id = "reply"
topic = "依申请公开答复"
level = "city"
place = "yunchuan"
combine = "strictest"
chosen_by = "received_on"

[[provision.version]]
id = "reply_yunchuan"
from = 2020-01-01
source = { title = "云川市办法", number = "云府规〔2019〕1号", article = "第八条" }
value = 15
unit = "workday"
starts = "收到申请之日"
status = "memory"
"""
EFFECT = """
[[provision.version.effect]]
when = "{when}"
pauses = true
restarts = {restarts}
source = {{ title = "云川市办法", number = "云府规〔2019〕1号", article = "第九条" }}
status = "memory"
"""
RETENTION = """
name = "retention"
from = 2022-01-01
[[entry]]
code = "letters"
label = "来信"
years = {years}
status = "memory"
source = {{ title = "云川市办法", number = "云府规〔2019〕1号", article = "第十条" }}
"""
CHANNEL = """
name = "channels"
from = 2024-01-01
[[entry]]
code = "kiosk"
label = "政务服务大厅自助机"
form = "in_person"
receipt = "in_person"
status = "memory"
source = { title = "云川市办法", number = "云府规〔2019〕1号", article = "第十条" }
"""
LEVELS = ("national", "city:yunchuan")
RECEIVED = {"received_on": date(2021, 3, 1)}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The law folder of an installation of its own; the shipped law is back afterwards."""
    with own_folder(tmp_path, "law", law.reload) as made:
        yield made


def keep(folder: Path, text: str, name: str = "city.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    law.reload()


def test_the_stricter_own_rule_governs_and_changes_the_edition(folder: Path) -> None:
    before = law.known_law().edition
    keep(folder, CITY)
    assert law.applicable("reply", RECEIVED, LEVELS).governing.id == "reply_yunchuan"
    assert law.applicable("reply", RECEIVED, ("national",)).governing.id == "reply_2019"
    assert law.version("reply_yunchuan").amount == 15
    assert law.known_law().edition != before
    (folder / "city.toml").unlink()
    law.reload()
    assert law.known_law().edition == before


def test_a_laxer_own_rule_never_governs(folder: Path) -> None:
    keep(folder, CITY.replace("value = 15", "value = 21"))
    assert law.applicable("reply", RECEIVED, LEVELS).governing.id == "reply_2019"


def test_files_are_read_once_until_told(folder: Path) -> None:
    law.known_law()
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    assert len(law.applicable("reply", RECEIVED, LEVELS).versions) == 1
    law.reload()
    assert len(law.applicable("reply", RECEIVED, LEVELS).versions) == 2


def test_an_earlier_yearly_date_is_the_stricter(folder: Path) -> None:
    shipped = next(
        p for m in law.known_law().matters for p in law.known_law().peers(m) if p.versions[-1].unit == "date"
    )
    year, day = shipped.versions[-1].start.year + 1, "01-02"
    text = CITY.replace('"reply"', f'"{shipped.id}"').replace("received_on", shipped.chosen_by)
    text = text.replace("from = 2020", f"from = {year}").replace("value = 15", f'value = "{day}"')
    text = text.replace('"workday"', '"date"')
    keep(folder, text)
    found = law.applicable(shipped.id, {shipped.chosen_by: date(year, 5, 1)}, LEVELS)
    assert found.governing.value == day


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('level = "city"', 'level = "national"', "全国性规定"),
        ('chosen_by = "received_on"', 'chosen_by = "received_on"\nlimit = "at_least"', "limit"),
        ('chosen_by = "received_on"', 'chosen_by = "received_on"\ndirection = "before"', "direction"),
        ('chosen_by = "received_on"', 'chosen_by = "formed_on"', "chosen_by"),
        ('combine = "strictest"', 'combine = "add"', "combine"),
        ('combine = "strictest"', 'combine = "strictest"\nextended_by = "consult"', "extended_by"),
        ('unit = "workday"', 'unit = "day"', "单位"),
        ("from = 2020-01-01", "from = 2000-01-01", "最早施行日期"),
        ('id = "reply_yunchuan"', 'id = "reply_2019"', "reply_2019"),
        ("value = 15", "vlaue = 15", "vlaue"),
        ("from = 2020-01-01", "from = 2020-01-01\ntoo = 2021-01-01", "too"),
        ("from = 2020-01-01", "from = 2020-01-01T08:00:00", "施行日期"),
        ('place = "yunchuan"', 'place = "yunchuan"\nrolls = "no"', "rolls"),
        ('topic = "依申请公开答复"', "topic = 依申请", "第4行"),
        (CITY, 'provision = "reply"', r"\[\[provision\]\]"),
        (CITY, "[[provisions]]", "provision"),
        (CITY, "", "provision"),
    ],
)
def test_what_would_weaken_or_cannot_be_cited_is_refused_by_file_and_entry(
    folder: Path, old: str, new: str, word: str
) -> None:
    keep(folder, CITY.replace(old, new))
    with pytest.raises(LawDataError, match=word) as refused:
        law.known_law()
    assert str(folder / "city.toml") in refused.value.sentence
    assert refused.value.sentence.endswith("。")


@pytest.mark.parametrize(
    ("when", "restarts", "fits"),
    [("third_party", "false", True), ("third_party", "true", False), ("fee", "true", False)],
)
def test_an_own_rule_stands_the_clock_no_longer_than_national_law(
    folder: Path, when: str, restarts: str, fits: bool
) -> None:
    # fee has been law since 2021 only, the own version is of 2020
    keep(folder, CITY + EFFECT.format(when=when, restarts=restarts))
    if fits:
        assert law.version("reply_yunchuan").effects
        return
    with pytest.raises(LawDataError, match=when):
        law.known_law()


def test_one_place_rules_a_matter_once_over_all_files(folder: Path) -> None:
    keep(folder, CITY)
    keep(folder, CITY.replace("reply_yunchuan", "reply_other"), "other.toml")
    with pytest.raises(LawDataError, match=r"other\.toml.*已经收录"):
        law.known_law()


def test_a_period_of_keeping_may_be_shortened_never_lengthened(folder: Path) -> None:
    assert lists.entry("retention", "letters").facts["years"] == 2
    keep(folder, RETENTION.format(years=1))
    assert lists.entry("retention", "letters").facts["years"] == 1
    assert lists.entry("retention", "requests").facts["years"] == 5
    for years in ("3", "0", "true", '"1"'):
        keep(folder, RETENTION.format(years=years))
        with pytest.raises(LawDataError, match="letters"):
            lists.entries("retention")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"retention"', '"grounds"', "grounds"),
        ('"letters"', '"spies"', "spies"),
        ("from = 2022-01-01", "", "from"),
    ],
)
def test_the_lists_of_the_state_stay_closed(folder: Path, old: str, new: str, word: str) -> None:
    keep(folder, RETENTION.format(years=1).replace(old, new))
    with pytest.raises(LawDataError, match=word):
        law.known_law()


def test_a_channel_of_its_own_is_one_of_the_four_ways_and_has_a_rule_of_receipt(folder: Path) -> None:
    shipped = [each.code for each in lists.entries("channels")]
    keep(folder, CHANNEL)
    assert [each.code for each in lists.entries("channels")] == [*shipped, "kiosk"]
    assert lists.entry("channels", "kiosk").facts["form"] == "in_person"
    keep(
        folder,
        CHANNEL.replace("from = 2024-01-01", "from = 2024-01-01\n").replace(
            "status", "to = 2025-12-31\nstatus"
        ),
    )
    assert [each.code for each in lists.entries("channels")] == shipped, "no longer offered"
    assert lists.entry("channels", "kiosk").label == "政务服务大厅自助机", "and still called so"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('form = "in_person"', 'form = "counter"', "form"),
        ('receipt = "in_person"', 'receipt = "some_day"', "receipt"),
        ('receipt = "in_person"\n', "", "receipt"),
        ('code = "kiosk"', 'code = "web"', "平台已有"),
        ("source =", "note = 'x'\nsourc =", "source"),
    ],
)
def test_a_channel_that_leads_nowhere_stops_the_start(folder: Path, old: str, new: str, word: str) -> None:
    keep(folder, CHANNEL.replace(old, new))
    with pytest.raises(LawDataError, match=word):
        law.known_law()


def test_a_channel_is_told_once_over_all_files(folder: Path) -> None:
    keep(folder, CHANNEL)
    keep(folder, CHANNEL, "other.toml")
    with pytest.raises(LawDataError, match="kiosk已经收录"):
        law.known_law()


def test_without_a_folder_the_shipped_law_stands_alone(folder: Path) -> None:
    folder.rmdir()
    law.reload()
    assert law.known_law().edition == law.load.load_law().edition
    folder.write_text("a file where a folder belongs")
    law.reload()
    with pytest.raises(LawDataError, match="目录"):
        law.known_law()
