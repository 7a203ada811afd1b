"""An opened figure: the question, the records, the law, the moment; typed ones with who vouches; drift once frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from gongkai import paging
from gongkai.apps.organizations.permissions import VIEW, may
from gongkai.apps.reporting import rules
from gongkai.apps.reporting.cells import BLANK, MANUAL, SUM, Cell, resolve
from gongkai.apps.reporting.checking import cell_url
from gongkai.apps.reporting.compiled import Compiled, digest_of, frozen_records
from gongkai.apps.reporting.forms import CellForm
from gongkai.apps.reporting.sources import describe
from gongkai.figures import Line, Number

PAGE = 15
HIDDEN = Line("（不在您办理范围内的一件）")


@dataclass(frozen=True)
class Opened:
    """Everything the panel says about one figure."""

    cell: Cell
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    parts: list[tuple[Cell, str]] = field(default_factory=list)
    form: CellForm | None = None
    now: Number | None = None
    gone: int = 0
    added: int = 0
    recounted: bool = False

    @property
    def drifted(self) -> bool:
        """Whether a recount gives another figure, or the same from other records."""
        return self.recounted and (self.now != self.cell.value or bool(self.gone or self.added))


def opened(request: HttpRequest, state: Compiled, asked: str, form: CellForm | None = None) -> Opened:
    """The figure of one cell for this reader."""
    cell = state.cells[asked]
    values: dict[str, Any] = {"cell": cell}
    if state.frozen:
        values |= _recount(state, cell)
        cell = frozen_records(state.report, cell)
    if cell.records is not None:
        values |= _page(request, cell)
    if cell.origin == SUM:
        parts = cell.parts or _parts_of(state, asked)
        values["parts"] = [(state.cells[p], cell_url(state, p)) for p in parts]
    if cell.origin in {BLANK, MANUAL} and not rules.obstacles_to_change(request.user, state.report):
        values["form"] = form or CellForm.of(cell, request.user)
    return Opened(**values)


def _parts_of(state: Compiled, asked: str) -> tuple[str, ...]:
    from gongkai.apps.reporting.cells import sum_cells

    total = sum_cells(state.form).get(asked)
    return total.parts if total else ()


def _page(request: HttpRequest, cell: Cell) -> dict[str, Any]:
    assert cell.records is not None  # noqa: S101 — asked only for figures with records
    total = cell.records.order_by().count()
    pages = max(1, -(-total // PAGE))
    asked = request.GET.get("page", "")
    page = min(paging.whole_number(asked) or 1, pages)
    known = {f.name for f in cell.records.model._meta.fields}
    placed = [
        name for name in ("organization", "section") if name in known
    ]  # by which it is asked who may see a row
    found = cell.records.select_related(*placed) if placed else cell.records
    rows = found[(page - 1) * PAGE : page * PAGE]
    return {
        "lines": [line_for(request.user, row) for row in rows], "total": total, "page": page, "pages": pages
    }  # fmt: skip


def line_for(user: Any, record: Any) -> Line:
    """A record as this reader may see it: one outside his reach is counted, not named."""
    line = describe(record)
    if line.place is not None and not may(user, VIEW, line.place):
        return HIDDEN
    if line.url and not may(user, VIEW, record):
        return Line(line.title, line.note)
    return line


def _recount(state: Compiled, cell: Cell) -> dict[str, Any]:
    """The same question asked again now."""
    now = resolve(state.report)[0].get(cell.id)
    if now is None:
        return {}
    found: dict[str, Any] = {"now": now.value, "recounted": True}
    if now.records is not None and cell.digest:
        keys = list(now.records.order_by("pk").values_list("pk", flat=True))
        if digest_of(keys) != cell.digest:
            kept = frozen_records(state.report, cell).records
            before = set(kept.values_list("pk", flat=True)) if kept is not None else set()
            found |= {"gone": len(before - set(keys)), "added": len(set(keys) - before)}
    return found
