"""A quick set of `python -m bench files`: papers whose writer has not seen the readers, in formats that need no other program."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import files
from bench.papers import looks, reports

SEEDS = list(range(16))


def test_drawn_reports_hold() -> None:
    for seed in SEEDS:
        report, _look = files.case(seed)
        if report.form == "annual_2014":
            assert report.get("s3_1") == sum(report.get(f"s3_1_{n}") for n in range(1, 5))
            continue
        for column in reports.COLUMNS:
            new, old, done, on = (report.get(f"t3.{row}.{column}") for row in ("r1", "r2", "r3_7", "r4"))
            assert new + old == done + on
            assert done == sum(
                report.get(f"t3.{row}.{column}") for row in reports.parts_of_total(report.form)
            )


def test_a_seed_draws_the_same_paper_again() -> None:
    first, second = (reports.printed(*files.case(6)).tables()[1].grid() for _ in range(2))
    assert first == second and len(first) > 20


def test_the_judge_tells_wrong_from_unread() -> None:
    report, _look = files.case(0)
    cells = dict(report.values)
    assert files.judge_cells(report, {"form": report.form, "cells": cells, "unread": []})[0] == len(cells)
    wrong = cells | {"t3.r1.total": 10**6}
    _right, lost, silent = files.judge_cells(report, {"form": report.form, "cells": wrong, "unread": []})
    assert len(silent) == 1 and not lost
    _right, lost, silent = files.judge_cells(
        report, {"form": report.form, "cells": wrong, "unread": ["t3.r1.total"]}
    )
    assert len(lost) == 1 and not silent


@pytest.mark.parametrize("kind", ["docx", "html", "txt"])
def test_clean_reports_are_never_read_wrong(kind: str, tmp_path: Path) -> None:
    whole, by_look = files.read_reports(kind, SEEDS, tmp_path)
    assert len(by_look) == len(looks.LOOKS)
    assert (whole.silent, whole.accused) == (0, 0), whole.failures
    assert whole.share() >= 0.999, whole.failures


@pytest.mark.parametrize("kind", ["docx", "html", "txt"])
def test_fields_of_documents(kind: str, tmp_path: Path) -> None:
    fields, cells, _by_field = files.read_documents(kind, [seed for seed in SEEDS if seed != 7], tmp_path)
    assert fields.silent == 0 and fields.share() >= 0.97, fields.failures
    assert cells.right == cells.present, fields.failures
