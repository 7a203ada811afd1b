"""All checks of a report: cells, text, text against cells, words, dates, outline, wording, the year before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from gongkai.statforms.findings import Finding
from gongkai.statforms.reading.report import Report


@dataclass(frozen=True)
class Case:
    """What a check looks at. traits: profile of the body. previous: the report of the year before, if given."""

    report: Report
    previous: Report | None = None
    traits: frozenset[str] = frozenset()


Checker = Callable[[Case], Sequence[Finding]]


def check_report(
    report: Report, previous: Report | None = None, traits: Collection[str] = ()
) -> list[Finding]:
    """Every finding about a report, errors first."""
    from gongkai.statforms.checks.order import CHECKERS  # the checks import Case from here
    from gongkai.statforms.findings import in_order

    case = Case(report, previous, frozenset(traits))
    found = list(report.findings)
    for checker in CHECKERS:
        found.extend(checker(case))
    if report.recognised:
        # A figure read off a picture accuses nobody.
        found = [replace(one, level="warn") if one.level == "error" else one for one in found]
    return in_order(found)
