"""Every output of every form, read back by the reader of other people's reports, gives the same cells."""

from __future__ import annotations

import io

import openpyxl
import pytest

from gongkai.apps.reporting.checking import as_json, open_points
from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.layout import grid
from gongkai.apps.reporting.outputs.page import page
from gongkai.apps.reporting.outputs.sheets import spreadsheet
from gongkai.apps.reporting.outputs.word import word
from gongkai.apps.reporting.readings import of_bytes
from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import has_error
from gongkai.statforms.forms import load_form

CELLS = {
    2025: {"t3.r1.natural": "41", "t3.r1.biz": "6", "t3.r2.natural": "3", "t3.r3_1.natural": "30", "t3.r3_1.biz": "6",
           "t3.r3_2.natural": "12", "t3.r4.natural": "2", "t4.review.maintain": "2", "t4.suit_after.pending": "1",
           "t2.fee.amount": "12.5"},
    2020: {"t3.r1.natural": "5", "t3.r3_1.natural": "5", "t2.licence.delta": "-2", "t2.licence.last_year": "8",
           "t2.procure.amount": "103.25"},
    2016: {"s3_1_3": "4", "s3_2_1": "4", "s3_3_2": "4", "s8_3_1": "2", "s8_3_2": "11", "s8_4": "3.5", "s9_3": "120"},
}  # fmt: skip


@pytest.mark.parametrize("year", [2025, 2020, 2016])
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_round_trip(world, public, filled, year, kind):
    for day in (f"{year}-03-04", f"{year}-05-06"):
        public(world.a, day, normative=True)
    state = live(filled(year, cells=CELLS[year]))
    data = word(state) if kind == "docx" else page(state).encode()
    read = of_bytes(f"年报.{kind}", data)
    assert read.form is not None and read.form.id == state.form.id
    assert read.year == year
    assert not read.missing_tables
    assert read.cells == {c.id: c.value for c in state.cells.values()}
    findings = check_report(read, None, state.report.traits)
    assert not has_error(findings), [f.message for f in findings if f.level == "error"]


@pytest.mark.parametrize("year", [2025, 2020, 2016])
def test_nothing_blocks_a_filled_report(world, public, filled, year):
    public(world.a, f"{year}-03-04", normative=True)
    points = open_points(live(filled(year, cells=CELLS[year])))
    assert not [p for p in points if p.level == "must"], [p.sentence for p in points]


@pytest.mark.parametrize("year", [2025, 2020, 2016])
def test_excel_and_json_carry_every_cell(world, filled, year):
    state = live(filled(year, cells=CELLS[year]))
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet(state)))
    listed = {row[0]: row[2] for row in book["各数出处"].iter_rows(min_row=2, values_only=True)}
    assert listed == {c.id: c.value for c in state.cells.values()}
    assert len(book.sheetnames) == 1 + len(state.form.tables)
    read = as_json(state)
    assert read["cells"] == {c.id: c.value for c in state.cells.values()}
    assert {"form", "year", "issuer", "cells", "missing_tables", "facts"} <= set(read)


def test_printed_grids_are_those_of_the_notice():
    form = load_form("annual_2021")
    three, four = grid(form, "t3"), grid(form, "t4")
    assert (len(three.rows), three.width) == (28, 10)
    assert (len(four.rows), four.width) == (4, 15)
    for name in ("annual_2014", "annual_2019", "annual_2021"):
        whole = load_form(name)
        for table in whole.tables:
            layout = grid(whole, table.id)
            assert sorted(layout.cells) == sorted(table.cell_ids())
            covered = sum(slot.rows * slot.cols for row in layout.rows for slot in row)
            assert covered == len(layout.rows) * layout.width


def test_blank_is_not_zero_in_any_output(opened):
    state = live(opened(2025))
    read = of_bytes("年报.docx", word(state))
    assert read.cells["t3.r1.natural"] is None
    assert as_json(state)["cells"]["t3.r1.total"] is None
    assert "<td>0</td>" in page(state)  # 规章, zero by law
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet(state)))
    listed = {row[0]: row[2] for row in book["各数出处"].iter_rows(min_row=2, values_only=True)}
    assert listed["t3.r1.natural"] is None and listed["t2.reg.made"] == 0
