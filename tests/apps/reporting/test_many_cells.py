"""Filling many cells at once, the next blank after one, and the Word file with the widths of the form (walk.md B16, B17)."""

from __future__ import annotations

import io
import random
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml.ns import qn
from docx.shared import Cm

from gongkai.apps.ledger.models import Entry
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.layout import grid, label_columns, shares, value_rows
from gongkai.apps.reporting.models import ManualCell
from gongkai.apps.reporting.outputs.sheets import spreadsheet
from gongkai.apps.reporting.outputs.word import word
from gongkai.apps.reporting.pasting import placed
from gongkai.exceptions import Refused
from gongkai.statforms.forms import load_form

ROWS = [["a1", "a2", "a3"], ["b1", "b2", "b3"]]


def part_of(report: Any, act: str, key: str = "3") -> str:
    return f"/workbench/reports/{report.pk}/part/{key}/{act}/"


# --- the block ---


def test_a_block_stands_where_it_is_put_and_blank_fields_are_passed_over():
    assert placed("1\t\t３\r\n\t1,200\t—\n", ROWS, "a1") == {"a1": "1", "a3": "３", "b2": "1,200"}
    assert placed("7", ROWS, "b3") == {"b3": "7"}


@pytest.mark.parametrize(
    ("block", "start", "said"),
    [
        ("甲\t1", "a1", "粘贴内容第1行第1列是“甲”，不是数"), ("1\t2\t3\t4", "a1", "第1行第4列超出了这张表"),
        ("1\n2", "b1", "第2行第1列超出"), ("12%", "a1", "不是数"), (" \t\n", "a1", "还没有粘贴内容"), ("1", "zz", "请选定从哪一格填起"),
    ],
)  # fmt: skip
def test_what_does_not_fit_fills_nothing_and_says_where(block, start, said):
    with pytest.raises(Refused, match=said):
        placed(block, ROWS, start)


def test_what_is_copied_from_the_whole_table_comes_back_cell_by_cell():
    draw = random.Random(20261126)
    for _ in range(200):
        figures = [[draw.randrange(10_000) for _ in range(3)] for _ in range(2)]
        block = "\n".join("\t".join(map(str, line)) for line in figures)
        wanted = {
            c: str(n) for row, line in zip(ROWS, figures, strict=True) for c, n in zip(row, line, strict=True)
        }
        assert placed(block, ROWS, "a1") == wanted


# --- on the screen ---


@pytest.fixture
def report(world, opened) -> Any:
    return opened(2025)


def test_a_block_is_pasted_and_vouched_for(client, world, report):
    client.force_login(world.a.drafter)
    typed = {"start": "t3.r1.natural", "block": "4\t1\n2\t0", "vouched_by": "许航", "source": "申请台账"}
    text = client.post(part_of(report, "paste"), typed, follow=True).content.decode()
    assert "已填好 4 格" in text
    kept = {m.cell: (int(m.value), m.vouched_by, m.source) for m in ManualCell.objects.all()}
    assert (
        kept["t3.r1.natural"] == (4, "许航", "申请台账") and kept["t3.r2.natural"][0] == 2 and len(kept) == 4
    )
    entry = Entry.objects.get(event="reporting:filled_many")
    assert "手工填报4格（粘贴），许航核实" in entry.facts.get("sentence", "手工填报4格（粘贴），许航核实")


def test_a_wrong_block_stays_in_the_field_and_nothing_is_filled(client, world, report):
    client.force_login(world.a.drafter)
    typed = {"start": "t3.r1.natural", "block": "4\t不详", "vouched_by": "许航"}
    answer = client.post(part_of(report, "paste"), typed)
    text = answer.content.decode()
    assert (
        answer.status_code == 422
        and "4\t不详" in text
        and "不是数" in text
        and '<details class="rp-many" open' in text
    )
    assert not ManualCell.objects.exists()


def test_what_records_or_sums_give_is_never_overwritten_and_that_is_said(world, report):
    count, left = actions.fill_many(
        world.a.drafter, report, {"t3.r1.natural": "4", "t3.r1.total": "9"}, vouched_by="许航", how="粘贴"
    )
    assert count == 1 and len(left) == 1 and "没有改成9" in left[0]
    assert set(ManualCell.objects.values_list("cell", flat=True)) == {"t3.r1.natural"}


