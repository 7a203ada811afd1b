"""The statutory forms of the annual report, as data: tables, blocks, rows, columns, checks, filling notes.

A form of a future year is one more file in `data/`; no code knows a row or a sum. Facts come from the
notices named in each file's `basis`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

from gongkai.exceptions import GongkaiError

Scope = Literal["form", "cells", "each_row", "each_col"]


@dataclass(frozen=True)
class Column:
    """One numeric column. type: int, decimal (money) or signed (增/减). group: printed heading above it."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    type: str = "int"
    unit: str = ""
    group: str = ""


@dataclass(frozen=True)
class Row:
    """One printed row. kind: `value` or `header` (no cells). parent: id of the row it belongs to."""

    id: str
    label: str
    kind: str = "value"
    no: str = ""
    parent: str | None = None
    unit: str = ""
    type: str = "int"
    aliases: tuple[str, ...] = ()
    note: str = ""
    article: str = ""


@dataclass(frozen=True)
class Block:
    """Rows that share one heading of columns. item: printed legal item, as the form prints it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    item: str = ""

    def value_rows(self) -> tuple[Row, ...]:
        """The rows that hold cells, in printed order."""
        return tuple(row for row in self.rows if row.kind == "value")


@dataclass(frozen=True)
class Check:
    """One rule between cells. profile: only for bodies with that trait. Levels and sources as in the file."""

    id: str
    level: str
    scope: Scope
    expressions: tuple[str, ...]
    source: str
    message: str
    profile: str = ""


@dataclass(frozen=True)
class Table:
    """One printed table. kind `transposed`: one line of cells under a heading of groups and columns."""

    id: str
    title: str
    kind: str
    cell_pattern: str
    blocks: tuple[Block, ...]
    checks: tuple[Check, ...] = ()
    anchors: tuple[str, ...] = ()
    printed_note: str = ""

    def cell_id(self, row: str, column: str) -> str:
        """The public id of a cell: `s3_1`, `t3.r1.total`."""
        return self.cell_pattern.format(row=row, column=column)

    def cell_ids(self) -> list[str]:
        """Every cell of the table in printed order."""
        return [self.cell_id(r.id, c.id) for b in self.blocks for r in b.value_rows() for c in b.columns]


@dataclass(frozen=True)
class Form:
    """One statutory form. years: reporting years it is ordered for (the last may be open)."""

    id: str
    title: str
    basis: str
    deadline: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    sections: tuple[str, ...] = ()
    filling_notes: tuple[str, ...] = ()

    def table(self, table_id: str) -> Table:
        """The table of that id; KeyError if the form has none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def cell_ids(self) -> list[str]:
        """Every cell of the form in printed order."""
        return [cell for table in self.tables for cell in table.cell_ids()]

    @cached_property
    def cell_names(self) -> Mapping[str, str]:
        """Cell id → its printed name: row, and column where the table has several."""
        names: dict[str, str] = {}
        for table in self.tables:
            for block in table.blocks:
                for row in block.value_rows():
                    for column in block.columns:
                        name = row.label if len(block.columns) == 1 else f"{row.label}·{column.label}"
                        names.setdefault(table.cell_id(row.id, column.id), name)
        return names

    def covers(self, year: int) -> bool:
        """True if reports for that year must use this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def _column(raw: dict[str, Any]) -> Column:
    return Column(
        raw["id"],
        raw["label"],
        tuple(raw.get("aliases", ())),
        raw.get("type", "int"),
        raw.get("unit", ""),
        raw.get("group", ""),
    )


def _row(raw: dict[str, Any]) -> Row:
    return Row(
        raw["id"],
        raw["label"],
        raw["kind"],
        raw.get("no", ""),
        raw.get("parent"),
        raw.get("unit", ""),
        raw.get("type", "int"),
        tuple(raw.get("aliases", ())),
        raw.get("note", ""),
        raw.get("article", ""),
    )


def _table(raw: dict[str, Any]) -> Table:
    blocks = tuple(
        Block(tuple(map(_column, b["columns"])), tuple(map(_row, b["rows"])), b.get("item", ""))
        for b in raw["blocks"]
    )
    checks = tuple(
        Check(
            c["id"], c["level"], c["scope"], tuple(c["expr"]), c["source"], c["message"], c.get("profile", "")
        )
        for c in raw.get("checks", ())
    )
    return Table(
        raw["id"],
        raw["title"],
        raw["kind"],
        raw["cell_id"],
        blocks,
        checks,
        tuple(raw.get("anchors", ())),
        raw.get("printed_note", ""),
    )


@cache
def load_form(form_id: str) -> Form:
    """The form of that id (`annual_2014`, `annual_2019`, `annual_2021`); GongkaiError if unknown."""
    source = resources.files("gongkai.statforms") / "data" / f"{form_id}.json"
    if not form_id.replace("_", "").isalnum() or not source.is_file():
        raise GongkaiError(f"没有名为 {form_id} 的统计表。")
    raw = json.loads(source.read_text(encoding="utf-8"))
    return Form(
        raw["id"],
        raw["title"],
        raw["basis"],
        raw["deadline"],
        raw["years"]["from"],
        raw["years"]["to"],
        tuple(map(_table, raw["tables"])),
        tuple(raw.get("sections", ())),
        tuple(raw.get("filling_notes", ())),
    )


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form on file, oldest first."""
    folder = resources.files("gongkai.statforms") / "data"
    names = sorted(p.name[:-5] for p in folder.iterdir() if p.name.startswith("annual_"))
    return tuple(sorted((load_form(n) for n in names), key=lambda f: f.first_year))


def form_for_year(year: int) -> Form | None:
    """The form ordered for reports of that year; None before the first one."""
    return next((f for f in all_forms() if f.covers(year)), None)
