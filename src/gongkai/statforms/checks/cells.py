"""Checks between cells: those of the forms, and what only the whole table shows."""

from __future__ import annotations

from gongkai.statforms.checks import Case
from gongkai.statforms.evaluate import Situation, evaluate
from gongkai.statforms.findings import Finding
from gongkai.statforms.forms import load_form


def check_cells(case: Case) -> list[Finding]:
    """Run the checks of every form the report uses, each over the tables that follow it."""
    report = case.report
    previous = case.previous.known if case.previous else {}
    situation = Situation(previous, traits_of(case), report.unread)
    found: list[Finding] = []
    by_form: dict[str, set[str]] = {}
    for table, forms in report.table_forms.items():
        for form in forms:
            by_form.setdefault(form, set()).add(table)
    for form_id, tables in by_form.items():
        found.extend(evaluate(load_form(form_id), report.cells, situation, tables))
    return found


def traits_of(case: Case) -> set[str]:
    """Profile given, and what the name of the issuer makes certain: a district or town body makes no 规章."""
    from gongkai.statforms.checks.plausibility import surely_without_rules

    traits = set(case.traits)
    if surely_without_rules(case.report.issuer):
        traits.add("no_rulemaking_power")
    return traits
