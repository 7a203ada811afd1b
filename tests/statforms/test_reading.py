"""Reading gives back what was printed, in every layout and after every damage."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.statforms.checks import check_report
from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import open_document
from gongkai.statforms.lines import read_bytes as read_text
from gongkai.statforms.reading.report import Report, read_document, read_report

from .damages import LABEL_CHANGES, WRITERS
from .generator import ALL_LAYOUTS, FORMS, Made, make, make_from

_NO_PLACES = ("G-pdf-text", "I-giant-cell")
"""Layouts where an empty cell leaves no trace at all."""


def read(made: Made, folder: Path) -> Report:
    """Write a generated file and read it."""
    path = folder / made.name
    path.write_bytes(made.data)
    return read_report(path)


def errors(report: Report) -> list[str]:
    """Findings of level error."""
    return [f"{f.code} {f.message}" for f in check_report(report) if f.level == "error"]


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
@pytest.mark.parametrize("form", FORMS)
def test_every_layout_gives_back_the_cells(form: str, layout: str, tmp_path: Path) -> None:
    made = make(form, layout, seed=11)
    report = read(made, tmp_path)
    assert report.cells == made.cells
    assert not report.unread
    assert errors(report) == []
    if layout == "J-no-tables":
        assert report.missing_tables, "a table that is not there is reported, never zeros"
    else:
        assert report.form is not None and report.form.id == form
        assert report.missing_tables == ()


@pytest.mark.parametrize("layout", [x for x in ALL_LAYOUTS if x not in (*_NO_PLACES, "J-no-tables", "pdf")])
@pytest.mark.parametrize("form", FORMS)
def test_blank_cells_stay_blank(form: str, layout: str, tmp_path: Path) -> None:
    made = make(form, layout, seed=5, blanks=0.5)
    report = read(made, tmp_path)
    assert report.cells == made.cells
    assert errors(report) == []


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("layout", ["A-bars", "E-blank-lines", "F-html", "G-pdf-text", "H-tab-led", "docx"])
def test_figures_in_every_writing(writer: str, layout: str, tmp_path: Path) -> None:
    blanks = 0.4 if writer in ("dash", "slash", "none") else 0.0
    for form in FORMS:
        made = make(form, layout, 3, writer, blanks=blanks)
        report = read(made, tmp_path)
        assert report.cells == made.cells, form
        assert errors(report) == []


@pytest.mark.parametrize("labels", LABEL_CHANGES)
@pytest.mark.parametrize(
    "layout", ["B-markdown", "C-lone-bars", "D-ending-bars", "I-giant-cell", "K-word-text", "pdf"]
)
def test_labels_in_every_spelling(labels: str, layout: str, tmp_path: Path) -> None:
    if layout == "pdf" and labels in ("traditional", "radicals"):
        pytest.skip("试验用的 PDF 字体只含简体字")
    for form in FORMS:
        made = make(form, layout, 8, labels=labels)
        report = read(made, tmp_path)
        assert report.cells == made.cells, form


@pytest.mark.parametrize("seed", [5, 8, 32])
def test_a_label_cut_behind_its_first_sign_keeps_it(seed: int, tmp_path: Path) -> None:
    """申请人 无 at the end of a line, with the figures behind it, is no blank cell."""
    made = make("annual_2021", "G-pdf-text", seed, "dash", "spaced")
    assert read(made, tmp_path).cells == made.cells


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(FORMS),
    layout=st.sampled_from([x for x in ALL_LAYOUTS if x not in ("J-no-tables", "pdf")]),
    writer=st.sampled_from(sorted(WRITERS)),
    labels=st.sampled_from(sorted(LABEL_CHANGES)),
    seed=st.integers(0, 10**6),
)
def test_reading_inverts_printing(
    form: str, layout: str, writer: str, labels: str, seed: int, tmp_path: Path
) -> None:
    blanks = 0.3 if layout not in _NO_PLACES or writer in ("dash", "slash", "none") else 0.0
    made = make(form, layout, seed, writer, labels, blanks)
    report = read(made, tmp_path)
    assert report.cells == made.cells
    assert errors(report) == []


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=600))
def test_arbitrary_text_never_crashes(text: str) -> None:
    from gongkai.exceptions import Unreadable

    try:
        report = read_document(read_text(text.encode("utf-8", "replace"), "x.txt"), "x.txt")
        check_report(report)
    except Unreadable as error:
        assert error.sentence.endswith("。")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "规章",
                "0",
                "|",
                "\t",
                "第二十条第（一）项",
                "本年制发件数",
                "其中",
                "120条",
                "、",
                "。",
                "\n",
                "（",
                "）",
                "近",
                "收到",
                "信息公开申请",
                "收到申请数",
                "统计指标",
                "总计",
                "行政复议",
                "结果维持",
                "2023年政府信息公开工作年度报告\n",
                "，",
                "件",
                "12",
                " ",
                "：",
            ]
        ),
        max_size=120,
    )
)
def test_scrambled_reports_never_crash(pieces: list[str]) -> None:
    from gongkai.exceptions import Unreadable

    try:
        report = read_document(read_text("".join(pieces).encode(), "x.txt"), "x.txt")
        check_report(report)
    except Unreadable:
        pass


@pytest.mark.parametrize("layout", ["A-bars", "E-bare-lines", "F-html", "C-lone-bars"])
def test_a_lost_cell_is_a_finding_and_never_a_shift(layout: str, tmp_path: Path) -> None:
    """Drop one cell of one row: that row is unread or right, every other row stays right."""
    from .grids import Box, grids
    from .layouts import html_page, text_file

    made = make("annual_2021", layout, 21)
    tables = grids("annual_2021", made.cells, lambda _, v: str(v))
    row = next(
        r
        for r in tables["t3"]
        if any(b.text.endswith("部分公开（区分处理的，只计这一情形，不计其他情形）") for b in r)
    )
    row[:] = [*row[:-3], *row[-2:]] if isinstance(row[-1], Box) else row
    rng = random.Random(1)
    title = "云海市教育局2023年政府信息公开工作年度报告"
    if layout == "F-html":
        data, name = html_page(title, [], tables, [], rng), "r.html"
    else:
        data, name = text_file(title, [], tables, [], layout, rng), "r.txt"
    report = read(Made(name, data, made.cells, made.form), tmp_path)
    lost = {c for c in made.cells if c.startswith("t3.r3_2.")}
    assert all(report.cells[c] == made.cells[c] for c in made.cells if c not in lost)
    assert lost <= report.unread
    assert any(f.code == "R02" for f in report.findings)
    assert not [f for f in check_report(report) if f.level == "error"]


def test_blocks_of_two_forms_in_one_file(tmp_path: Path) -> None:
    """A report for 2021 that kept the heading of 2019 over its first block."""
    from .figures import consistent_cells
    from .grids import grids
    from .layouts import bars, text_file

    new, old = consistent_cells("annual_2021", 4), consistent_cells("annual_2019", 4)
    tables = grids("annual_2021", new, lambda _, v: str(v))
    tables["t2"][0:4] = grids("annual_2019", old, lambda _, v: str(v))["t2"][0:4]
    data = text_file("云海市教育局2021年政府信息公开工作年度报告", [], tables, [], "A-bars", random.Random(1))
    report = read(Made("r.txt", data, {}, ""), tmp_path)
    assert bars
    assert report.cells["t2.norm.made_new"] == old["t2.norm.made_new"]
    assert report.cells["t2.licence.decisions"] == new["t2.licence.decisions"]
    assert "t2.norm.made" not in report.cells
    assert report.form is not None and report.form.id == "annual_2021"


def test_the_line_of_a_table_on_a_page_that_nobody_read_is_unread_and_not_blank(tmp_path: Path) -> None:
    cells = dict.fromkeys(load_form("annual_2021").cell_ids())
    made = make_from("annual_2021", "docx", cells, random.Random(5))
    path = tmp_path / made.name
    path.write_bytes(made.data)
    document = open_document(path)
    line = set(load_form("annual_2021").table("t4").cell_ids())
    whole = read_document(document, path.name)
    assert line <= whole.cells.keys()
    assert not line & whole.unread, "a form that was read whole and not filled in is blank"
    part = read_document(replace(document, remarks=("第4页没有读出：页上没有文字层，像是图片",)), path.name)
    assert line <= part.unread
    assert any(one.code == "R02" and one.where == ("t4",) for one in part.findings)
