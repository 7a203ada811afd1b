"""The cells of a report, each from one place: records, the law, a sum of others, or a person who vouches.

The report adds up, it never counts. A blank is not a zero: a sum with a blank part is blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from gongkai.apps.reporting.models import ManualCell, Report
from gongkai.apps.reporting.outlines import outline
from gongkai.apps.reporting.sources import collect
from gongkai.clocks import moment
from gongkai.figures import Figure, Number
from gongkai.statforms.evaluate import cell_name
from gongkai.statforms.expressions import parse
from gongkai.statforms.forms import Form, load_form

RECORD, SUM, MANUAL, FIXED, BLANK = "record", "sum", "manual", "fixed", "blank"
ORIGINS = {RECORD: "由记录得出", SUM: "由各格相加", MANUAL: "手工填报", FIXED: "依法为零", BLANK: "未填"}


@dataclass(frozen=True)
class Cell:
    """One cell of a report. parts: the cells a sum is made of. replaced: what was typed before records knew."""

    id: str
    name: str
    value: Number | None
    origin: str
    sentence: str = ""
    law: str = ""
    vouched_by: str = ""
    note: str = ""
    source: str = ""
    replaced: Number | None = None
    parts: tuple[str, ...] = ()
    counted_at: dt.datetime | None = None
    records: QuerySet[Any] | None = field(default=None, compare=False)
    digest: str = ""
    model: str = ""

    @property
    def origin_name(self) -> str:
        """Where the value comes from, in one word."""
        return ORIGINS[self.origin]


def plain(value: Decimal | Number) -> Number:
    """An int where the figure is whole."""
    number = float(value)
    return int(number) if number.is_integer() else round(number, 4)


@dataclass(frozen=True)
class Sum:
    """A cell that is the sum of others, by a check of the form."""

    cell: str
    parts: tuple[str, ...]
    sentence: str


def sums(form: Form) -> Iterator[Sum]:
    """The totals that the form itself defines: `x == a + b + …` with the source `arith`."""
    for table in form.tables:
        for check in table.checks:
            if check.source != "arith" or check.level != "error":
                continue
            for text in check.expressions:
                expression = parse(text)
                if expression.relation != "==" or not expression.subject or expression.needs_previous:
                    continue
                names = [name for name, _ in expression.operands]
                for ids in _places(table, check.scope, names):
                    subject, *parts = (ids[n] for n in names)
                    yield Sum(subject, tuple(parts), check.message)


def _places(table: Any, scope: str, names: list[str]) -> Iterator[dict[str, str]]:
    if scope == "form":
        yield {name: table.cell_id(name, "value") for name in names}
    elif scope == "cells":
        yield {name: table.cell_id(*name.split("__", 1)) for name in names}
    elif scope == "each_col":
        for column in table.blocks[0].columns:
            yield {name: table.cell_id(name, column.id) for name in names}
    else:
        for row in table.blocks[0].value_rows():
            yield {name: table.cell_id(row.id, name) for name in names}


def sum_cells(form: Form) -> dict[str, Sum]:
    """Every total of the form, by cell; where two rules give one cell the first stands."""
    found: dict[str, Sum] = {}
    for total in sums(form):
        found.setdefault(total.cell, total)
    return found


def resolve(report: Report) -> tuple[dict[str, Cell], dict[str, Figure]]:
    """Every cell of the form as it stands now, and the figures known for the text besides (`x.…`)."""
    form = load_form(report.form)
    known = collect(report.organization, report.form, report.year)
    typed = {m.cell: m for m in ManualCell.objects.filter(report=report)}
    fixed = {
        cell: rule
        for rule in outline(report.form).fixed
        if rule.trait in report.traits
        for cell in rule.cells
    }
    totals = sum_cells(form)
    now = moment.now()
    cells: dict[str, Cell] = {}
    for cell in form.cell_ids():
        name = cell_name(form, cell)
        figure, manual = known.get(cell), typed.get(cell)
        replaced = plain(manual.value) if manual else None
        if figure is not None:
            cells[cell] = _counted(cell, name, figure, replaced, now)
        elif cell in fixed:
            rule = fixed[cell]
            cells[cell] = Cell(cell, name, 0, FIXED, rule.sentence, rule.basis, replaced=replaced)
        elif cell in totals:
            total = totals[cell]
            cells[cell] = Cell(cell, name, None, SUM, total.sentence, form.basis, parts=total.parts)
        elif manual is not None:
            cells[cell] = Cell(
                cell, name, plain(manual.value), MANUAL, "平台上没有这一项的记录，由人核实后填报", "",
                manual.vouched_by, manual.note, manual.source, counted_at=manual.entered_at,
            )  # fmt: skip
        else:
            cells[cell] = Cell(cell, name, None, BLANK)
    return _added_up(cells), {key: f for key, f in known.items() if key.startswith("x.")}


def _counted(cell: str, name: str, figure: Figure, replaced: Number | None, now: dt.datetime) -> Cell:
    return Cell(
        cell, name, figure.value, RECORD, figure.sentence, figure.law, replaced=replaced, counted_at=now,
        records=figure.records, model=figure.records.model._meta.label_lower,
    )  # fmt: skip


def _added_up(cells: dict[str, Cell]) -> dict[str, Cell]:
    """Fill the sums whose parts are all known, over and over, since sums stand on sums."""
    open_sums = [c for c in cells.values() if c.origin == SUM]
    while open_sums:
        left = []
        for total in open_sums:
            parts = [cells[p].value for p in total.parts]
            if any(p is None for p in parts):
                left.append(total)
            else:
                value = plain(sum(p for p in parts if p is not None))
                cells[total.id] = Cell(
                    total.id, total.name, value, SUM, total.sentence, total.law, parts=total.parts
                )
        if len(left) == len(open_sums):
            return cells
        open_sums = left
    return cells


def values(cells: Mapping[str, Cell]) -> dict[str, Number | None]:
    """The bare numbers, as the checks and the files want them."""
    return {cell.id: cell.value for cell in cells.values()}
