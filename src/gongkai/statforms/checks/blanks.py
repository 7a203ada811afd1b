"""Blank cells beside filled ones, and the empty line for the reporting body."""

from __future__ import annotations

import re

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding

_FILLED_BY = re.compile(r"填报单位(?:[（(]盖章[)）])?\s*[:：]\s*$")


def check_blanks(case: Case) -> list[Finding]:
    """Remarks only: a blank is not an error, but zero and blank should not be mixed."""
    report = case.report
    found: list[Finding] = []
    read = report.known
    blank = [cell for cell, value in read.items() if value is None]
    if blank and len(blank) < len(read):
        mixed = "，且与“0”混用" if any(value == 0 for value in read.values()) else ""
        found.append(
            Finding(
                "R06",
                "info",
                tuple(blank[:12]),
                f"{len(read)}格中有{len(blank)}格空白{mixed}；没有发生的请填0",
                0,
                len(blank),
                "空白不等于零",
            )
        )
    for line, text in report.raw_lines:
        if _FILLED_BY.search(text.strip()):
            found.append(
                Finding("R05", "info", (f"第{line}行",), "“填报单位”未填", None, None, "统计表应写明填报单位")
            )
    return found
