"""A figure with a blank or a strange sign within is unread: no piece of it is the figure, and it is no blank."""

from __future__ import annotations

import pytest

from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import Document, Line, read_bytes
from gongkai.statforms.narrative.figures import find_figures
from gongkai.statforms.narrative.paragraphs import paragraphs
from gongkai.statforms.reading.labels import find_hits
from gongkai.statforms.reading.report import Report, read_document
from gongkai.statforms.reading.rows import Habits, fit
from gongkai.statforms.reading.stream import cut

from .grids import grids
from .layouts import bars
from .narratives import base_cells, report_text

TORN = ["2 8·7", "2·8", "28. 7", "28 .7", "28·", "2 8", "8·7 2", "28．", "1 234", "2-8"]


@pytest.mark.parametrize("said", TORN)
def test_in_a_line_with_its_label(said: str) -> None:
    lines = (Line(1, f"行政许可 {said}"), Line(2, "行政处罚 5"))
    tokens = cut(Document("txt", lines))
    hit = next(one for one in find_hits(tokens) if one.key == "行政许可")
    assert fit(hit, tokens, 1, Habits()).values is None


@pytest.mark.parametrize("said", ["2 8·7", "2·8", "28. 7", "8·7 2"])
@pytest.mark.parametrize("blanks", [3, 5])
def test_in_a_row_of_several_placed_cells_with_blanks_among_them(said: str, blanks: int) -> None:
    """On a page the places would give the rest of the row as blanks."""
    text = "予以公开 " + " ".join("5" * (6 - blanks)) + " " + said
    at = tuple(100.0 + 60 * n for n in range(len(text.split())))
    tokens = cut(Document("pdf", (Line(1, text, None, at),)))
    hit = next(one for one in find_hits(tokens) if one.key == "予以公开")
    habits = Habits(columns=tuple(160.0 + 60 * n for n in range(7)))
    assert fit(hit, tokens, 7, habits).values is None


def _report(said: str) -> Report:
    text = report_text("认真公开。")
    rows = bars(
        grids("annual_2021", base_cells(), lambda c, v: said if c == "t3.r1.natural" else str(v))["t3"]
    )
    whole = bars(grids("annual_2021", base_cells(), lambda _, v: str(v))["t3"])
    for before, after in zip(whole, rows, strict=True):
        text = text.replace(before, after)
    return read_document(read_bytes(text.encode(), "r.txt"), "r.txt")


@pytest.mark.parametrize("said", TORN)
def test_in_a_table_its_row_is_unread_and_no_other(said: str) -> None:
    read = _report(said)
    cells = {cell for cell in load_form("annual_2021").cell_ids() if cell.startswith("t3.r1.")}
    assert "t3.r1.natural" in read.unread and read.cells["t3.r1.natural"] is None
    assert read.unread <= cells


@pytest.mark.parametrize("said", ["28", "28.7", "28.", "２８", "1,234"])
def test_a_whole_figure_is_read(said: str) -> None:
    assert not _report(said).unread


@pytest.mark.parametrize("text", ["1. 行政许可 5", "（一）1. 行政许可 5", "行政许可 5 2. 行政处罚 6"])
def test_the_number_of_an_item_tears_nothing(text: str) -> None:
    tokens = cut(Document("txt", (Line(1, text),)))
    hit = next(one for one in find_hits(tokens) if one.key == "行政许可")
    assert [one.number for one in fit(hit, tokens, 1, Habits()).values or ()] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "全年收取信息处理费2 8·7万元。",
        "全年收到申请2 8件。",
        "收到12·3件。",
        "收到申请1 2 3 件。",
        "收到28. 7件。",
    ],
)
def test_no_piece_of_a_torn_figure_is_a_figure_of_the_text(text: str) -> None:
    assert [find_figures(one.text) for one in paragraphs([(1, text)])] == [[]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("全年收到申请 28 件，办结 26 件。", [28, 26]),
        ("公开信息1,234条、28.7万条。", [1234, 287000]),
        ("甲5件；乙 6件", [5, 6]),
    ],
)
def test_whole_figures_of_the_text_stay(text: str, values: list[float]) -> None:
    assert [float(one.value) for line in paragraphs([(1, text)]) for one in find_figures(line.text)] == values
