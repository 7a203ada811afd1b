"""The two real reports: what must be found, and what must not be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding
from gongkai.statforms.reading.report import Report, read_report

SEEDS = Path(__file__).parents[2].parent / "shared" / "samples" / "seeds"


def sample(name: str) -> Report:
    """A sample report; the test is skipped where the samples are not installed."""
    path = SEEDS / name
    if not path.is_file():
        pytest.skip(f"样本 {name} 不在这台机器上")
    return read_report(path)


@pytest.fixture(scope="module")
def wenzhou() -> Report:
    return sample("annual-report-wenzhou-2017.txt")


@pytest.fixture(scope="module")
def wenzhou_findings(wenzhou: Report) -> list[Finding]:
    return check_report(wenzhou)


def test_wenzhou_cells(wenzhou: Report) -> None:
    assert (wenzhou.year, wenzhou.issuer, wenzhou.form and wenzhou.form.id) == (
        2017,
        "温州市教育局",
        "annual_2014",
    )
    filled = {cell: value for cell, value in wenzhou.cells.items() if value is not None}
    assert len(wenzhou.cells) == 58 and len(filled) == 31 and not wenzhou.unread
    assert filled == {
        "s1_1": 301, "s1_1_1": 11, "s1_1_2": 11, "s1_2_1": 1, "s1_2_2": 70, "s1_2_3": 494, "s1_2_4": 773, "s2_1": 20,
        "s2_2_1": 18, "s2_2_1_1": 3, "s2_2_2": 2, "s2_2_2_1": 2, "s2_2_3": 8, "s2_2_4": 1, "s3_1": 4, "s3_1_3": 3, "s3_1_4": 1,
        "s3_2_1": 4, "s3_3": 3, "s3_3_1": 3, "s3_3_3": 1, "s4": 0, "s5": 0, "s7": 0, "s8_3": 25, "s8_3_1": 3, "s8_3_2": 24,
        "s8_4": 10, "s9_1": 6, "s9_2": 2, "s9_3": 80,
    }  # fmt: skip


def test_wenzhou_form_findings(wenzhou_findings: list[Finding]) -> None:
    codes = [f.code for f in wenzhou_findings if f.code[0] in "AW" and f.code[1:].isdigit()]
    assert sorted(codes) == ["A02", "A03", "A07", "W02", "W04"]
    assert [f.code for f in wenzhou_findings if f.level == "error"] == [
        "BLANK_PARENT",
        "A02",
        "A03",
        "A07",
        "X01",
    ]


@pytest.mark.parametrize(
    ("code", "found", "expected"),
    [
        ("X01", 1727, 301), ("X11", 846, 773), ("X11", 551, 494), ("X11", 1663, 70), ("X01", 4, 3), ("F01", 91, 98), ("Y05", 1727, 301),
        ("K01", "（秘密）", None),
    ],
)  # fmt: skip
def test_wenzhou_text_findings(
    wenzhou_findings: list[Finding], code: str, found: object, expected: object
) -> None:
    assert any(
        (f.code, f.found, f.expected) == (code, found, expected) and f.level in ("error", "warn")
        for f in wenzhou_findings
    )


def test_xiaogan() -> None:
    report = sample("annual-report-xiaogan-2018.txt")
    findings = check_report(report)
    assert (report.year, report.issuer, report.missing_tables) == (2018, "孝感市教育局", ("main",))
    assert [(f.code, f.found, f.expected) for f in findings if f.level == "error"] == [("P02", 2438, 3000)]
    assert {"R04", "O01", "P03", "F01", "K05"} <= {f.code for f in findings}
