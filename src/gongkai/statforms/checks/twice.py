"""One matter counted at two places of the text: twice for the year, or for a part of the year and for all of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding
from gongkai.statforms.narrative.facts import Fact

_WHOLE_YEAR = re.compile(r"全年|本年度?")
_COUNTED = frozenset({"disclosed", "received", "completed", "norm_made"})


def check_twice(case: Case) -> list[Finding]:
    """Figures that open their sentences, of the body itself, and cannot both be right."""
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in case.report.facts:
        opens = len(fact.lead) == fact.offset
        if fact.what in _COUNTED and opens and not (fact.part or fact.subset or fact.foreign):
            groups[fact.what, fact.figure.unit].append(fact)
    return [finding for facts in groups.values() for finding in (*_same(facts), *_part_above(facts))]


def _same(facts: list[Fact]) -> Iterator[Finding]:
    """The same words before two figures for the whole year."""
    first: dict[str, Fact] = {}
    for fact in facts:
        words = re.sub(r"[^\u4e00-\u9fff]", "", fact.lead)
        if fact.period != "year" or not fact.figure.exact or not _WHOLE_YEAR.search(words):
            continue
        other = first.setdefault(words, fact)
        if other.value != fact.value:
            yield Finding(
                "P03", "warn", (f"第{other.line}行", f"第{fact.line}行"),
                f"一处写“{other.lead}{other.figure.shown}”，另一处写“{fact.lead}{fact.figure.shown}”，请核对",
                other.value, fact.value, "同一事物的数字在全文应一致",
            )  # fmt: skip
            return


def _part_above(facts: list[Fact]) -> Iterator[Finding]:
    """Months that hold more than the year."""
    whole = next((f for f in facts if f.period == "year" and _WHOLE_YEAR.search(f.lead)), None)
    for fact in facts:
        if whole is not None and fact.period == "partial" and fact.figure.low > whole.figure.high:
            yield Finding(
                "X11", "warn", (f"第{fact.line}行", f"第{whole.line}行"),
                f"“{fact.lead}{fact.figure.shown}”，多于全年的{whole.figure.shown}，请核对",
                whole.value, fact.value, "部分时段的数字不应大于全年",
            )  # fmt: skip
