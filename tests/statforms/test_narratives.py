"""Silence on consistent narratives, alarm on planted errors."""

from __future__ import annotations

import time

import pytest

from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding
from gongkai.statforms.forms import load_form
from gongkai.statforms.lines import read_bytes as read_text
from gongkai.statforms.reading.report import read_document

from .grids import grids
from .layouts import bars
from .narratives import PLANTED, QUESTIONED, SILENT, report_text
from .phrases import FILLED_2014, MORE_SILENT, PLANTED_2014, SILENT_2014, VARIANTS


def findings(paragraphs: str) -> list[Finding]:
    """Check a report made around some paragraphs."""
    return check_report(read_document(read_text(report_text(paragraphs).encode(), "r.txt"), "r.txt"))


@pytest.mark.parametrize("name", SILENT)
def test_consistent_text_is_left_alone(name: str) -> None:
    assert [f.message for f in findings(SILENT[name]) if f.level == "error"] == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_error_is_found_and_nothing_else(name: str) -> None:
    text, code = PLANTED[name]
    assert [f.code for f in findings(text) if f.level == "error"] == [code]


@pytest.mark.parametrize("name", QUESTIONED)
def test_question_is_asked_but_not_as_an_error(name: str) -> None:
    text, code = QUESTIONED[name]
    result = findings(text)
    assert code in {f.code for f in result}
    assert not [f for f in result if f.level == "error"]


@pytest.mark.parametrize("text", MORE_SILENT)
def test_other_wordings_are_left_alone(text: str) -> None:
    assert [f.message for f in findings(text) if f.level == "error"] == []


@pytest.mark.parametrize(("code", "text"), VARIANTS)
def test_other_wordings_of_errors_are_found(code: str, text: str) -> None:
    levels = ("error",) if code[0] in "XVP" else ("error", "warn")
    result = findings(text)
    assert code in {f.code for f in result if f.level in levels}
    assert {f.code for f in result if f.level == "error"} <= {code}


def findings_2014(text: str) -> list[Finding]:
    """Check a report for 2016 with the one-column table."""
    cells = dict.fromkeys(load_form("annual_2014").cell_ids(), 0) | FILLED_2014
    table = bars(grids("annual_2014", cells, lambda _, v: str(v))["main"])
    lines = [
        "云海市教育局2016年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        text,
        "附件",
        "政府信息公开情况统计表",
        "（2016年度）",
        *table,
    ]
    return check_report(read_document(read_text("\n".join(lines).encode(), "r.txt"), "r.txt"))


@pytest.mark.parametrize("text", SILENT_2014)
def test_consistent_text_of_the_older_form(text: str) -> None:
    assert [f.message for f in findings_2014(text) if f.level != "info"] == []


@pytest.mark.parametrize(("code", "text"), PLANTED_2014)
def test_planted_errors_of_the_older_form(code: str, text: str) -> None:
    assert code in {f.code for f in findings_2014(text) if f.level in ("error", "warn")}


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "甲1条、",
        "（",
        "公开3条（",
        "规章 0 0 0 ",
        "其中",
        "2023年1月1日至",
        "| ",
        "\t",
        "每周《a",
        "未发生",
        "動(",
        "\u3000",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """Endless repetition is answered in seconds, not in hours."""
    start = time.process_time()
    findings(("公开120条，其中" + piece * (60_000 // len(piece)))[:60_000])
    assert time.process_time() - start < 20
