"""Silence on consistent narratives, alarm on planted errors."""

from __future__ import annotations

import pytest

from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding
from gongkai.statforms.readers.text import read_text
from gongkai.statforms.reading.report import read_document

from .narratives import PLANTED, QUESTIONED, SILENT, report_text


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
