"""No file stops the house: what is too long or forged ends in a sentence or a finding, quickly and in little memory."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gongwen.hostile import packed, paragraph, relation, relations, word
from tests.gongwen.hostile import workbook as book

from gongkai import gongwen
from gongkai.exceptions import Unreadable
from gongkai.files import guard, hidden, workbook
from gongkai.files.hidden import find_hidden, look

ID = "11010519491231002X"  # the worked example of GB 11643, nobody's number
BUDGET = 8.0  # seconds of processor time: what each of these took minutes for


@contextmanager
def quick(seconds: float = BUDGET) -> Iterator[None]:
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < seconds


def codes(data: bytes) -> list[tuple[str, str]]:
    return [(f.code, f.place) for f in find_hidden(data, "表.xlsx")]


def test_one_cell_in_the_last_corner_is_one_cell() -> None:
    with quick(1):
        looked = look(
            book('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), "表.xlsx"
        )
    assert looked.findings == [] and looked.extent == "1行"


def test_merged_ranges_are_not_unfolded() -> None:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 5000
    with quick(1):
        assert codes(book(f"<sheetData/><mergeCells>{merges}</mergeCells>")) == []


def test_a_cell_under_a_merged_one_is_looked_at() -> None:
    sheet = f'<sheetData><row r="1"><c r="A1"/><c r="B1" t="str"><v>{ID}</v></c></row></sheetData>'
    assert codes(book(sheet + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')) == [("id_card", "甲!B1")]


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData>"
        + "".join(f'<row r="{i}"><c r="A{i}"><v>{i * 7919}</v></c></row>' for i in range(1, 400_000)),
        "<sheetData>" + "".join(f'<x a="{i * 7919}"/>' for i in range(1_500_000)),
        "<cols>"
        + "".join(f'<col min="{i}" max="{i}" hidden="1"/>' for i in range(1, 300_000))
        + "</cols><sheetData>",
        "<sheetData>" + "".join(f'<row r="{i}" hidden="1"/>' for i in range(1, 500_000)),
    ],
    ids=["cells", "elements", "columns", "rows"],
)
def test_much_xml_in_a_sheet_ends_within_the_budget(sheet: str) -> None:
    with quick():
        find_hidden(book(sheet + "</sheetData>"), "表.xlsx")


def test_where_a_budget_ends_the_look_it_is_said_and_earlier_findings_stand() -> None:
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="str"><v>{ID}</v></c></row>' for i in range(1, 20))
    told: list[str] = []
    data = book(f"<sheetData>{rows}</sheetData>")
    seen = workbook.walk(data, lambda kind, place, words: told.append(place), cells=5)
    assert not seen.complete and told == [f"甲!A{i}" for i in range(1, 6)]
    found = hidden._workbook(data, "表.xlsx", cells=5).findings
    assert [f.code for f in found] == ["id_card"] * 5 + ["too_large"] and "人工核对" in found[-1].message


def test_the_time_allowed_ends_the_look() -> None:
    found = hidden._workbook(book("<sheetData/>"), "表.xlsx", seconds=-1).findings
    assert [f.code for f in found] == ["too_large"]


def test_findings_without_number_are_cut_and_counted() -> None:
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="str"><v>{ID}</v></c></row>' for i in range(1, 3000))
    found = find_hidden(book(f"<sheetData>{rows}</sheetData>"), "表.xlsx")
    assert len(found) == 1001 and "其余没有列出" in found[-1].message


@pytest.mark.parametrize(
    ("sheet", "more", "place"),
    [
        (f'<sheetData/><headerFooter><oddFooter>&amp;C{ID}</oddFooter></headerFooter>', {}, "工作表“甲”的页眉页脚"),
        (
            f'<sheetData/><dataValidations><dataValidation><formula1>"{ID}"</formula1></dataValidation></dataValidations>',
            {}, "工作表“甲”的可选值",
        ),
        ("<sheetData/>", {"xl__drawings__drawing1.xml": f"<d><a><p><t>{ID}</t></p></a></d>"}, "图形和文本框"),
        ("<sheetData/>", {"xl__pivotCache__r1.xml": f'<r><s v="{ID}"/></r>'}, "数据透视、外部链接等部分"),
        ('<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c></row></sheetData>', {}, "甲!B2"),
        (f'<sheetData><row r="2"><c r="B2"><f>"{ID}"</f></c></row></sheetData>', {}, "甲!B2"),
        (
            "<sheetData/>",
            {
                "xl__worksheets___rels__sheet1.xml.rels": relations(relation(1, "comments", "../comments1.xml")),
                "xl__comments1.xml": f'<comments><comment ref="C3"><text><t>{ID}</t></text></comment></comments>',
            },
            "甲!C3",
        ),
    ],
    ids=["margin", "list", "drawing", "pivot", "shared", "formula", "comment"],
)  # fmt: skip
def test_every_text_of_a_workbook_is_looked_at(sheet: str, more: dict[str, str], place: str) -> None:
    data = book(sheet, shared=f"<si><t>{ID}</t></si>", **more)
    assert ("id_card", place) in codes(data)


def test_hidden_rows_and_columns_are_named_also_without_a_style() -> None:
    sheet = (
        '<sheetFormatPr zeroHeight="1"/><cols><col min="3" max="5" hidden="1"/><col min="28" max="28" width="0"/></cols>'
        '<sheetData><row r="3" hidden="1"/><row r="4" ht="0"/></sheetData>'
    )
    said = [f.message for f in find_hidden(book(sheet), "表.xlsx")]
    assert said == ["隐藏的列：C:E、AB。", "隐藏的行2行：3、4。", "没有单独设定的行都是隐藏的。"]


def test_both_slashes_both_cases_and_the_strict_namespace_are_read() -> None:
    sheet = f'<sheetData><row r="1"><c r="A1" t="str"><v>{ID}</v></c></row></sheetData>'
    plain = book(sheet)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    odd = packed(
        {name.replace("xl/", "XL\\").replace("/sheet1", "\\Sheet1"): data for name, data in parts.items()}
    )
    strict = packed(
        {
            name: data.replace(
                b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"
            )
            for name, data in parts.items()
        }
    )
    for data in (plain, odd, strict):
        assert ("id_card", "甲!A1") in codes(data)


def test_a_workbook_of_which_nothing_can_be_read_is_not_clean() -> None:
    with pytest.raises(Unreadable, match="没有能读的工作表"):
        find_hidden(packed({"xl/workbook.xml": "<workbook><sheets/></workbook>"}), "表.xlsx")


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(Unreadable):
        find_hidden(packed_with(bomb), "表.xlsx")


def packed_with(sheet: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book("<sheetData/>"))) as archive:
        parts: dict[str, str | bytes] = {entry: archive.read(entry) for entry in archive.namelist()}
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet})


_SOUND = book(
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c></row></sheetData>',
    shared=f"<si><t>{ID}</t></si>",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_workbook_ends_in_a_sentence_or_in_findings(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_SOUND)
    for place, value in changes:
        data[place] = value
    try:
        find_hidden(bytes(data), "表.xlsx")
    except Unreadable as error:
        assert "表.xlsx" in error.sentence and error.sentence.endswith("。")


@pytest.mark.parametrize("end", range(0, len(_SOUND), 97))
def test_a_workbook_cut_short_ends_in_a_sentence(end: int) -> None:
    with pytest.raises(Unreadable):
        find_hidden(_SOUND[:end], "表.xlsx")


# Length of documents.


def test_340_000_paragraphs_are_refused_before_a_tree_is_built() -> None:
    numbers = random.Random(1)
    data = word("".join(paragraph(str(numbers.randrange(10**9))) for _ in range(340_000)))
    with quick(1), pytest.raises(Unreadable, match="太长"):
        gongwen.read(data, "通知.docx")


def test_a_million_cells_of_a_page_are_refused_at_once() -> None:
    page = ("<html><table>" + ("<tr>" + "<td>1</td>" * 10 + "</tr>") * 100_000 + "</table>").encode()
    with quick(1), pytest.raises(Unreadable, match="太长"):
        gongwen.read(page, "表.html")


_LONG = guard.MAX_CHARACTERS + 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word(paragraph("字" * _LONG))),
        ("a.docx", word(paragraph("字") * (guard.MAX_PARAGRAPHS + 1))),
        ("a.docx", word("<w:tbl>" + ("<w:tr>" + "<w:tc/>" * 100 + "</w:tr>") * (guard.MAX_CELLS // 100 + 1) + "</w:tbl>")),
        ("a.docx", word(paragraph("字"), **{"word__styles.xml": "<a>" + "<b/>" * guard.MAX_TAGS + "</a>"})),
        ("a.docx", word(paragraph("字"), **{"word__comments.xml": "<a>" + "<b/>" * guard.MAX_TAGS + "</a>"})),
        ("a.docx", word(paragraph("字"), **{"word__header1.xml": "<a>" + "<b/>" * guard.MAX_TAGS + "</a>"})),
        ("a.html", f"<html><p>{'字' * _LONG}</p>".encode()),
        ("a.html", ("<html>" + "<p>字" * (guard.MAX_PARAGRAPHS + 1)).encode()),
        ("a.html", ("<html><table>" + "<tr><td>字<td>" * (guard.MAX_CELLS // 2 + 1)).encode()),
        ("a.txt", ("字" * _LONG).encode()),
        ("a.txt", ("字\n" * (guard.MAX_PARAGRAPHS + 1)).encode()),
        ("a.txt", ("字" + "\n" * (4 * _LONG)).encode()),
    ],
)  # fmt: skip
def test_what_is_longer_than_any_document_is_refused_with_a_sentence(name: str, data: bytes) -> None:
    with quick(4), pytest.raises(Unreadable) as error:
        gongwen.read(data, name)
    assert name in error.value.sentence and (
        "太长" in error.value.sentence or "体积异常" in error.value.sentence
    )


def test_a_picture_set_into_a_page_does_not_count_as_text() -> None:
    page = f'<html><p>通知如下。<img src="data:image/png;base64,{"QUJD" * 9_000_000}"></p>'
    assert gongwen.read(page.encode(), "a.html").text.startswith("通知如下。")


def test_as_long_as_allowed_is_read() -> None:
    lines = "\n".join(f"第{n}条　学校应当公开收费项目。" for n in range(20_000))
    with quick(10):
        assert len(gongwen.read(lines.encode(), "a.txt").blocks) == 20_000
