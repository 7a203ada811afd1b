"""A figure of the text one reading of which needs a cell that nobody could read is held against nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.statforms.checks import Case, check_report
from gongkai.statforms.checks.cells import check_cells
from gongkai.statforms.checks.plausibility import check_plausibility
from gongkai.statforms.checks.quantities import answers, answers_for
from gongkai.statforms.checks.stale import check_stale
from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import read_bytes
from gongkai.statforms.reading.report import Report, read_document

from .figures import consistent_cells
from .narratives import base_cells, report_text

FORM = load_form("annual_2021")


def report(text: str, **cells: int | None) -> Report:
    given = {**base_cells(), **{name.replace("__", "."): value for name, value in cells.items()}}
    return read_document(read_bytes(report_text(text, given).encode(), "r.txt"), "r.txt")


def unread(made: Report, *cells: str) -> Report:
    """The same with cells that could not be read."""
    return replace(made, cells={**made.cells, **dict.fromkeys(cells)}, unread=made.unread | frozenset(cells))


def codes(made: Report, previous: Report | None = None) -> set[str]:
    return {one.code for one in check_report(made, previous)}


@pytest.mark.parametrize("what", sorted(answers_for(FORM)))
def test_one_unread_cell_silences_every_reading_of_a_figure(what: str) -> None:
    options = answers_for(FORM)[what]
    cells = consistent_cells("annual_2021", 3)
    assert answers(options, cells, frozenset())
    for cell in {cell for option in options for cell in option}:
        assert answers(options, cells, frozenset({cell})) == []


@pytest.mark.parametrize(
    ("text", "code", "cells"),
    [
        ("全年共收到政府信息公开申请99件。", "X01", ("t3.r1.total", "t3.r2.total")),
        ("全年共收办政府信息公开申请99件。", "X01", ("t3.r1.total", "t3.r3_7.total")),
        ("全年办结政府信息公开申请99件。", "X01", ("t3.r3_7.total", "t3.r1.total", "t3.r2.total")),
        ("全年共答复政府信息公开申请99件。", "X01", ("t3.r3_5_1.total", "t3.r3_3_5.total")),
        ("答复申请中予以公开及部分公开99件。", "X01", ("t3.r3_1.total", "t3.r3_2.total")),
        ("全年收到政府信息公开申请20件。", "X10", ("t3.r1.total", "t3.r2.total")),
        ("上半年收到政府信息公开申请99件。", "X11", ("t3.r1.total", "t3.r2.total")),
        ("政府信息公开行政诉讼9件。", "X01", ("t4.suit_after.total", "t4.suit_direct.total")),
    ],
)
def test_no_difference_is_reported_where_a_reading_is_unread(
    text: str, code: str, cells: tuple[str, ...]
) -> None:
    made = report(text)
    assert code in codes(made)
    for cell in cells:
        assert not codes(unread(made, cell)) & {"X01", "X09", "X10", "X11", "Y05"}, cell


def test_what_a_sentence_denies_is_judged_by_cells_that_were_read() -> None:
    made = report("未发生因政府信息公开引起的行政诉讼。")
    assert "V01" in codes(made)
    assert "V01" in codes(unread(made, "t4.suit_after.total"))  # the other one stands there, read
    assert "V01" not in codes(unread(made, "t4.suit_direct.total"))


def test_an_unread_change_is_not_a_change_of_nothing() -> None:
    """处理决定数量 equal to 上一年项目数量 ± 增减 in the form of 2019: with the change unread nothing follows."""
    form = load_form("annual_2019")
    cells = consistent_cells("annual_2019", 1)
    for row in ("licence", "other_admin", "penalty", "coercion"):
        cells.update({f"t2.{row}.last_year": 9, f"t2.{row}.delta": 0, f"t2.{row}.decisions": 9})
    made = replace(report("认真公开。"), form=form, cells=cells, unread=frozenset())
    assert "L02" in {one.code for one in check_plausibility(Case(made))}
    lost = unread(made, *(cell for cell in cells if cell.endswith(".delta")))
    assert "L02" not in {one.code for one in check_plausibility(Case(lost))}


def test_a_cell_of_last_year_that_could_not_be_read_is_no_zero() -> None:
    """结转下年度 of last year against 上年结转 of this one."""
    before, now = report("认真公开。", t3__r4__natural=2), report("认真公开。", t3__r2__natural=2)
    ahead = replace(now, cells={**now.cells, "t3.r2.natural": 9})
    assert "T3-4" in {one.code for one in check_cells(Case(ahead, before))}
    lost = unread(before, *(cell for cell in before.cells if cell.startswith("t3.r4.")))
    assert "T3-4" not in {one.code for one in check_cells(Case(ahead, lost))}


def test_a_table_of_which_a_part_is_unread_is_not_last_years_table() -> None:
    made = report("认真公开。")
    assert "Y03" in {one.code for one in check_stale(Case(made, made))}
    lost = unread(made, "t3.r1.natural")
    assert not {"t3"} & {one.where[0] for one in check_stale(Case(lost, lost)) if one.code == "Y03"}


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("全年收到政府信息公开申请25件，同比增长25%。", False),  # 20 new ones before
        ("全年收到政府信息公开申请25件，同比增长13.6%。", False),  # 22 with those carried over
        ("全年收到政府信息公开申请25件，同比增长60%。", True),
        ("全年共收办政府信息公开申请28件，比上年增长27.3%。", False),
        ("全年共收办政府信息公开申请28件，比上年增长90%。", True),
    ],
)
def test_growth_is_judged_by_the_reading_that_fits(text: str, accused: bool) -> None:
    """Last year: 20 new ones, 2 carried over, 22 closed."""
    before = report("认真公开。", t3__r1__natural=15, t3__r1__total=20, t3__r2__total=2, t3__r3_7__total=22)
    now = report(text)
    assert ("G01" in codes(now, before)) is accused
    assert "G01" not in codes(now, unread(before, "t3.r2.total"))
