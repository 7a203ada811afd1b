"""Formats beside Word, pages, text and PDF: workbooks, saved pages, old Office through LibreOffice where it is installed."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess

import pytest
from openpyxl import Workbook

from gongkai import files, gongwen
from gongkai.cli import main
from gongkai.exceptions import Unreadable
from gongkai.files import door, office
from gongkai.files.word import reader

from .papers import p, table, word


def book() -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = "表"
    sheet["A1"] = "收费公示表"
    sheet.merge_cells("A1:C1")
    for row in (
        ["项目", "", "金额"],
        ["早餐", "元", 5],
        ["占比", "", 0.52],
        ["日期", "", dt.date(2026, 8, 21)],
        ["合计", "", "=C3*2"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:B2")
    sheet["C4"].number_format = "0%"
    sheet.append(["内部", "", "8元"])
    sheet.row_dimensions[7].hidden = True
    made.create_sheet("底稿")["A1"] = "不公开"
    made["底稿"].sheet_state = "hidden"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_workbook_is_its_visible_cells() -> None:
    document = files.read(book(), "表.xlsx")
    title, grid = document.blocks
    assert isinstance(title, files.Paragraph) and title.text == "收费公示表"
    assert isinstance(grid, files.Table)
    assert [[(cell.text, cell.colspan) for cell in row] for row in grid.rows] == [
        [("项目", 2), ("金额", 1)],
        [("早餐", 1), ("元", 1), ("5", 1)],
        [("占比", 1), ("", 1), ("52%", 1)],
        [("日期", 1), ("", 1), ("2026-08-21", 1)],
        [("合计", 1), ("", 1), ("（公式未存结果）", 1)],
    ]
    assert {one.code for one in document.hidden} == {"hidden_sheet", "hidden_rows"}
    assert [one.what for one in document.unread] == ["公式1格"]


def test_a_table_is_no_official_document() -> None:
    with pytest.raises(Unreadable, match="不是公文"):
        gongwen.read(book(), "表.xlsx")


def test_a_page_saved_in_one_file_is_the_page() -> None:
    page = "<html><head><title>通知</title></head><body><p>关于收费的通知</p></body></html>".encode("gb18030")
    saved = (
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page
        + b"\r\n--X--\r\n"
    )
    assert gongwen.read(saved, "a.mht").text == "关于收费的通知"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"BM" + b"\0" * 50, "图片"), (b"Rar!\x1a\x07" + b"0" * 50, "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"0" * 600, "密码"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_the_file_is(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        files.read(data, "a.docx")


def test_the_command_lists_what_is_read_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats", "--json"]) == 0
    said = {
        ending: one["read"]
        for one in json.loads(capsys.readouterr().out)["formats"]
        for ending in one["endings"]
    }
    assert all(said[one] for one in ("docx", "xlsx", "ofd", "xls", "et", "ods"))
    assert said["doc"] and said["odt"] is (office.program() is not None)


def test_without_the_converter_old_files_are_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(Unreadable, match="RTF"):
        files.read(b"{\\rtf1 abc}", "a.rtf")


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_bytes_that_only_call_themselves_old_word_are_refused() -> None:
    junk = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"x" * 600
    with pytest.raises(Unreadable, match="已损坏"):
        files.read(junk, "a.doc")


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["rtf", "odt"])
def test_old_and_open_formats_keep_words_and_grids(ending: str, tmp_path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(word(p("关于收费的通知") + table(["项目", "金额"], ["早餐", "5"])))
    subprocess.run(
        [str(office.program()), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", ending,
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    document = files.read_path(tmp_path / f"a.{ending}")
    grid = next(block for block in document.blocks if isinstance(block, files.Table))
    assert [[cell.text for cell in row] for row in grid.rows] == [["项目", "金额"], ["早餐", "5"]]
    assert document.kind == ending and any("LibreOffice" in one for one in document.warnings)


@pytest.mark.parametrize(
    ("mark", "body", "unread"),
    [
        (b"\x16\x24\x01", p("项目金额早餐5"), ["原文件里的表格"]),
        (b"\x16\x24\x01", table(["项目", "金额"], ["早餐", "5"]), []),
        (b"\x16\x24\x00", p("项目金额早餐5"), []),
    ],
)
def test_a_table_of_an_old_file_that_came_back_as_words_is_called_unread(
    mark: bytes, body: str, unread: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells run together read like a sentence: “早餐5” is no figure of any row."""
    monkeypatch.setattr(office, "convert", lambda data, kind: word(body))
    document = door._converted(b"\xd0\xcf\x11\xe0" + mark + b"rest", "doc", reader.read)
    assert [each.what for each in document.unread] == unread
