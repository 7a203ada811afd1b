"""Small inputs after bug reports that other people filed: each is read right, or says what was not read.

The inputs are not ours to carry; where the folder is absent the cases are skipped. Every rule has a case of its own,
built in code, in the tests beside this one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gongkai import files, gongwen
from gongkai.exceptions import Unreadable
from gongkai.gongwen.commands import as_json
from gongkai.statforms.checks import check_report
from gongkai.statforms.reading.report import read_report

FOLDER = Path(__file__).parents[3] / "shared" / "findings" / "public" / "files"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of public inputs is not beside this checkout"
)

TITLE = "清溪市教育局关于做好校园食堂信息公开工作的通知"
NUMBER = "清教办〔2026〕17号"
USUAL = {"doc_number": NUMBER, "title": TITLE, "addressee": "各区教育局，局属各学校", "date": "2026-08-21"}
HEAD = {"doc_number": NUMBER, "title": TITLE}
SIGNED = {"date": "2026-08-21", "signature": "清溪市教育局"}
ON_REQUEST = {"attribute": "依申请公开"}

# file → fields, words that stand in the text, words that do not, words of a warning (any one suffices)
DOCUMENTS: dict[str, tuple[dict[str, Any], list[str], list[str], list[str]]] = {
    "mark-deleted.docx": (HEAD, [], [], []),
    "style-hidden.docx": ({}, [], ["内部底价"], ["隐藏"]),
    "white-text.docx": ({}, [], ["内部底价"], ["看不见"]),
    "struck-text.docx": ({}, ["每餐12元"], ["1012"], ["删除线"]),
    "sign-operators.docx": ({}, ["收支差≥5%的，每餐增减±2元的，冷藏不高于4°C。"], [], []),
    "legal-numbers.docx": ({}, ["一、公开内容", "1.1收支", "1.2食谱"], [], []),
    "level-by-style.docx": ({}, ["一、公开内容", "（一）收支", "（二）食谱", "二、公开时限"], [], []),
    "never-restart.docx": ({}, ["1.收支", "2.食谱", "二、公开时限", "3.每月五日前"], [], []),
    "zodiac-numbers.docx": ({}, ["子、按月公开收支", "丑、按周公开食谱"], [], []),
    "css-hidden.html": ({}, [], ["内部底价"], ["不显示"]),
    "guide-in-title.html": ({"title": "清溪市教育局关于翊新小学招生工作的通知"}, [], [], []),
    "number-angle.txt": ({"title": TITLE, "doc_number": NUMBER}, [], [], []),
    "number-tail.txt": ({"title": TITLE, "doc_number": NUMBER}, [], [], []),
    "number-words.txt": ({"title": TITLE, "doc_number": NUMBER}, [], [], []),
    "number-letter-o.txt": ({"title": TITLE}, [], [], []),
    "tick-behind.txt": ({"attribute": "主动公开"}, [], [], []),
    "title-note.docx": ({"title": TITLE}, [], [], []),
    "html-chunk.docx": ({}, ["二、收费标准为每人每餐12元。"], [], []),
    "alternate-block.docx": ({}, ["一、每月5日前公开收支。", "二、按周公开食谱。"], [], []),
    "form-check-box.docx": (ON_REQUEST, ["☑", "□"], [], []),
    "ring-field.docx": ({}, ["①按月公开食堂收支。", "②按周公开食谱。"], [], []),
    "sign-font-letters.docx": (ON_REQUEST, ["☑", "□"], ["þ", "¨"], []),
    "placeholder-title.docx": ({"title": TITLE, "addressee": "各区教育局，局属各学校"}, [], ["单击此处"], []),
    "list-style.docx": ({}, ["一、公开内容", "二、公开时限"], [], []),
    "ordered-list.html": ({}, ["1.按月公开食堂收支。", "2.按周公开食谱。"], [], []),
    "page-in-pre.html": (USUAL, [], [], []),
    "date-yuan.txt": ({"date": "2026-01-05", "signature": "清溪市教育局"}, [], [], []),
    "date-weekday.txt": (SIGNED, [], [], []),
    "date-soft-hyphen.txt": (SIGNED, [], [], []),
    "date-twenty.txt": (SIGNED, [], [], []),
    "tick-round.txt": (ON_REQUEST, [], [], []),
    "black-box.pdf": ({}, [], ["138"], ["遮"]),
    "filled-form.pdf": ({}, ["QJB-2026-17"], [], []),
    "letters-apart.pdf": ({}, ["清溪市教育局文件", "一、按月公开食堂收支。"], ["清 溪 市", "按 月"], []),
    "page-numbers-first.pdf": ({}, [], ["- 1 -", "- 2 -", "- 3 -"], []),
    "watermark.pdf": ({"attribute": "主动公开"}, [], [], []),
    "strict-notice.docx": (USUAL, [], [], []),
    "main-part-second.docx": (USUAL, [], [], []),
    "flat-word.doc": (USUAL, [], ["w:p", "<"], []),
    "page-in-form.html": (USUAL, [], [], []),
    "one-byte-lost.txt": (USUAL, ["\ufffd"], [], ["损坏"]),
    "wide-no-mark.txt": (USUAL, [], [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_right(name: str) -> None:
    fields, there, gone, warned = DOCUMENTS[name]
    document = gongwen.read(FOLDER / name)
    said = as_json(document)
    for field, value in fields.items():
        got = said[field]["text"] if field == "doc_number" else said[field]
        assert got == value, field
    for words in there:
        assert words in document.text
    for words in gone:
        assert words not in document.text
    assert not warned or any(word in one for word in warned for one in document.warnings)


@pytest.mark.parametrize(
    "name",
    ["attachments-brackets.txt", "attachments-words.txt", "attachments-rings.txt", "ordered-list.html"],
)
def test_attachments_are_named_one_by_one(name: str) -> None:
    said = as_json(gongwen.read(FOLDER / name))
    assert [one["name"] for one in said["attachments"]] == ["校园食堂公开事项表", "填报说明"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("late-row.docx", [["甲", "乙", "丙"], ["", "乙值", "丙值"]]),
        ("old-merge.docx", [["收费项目", "金额"], ["早餐", "元/人", "5"]]),
        ("row-deleted.docx", [["项目", "金额"], ["早餐", "5"], ["午餐", "12"]]),
    ],
)
def test_a_grid_keeps_its_cells(name: str, rows: list[list[str]]) -> None:
    tables = [block for block in files.read_path(FOLDER / name).blocks if isinstance(block, files.Table)]
    assert [[cell.text for cell in row] for row in tables[0].rows] == rows


def test_a_turned_page_keeps_the_order_of_its_lines() -> None:
    text = gongwen.read(FOLDER / "sideways-page.pdf").text
    assert text.index("为方便家长") < text.index("一、") < text.index("二、")


def test_two_columns_are_read_one_after_the_other() -> None:
    text = gongwen.read(FOLDER / "two-columns.pdf").text
    assert text.rindex("甲栏") < text.index("乙栏")


TWELVE = [
    "report-raised-note.docx", "report-struck.docx", "report-hidden-run.docx", "report-moved.docx",
    "report-guide.docx", "report-not-visible.html", "report-choice-page.html", "report-hidden-cell.html",
    "report-wrong-charset.html", "report-form-page.html", "alternate-report.docx", "backslash-report.docx",
]  # fmt: skip


@pytest.mark.parametrize("name", TWELVE)
def test_a_figure_of_a_report_is_what_is_shown(name: str) -> None:
    report = read_report(FOLDER / name)
    assert report.cells["t3.r1.natural"] == 12
    assert (report.cells["t3.r3_7.total"], report.cells["t2.fee.amount"]) == (15, 56.7)
    assert not report.unread


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("one-cell-wan.docx", 1234), ("one-cell-words.docx", 1234), ("one-cell-space.docx", 1234),
        ("one-cell-accused.docx", None), ("half-figure.docx", None),
    ],
)  # fmt: skip
def test_a_cell_with_signs_in_it_is_never_blank(name: str, value: int | None) -> None:
    report = read_report(FOLDER / name)
    cell = "t2.licence.decisions"
    assert cell in report.unread or report.cells[cell] == value is not None
    assert not [one for one in check_report(report, None, []) if one.code == "R06" and cell in one.where]
    assert json.dumps(report.as_dict(), ensure_ascii=False).count(cell)


def test_a_password_is_called_a_password() -> None:
    with pytest.raises(Unreadable, match="密码"):
        gongwen.read(FOLDER / "with-password.docx")


def test_a_damaged_number_is_kept_as_found() -> None:
    said = as_json(gongwen.read(FOLDER / "number-letter-o.txt"))
    number = said["doc_number"]["text"]
    assert number == NUMBER or (re.search("2O26", number) and said["doc_number"]["damaged"])
