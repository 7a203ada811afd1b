"""Workbooks: what a sheet shows is read, what it hides is named, what is not there is said; by whatever program it was written."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.files.books import Page, book

from gongkai import files, tables
from gongkai.exceptions import Unreadable
from gongkai.files import hidden, sheets

# A number of nobody: no district of that code exists.
NOBODY = "999999199903070018"
LIST = [["学校", "名额"], ["文津路小学", 40.0]]
HEADS = ["姓名", "账号"]


def grid_of(data: bytes) -> list[list[str]]:
    found = [block for block in files.read(data, "表.xlsx").blocks if isinstance(block, files.Table)]
    return [[cell.text for cell in row] for row in found[0].rows]


def findings(data: bytes) -> set[tuple[str, str]]:
    return {(one.code, one.place) for one in hidden.find_hidden(data, "表.xlsx")}


def people(data: bytes) -> list[dict[str, str]]:
    lines = tables.read(data, heads=HEADS, required=HEADS, other_heads={}, most=10)
    return [dict(line.cells) for line in lines]


@pytest.mark.parametrize("way", [{"strict": True}, {"prefix": "x"}, {"strict": True, "prefix": "s"}])
def test_whoever_wrote_the_file_its_cells_are_read_and_looked_into(way: dict[str, str]) -> None:
    data = book(Page("名单", [*LIST, ["合计", NOBODY]]), **way)  # type: ignore[arg-type]
    assert grid_of(data) == [["学校", "名额"], ["文津路小学", "40"], ["合计", NOBODY]]
    assert tables.grid(data, 10) == [(1, ["学校", "名额"]), (2, ["文津路小学", "40"]), (3, ["合计", NOBODY])]
    assert findings(data) == {("id_card", "名单!B3")}


@pytest.mark.parametrize("colour", ["FF0000", "#12", "red", ""])
def test_a_colour_that_is_none_damages_nothing(colour: str) -> None:
    styles = f'<fonts count="1"><font><color rgb="{colour}"/></font></fonts><cellXfs><xf fontId="7" numFmtId="x"/></cellXfs>'
    data = book(Page("名单", LIST), styles=styles)
    assert grid_of(data) == [["学校", "名额"], ["文津路小学", "40"]]
    assert findings(data) == set() and len(tables.grid(data, 10)) == 2


@pytest.mark.parametrize(("merge", "at"), [("A3:B3", "B3"), ("A2:A3", "A3"), ("A2:B3", "B3")])
def test_what_lies_under_a_merged_cell_is_no_cell_and_is_named(merge: str, at: str) -> None:
    rows = [["学校", "名额"], ["合计", ""], ["", ""]]
    rows[int(at[1]) - 1][ord(at[0]) - 65] = NOBODY
    if merge == "A3:B3":
        rows[2][0] = "合计"
    data = book(Page("名单", rows, after=f'<mergeCells><mergeCell ref="{merge}"/></mergeCells>'))  # type: ignore[arg-type]
    read = files.read(data, "表.xlsx")
    assert NOBODY not in "".join(files.document.block_text(block) for block in read.blocks)
    assert [one.code for one in read.hidden] == ["under_merge"]
    assert ("id_card", f"名单!{at}") in findings(data)
    assert NOBODY not in str(tables.grid(data, 10))


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ("<headerFooter><oddFooter>&amp;C&amp;10联系人 13800138000</oddFooter></headerFooter>", "工作表“名单”的页眉页脚"),
        ("<headerFooter><firstHeader>&amp;L13800138000</firstHeader></headerFooter>", "工作表“名单”的页眉页脚"),
        ('<dataValidations><dataValidation type="list" sqref="A1"><formula1>"13800138000,无"</formula1></dataValidation></dataValidations>', "工作表“名单”的可选值"),
    ],
)  # fmt: skip
def test_a_person_beside_the_cells_is_found(after: str, place: str) -> None:
    assert findings(book(Page("名单", LIST, after=after))) == {("mobile", place)}


def test_a_hidden_first_sheet_is_not_the_table() -> None:
    old = Page("旧名单", [HEADS, ["旧人", "jiuren"]], hidden=True)
    assert people(book(old, Page("人员", [HEADS, ["周禾", "zhouhe"]]))) == [
        {"姓名": "周禾", "账号": "zhouhe"}
    ]
    assert tables.grid(book(old, Page("表", [["甲"]])), 5) == [(1, ["甲"])]


def test_the_sheet_with_the_heads_is_the_table_wherever_it_stands() -> None:
    data = book(Page("填表说明", [["先读这里"]]), Page("人员", [HEADS, ["周禾", "zhouhe"]]))
    assert people(data) == [{"姓名": "周禾", "账号": "zhouhe"}]


def test_a_named_sheet_that_is_hidden_is_said_and_not_taken_for_missing() -> None:
    data = book(Page("说明", [["甲"]]), Page("人员", [HEADS, ["周禾", "zhouhe"]], hidden=True))
    with pytest.raises(Unreadable, match="“人员”表是隐藏的"):
        tables.read(data, heads=HEADS, required=HEADS, other_heads={}, most=10, sheet="人员")


def test_a_formula_without_result_is_no_empty_cell() -> None:
    data = book(Page("人员", [HEADS, ["周禾", '=LOWER("ZH")']]))
    with pytest.raises(Unreadable, match=r"第2行的“账号”是公式.*保存一次"):
        people(data)
    with pytest.raises(Unreadable, match="第2行第2列是公式"):
        tables.grid(data, 10)
    assert [one.what for one in files.read(data, "表.xlsx").unread] == ["公式1格"]


def test_a_formula_in_a_column_nobody_asked_for_stops_nothing() -> None:
    assert people(book(Page("人员", [[*HEADS, "序"], ["周禾", "zhouhe", "=ROW()"]])))


def test_days_count_from_where_the_book_says() -> None:
    page = Page("表", [["日期"], [44000.0]], styles={"A2": 0})
    day = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    assert tables.grid(book(page, styles=day), 5)[1] == (2, ["2020-06-18"])
    macintosh = book(page, styles=day, properties='<workbookPr date1904="1"/>')
    assert tables.grid(macintosh, 5)[1] == (2, ["2024-06-19"])


def test_a_part_that_declares_entities_is_refused() -> None:
    data, out = book(Page("表", LIST)), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            said = old.read(name)
            if name.endswith("sheet1.xml"):
                said = b'<!DOCTYPE x [<!ENTITY a "40">]>' + said.replace(b"40", b"&a;")
            new.writestr(name, said)
    with pytest.raises(Unreadable, match="不合规范"):
        sheets.read(out.getvalue())


def test_hidden_rows_of_a_filled_form_are_rows() -> None:
    """A filter hides rows and deletes none: an import that shows its preview takes them, a document names them."""
    data = book(Page("人员", [HEADS, ["周禾", "zhouhe"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="2"', b'<row r="2" hidden="1"'))
    assert people(out.getvalue()) == [{"姓名": "周禾", "账号": "zhouhe"}]
    assert [one.code for one in files.read(out.getvalue(), "表.xlsx").hidden] == ["hidden_rows"]
