"""信息处理费: the worked examples of the notice, and the shape of the ladder."""

from __future__ import annotations

import json
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import cli
from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.fees import Ladder, fee, fee_for_next, tariffs_of

PIECES = {0: 0, 1: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300}
PIECES |= {50: 7000, 55: 9000, 60: 11000, 100: 37000}
PAGES = {0: 0, 30: 0, 31: 10, 100: 700, 101: 720, 150: 1700, 200: 2700, 201: 2740, 300: 6700}


@pytest.mark.parametrize(
    ("ladder", "number", "yuan"),
    [("pieces", n, y) for n, y in PIECES.items()] + [("pages", n, y) for n, y in PAGES.items()],
)
def test_worked_examples(ladder: Ladder, number: int, yuan: int) -> None:
    result = fee(ladder, number)
    assert result.yuan == yuan == sum(step.yuan for step in result.steps)
    assert sum(step.count for step in result.steps) == number
    assert "国办函〔2020〕109号" in result.basis and {step.basis for step in result.steps} <= {result.basis}
    assert fee(ladder, number, date(2021, 1, 1)) == result


def test_each_ladder_stands_on_its_own_article() -> None:
    assert fee("pieces", 11).basis.endswith("第四条") and fee("pages", 31).basis.endswith("第五条")


def test_no_fee_before_the_first_tariff() -> None:
    with pytest.raises(GongkaiError, match="2020-12-31没有信息处理费"):
        fee("pieces", 11, date(2020, 12, 31))


TARIFF = (
    '[[tariff]]\nladder = "%s"\nfrom = %s\nunit = "件"\nlabel = "甲"\nwindow = "一月"\nstatus = "memory"\n'
    'source = { title = "某办法", number = "1号", article = "第一条" }\ntier = [{ from = 1, rate = %d }]\n'
)


def test_the_tariff_of_the_day_counts() -> None:
    pages = TARIFF % ("pages", "2021-01-01", 1)
    old, new = TARIFF % ("pieces", "2021-01-01\nto = 2025-12-31", 1), TARIFF % ("pieces", "2026-01-01", 3)
    known = tariffs_of(tomllib.loads(new + old + pages), "own.toml")["pieces"]
    assert [t.tiers[0].rate for t in known] == [1, 3]
    assert [t.covers(date(2025, 12, 31)) for t in known] == [True, False]
    assert [t.covers(date(2026, 1, 1)) for t in known] == [False, True]
    with pytest.raises(LawDataError, match="重叠"):
        tariffs_of(tomllib.loads(new + old.replace("to = 2025-12-31", "") + pages), "own.toml")
    with pytest.raises(LawDataError, match="pages 没有写"):
        tariffs_of(tomllib.loads(new), "own.toml")
    with pytest.raises(LawDataError, match="不连续"):  # nothing comes after a tier without end
        tariffs_of(
            tomllib.loads(pages.replace("rate = 1 }", "rate = 1 }, { from = 1, rate = 2 }") + new), "own.toml"
        )
    with pytest.raises(LawDataError, match="不连续"):
        tariffs_of(tomllib.loads(pages.replace("from = 1,", "from = 2,") + new), "own.toml")


@given(st.integers(31, 3000))
def test_the_tail_rises_by_a_hundred_every_ten_pieces(number: int) -> None:
    assert fee_for_next("pieces", number - 1, 1) == 100 * -(-(number - 20) // 10)


@given(st.sampled_from(["pieces", "pages"]), st.integers(0, 500), st.integers(0, 50))
def test_more_never_costs_less(ladder: Ladder, before: int, more: int) -> None:
    assert fee_for_next(ladder, before, more) >= 0


@pytest.mark.parametrize("number", [-1, 10**7])
def test_impossible_numbers(number: int) -> None:
    with pytest.raises(GongkaiError):
        fee("pieces", number)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--pieces", "3", "--pages", "3"],
        ["--pieces", "三"],
        ["--pages=-1"],
        ["--pages", "9999999"],
        ["--pages", "3", "--on", "5月"],
        ["--pages", "3", "--on", "2020-01-01"],
    ],
)
def test_bad_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fee", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.strip().splitlines()) == 1


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fee", "--pieces", "55", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["yuan"] == 9000 and len(answer["steps"]) == 5 and answer["basis"]
    assert all(step["basis"] == answer["basis"] for step in answer["steps"])
    assert cli.main(["fee", "--pages", "201"]) == 0
    assert "2740元" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["1000001", "99999999999", "9" * 5000])
def test_a_number_too_large_is_not_called_a_wrong_number(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fee", "--pages", number]) == 2
    assert "1000000" in capsys.readouterr().err
