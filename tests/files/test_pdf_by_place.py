"""PDF by place: what stands where decides, never the order in which the file prints it."""

from __future__ import annotations

import pytest
from tests.statforms.pdfs import _file

from gongkai import files
from gongkai.files.pdf.sheet import on_base_line
from gongkai.files.placed.breaks import joined


def put(x: float, y: float, words: str, turn: str = "1 0 0 1", before: str = "") -> str:
    """Words at a place from the lower left corner."""
    return f"q {before} BT /F1 10 Tf {turn} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET Q"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S"


def read(*drawn: str) -> files.Document:
    return files.read(_file(["\n".join(drawn)]))


def text(document: files.Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, files.Paragraph)]


FILL = [put(60, 700, "为方便家长了解情况，现通知如下。"), put(60, 680, "一、按月公开收支。")]


def test_lines_stand_from_top_to_bottom_whatever_was_printed_first() -> None:
    assert text(read(*reversed(FILL))) == ["为方便家长了解情况，现通知如下。", "一、按月公开收支。"]


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        (put(60, 660, "内部底价", before="1 1 1 rg"), False),
        (put(60, 660, "内部底价", before="3 Tr"), False),
        (put(60, 660, "内部底价") + "\n0 0 0 rg 50 650 200 30 re f", False),
        ("0 0 0.5 rg 50 650 200 30 re f\n" + put(60, 660, "内部底价", before="1 1 1 rg"), True),
        ("0.9 0.9 0.5 rg 50 650 200 30 re f\n" + put(60, 660, "内部底价", before="0 0 0 rg"), True),
    ],
)  # fmt: skip
def test_what_is_covered_or_invisible_is_left_out_and_named(drawn: str, seen: bool) -> None:
    document = read(*FILL, drawn)
    assert any("内部底价" in one for one in text(document)) is seen
    assert bool(document.hidden) is not seen


def test_letters_aslant_are_a_watermark() -> None:
    document = read(*FILL, put(150, 640, "内部资料", turn="0.7 0.7 -0.7 0.7"))
    assert len(text(document)) == 2 and any("水印" in one for one in document.warnings)