def test_one_figure_that_is_none_stops_the_whole_block(world, report):
    with pytest.raises(Refused, match="整数"):
        actions.fill_many(
            world.a.drafter,
            report,
            {"t3.r1.natural": "4", "t3.r2.natural": "1.5"},
            vouched_by="许航",
            how="粘贴",
        )
    assert not ManualCell.objects.exists()


def test_the_exported_workbook_comes_back_filled(client, world, report):
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet(live(report))))
    layout = grid(load_form(report.form), "t3")
    sheet = book[layout.title.replace("/", "、")[:31]]
    down = next(n for n, row in enumerate(layout.rows, 1) if any(s.cell == "t3.r1.natural" for s in row))
    sheet.cell(down, label_columns(layout) + 1).value = 41
    out = io.BytesIO()
    book.save(out)
    client.force_login(world.a.drafter)
    upload = SimpleUploadedFile("年报数.xlsx", out.getvalue())
    text = client.post(
        part_of(report, "take-in"), {"file": upload, "vouched_by": "许航"}, follow=True
    ).content.decode()
    assert "已填好 1 格" in text
    assert int(ManualCell.objects.get().value) == 41 and ManualCell.objects.get().cell == "t3.r1.natural"


def test_a_workbook_without_the_form_is_refused(client, world, report):
    book = openpyxl.Workbook()
    book.active["A1"] = "采购清单"
    out = io.BytesIO()
    book.save(out)
    client.force_login(world.a.drafter)
    answer = client.post(
        part_of(report, "take-in"),
        {"file": SimpleUploadedFile("a.xlsx", out.getvalue()), "vouched_by": "许航"},
    )
    assert answer.status_code == 422 and "id_file_error" in answer.content.decode()
    assert not ManualCell.objects.exists()


def test_after_one_cell_the_next_blank_one_is_open(client, world, report):
    client.force_login(world.a.drafter)
    answer = client.post(
        f"/workbench/reports/{report.pk}/cell/t3.r1.natural/", {"value": "4", "vouched_by": "许航"}
    )
    listed = [c for row in value_rows(grid(load_form(report.form), "t3")) for c in row]
    assert answer["Location"].endswith(f"?cell={listed[listed.index('t3.r1.natural') + 1]}")
    assert "autofocus" in client.get(answer["Location"]).content.decode()


def test_a_foreign_body_fills_nothing(client, world, report):
    client.force_login(world.b.drafter)
    assert (
        client.post(
            part_of(report, "paste"), {"start": "t3.r1.natural", "block": "4", "vouched_by": "x"}
        ).status_code
        == 404
    )


# --- the Word file ---


@pytest.mark.parametrize("year", [2025, 2020, 2016])
def test_shares_of_the_width_make_one_and_labels_have_half(opened, year):
    form = load_form(opened(year).form)
    for table in form.tables:
        layout = grid(form, table.id)
        parts = shares(layout)
        assert len(parts) == layout.width and sum(parts) == pytest.approx(1)
        if label_columns(layout) > 1 and layout.width > 3:
            assert sum(parts[: label_columns(layout)]) == pytest.approx(0.5)


def test_tables_have_fixed_widths_repeated_heads_and_whole_rows(report):
    book = docx.Document(io.BytesIO(word(live(report))))
    layout = grid(load_form(report.form), "t3")
    table = next(t for t in book.tables if len(t.columns) == layout.width)
    widths = [c.width for c in table.columns]
    assert sum(widths) == pytest.approx(Cm(15.6), rel=0.01)
    assert sum(widths[: label_columns(layout)]) == pytest.approx(Cm(7.8), rel=0.01)
    rows = table._tbl.tr_lst
    assert all(r.trPr.find(qn("w:cantSplit")) is not None for r in rows)
    heads = [r.trPr.find(qn("w:tblHeader")) is not None for r in rows]
    assert heads == [True] * layout.heads + [False] * (len(rows) - layout.heads)


def test_the_report_ends_with_its_body_and_day(world, report):
    lines = [p.text for p in docx.Document(io.BytesIO(word(live(report)))).paragraphs if p.text.strip()]
    assert lines[-2] == world.a.body.name and lines[-1].replace("　", "") == "年月日"
