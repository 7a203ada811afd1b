"""What a Word file shows is its text; what it hides is left out and named. One small file for each rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import files, gongwen
from gongkai.exceptions import Unreadable

from .papers import p, r, table, word, xml


def text(body: str, **parts: str) -> str:
    return "\n".join(
        block.text for block in files.read(word(body, **parts)).blocks if isinstance(block, files.Paragraph)
    )


@pytest.mark.parametrize(
    ("run", "left"),
    [
        (r("内", "<w:vanish/>"), "甲乙"),
        (r("内", "<w:strike/>"), "甲乙"),
        (r("内", "<w:dstrike/>"), "甲乙"),
        (r("内", '<w:color w:val="FFFFFF"/>'), "甲乙"),
        (r("内", '<w:color w:val="FDFDFD"/>'), "甲乙"),
        (r("内", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'), "甲乙"),
        (r("内", '<w:color w:themeColor="background1"/>'), "甲乙"),
        (r("内", '<w:sz w:val="2"/>'), "甲乙"),
        (r("内", '<w:rStyle w:val="deep"/>'), "甲乙"),
        ("<w:moveFrom>" + r("内") + "</w:moveFrom>", "甲乙"),
        ("<w:del><w:r><w:delText>内</w:delText></w:r></w:del>", "甲乙"),
        ("<w:r><w:ruby><w:rt>" + r("nèi") + "</w:rt><w:rubyBase>" + r("丙") + "</w:rubyBase></w:ruby></w:r>", "甲丙乙"),
        (r("内", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'), "甲内乙"),
        (r("内", '<w:vanish w:val="0"/>'), "甲内乙"),
        (r("内", '<w:color w:val="auto"/>'), "甲内乙"),
        (r("内", '<w:rStyle w:val="deep"/><w:vanish w:val="false"/>'), "甲内乙"),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_no_text(run: str, left: str) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="deep"><w:basedOn w:val="base"/></w:style>'
    )
    document = files.read(word(p("甲", run, "乙"), styles=styles))
    assert document.blocks[0].text == left  # type: ignore[union-attr]
    assert ("内" in left or "丙" in left) == (document.hidden == [])


def test_white_letters_in_a_coloured_cell_are_a_heading() -> None:
    shade = (
        '<w:tc><w:tcPr><w:shd w:val="clear" w:fill="C00000"/></w:tcPr>'
        + p(r("项目", '<w:color w:val="FFFFFF"/>'))
        + "</w:tc>"
    )
    grid = files.read(word(table([shade, "金额"], ["早餐", "5"]))).blocks[0]
    assert isinstance(grid, files.Table) and grid.rows[0][0].text == "项目"


def test_a_deleted_end_of_paragraph_joins_what_it_parted() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert (
        text(p("清教办", props=gone) + p("〔2026〕", props=gone) + p("17号") + p("关于"))
        == "清教办〔2026〕17号\n关于"
    )


def test_of_two_versions_one_is_read_wherever_they_stand() -> None:
    two = "<mc:AlternateContent><mc:Choice Requires='w14'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    body = (
        two.format(p("段"))
        + p(two.format(r("字")))
        + "<w:p><w:r>"
        + two.format("<w:t>里</w:t>")
        + "</w:r></w:p>"
    )
    assert text(body) == "段\n字\n里"
    row = "<w:tr><w:tc>" + p("格") + "</w:tc></w:tr>"
    grid = files.read(word("<w:tbl>" + two.format(row) + "</w:tbl>")).blocks[0]
    assert isinstance(grid, files.Table) and [len(one) for one in grid.rows] == [1]


LIST = """<w:abstractNum w:abstractNumId="0">{link}
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>{first}<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{second}<w:lvlText w:val="{pattern}"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{third}<w:lvlText w:val="({number})"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}"""


def numbering(**said: str) -> str:
    usual = {"link": "", "first": "", "second": "", "third": "", "pattern": "%2.", "number": "%3", "more": ""}
    return LIST.format(**{**usual, **said})


def item(level: int, words: str, number: str = "1") -> str:
    return p(words, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("said", "levels", "shown"),
    [
        ({}, (0, 1, 1, 0, 1), "一、 1. 2. 二、 1."),
        ({"second": '<w:lvlRestart w:val="0"/>'}, (0, 1, 1, 0, 1), "一、 1. 2. 二、 3."),
        ({"third": '<w:lvlRestart w:val="1"/>'}, (0, 1, 2, 1, 2, 0, 2), "一、 1. (1) 2. (2) 二、 (1)"),
        ({"second": "<w:isLgl/>", "pattern": "%1.%2"}, (0, 1, 1, 0, 1), "一、 1.1 1.2 二、 2.1"),
    ],
)  # fmt: skip
def test_numbers_of_lists(said: dict[str, str], levels: tuple[int, ...], shown: str) -> None:
    body = "".join(item(level, "项") for level in levels)
    lines = text(body, numbering=numbering(**said)).split("\n")
    assert " ".join(line.removesuffix("项") for line in lines) == shown


def test_a_list_style_gives_its_numbers_to_the_list_that_points_to_it() -> None:
    more = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="GW"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>'
    )
    numbers = numbering(link='<w:styleLink w:val="GW"/>', more=more)
    assert text(item(0, "甲", "7") + item(0, "乙", "7"), numbering=numbers) == "一、甲\n二、乙"


def test_level_and_list_are_inherited_one_by_one() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("甲", props='<w:pStyle w:val="A"/>') + p("乙", props='<w:pStyle w:val="B"/>')
    assert text(body, styles=styles, numbering=numbering()) == "一、甲\n1.乙"


def field(code: str, result: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    shown = mark.format("separate") + r(result) if result else ""
    return mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + shown + mark.format("end")


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (field(r"eq \o\ac(○,1)"), "①"), (field(r"EQ \o\ac(○,21)"), "㉑"), (field(r"EQ \o(○,一)"), "㊀"),
        (field(r"EQ \f(1,2)"), "1/2"), (field(r"EQ \o\ac(□,√)"), "☑"), (field(r"SYMBOL 254 \f Wingdings"), "☑"),
        (field("PAGE", "3"), "3"), (field(r"EQ \x(甲)", "甲"), "甲"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"), ('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', "≤"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"), ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "→"),
        (r("þ", '<w:rFonts w:ascii="Wingdings"/>'), "☑"), (r("\uf0a8", '<w:rFonts w:ascii="Wingdings"/>'), "□"),
    ],
)  # fmt: skip
def test_signs_and_fields_are_what_they_show(run: str, shown: str) -> None:
    assert text(p("甲", run, "乙")) == f"甲{shown}乙"


def test_a_sign_that_is_not_known_is_named() -> None:
    document = files.read(word(p("每餐", '<w:r><w:sym w:font="Wingdings" w:char="F0C9"/></w:r>', "元")))
    assert document.blocks[0].text == "每餐〓元" and document.unread  # type: ignore[union-attr]


def test_rows_keep_their_columns() -> None:
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>' + p("乙") + "</w:tc></w:tr>"
    hair = (
        '<w:tr><w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="12" w:type="dxa"/></w:trPr><w:tc>'
        + p("丙")
        + "</w:tc></w:tr>"
    )
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("丁") + "</w:tc></w:tr>"
    grid = files.read(word("<w:tbl>" + late + hair + gone + "</w:tbl>")).blocks[0]
    assert isinstance(grid, files.Table)
    assert [[cell.text for cell in row] for row in grid.rows] == [["", "乙"], ["丙"]]


def test_the_mark_of_a_note_is_no_part_of_a_title_or_a_figure() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    document = files.read(
        word(p("关于收费的通知", r("[1]", raised)) + p("12", r("2", raised)) + p("100m", r("2", raised)))
    )
    assert [block.said for block in document.blocks] == ["关于收费的通知", "12", "100m2"]  # type: ignore[union-attr]


def test_a_piece_of_another_kind_is_read_or_named() -> None:
    chunk = '<w:altChunk r:id="chunk_html"/>'
    assert text(p("甲") + chunk, chunk_html="<html><p>乙</p></html>") == "甲\n乙"
    lost = files.read(word(p("甲") + '<w:altChunk r:id="chunk_rtf"/>', chunk_rtf="Rar!\x1a\x07"))
    assert [one.what for one in lost.unread] == ["嵌入的其他格式内容1处"]


def test_both_families_of_names_and_the_main_part_by_relation() -> None:
    strict = word(p("甲"), main="word/document7.xml")
    assert files.read(strict).blocks[0].text == "甲"  # type: ignore[union-attr]
    flat = xml("document", "<w:body>" + p("甲") + "</w:body>").replace(
        '<?xml version="1.0" encoding="UTF-8"?>', ""
    )
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{flat}</pkg:xmlData></pkg:part></pkg:package>'
    flat = flat.replace(
        "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert gongwen.read(flat.encode(), "甲.doc").text == "甲"


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有文字"):
        files.read(word(p("")))


@st.composite
def grids(draw: st.DrawFn) -> list[list[int]]:
    """A grid cut into rectangles: each place holds the number of its cell."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    grid = [[-1] * columns for _ in range(rows)]
    number = 0
    for y in range(rows):
        for x in range(columns):
            if grid[y][x] >= 0:
                continue
            wide = draw(st.integers(1, columns - x))
            while any(grid[y][x + n] >= 0 for n in range(wide)):
                wide -= 1
            high = draw(st.integers(1, rows - y))
            for dy in range(high):
                for dx in range(wide):
                    grid[y + dy][x + dx] = number
            number += 1
    return grid