@pytest.mark.parametrize("turn", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"])
def test_a_page_whose_text_is_turned_is_read_upright(turn: str) -> None:
    c, d = (float(number) for number in turn.split()[2:])
    # one line below the other, in the direction of this text
    places = [(300 - 20 * n * c, 400 - 20 * n * d) for n in range(3)]
    document = read(
        *(
            put(x, y, words, turn)
            for (x, y), words in zip(places, ("甲说明如下", "乙说明如下", "丙说明如下"), strict=True)
        )
    )
    assert "".join(text(document)) == "甲说明如下乙说明如下丙说明如下"


def grid(*, outer: bool = True) -> list[str]:
    """Two rows of three columns, the first cell of the first row two columns wide."""
    rules = [line(60, y, 360, y) for y in (700, 660, 620)]
    rules += [line(260, 620, 260, 700), line(160, 620, 160, 660)]
    return rules + ([line(x, 620, x, 700) for x in (60, 360)] if outer else [])


@pytest.mark.parametrize("outer", [True, False])
def test_rules_draw_a_table_with_its_spans(outer: bool) -> None:
    words = [
        put(70, 675, "收费项目"),
        put(270, 675, "金额"),
        put(170, 635, "元"),
        put(270, 635, "12"),
        put(70, 635, "早餐"),
    ]
    document = read(*grid(outer=outer), *words)
    table = next(block for block in document.blocks if isinstance(block, files.Table))
    assert [[(cell.text, cell.colspan) for cell in row] for row in table.rows] == [
        [("收费项目", 2), ("金额", 1)],
        [("早餐", 1), ("元", 1), ("12", 1)],
    ]


def test_a_cell_keeps_its_lines_together_and_a_blank_cell_is_a_cell() -> None:
    words = [put(70, 685, "收费"), put(70, 670, "项目"), put(270, 675, "金额"), put(70, 635, "早餐")]
    table = next(block for block in read(*grid(), *words).blocks if isinstance(block, files.Table))
    assert [[cell.text for cell in row] for row in table.rows] == [["收费项目", "金额"], ["早餐", "", ""]]


def cell(words: str, rowspan: int = 1) -> files.Cell:
    return files.Cell((files.Paragraph((files.Run(words),)),) if words else (), rowspan)


def rows(table: files.Table) -> list[list[tuple[str, int]]]:
    return [[(one.text, one.rowspan) for one in row] for row in table.rows]


def test_a_page_break_repeats_no_head_and_cuts_no_row() -> None:
    head = (cell("项目"), cell("自然人"))
    first = files.Table((head, (cell("（一）不予"), cell("3"))))
    second = files.Table((head, (cell("公开"), cell("")), (cell("（二）其他"), cell("4"))))
    assert rows(joined(first, second, {0})) == [
        [("项目", 1), ("自然人", 1)],
        [("（一）不予公开", 1), ("3", 1)],
        [("（二）其他", 1), ("4", 1)],
    ]


@pytest.mark.parametrize(
    ("above", "below", "full"),
    [
        ("3.其他情形", "4.第三方权益", {0}),
        ("行政处罚", "行政强制", set()),
        ("（一）公开", "（二）部分公开", {0}),
    ],
)
def test_a_row_of_blanks_behind_one_with_figures_is_not_the_rest_of_it(
    above: str, below: str, full: set[int]
) -> None:
    first = files.Table(((cell(above), cell("3")),))
    second = files.Table(((cell(below), cell("")),))
    assert len(joined(first, second, full).rows) == 2


@pytest.mark.parametrize(("below", "left"), [("维持", 2), ("不服", 3)])
def test_a_heading_cut_by_a_page_is_put_together_where_another_one_reads_so(below: str, left: int) -> None:
    first = files.Table(
        ((cell("结果维持"), cell("结果纠正"), cell("总计")), (cell("结果"), cell("结果"), cell("总计")))
    )
    second = files.Table(((cell(below), cell("纠正"), cell("")),))
    whole = joined(first, second, {0, 1, 2})
    assert len(whole.rows) == left
    assert (rows(whole)[1][0] == ("结果维持", 1)) is (left == 2)


def test_a_blank_row_behind_a_page_break_stays_a_row() -> None:
    first = files.Table(((cell("（一）予以公开"), cell("")),))
    second = files.Table(((cell("（二）其他处理"), cell("")),))
    assert len(joined(first, second).rows) == 2


def test_a_tall_cell_goes_on_over_the_page() -> None:
    first = files.Table(((cell("结果", 2), cell("甲"), cell("1")), (cell("乙"), cell("2"))))
    second = files.Table(((cell("", 2), cell("丙"), cell("3")), (cell("丁"), cell("4"))))
    assert rows(joined(first, second))[0][0] == ("结果", 4)


def test_letters_set_apart_are_closed_up_and_figures_are_not() -> None:
    spaced = [put(60 + 20 * n, 640, sign) for n, sign in enumerate("清溪市教育局文件")]
    figures = [put(60 + 20 * n, 600, sign) for n, sign in enumerate("12030")]
    assert text(read(*FILL, *spaced, *figures))[2:] == ["清溪市教育局文件", "1 2 0 3 0"]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    drawn = []
    for n in range(6):
        drawn += [
            put(60, 700 - 18 * n, f"甲栏第{'一二三四五六'[n]}行写着食堂的收支。"),
            put(330, 700 - 18 * n, f"乙栏第{'一二三四五六'[n]}行写着学校的食谱。"),
        ]
    said = "".join(text(read(*drawn)))
    assert said.rindex("甲栏") < said.index("乙栏")


@pytest.mark.parametrize(
    ("turn", "letter", "comma"),
    [
        (0.0, (10, 99, 20, 108), (20, 98, 22, 101)), (1.5708, (91, 10, 101, 20), (99, 20, 102, 22)),
        (3.1416, (10, 92, 20, 101), (8, 99, 10, 102)), (4.7124, (99, 10, 108, 20), (98, 8, 101, 10)),
    ],
)  # fmt: skip
def test_signs_stand_in_the_line_of_their_word_where_the_font_tells_no_height(turn, letter, comma) -> None:
    across = int(turn in (0.0, 3.1416))
    one, two = (on_base_line(box, (100.0, 100.0), 10.0, turn) for box in (letter, comma))
    assert (one[across], one[across + 2]) == (two[across], two[across + 2])
    assert (one[1 - across], two[1 - across]) == (letter[1 - across], comma[1 - across])


def test_letters_whose_ink_is_not_at_their_base_line_keep_their_place() -> None:
    for box in ((10.0, 80.0, 20.0, 89.0), (10.0, 60.0, 20.0, 140.0)):
        assert on_base_line(box, (100.0, 100.0), 10.0, 0.0) == box
    assert on_base_line((10.0, 99.0, 20.0, 108.0), (100.0, 100.0), 0.1, 0.0) == (10.0, 99.0, 20.0, 108.0)
