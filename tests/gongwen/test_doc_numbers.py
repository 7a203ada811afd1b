"""发文字号 in every form met, and the damaged ones that may only be proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.gongwen.numbers import find_numbers, parse_number


@pytest.mark.parametrize(
    "text",
    [
        "云教办〔2024〕13号", "云教办［2024］13号", "云教办[2024]13号", "云教办【2024】13号", "云教办﹝2024﹞13号",
        "云教办（2024）13号", "云教办(2024)13号", "云教办〔2024〕 13 号", "云 教 办 〔 2024 〕 13 号",
        "云教办〔２０２４〕１３号", "云教办〔2024]13号", "（云教办〔2024〕13号）", " 云教办〔2024〕13号　",
        "云教办〖2024〗13号", "云教办〔2024年〕13号",
    ],
)  # fmt: skip
def test_every_bracket_is_one_number(text: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.text, number.agency, number.year, number.serial) == (
        "云教办〔2024〕13号",
        "云教办",
        2024,
        13,
    )
    assert not number.damaged and number.candidates == ()


@pytest.mark.parametrize(
    ("text", "agency", "serial"),
    [
        ("国令第711号", "国令", 711),
        ("国务院令第492号", "国务院令", 492),
        ("教育部令第29号", "教育部令", 29),
        ("教育部第29号令", "教育部令", 29),
        ("第29号令", "令", 29),
        ("中华人民共和国主席令第十六号", "中华人民共和国主席令", 16),
        ("某府令32号", "某府令", 32),
    ],
)
def test_orders_have_no_year(text: str, agency: str, serial: int) -> None:
    number = parse_number(text)
    assert number is not None and not number.damaged
    assert (number.agency, number.year, number.serial) == (agency, None, serial)


@pytest.mark.parametrize(
    ("text", "agency", "year", "serial"),
    [
        ("〔2020〕5号", "", 2020, 5),
        ("云教委（党）〔2020〕5号", "云教委（党）", 2020, 5),
        ("云教规〔2020〕第5号", "云教规", 2020, 5),
        ("教育局公告2020年第5号", "教育局公告", 2020, 5),
    ],
)
def test_rarer_forms(text: str, agency: str, year: int, serial: int) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.agency, number.year, number.serial) == (agency, year, serial)


@pytest.mark.parametrize(
    "text", ["", "　", "无", "号", "无〔〕号", "〔〕号", "——", "/", "null", "NULL123", "暂无"]
)
def test_empty_forms_are_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("云教办2019137号", ("云教办〔2019〕137号",)),
        ("办2019137号", ("办〔2019〕137号",)),
        ("国办发〔201747号", ("国办发〔2017〕47号",)),
        ("国办发2017〕47号", ("国办发〔2017〕47号",)),
        ("国办发〕2017〔47号", ("国办发〔2017〕47号",)),
        ("云教办〔2024〕13", ("云教办〔2024〕13号",)),
        ("云教办〔24〕13号", ("云教办〔2024〕13号", "云教办〔1924〕13号")),
        ("云教办〔98〕13号", ("云教办〔1998〕13号",)),
        ("云教办〔2024〕号", ()),
    ],
)
def test_damaged_forms_are_marked_not_repaired(text: str, candidates: tuple[str, ...]) -> None:
    number = parse_number(text)
    assert number is not None and number.damaged
    assert number.candidates == candidates
    assert number.text == text and number.year is None and number.serial is None


@pytest.mark.parametrize(
    "text", ["各区教育局：", "2024年工作要点", "第三条", "共13号楼", "上海路13号", "云教办"]
)
def test_other_lines_are_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_cited_numbers_are_found_without_their_lead_in() -> None:
    text = "根据《某办法》（云教办〔2023〕7号）和国办发〔2017〕47号、教育部令第29号的要求，"
    assert [f.number.text for f in find_numbers(text)] == [
        "云教办〔2023〕7号",
        "国办发〔2017〕47号",
        "教育部令第29号",
    ]


def test_sort_key_orders_by_serial_not_by_letters() -> None:
    numbers = [parse_number(f"云教办〔2024〕{n}号") for n in (13, 2, 101)]
    ordered = sorted((n for n in numbers if n), key=lambda n: n.sort_key)
    assert [n.serial for n in ordered] == [2, 13, 101]


@given(st.text(max_size=120))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse_number(text)
    find_numbers(text)


@given(st.text("国办发令〔〕[]()（）第号年公告0123456789１〇一二十百 　", max_size=40))
def test_no_near_number_breaks_the_parser(text: str) -> None:
    number = parse_number(text)
    if number and number.damaged:
        assert number.year is None and number.serial is None
    find_numbers(text)