def drawn(grid: list[list[int]]) -> str:
    out = ""
    for y, row in enumerate(grid):
        out += "<w:tr>"
        x = 0
        while x < len(row):
            wide = next((n for n in range(1, len(row) - x) if row[x + n] != row[x]), len(row) - x)
            goes_on = y > 0 and grid[y - 1][x] == row[x]
            below = y + 1 < len(grid) and grid[y + 1][x] == row[x]
            merge = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>' if below else ""
            words = "" if goes_on else f"格{row[x]}"
            out += f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{p(words)}</w:tc>'
            x += wide
        out += "</w:tr>"
    return f"<w:tbl>{out}</w:tbl>"


@settings(max_examples=150, deadline=None)
@given(grids())
def test_the_grid_that_went_in_comes_out(grid: list[list[int]]) -> None:
    read = files.read(word(drawn(grid))).blocks[0]
    assert isinstance(read, files.Table)
    came = [[-1] * len(grid[0]) for _ in grid]
    for y, row in enumerate(read.rows):
        x = 0
        for cell in row:
            while came[y][x] >= 0:
                x += 1
            for dy in range(cell.rowspan):
                for dx in range(cell.colspan):
                    came[y + dy][x + dx] = int(cell.text.removeprefix("格"))
    assert came == grid
