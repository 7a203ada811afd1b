"""Tables printed on a page without rules: rows by their order between named ones, table four below its title."""

from __future__ import annotations

import pytest

from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import Document, Line
from gongkai.statforms.reading.report import Report, read_document

FORM = load_form("annual_2021")
BLOCK = FORM.table("t3").blocks[0]
COLUMNS = [200.0 + 40 * n for n in range(7)]
ROWS = list(BLOCK.value_rows())
# Rows whose label a narrow column breaks so that its first line names no row.
BROKEN = {
    "r3_3_1": ("1.属于", "国家秘", "密"),
    "r3_4_1": ("1.本机", "关不掌", "握相关"),
    "r3_6_1": ("1.申请", "人无正", "当理由"),
}
FIFTEEN = [60.0 + 30 * n for n in range(15)]


class Page:
    """Lines of a page with the places of their words."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.say("云海市教育局2023年政府信息公开工作年度报告")
        self.say("一、总体情况")
        self.say("我局依法做好政府信息公开、依申请公开和主动公开工作。")

    def say(self, *words: str, places: list[float] | None = None) -> None:
        at = tuple(places or [100.0 * n for n in range(len(words))])
        self.lines.append(Line(len(self.lines) + 1, " ".join(words), None, at))

    def figures(self, label: str, values: list[int | None], columns: list[float] = COLUMNS) -> None:
        kept = [(str(value), x) for value, x in zip(values, columns, strict=True) if value is not None]
        self.say(
            *([label] if label else []),
            *(value for value, _ in kept),
            places=[*([90.0] if label else []), *(x for _, x in kept)],
        )

    def read(self) -> Report:
        return read_document(Document("pdf", tuple(self.lines)), "a.pdf")


def value(number: int, column: int) -> int:
    return 10 * number + column


def page(leave: str = "", more_at: str = "", blank: int | None = None) -> Page:
    """Table three. leave: a row that is not there; more_at: a foreign row before this one; blank: a column."""
    made = Page()
    made.say("三、收到和处理政府信息公开申请情况")
    for number, row in enumerate(ROWS):
        values: list[int | None] = [
            None if column == blank and number % 2 else value(number, column) for column in range(7)
        ]
        if row.id == more_at:
            made.figures("9.另行", [7] * 7)
        if row.id == leave:
            continue
        first, *rest = BROKEN.get(row.id, (row.label,))
        made.figures(first, values)
        for part in rest:
            made.say(part)
    return made


def cells_of(report: Report, row: str) -> list[object]:
    return [report.cells.get(f"t3.{row}.{column.id}") for column in BLOCK.columns]


@pytest.mark.parametrize("blank", [None, 2])
def test_broken_labels_are_told_by_the_order_of_their_lines(blank: int | None) -> None:
    report = page(blank=blank).read()
    assert report.form is not None and report.form.id == "annual_2021" and not report.unread
    for number, row in enumerate(ROWS):
        wanted = [None if column == blank and number % 2 else value(number, column) for column in range(7)]
        assert cells_of(report, row.id) == wanted, row.id


@pytest.mark.parametrize("row", BROKEN)
def test_a_broken_row_that_is_not_there_is_unread_and_takes_no_other(row: str) -> None:
    report = page(leave=row).read()
    assert report.form is not None and report.form.id == "annual_2021"
    for number, other in enumerate(ROWS):
        got = cells_of(report, other.id)
        if other.id == row:
            assert got == [None] * 7 and f"t3.{row}.total" in report.unread
        elif other.id not in BROKEN:
            assert got == [value(number, column) for column in range(7)]


def test_a_foreign_row_beside_a_broken_one_leaves_both_unread_and_is_reported() -> None:
    report = page(more_at="r3_4_1").read()
    assert cells_of(report, "r3_4_1") == [None] * 7 and "t3.r3_4_1.total" in report.unread
    assert any("认不出属于哪一行" in one.message for one in report.findings)
    assert cells_of(report, "r3_4_2") == [
        value(ROWS.index(next(r for r in ROWS if r.id == "r3_4_2")), c) for c in range(7)
    ]


def test_the_last_cell_of_a_tall_row_on_a_line_of_its_own_belongs_to_it() -> None:
    made = page()
    at = next(n for n, line in enumerate(made.lines) if line.text.startswith("1.本机"))
    line = made.lines[at]
    words = line.text.split()
    made.lines[at] = Line(line.no, " ".join(words[:-1]), None, line.positions[:-1])
    made.lines[at + 1] = Line(line.no + 1, words[-1], None, line.positions[-1:])
    number = [row.id for row in ROWS].index("r3_4_1")
    assert cells_of(made.read(), "r3_4_1") == [value(number, column) for column in range(7)]


@pytest.mark.parametrize(
    "heads",
    [
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
        ["结果", "结果", "其他", "尚未", "总计"] * 3,
    ],
)
@pytest.mark.parametrize("blank", [(), (0, 7)])
def test_table_four_is_the_figures_below_its_title(heads: list[str], blank: tuple[int, ...]) -> None:
    made = page()
    made.say("四、政府信息公开行政复议、行政诉讼情况")
    made.say("行政复议", "行政诉讼")
    made.say(*heads, places=FIFTEEN)
    if len(heads[0]) == 2:
        made.say("维持", "纠正", "结果", "审结", places=[FIFTEEN[n] for n in (0, 1, 2, 3)])
    made.figures("", [None if n in blank else n + 1 for n in range(15)], FIFTEEN)
    made.say("五、存在的主要问题及改进情况")
    report = made.read()
    assert "t4" not in report.missing_tables
    got = [report.cells[cell] for cell in FORM.table("t4").cell_ids()]
    assert got == [None if n in blank else n + 1 for n in range(15)]


def test_headings_of_table_four_cut_by_a_page_leave_its_figures_to_be_read() -> None:
    """The cells of a grid: the second line of the headings came to stand in a row of its own, with blanks beside."""
    made = page()
    made.say("四、政府信息公开行政复议、行政诉讼情况")
    halves = ["结果", "结果", "其他", "尚未", "总计"] * 2
    for cells in (
        ["行政复议", "行政诉讼"],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", "复议后起诉"],
        halves,
        ["", "", "", "", "", "维持", "纠正", "结果", "审结", "", "维持", "纠正", "结果", "审结", ""],
        [str(n + 1) for n in range(15)],
    ):
        made.lines.append(Line(len(made.lines) + 1, " ".join(cells), tuple(cells)))
    made.say("五、存在的主要问题及改进情况")
    report = made.read()
    assert [report.cells[cell] for cell in FORM.table("t4").cell_ids()] == list(range(1, 16))


def test_fourteen_figures_without_columns_are_unread() -> None:
    made = page()
    made.say("四、政府信息公开行政复议、行政诉讼情况")
    made.figures("", [*range(14), None], FIFTEEN)
    report = made.read()
    cells = FORM.table("t4").cell_ids()
    assert "t4" in report.missing_tables or report.unread >= set(cells)
    assert not any(report.cells.get(cell) for cell in cells)


@pytest.mark.parametrize(
    ("row", "unread"),
    [(["0", "03〓", *"030200221"], True), (["0", "约3", *"0" * 13], True), ([""] * 15, False)],
)
def test_figures_that_break_off_below_the_headings_of_table_four_are_unread_and_never_blank(
    row: list[str], unread: bool
) -> None:
    made = page()
    made.say("四、政府信息公开行政复议、行政诉讼情况")
    for cells in (
        ["行政复议", "行政诉讼"],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
        row,
    ):
        made.lines.append(Line(len(made.lines) + 1, " ".join(cells), tuple(cells)))
    made.say("五、存在的主要问题及改进情况")
    assert (made.read().unread >= set(FORM.table("t4").cell_ids())) is unread


@pytest.mark.parametrize("year", [2021, 2023])
def test_a_table_cut_short_is_not_read_by_the_form_of_another_year(year: int) -> None:
    made = page(leave="r3_6_3")
    made.lines = [
        Line(line.no, line.text.replace("2023", str(year)), line.cells, line.positions)
        for line in made.lines
        if not line.text.startswith(("其他", "2.申请", "总计"))
    ]
    form = made.read().form
    assert form is not None and form.id == "annual_2021"


def test_a_title_broken_over_two_lines_is_one_title() -> None:
    lines = (
        "云海市教育局2023年政府信息公开",
        "工作年度报告",
        "本报告依据条例编制，所列数据的统计期限自2023年1月1日起至2023年12月31日止，供公众查阅。",
    )
    said = [
        Line(number, text)
        for number, text in enumerate((*lines, "一、总体情况", "我局依法做好信息公开工作。"), 1)
    ]
    heading = read_document(Document("pdf", tuple(said)), "a.pdf").heading
    assert (heading.title, heading.issuer, heading.year) == (
        "云海市教育局2023年政府信息公开工作年度报告",
        "云海市教育局",
        2023,
    )
