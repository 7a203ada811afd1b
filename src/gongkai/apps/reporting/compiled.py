"""A report put together: live from the records, or as it was frozen. Every screen and every file starts here."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps

from gongkai.apps.reporting.cells import RECORD, Cell, resolve
from gongkai.apps.reporting.models import FrozenRecord, FrozenRecords, Narrative, Report, State
from gongkai.apps.reporting.narrative import Named, Written, fill, names_of
from gongkai.apps.reporting.outlines import Outline, Part, outline
from gongkai.clocks import moment
from gongkai.figures import Number
from gongkai.statforms.forms import Form, load_form

AT_ONCE = 1000  # keys of a frozen list written together


@dataclass(frozen=True)
class Text:
    """One part of text: as typed, and with its figures in place."""

    typed: str
    written: Written


@dataclass(frozen=True)
class Compiled:
    """Cells, names and texts of a report at one moment."""

    report: Report
    form: Form
    outline: Outline
    cells: Mapping[str, Cell]
    named: Mapping[str, Named]
    texts: Mapping[str, Text]
    frozen: bool = False

    @property
    def title(self) -> str:
        """The title as printed."""
        return title_of(self.report)

    def text(self, part: Part) -> str:
        """The words of a part as they will be read."""
        return self.texts[part.key].written.text


def title_of(report: Report) -> str:
    """The title of the report as printed."""
    return f"{report.organization.name}{report.year}年政府信息公开工作年度报告"


def compiled(report: Report) -> Compiled:
    """The report as it must be shown: frozen once it is in review."""
    if report.state != State.DRAFT and report.frozen:
        return thaw(report)
    return live(report)


def live(report: Report) -> Compiled:
    """Count and add up now."""
    form, plan = load_form(report.form), outline(report.form)
    cells, extra = resolve(report)
    named = names_of(plan, cells, extra)
    typed = dict(Narrative.objects.filter(report=report).values_list("part", "text"))
    words = words_of(report)
    texts = {}
    for part in plan.parts:
        if part.kind == "text":
            text = typed.get(part.key, part.draft)
            texts[part.key] = Text(text, fill(text, named, words))
    return Compiled(report, form, plan, cells, named, texts)


def words_of(report: Report) -> dict[str, str]:
    """Names in braces that stand for words."""
    return {"年度": str(report.year), "上年度": str(report.year - 1), "单位": report.organization.name}


def canonical(frozen: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed."""
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(keys: list[Any]) -> str:
    """SHA-256 of a list of keys, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(keys)).encode()).hexdigest()


def freeze(state: Compiled) -> tuple[dict[str, Any], str]:
    """Keep the report as it is: cells with origin and digest, texts, names; the lists of keys beside.

    Returns what is frozen and its SHA-256; the lists are written to FrozenRecords and its rows.
    """
    report = state.report
    FrozenRecords.objects.filter(report=report).delete()
    cells = []
    for cell in state.cells.values():
        entry: dict[str, Any] = {"id": cell.id, "value": cell.value, "origin": cell.origin}
        for name in ("sentence", "law", "vouched_by", "note", "source", "model"):
            if getattr(cell, name):
                entry[name] = getattr(cell, name)
        if cell.counted_at:
            entry["counted_at"] = cell.counted_at.astimezone(moment.BEIJING).isoformat(timespec="seconds")
        if cell.origin == RECORD and cell.records is not None:
            entry["digest"] = _keep(report, cell)
        cells.append(entry)
    frozen = {
        "form": report.form,
        "year": report.year,
        "issuer": report.organization.name,
        "title": state.title,
        "cells": cells,
        "texts": {key: {"typed": t.typed, "text": t.written.text} for key, t in state.texts.items()},
        "named": {n.name: n.value for n in state.named.values()},
    }
    return frozen, hashlib.sha256(canonical(frozen)).hexdigest()


def _keep(report: Report, cell: Cell) -> str:
    """The list behind a figure, row by row; its digest."""
    assert cell.records is not None  # noqa: S101 — asked only for figures with records
    keys = list(cell.records.order_by("pk").values_list("pk", flat=True))
    frozen = FrozenRecords.objects.create(report=report, cell=cell.id, model=cell.model)
    for start in range(0, len(keys), AT_ONCE):
        rows = [FrozenRecord(frozen=frozen, key=key) for key in keys[start : start + AT_ONCE]]
        FrozenRecord.objects.bulk_create(rows, batch_size=AT_ONCE)
    return digest_of(keys)


def thaw(report: Report) -> Compiled:
    """The report as frozen; nothing is counted."""
    form, plan = load_form(report.form), outline(report.form)
    frozen = report.frozen or {}
    from gongkai.statforms.evaluate import cell_name

    cells: dict[str, Cell] = {}
    for entry in frozen.get("cells", ()):
        values = {k: v for k, v in entry.items() if k != "counted_at"}
        counted = entry.get("counted_at")
        cells[entry["id"]] = Cell(
            name=cell_name(form, entry["id"]),
            counted_at=dt.datetime.fromisoformat(counted) if counted else None,
            **values,
        )
    kept: dict[str, Number | None] = frozen.get("named", {})
    named = {name: Named(name, cell, kept.get(name)) for name, cell in plan.names.items()}
    texts = {key: Text(t["typed"], Written(t["text"])) for key, t in frozen.get("texts", {}).items()}
    return Compiled(report, form, plan, cells, named, texts, frozen=True)


def seal_holds(report: Report) -> bool:
    """Whether the frozen report still is what was hashed."""
    kept = report.frozen or {}
    return bool(kept) and hashlib.sha256(canonical(kept)).hexdigest() == report.sha256


def frozen_records(report: Report, cell: Cell) -> Cell:
    """The cell with the records of its frozen list."""
    kept = FrozenRecords.objects.filter(report=report, cell=cell.id).first()
    if kept is None:
        return cell
    model = apps.get_model(kept.model)
    records = model._base_manager.filter(pk__in=kept.rows.values("key")).order_by("pk")
    return replace(cell, records=records, model=kept.model)


@dataclass(frozen=True)
class Drift:
    """A frozen figure that a recount no longer gives. gone, added: how many records left and came."""

    cell: Cell
    now: Number | None
    gone: int = 0
    added: int = 0


def drift(report: Report) -> list[Drift]:
    """Recount an issued report: what changed since it was frozen, in value or only in the list."""
    frozen, now = thaw(report), live(report)
    kept = {
        f.cell: set(f.rows.values_list("key", flat=True)) for f in FrozenRecords.objects.filter(report=report)
    }
    found = []
    for cell in frozen.cells.values():
        other = now.cells.get(cell.id)
        value = other.value if other else None
        gone = added = 0
        if cell.id in kept and other is not None and other.records is not None:
            keys = set(other.records.order_by("pk").values_list("pk", flat=True))
            gone, added = len(kept[cell.id] - keys), len(keys - kept[cell.id])
        if value != cell.value or gone or added:
            found.append(Drift(cell, value, gone, added))
    return found
