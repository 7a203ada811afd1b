"""A table on its way from Word to the public page: the grid of cells that goes in is the grid that a browser draws."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.files.papers import p, word
from tests.files.test_word_shows import grids

from gongkai import gongwen
from gongkai.apps.documents.markup import clean
from gongkai.apps.portal.text import dress

Grid = list[list[int]]


def drawn(grid: Grid, heads: int = 0, inner: dict[int, str] | None = None) -> str:
    """The grid as Word writes it; heads: rows repeated on each page; inner: what a cell holds beside its name."""
    out = ""
    for y, row in enumerate(grid):
        out += "<w:tr>" + ("<w:trPr><w:tblHeader/></w:trPr>" if y < heads else "")
        x = 0
        while x < len(row):
            wide = next((n for n in range(1, len(row) - x) if row[x + n] != row[x]), len(row) - x)
            goes_on = y > 0 and grid[y - 1][x] == row[x]
            below = y + 1 < len(grid) and grid[y + 1][x] == row[x]
            merge = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>' if below else ""
            words = p("") if goes_on else p(f"格{row[x]}") + (inner or {}).get(row[x], "")
            out += f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{words}</w:tc>'
            x += wide
        out += "</w:tr>"
    return f"<w:tbl>{out}</w:tbl>"


def public(body: str) -> Any:
    """The tree of the public text."""
    read = gongwen.read(word(p("各学校：") + body + p("")), "表.docx")
    return lxml.html.fragment_fromstring(str(dress(clean(read.body_html))[0]), create_parent="div")


def outer_tables(root: Any) -> list[Any]:
    return [table for table in root.iter("table") if next(table.iterancestors("table"), None) is None]


def as_browsers_draw(table: Any) -> Grid:
    """The grid after HTML's own rules: no cell reaches over the end of its thead or tbody."""
    whole: Grid = []
    for part in table.iterchildren("thead", "tbody"):
        rows = list(part.iterchildren("tr"))
        places: dict[tuple[int, int], int] = {}
        for y, row in enumerate(rows):
            x = 0
            for cell in row.iterchildren("th", "td"):
                while (y, x) in places:
                    x += 1
                wide, high = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
                text = (cell.text or "") + "".join("".join(n.itertext()) for n in cell.iterchildren("p"))
                for dy in range(min(high, len(rows) - y)):
                    for dx in range(wide):
                        assert (y + dy, x + dx) not in places, "two cells at one place"
                        places[y + dy, x + dx] = int(text.strip().removeprefix("格"))
        width = max((x for _, x in places), default=-1) + 1
        whole += [[places.get((y, x), -1) for x in range(width)] for y in range(len(rows))]
    return whole


@settings(max_examples=60, deadline=None)
@given(grids(), st.integers(0, 4))
def test_the_grid_of_the_file_is_the_grid_of_the_page(grid: Grid, heads: int) -> None:
    (table,) = outer_tables(public(drawn(grid, heads)))
    assert as_browsers_draw(table) == grid


@settings(max_examples=20, deadline=None)
@given(grids(), grids(), st.integers(0, 2))
def test_a_table_in_a_cell_keeps_its_own_grid(grid: Grid, within: Grid, heads: int) -> None:
    holder = grid[-1][-1]
    (table,) = outer_tables(public(drawn(grid, heads, {holder: drawn(within)})))
    nested = [one for one in table.iter("table") if one is not table]
    assert as_browsers_draw(table) == grid
    assert [as_browsers_draw(one) for one in nested] == [within]


def test_a_head_of_two_rows_is_one_head() -> None:
    body = [[0, 1, 1, 2], [0, 3, 4, 2], [5, 6, 7, 8]]
    (table,) = outer_tables(public(drawn(body)))
    assert len(table.findall("thead/tr")) == 2 and len(table.findall("thead//th")) == 5
    assert as_browsers_draw(table) == body


def test_a_name_of_a_column_that_is_a_label_elsewhere_is_still_a_head() -> None:
    words = {0: "学段", 1: "登记", 2: "审核", 3: "小学", 4: "5月", 5: "6月"}
    text = drawn([[0, 1, 2], [3, 4, 5]])
    for number, name in words.items():
        text = text.replace(f"格{number}", name)
    (table,) = outer_tables(public(text))
    assert [one.text_content() for one in table.findall("thead//th")] == ["学段", "登记", "审核"]


def test_a_tall_first_cell_does_not_make_the_figures_beside_it_a_head() -> None:
    grid = drawn([[0, 1], [0, 2], [3, 4]]).replace("格2", "2026年招生计划120人")
    (table,) = outer_tables(public(grid))
    assert table.find("thead") is None and table.findall("tbody/tr")[0].find("th").get("rowspan") == "2"


@pytest.mark.parametrize("rows", [150, 300])
def test_a_cell_over_hundreds_of_rows_stays_whole(rows: int) -> None:
    grid = [[0, n + 1] for n in range(rows)]
    (table,) = outer_tables(public(drawn(grid)))
    assert as_browsers_draw(table) == grid


def test_a_hair_of_room_before_a_row_does_not_push_its_cells_aside() -> None:
    hair = '<w:tr><w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="15" w:type="dxa"/></w:trPr>'
    first = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("格0") + "</w:tc>"
    rest = "<w:tc>" + p("格{}") + "</w:tc></w:tr>"
    body = first + rest.format(1) + hair + "<w:tc>" + p("格2") + "</w:tc>" + rest.format(3)
    (table,) = outer_tables(public(f"<w:tbl>{body}</w:tbl>"))
    assert as_browsers_draw(table) == [[0, 0, 1], [2, 2, 3]]


def test_a_cell_that_is_wider_than_the_one_above_is_another_one() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/>{}</w:tcPr>' + p("格{}") + "</w:tc>"
    rows = [
        cell.format(1, '<w:vMerge w:val="restart"/>', 0) + cell.format(1, "", 1),
        cell.format(2, "<w:vMerge/>", 2),
        cell.format(1, "<w:vMerge/>", 3) + cell.format(1, "", 4),
    ]
    (table,) = outer_tables(public("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"))
    assert as_browsers_draw(table) == [[0, 1], [2, 2], [3, 4]]
