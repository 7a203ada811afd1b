"""Runs the checks of a form over the cells of a report: sums, balances, bounds, links between years."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.statforms.expressions import Expression, Lookup, Outcome, Unanswerable, parse
from gongkai.statforms.findings import Finding, Level, Number
from gongkai.statforms.forms import Check, Form, Table

Cells = Mapping[str, Number | None]

SOURCES = {
    "official": "表内所印勾稽关系",
    "arith": "其中项、子项之和的算术关系",
    "derived": "由表式推出的通常关系",
}
_RELATION = {"==": "应等于", "<=": "应不大于", ">=": "应不小于"}


@dataclass(frozen=True)
class Situation:
    """What the checks look at besides the cells.

    previous: cells of the year before that were read, empty if not at hand. traits: profile of the body
    (`no_rulemaking_power`, …). unread: cells that stand in the report but could not be read:
    a check that needs one says nothing.
    """

    previous: Cells = field(default_factory=dict)
    traits: Collection[str] = ()
    unread: Collection[str] = ()


def evaluate(
    form: Form, cells: Cells, situation: Situation | None = None, tables: Collection[str] | None = None
) -> list[Finding]:
    """Every check of the form that the cells can answer. `tables` limits it to some table ids.

    A cell id missing from `cells` is a cell whose table is not in the report; None is a blank cell.
    """
    situation = situation or Situation()
    found: list[Finding] = []
    for table in form.tables:
        if tables is not None and table.id not in tables:
            continue
        for check in table.checks:
            if not check.profile or check.profile in situation.traits:
                found.extend(_run_check(form, table, check, cells, situation))
    return found


def _run_check(
    form: Form, table: Table, check: Check, cells: Cells, situation: Situation
) -> Iterator[Finding]:
    for text in check.expressions:
        expression = parse(text)
        if expression.needs_previous and not situation.previous:
            continue
        for place, names in _places(table, check.scope, expression):
            lookup = _lookup(names, cells, situation)
            try:
                outcome = expression.run(lookup)
            except Unanswerable:
                continue
            if outcome.skipped:
                continue
            subject = names.get(expression.subject or "")
            whole = check.source == "arith" and _is_sum(expression)
            if whole and subject is not None and cells.get(subject) is None and outcome.right > 0:
                yield _blank_parent(form, table, subject, outcome)
            if not outcome.holds:
                yield _broken(form, table, check, place, names, expression, outcome)


def _is_sum(expression: Expression) -> bool:
    return expression.relation == "==" and expression.subject is not None and not expression.needs_previous


def _places(table: Table, scope: str, expression: Expression) -> Iterator[tuple[str, dict[str, str]]]:
    """Each place where an expression applies: its printed name and the cell id of every operand."""
    used = [name for name, _ in expression.operands]
    if scope == "form":
        yield "", {name: table.cell_id(name, "value") for name in used}
    elif scope == "cells":
        yield "", {name: table.cell_id(*name.split("__", 1)) for name in used}
    elif scope == "each_col":
        for column in table.blocks[0].columns:
            yield f"“{column.label}”列：", {name: table.cell_id(name, column.id) for name in used}
    else:
        for row in table.blocks[0].value_rows():
            yield f"“{row.label}”行：", {name: table.cell_id(row.id, name) for name in used}


def _lookup(names: Mapping[str, str], cells: Cells, situation: Situation) -> Lookup:
    def value(name: str, previous: bool) -> Number | None:
        source: Cells = situation.previous if previous else cells
        cell = names[name]
        if cell not in source or (not previous and cell in situation.unread):
            raise Unanswerable(cell)
        return source[cell]

    return value


def cell_name(form: Form, cell: str) -> str:
    """The printed name of a cell: row, and column where the table has several; the id if it is unknown."""
    return form.cell_names.get(cell, cell)


def _plain(number: Number) -> Number:
    return int(number) if float(number).is_integer() else round(number, 6)


def _broken(
    form: Form,
    table: Table,
    check: Check,
    place: str,
    names: Mapping[str, str],
    expression: Expression,
    outcome: Outcome,
) -> Finding:
    left, right = _plain(outcome.left), _plain(outcome.right)
    remark = ""
    if outcome.blanks:
        blank = [cell_name(form, names[b]) for b in outcome.blanks if b in names]
        remark = f"（空白按0计：{'、'.join(blank[:4])}{'等' if len(blank) > 4 else ''}）"
    message = f"{place}{check.message}。左边为{left}，{_RELATION[outcome.relation]}{right}{remark}"
    level: Level = "error" if check.level == "error" else "warn"
    where = tuple(dict.fromkeys(names[name] for name, _ in expression.operands))
    basis = f"{form.basis}；{SOURCES.get(check.source, check.source)}"
    return Finding(check.id, level, where, message, right, left, basis)


def _blank_parent(form: Form, table: Table, cell: str, outcome: Outcome) -> Finding:
    right = _plain(outcome.right)
    return Finding(
        "BLANK_PARENT",
        "error",
        (cell,),
        f"“{cell_name(form, cell)}”空白，但其各子项之和为{right}；空白不等于零，请补填",
        right,
        None,
        f"{form.basis}；总项与子项应同时填报",
    )
