"""Kinds of papers that another hand's generator wrote and the reader got wrong: one small input for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.files.books import Page, book
from tests.files.test_pdf_by_place import put

from gongkai.statforms.cellvalues import read_cell
from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding
from gongkai.statforms.folding import label_key
from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import Document, Line, read_bytes
from gongkai.statforms.reading.labels import find_hits
from gongkai.statforms.reading.report import Report, read_document, read_report
from gongkai.statforms.reading.stream import cut

from .generator import make
from .grids import grids
from .layouts import TITLES, bars
from .narratives import report_text
from .pdfs import _file


def report(text: str, title: str = "云海市教育局2023年政府信息公开工作年度报告") -> Report:
    return read_document(read_bytes(report_text(text, title=title).encode(), "r.txt"), "r.txt")


def found(text: str, *codes: str) -> list[Finding]:
    return [one for one in check_report(report(text)) if one.code in codes]


@pytest.mark.parametrize(
    ("said", "number"), [("３５６．７８", 356.78), ("２８．７", 28.7), ("1．5", 1.5), ("－１", -1)]
)
def test_a_full_width_point_is_a_point_and_a_minus_a_minus(said: str, number: float) -> None:
    value = read_cell(said)
    assert value is not None and value.number == number


def _book_report(name: str) -> Report:
    data = book(
        Page("正文", [["云海市教育局2023年政府信息公开工作年度报告"], ["一、总体情况"], ["认真公开。"]]),
        Page(
            "收费",
            [
                ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
                ["规章"],
                ["行政规范性文件", 3.0, 1.0, 28.0],
                ["信息内容", "本年收费金额（单位：万元）"],
                ["行政事业性收费"],
            ],
        ),
        Page(name, [["未经复议直接起诉", "说明"]]),
    )
    return read_document(read_bytes(data, "r.xlsx"), "r.xlsx")


@pytest.mark.parametrize("name", ["表3", "3", "Sheet3", "附表 3"])
def test_the_name_of_a_sheet_is_no_figure(name: str) -> None:
    read = _book_report(name)
    assert read.cells["t2.fee.amount"] is None and "t2.fee.amount" not in read.unread


def test_a_row_of_a_workbook_with_its_label_alone_is_a_row_of_blanks() -> None:
    read = _book_report("表3")
    assert [read.cells[f"t2.reg.{one}"] for one in ("made", "repealed", "valid")] == [None] * 3
    assert not [cell for cell in read.unread if cell.startswith("t2.reg.")]
    assert read.cells["t2.norm.valid"] == 28


@pytest.mark.parametrize("where", ["计1 条）", "计\n1条）", "计1\n条）"])
def test_a_digit_of_a_label_that_a_line_cuts_is_no_figure(where: str) -> None:
    lines = f"主动公开政府信息数 1259\n（不同渠道和方式公开相同信息{where}".split("\n")
    tokens = cut(Document("txt", tuple(Line(n, one) for n, one in enumerate(lines, 1))))
    assert [t.value.number for t in tokens if t.value and t.value.number is not None] == [1259]


def test_a_total_glued_to_its_word_is_a_figure() -> None:
    tokens = cut(Document("txt", (Line(1, "（七）总计26"),)))
    assert [t.value.number for t in tokens if t.value] == [26]


def test_figures_that_nearly_touch_are_two() -> None:
    """Gaps of 4 points between letters of 10, and none within a figure."""
    drawn = [
        put(60, 700, "为方便家长了解情况，现通知如下，请认真执行。"),
        put(60, 660, "63"),
        put(78, 660, "1032"),
    ]
    wide = read_bytes(_file(["\n".join(drawn)]), "r.pdf")
    said = next(line.text for line in wide.lines if "63" in line.text)
    assert said == "63 1032"


def test_figures_behind_the_next_label_do_not_belong_to_the_row_before() -> None:
    """A label of four lines and blank cells, then one whose lines stand beside a merged cell."""
    lines = [
        ("1.申请人无正当理由", (200.0,)), ("逾期不补正、行政", (200.0,)), ("机关不再处理其政", (200.0,)), ("府信息公开申请", (200.0,)),
        ("）其 2.申请人逾期未按收", (122.0, 202.0)), ("他处 费通知要求缴纳费", (122.0, 197.0)), ("理 用、行政机关不再 10 10", (122.0, 197.0, 440.0, 519.0)),
    ]  # fmt: skip
    tokens = cut(Document("pdf", tuple(Line(n, text, None, at) for n, (text, at) in enumerate(lines, 1))))
    first = next(hit for hit in find_hits(tokens) if hit.key.startswith("申请人无正当理由"))
    assert first.values == []


def test_one_figure_for_two_decisions_is_compared_with_both() -> None:
    """Granted 13 and partly granted 4: 17 together."""
    assert not found("全年共答复申请26件。其中，予以公开及部分公开17件，其余按照规定作其他答复。", "X01")
    wrong = found("全年共答复申请26件。其中，予以公开及部分公开19件，其余按照规定作其他答复。", "X01")
    assert [one.level for one in wrong] == ["error"] and "予以公开和部分公开" in wrong[0].message
    assert not found("答复中予以公开、部分公开分别为13件、4件。", "X01")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("政府信息公开行政复议案件中，结果维持5件。", "X01"),
        ("无政府信息公开行政诉讼案件。", "V01"),
        ("全年发布政策解读11条，回应关切17条，共29条。", "P01"),
        ("全年主动公开政府信息1280条。\n全年主动公开政府信息1208条。", "P03"),
        ("全年主动公开政府信息820条，其中门户网站公开940条、政务微信公开120条。", "P01"),
        ("1月1日至11月30日，主动公开政府信息1320条。\n全年主动公开政府信息1210条。", "X11"),
        ("数据截止日期为12月25日。", "D01"),
        ("松岗县水利局认真落实公开要求，松岗县水利局主动公开水利工程建设信息。", "Y04"),
        ("全年召开会议null次，持续推进公开工作。", "K03"),
        ("公开栏目包括政务动态、政务动态、通知公告、政策文件等。", "K04"),
        ("政府信息公开工作年 度 报 告", "K07"),
    ],
)
def test_a_fault_is_named(text: str, code: str) -> None:
    assert found(text, code)


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开行政复议案件中，结果维持2件。",
        "行政诉讼案件中，结果维持1件，行政复议后起诉的均未审结。",
        "全年发布政策解读11条，回应关切17条，共28条。",
        "全年主动公开政府信息1280条。\n政务微博全年主动公开政府信息208条。",
        "全年办结信访事项1件，其中不予处理1件；结转下年度继续办理4件。",
        "全年主动公开政府信息940条，其中门户网站公开820条、政务微信公开620条。",
        "1月1日至11月30日，主动公开政府信息1120条。\n全年主动公开政府信息1210条。",
        "数据截止日期为12月31日。",
        "松岗县的学校认真落实公开要求。",
        "公开栏目包括政务动态、通知公告、政策文件等。",
        "政 府 信 息 公 开",
    ],
)
def test_what_holds_is_not_accused(text: str) -> None:
    assert not found(text, "X01", "V01", "P01", "P02", "P03", "X11", "D01", "Y04", "K03", "K04", "K07")


def test_tables_of_a_form_for_other_years_are_named() -> None:
    old = load_form("annual_2019")
    cells: dict[str, float | None] = dict.fromkeys(old.cell_ids(), 0)
    lines = ["云海市教育局2023年政府信息公开工作年度报告", "一、总体情况", "认真公开。"]
    for name, grid in grids("annual_2019", cells, lambda _, v: str(v)).items():
        lines += [TITLES[name], *bars(grid)]
    read = read_document(read_bytes("\n".join(lines).encode(), "r.txt"), "r.txt")
    assert [one for one in check_report(read) if one.code == "D04" and "表式" in one.message]
    assert not [one for one in check_report(report("认真公开。")) if one.code == "D04"]


@pytest.mark.parametrize("said", ["行政規範性檔案", "行政规范性文件", "行政規範性文件"])
def test_a_converter_of_scripts_that_changed_a_word_hides_no_label(said: str) -> None:
    assert label_key(said) == label_key("行政规范性文件")


def test_a_row_named_in_a_sentence_is_not_the_row() -> None:
    """A sentence that a page cut into lines names two rows before the table."""
    said = "办结26件，其中予以公开13\n件、部分公开 4 件的信息"
    read = report(said)
    assert not read.unread
    assert (read.cells["t3.r1.total"], read.cells["t3.r3_1.total"], read.cells["t3.r3_2.total"]) == (
        25,
        13,
        4,
    )


@pytest.mark.parametrize(("said", "unread"), [("28·7", True), ("28.7", False), ("", False)])
def test_signs_that_are_no_figure_leave_no_blank_cell(said: str, unread: bool) -> None:
    """Each cell on a line of its own."""
    cells: dict[str, float | None] = dict.fromkeys(load_form("annual_2014").cell_ids(), 5)
    grid = grids("annual_2014", cells, lambda cell, v: said if cell == "s8_4" else str(v))["main"]
    lines = ["云海市教育局2016年政府信息公开工作年度报告", "一、概述", "认真公开。"]
    text = "\n".join([*lines, *(box.text for row in grid for box in row)])
    read = read_document(read_bytes(text.encode(), "r.txt"), "r.txt")
    assert ("s8_4" in read.unread) is unread
    assert read.cells["s8_4"] == (28.7 if said == "28.7" else None)
    assert read.cells["s9_1"] == 5


def test_a_first_figure_of_one_behind_a_total_is_a_figure(tmp_path: Path) -> None:
    made = make("annual_2019", "I-giant-cell", seed=102, writer="units")
    path = tmp_path / made.name
    path.write_bytes(made.data)
    report = read_report(path)
    assert made.cells["t4.review.maintain"] == 1, "总计 1件: not the 计1件 of a note"
    assert report.cells == made.cells
