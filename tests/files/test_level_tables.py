"""Tables of a PDF that no upright lines divide: real tables where the places are sure, else text, and said to be so."""

from __future__ import annotations

import pytest
from tests.files.test_pdf_by_place import FILL, line, put, read

from gongkai import files

XS = (70, 150, 300, 420)
NAMES = [
    ["序号", "学校", "日期", "结果"],
    ["1", "翊新小学", "4月16日", "已核"],
    ["2", "第一中学", "5月13日", "待核"],
    ["3", "桥南学校", "6月6日", "待核"],
]


def grids(document: files.Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, files.Table)
    ]


def rows(cells: list[list[str]], top: float = 600, step: float = 30) -> list[str]:
    return [
        put(x, top - step * number - 20, words)
        for number, row in enumerate(cells)
        for x, words in zip(XS, row, strict=True)
        if words
    ]


def rules(*ys: float, left: float = 60, right: float = 500) -> list[str]:
    return [line(left, y, right, y) for y in ys]


UNSURE = "像表格"


def test_a_line_below_each_row_makes_a_table_and_blanks_stay_blank() -> None:
    cells = [*NAMES[:2], ["2", "", "5月13日", ""], NAMES[3]]
    document = read(*FILL, *rows(cells), *rules(600, 570, 540, 510, 480))
    assert grids(document) == [cells] and not document.unread
    assert [block.text for block in document.blocks if isinstance(block, files.Paragraph)] == [
        "为方便家长了解情况，现通知如下。",
        "一、按月公开收支。",
    ]


def test_three_lines_make_a_table_where_its_rows_stand_full_and_even() -> None:
    document = read(*FILL, *rows(NAMES), *rules(600, 570, 480))
    assert grids(document) == [NAMES] and not document.unread


def test_three_lines_with_a_cell_on_two_lines_stay_text_and_it_is_said() -> None:
    wrapped = [*NAMES[:3], ["", "（东校区）", "", ""], ["3", "桥南学校", "6月6日", "待核"]]
    document = read(*FILL, *rows(wrapped), *rules(600, 570, 450))
    assert grids(document) == []
    assert [UNSURE in one.what and one.order for one in document.unread] == [True]


def test_a_wrapped_cell_between_two_lines_is_one_cell() -> None:
    drawn = [*rows(NAMES[:2]), put(150, 525, "第一中学"), put(150, 513, "（东校区）"), put(70, 519, "2")]
    document = read(
        *FILL, *drawn, put(300, 519, "5月13日"), put(420, 519, "待核"), *rules(600, 570, 540, 505)
    )
    assert grids(document) == [[*NAMES[:2], ["2", "第一中学（东校区）", "5月13日", "待核"]]]


def test_a_heading_over_two_columns_spans_them() -> None:
    head = [put(70, 575, "序号"), put(150, 575, "学校"), put(350, 585, "登记时间")]
    head += [put(300, 560, "开始"), put(420, 560, "结束")]
    body = rows(NAMES[1:], top=550)
    document = read(*FILL, *head, *body, *rules(600, 550, 520, 490, 460), *rules(578, left=280, right=500))
    table = next(block for block in document.blocks if isinstance(block, files.Table))
    spans = [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in table.rows[:2]]
    assert spans == [
        [("序号", 2, 1), ("学校", 2, 1), ("登记时间", 1, 2)],
        [("开始", 1, 1), ("结束", 1, 1)],
    ]
    assert [[cell.text for cell in row] for row in table.rows[2:]] == NAMES[1:]


def test_a_heading_over_columns_without_a_line_below_it_is_not_guessed() -> None:
    head = [put(70, 575, "序号"), put(150, 575, "学校"), put(330, 575, "登记时间及其审核的最后结果")]
    document = read(*FILL, *head, *rows(NAMES[1:], top=550), *rules(600, 550, 520, 490, 460))
    assert grids(document) == [] and UNSURE in document.unread[0].what


def test_the_foot_of_a_document_between_lines_is_no_table() -> None:
    foot = [put(70, 190, "抄送：市教育局，市政府办公室。"), put(70, 160, "清溪市教育局办公室")]
    document = read(*FILL, *foot, put(380, 160, "2026年3月5日印发"), *rules(205, 180, 150))
    assert grids(document) == []
    assert any("抄送" in block.text for block in document.blocks if isinstance(block, files.Paragraph))


def test_columns_without_any_line_are_a_table_where_every_row_is_full() -> None:
    document = read(*FILL, *rows(NAMES, step=18), put(60, 480, "以上请予公示。"))
    assert grids(document) == [NAMES] and not document.unread


@pytest.mark.parametrize("blank", [(2, 1), (3, 3)])
def test_columns_without_any_line_and_with_blanks_stay_text_and_it_is_said(blank: tuple[int, int]) -> None:
    cells = [
        list(row)
        for row in [*NAMES, ["4", "松岗学校", "7月1日", "已核"], ["5", "东湖学校", "7月2日", "已核"]]
    ]
    cells[blank[0]][blank[1]] = ""
    document = read(*FILL, *rows(cells, step=18))
    assert grids(document) == []
    assert not document.unread or UNSURE in document.unread[0].what
    assert "松岗学校" in "".join(
        block.text for block in document.blocks if isinstance(block, files.Paragraph)
    )


def test_labels_with_their_values_side_by_side_are_no_table() -> None:
    lines = [
        ["索引号：A1", "机构：市局", "文号：无", "栏：甲"],
        ["日期：无", "主题：乙", "名称：丙", "栏：丁"],
    ] * 2
    assert grids(read(*FILL, *rows(lines, step=18))) == []


def test_the_red_line_above_the_text_is_no_line_of_the_table_below_it() -> None:
    drawn = [*rows(NAMES), *rules(600, 570, 540, 510, 480)]
    assert grids(read(*FILL, *drawn)) == [NAMES]
    document = read(*FILL, *drawn, *rules(790))
    assert grids(document) == [NAMES] and not document.unread


def test_a_row_of_one_long_remark_in_a_table_is_not_cut_out_of_it_unsaid() -> None:
    remark = [put(70, 585, "说明：以下各校已经核对，"), put(70, 575, "其余各校下月公布。")]
    document = read(*FILL, *remark, *rows(NAMES, top=560), *rules(600, 560, 530, 500, 470, 440))
    said = "".join(block.text for block in document.blocks if isinstance(block, files.Paragraph))
    assert grids(document) in ([], [NAMES]) and "其余各校下月公布" in said
