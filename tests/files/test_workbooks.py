"""Old and open workbooks: cells as they are shown, spans, hidden sheets, rows and columns, as from an .xlsx."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.files.books import Page, book
from tests.files.old import record, sheet, workbook

from gongkai import files, gongwen
from gongkai.exceptions import Unreadable
from gongkai.files import office

CELLS = [
    (0, 0, "收费公示表", 0), (1, 0, "项目", 0), (1, 2, "金额", 0), (2, 0, "早餐", 0), (2, 1, "元", 0), (2, 2, 5.0, 0),
    (3, 0, "占比", 0), (3, 2, 0.52, 1), (4, 0, "日期", 0), (4, 2, 46255.0, 2), (5, 0, "内部", 0), (5, 2, "8元", 0),
]  # fmt: skip
GRID = [
    [("项目", 2), ("金额", 1)],
    [("早餐", 1), ("元", 1), ("5", 1)],
    [("占比", 1), ("", 1), ("52%", 1)],
    [("日期", 1), ("", 1), ("2026-08-21", 1)],
]
OLD = workbook(
    ("表", sheet([*CELLS, (2, 4, "藏列", 0), (1, 1, "压住", 0)], merges="0-0-0-2 1-1-0-1", hidden_rows=(5,), hidden_columns=(4,))),
    ("底稿", sheet([(0, 0, "不公开", 0)])),
    hidden=("底稿",),
)  # fmt: skip


def ods(table: str, styles: str = "", manifest: str = "") -> bytes:
    """An open workbook of one or more tables."""
    names = ("office", "table", "text", "style", "manifest")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>"
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def cell(said: str, more: str = "", inner: str = "") -> str:
    return f"<table:table-cell {more}>{inner}<text:p>{said}</text:p></table:table-cell>"


BLANK = "<table:table-cell/>"
OPEN = ods(
    '<table:table table:name="表"><table:table-columns><table:table-column table:number-columns-repeated="4"/>'
    '<table:table-column table:visibility="collapse"/></table:table-columns>'
    + "".join(
        f"<table:table-row{more}>{row}</table:table-row>"
        for row, more in (
            (cell("收费公示表", 'table:number-columns-spanned="3"') + '<table:covered-table-cell table:number-columns-repeated="3"/>' + cell("藏列"), ""),
            (cell("项目", 'table:number-columns-spanned="2"') + "<table:covered-table-cell><text:p>压住</text:p></table:covered-table-cell>" + cell("金额"), ""),
            (cell("早餐", inner="<office:annotation><text:p>批</text:p></office:annotation>") + cell("元")
             + cell("5.00", 'office:value-type="float" office:value="5"'), ""),
            (cell("占比") + BLANK + cell("52%", 'office:value-type="percentage" office:value="0.52"'), ""),
            (cell("日期") + BLANK + cell("26年", 'office:value-type="date" office:date-value="2026-08-21"'), ""),
            (cell("内部") + BLANK + cell("8元"), ' table:visibility="collapse"'),
            ('<table:table-cell table:number-columns-repeated="1024"/>', ' table:number-rows-repeated="1048570"'),
        )
    )
    + '</table:table><table:table table:name="底稿" table:style-name="t2"><table:table-row>' + cell("不公开") + "</table:table-row></table:table>",
    styles='<style:style style:name="t2" style:family="table"><style:table-properties table:display="false"/></style:style>',
)  # fmt: skip


@pytest.mark.parametrize(("data", "name"), [(OLD, "表.xls"), (OLD, "表.et"), (OPEN, "表.ods")])
def test_a_workbook_is_its_visible_cells(data: bytes, name: str) -> None:
    document = files.read(data, name)
    title, grid = document.blocks
    assert isinstance(title, files.Paragraph) and title.text == "收费公示表"
    assert isinstance(grid, files.Table)
    assert [[(one.text, one.colspan) for one in row] for row in grid.rows] == GRID
    assert {"hidden_sheet", "hidden_rows", "under_merge"} <= {one.code for one in document.hidden}
    with pytest.raises(Unreadable, match="不是公文"):
        gongwen.read(data, name)


def test_several_sheets_stand_under_their_names_and_repeats_are_spread() -> None:
    row = f'<table:table-row table:number-rows-repeated="2">{cell("0", """table:number-columns-repeated="3" office:value-type="float" office:value="0" """)}</table:table-row>'
    page = '<table:table table:name="{}">{}</table:table>'
    document = files.read(ods(page.format("甲", row) + page.format("乙", row)), "a.ods")
    first, table, second, _ = document.blocks
    assert isinstance(first, files.Paragraph) and isinstance(second, files.Paragraph)
    assert (first.text, second.text, first.level) == ("甲", "乙", 1)
    assert isinstance(table, files.Table)
    assert [[one.text for one in line] for line in table.rows] == [["0"] * 3] * 2


def test_columns_beyond_what_is_read_are_said() -> None:
    wide = [["x"] * 203, ["y"] * 3]
    document = files.read(book(Page("表", wide)), "a.xlsx")
    assert [one.what for one in document.unread] == ["工作表“表”第200列以后的3格"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook(("表", sheet([(0, 0, "a", 0)])), before=record(0x2F, bytes(54))), "打开密码"),
        (workbook(("表", sheet([(0, 0, "不公开", 0)])), hidden=("表",)), "没有能读的工作表"),
        (workbook(("表", sheet([]))), "没有文字"),
        (OLD[:3000], "已损坏"),
        (OLD[:700] + b"\xff" * 900 + OLD[1600:], "已损坏"),
        (ods("", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), "打开密码"),
        (ods('<table:table table:name="表"/>'), "没有文字"),
        (ods("<table:table><table:table-row table:number-rows-repeated='900000'>" + cell("甲") * 9 + "</table:table-row></table:table>"), "拆分"),
        (ods("<table:table>" + "<table:table-row>" + cell("甲", 'table:number-columns-repeated="999999"') + "</table:table-row></table:table>"), "拆分"),
        (ods("<table:table>"), "已损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_ends_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        files.read(data, "坏表")
    assert caught.value.sentence.startswith("“坏表”") and caught.value.sentence.endswith("。")


def test_a_binary_workbook_is_called_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x00")
    with pytest.raises(Unreadable, match="xlsb"):
        files.read(stream.getvalue(), "a.xlsb")


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_what_another_program_writes_is_read_alike(ending: str, tmp_path: Path) -> None:
    made = Workbook()
    page = made.active
    for row in (
        ["项目", "", "金额"],
        ["早餐", "元", 5],
        ["占比", "", 0.525],
        ["合计", "", "=C2*2"],
        ["编号", "", "0012"],
    ):
        page.append(row)
    page.merge_cells("A1:B1")
    page["C3"].number_format = "0.0%"
    made.save(tmp_path / "a.xlsx")
    subprocess.run(
        [str(office.program()), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", ending,
         "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")],
        check=True, capture_output=True,
    )  # fmt: skip
    table = files.read_path(tmp_path / f"a.{ending}").blocks[0]
    assert isinstance(table, files.Table)
    assert [[(one.text, one.colspan) for one in row] for row in table.rows] == [
        [("项目", 2), ("金额", 1)],
        [("早餐", 1), ("元", 1), ("5", 1)],
        [("占比", 1), ("", 1), ("52.5%", 1)],
        [("合计", 1), ("", 1), ("10", 1)],
        [("编号", 1), ("", 1), ("0012", 1)],
    ]
