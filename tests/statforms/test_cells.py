"""Mutations of consistent cells: break one sum, get exactly that finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.exceptions import GongkaiError
from gongkai.statforms.evaluate import Situation, evaluate
from gongkai.statforms.expressions import parse
from gongkai.statforms.forms import all_forms, form_for_year, load_form

from .figures import consistent_cells
from .generator import FORMS


@settings(max_examples=100, deadline=None)
@given(form=st.sampled_from(FORMS), seed=st.integers(0, 10**6), blanks=st.floats(0, 1))
def test_consistent_cells_raise_nothing(form: str, seed: int, blanks: float) -> None:
    cells = consistent_cells(form, seed, blanks)
    assert [f for f in evaluate(load_form(form), cells) if f.level == "error"] == []


@pytest.mark.parametrize(
    ("form", "cell", "codes"),
    [
        ("annual_2014", "s3_1_2", {"A01"}), ("annual_2014", "s3_2_1", {"A02"}), ("annual_2014", "s3_3_6", {"A03"}),
        ("annual_2014", "s3_3_4_2", {"A04"}), ("annual_2014", "s4_1", {"A05"}), ("annual_2014", "s5_3", {"A06"}),
        ("annual_2014", "s8_3_2", {"A07"}), ("annual_2019", "t3.r3_1.natural", {"T3-2", "T3-3"}),
        ("annual_2021", "t3.r4.natural", {"T3-1", "T3-3"}), ("annual_2021", "t3.r3_6_2.biz", {"T3-2", "T3-3"}),
        ("annual_2021", "t4.review.pending", {"T4-1"}), ("annual_2019", "t4.suit_after.total", {"T4-1"}),
    ],
)  # fmt: skip
def test_one_changed_cell_breaks_exactly_its_sums(form: str, cell: str, codes: set[str]) -> None:
    for seed in range(20):
        cells = consistent_cells(form, seed)
        cells[cell] = (cells[cell] or 0) + 3
        found = [f for f in evaluate(load_form(form), cells) if f.level == "error"]
        assert {f.code for f in found} == codes
        assert all(cell in f.where for f in found)


def test_a_blank_parent_over_filled_children_is_a_finding_of_its_own() -> None:
    cells = consistent_cells("annual_2014", 1)
    cells.update({"s8_3": None, "s8_3_1": 2, "s8_3_2": 9})
    assert {f.code for f in evaluate(load_form("annual_2014"), cells) if f.level == "error"} == {
        "A07",
        "BLANK_PARENT",
    }


def test_unread_cells_say_nothing() -> None:
    cells = consistent_cells("annual_2021", 1)
    cells.update(dict.fromkeys([c for c in cells if c.startswith("t3.r3_2.")]))
    unread = [c for c in cells if c.startswith("t3.r3_2.")]
    assert evaluate(load_form("annual_2021"), cells, Situation(unread=unread)) == []


def test_rules_of_a_body_without_that_power_are_an_error_only_by_profile() -> None:
    cells = consistent_cells("annual_2021", 1)
    cells["t2.reg.valid"] = 2
    form = load_form("annual_2021")
    assert not [f for f in evaluate(form, cells) if f.level == "error"]
    assert [
        f.code for f in evaluate(form, cells, Situation(traits={"no_rulemaking_power"})) if f.level == "error"
    ] == ["T2-3"]


def test_links_between_years() -> None:
    form = load_form("annual_2021")
    before, now = consistent_cells("annual_2021", 1), consistent_cells("annual_2021", 2)
    for column in ("natural", "biz", "research", "charity", "legal", "other", "total"):
        before[f"t3.r4.{column}"] = now[f"t3.r2.{column}"]
    before["t2.norm.valid"] = (
        int(now["t2.norm.valid"] or 0) - int(now["t2.norm.made"] or 0) + int(now["t2.norm.repealed"] or 0)
    )
    assert evaluate(form, now, Situation(previous=before)) == []
    before["t3.r4.biz"] = int(before["t3.r4.biz"] or 0) + 1
    before["t2.norm.valid"] = int(before["t2.norm.valid"] or 0) + 2
    assert {f.code for f in evaluate(form, now, Situation(previous=before))} == {"T3-4", "T2-2"}


def test_every_year_since_2014_has_one_form() -> None:
    assert [form_for_year(y).id for y in (2014, 2018, 2019, 2020, 2021, 2030)] == [  # type: ignore[union-attr]
        "annual_2014", "annual_2014", "annual_2019", "annual_2019", "annual_2021", "annual_2021",
    ]  # fmt: skip
    assert form_for_year(2013) is None
    assert [len(f.cell_ids()) for f in all_forms()] == [58, 198, 200]


@pytest.mark.parametrize(
    "text", ["a + b", "a == __import__('os')", "a == b == c", "a < b", "a == b * 2", "a =="]
)
def test_only_the_small_language_is_understood(text: str) -> None:
    with pytest.raises(GongkaiError):
        parse(text)
