"""What is still wrong with our own report: open cells, unwritten parts, and every check that any report gets."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse

from gongkai.apps.reporting.cells import BLANK, SUM
from gongkai.apps.reporting.compiled import Compiled, thaw
from gongkai.apps.reporting.layout import grid
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reporting.outputs.page import page
from gongkai.exceptions import Unreadable
from gongkai.statforms.checks import check_report
from gongkai.statforms.findings import Finding
from gongkai.statforms.readers import open_document
from gongkai.statforms.readers.html import read_html
from gongkai.statforms.reading.report import Report as Reading
from gongkai.statforms.reading.report import read_document

LEVELS = {"error": "must", "warn": "check", "info": "know"}


@dataclass(frozen=True)
class Open:
    """One open point, as `staff/_finds.html` draws it. part: key of the outline it belongs to; cells: ids it names."""

    level: str
    sentence: str
    basis: str = ""
    url: str = ""
    act: str = ""
    part: str = ""
    cells: tuple[str, ...] = ()
    code: str = ""


def reading_of(state: Compiled) -> Reading:
    """Our own report read back as any other, from the page that the public will see."""
    return read_document(read_html(page(state).encode(), "年报.html"), "年报.html")


def read_bytes(name: str, data: bytes) -> Reading:
    """A file that was handed in, read; Unreadable with one sentence if it cannot be."""
    suffix = "." + "".join(c for c in name.rpartition(".")[2].lower() if c.isalnum())[:5]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"报告{suffix}"
        path.write_bytes(data)
        try:
            return read_document(open_document(path), name)
        except Unreadable as error:
            raise Unreadable(error.sentence.replace(path.name, f"“{name}”")) from error


def previous_reading(report: Report) -> Reading | None:
    """The report of the year before: our own if it was issued, else the one that was handed in for the body."""
    own = Report.objects.filter(
        organization=report.organization_id, year=report.year - 1, state=State.ISSUED
    ).select_related("organization").first()  # fmt: skip
    if own is not None:
        return reading_of(thaw(own))
    return previous_received(report.organization_id, report.year - 1)


def previous_received(organization_id: int, year: int) -> Reading | None:
    """The report handed in for a body and year, read again from its file."""
    kept = (
        Received.objects.filter(organization=organization_id, year=year)
        .exclude(state=Received.State.RETURNED)
        .first()
    )
    if kept is None:
        return None
    try:
        with kept.file.open("rb") as stored:
            return read_bytes(kept.name, stored.read())
    except (OSError, Unreadable):
        return None


def open_points(state: Compiled, previous: Reading | None = None) -> list[Open]:
    """Everything that is open, what blocks first."""
    found = [*_texts(state), *_blanks(state)]
    try:
        reading = reading_of(state)
    except Unreadable:
        return found
    for finding in check_report(reading, previous, state.report.traits):
        if not _said_already(finding, state):
            found.append(_as_open(finding, state))
    order = {"must": 0, "check": 1, "know": 2}
    return sorted(found, key=lambda o: order[o.level])


def blocking(points: list[Open]) -> list[Open]:
    """The points that stand against 送审."""
    return [p for p in points if p.level == "must"]


def part_url(report: Report, key: str) -> str:
    """Where a part is worked on."""
    return reverse("reporting:part", args=[report.pk, key])


def _texts(state: Compiled) -> list[Open]:
    found = []
    for part in state.outline.parts:
        if part.kind != "text":
            continue
        url = f"{part_url(state.report, part.key)}#text"
        written = state.texts[part.key].written
        if not written.text.strip():
            found.append(
                Open(
                    "must", f"“{part.title}”没有写", state.outline.basis, url, "去写", part.key, code="OWN01"
                )
            )
        for name in written.unknown:
            found.append(
                Open(
                    "must",
                    f"“{part.title}”里的“{{{name}}}”不是可用的数名",
                    "正文用数名引用表中的数",
                    url,
                    "改正文",
                    part.key,
                    code="OWN02",
                )
            )
        for name in written.blank:
            cell = state.named[name].cell
            found.append(
                Open(
                    "must",
                    f"“{part.title}”用到的“{name}”还没有填",
                    "空白不等于零",
                    cell_url(state, cell) or url,
                    "去填",
                    part.key,
                    code="OWN03",
                )
            )
    return found


def _blanks(state: Compiled) -> list[Open]:
    found = []
    for part in state.outline.parts:
        if part.kind != "table":
            continue
        blank = [c for c in grid(state.form, part.table).cells if state.cells[c].origin == BLANK]
        if blank:
            first = state.cells[blank[0]].name
            found.append(
                Open(
                    "must", f"“{part.title}”还有{len(blank)}格没有填，从“{first}”起",
                    "空白不等于零：没有发生的，核实后填0", cell_url(state, blank[0]), "去填", part.key, (), "OWN04",
                )
            )  # fmt: skip
    return found


def cell_url(state: Compiled, cell: str) -> str:
    """Where a cell opens; empty for a figure that stands in no table."""
    for part in state.outline.parts:
        if part.kind == "table" and cell in state.form.table(part.table).cell_ids():
            return f"{part_url(state.report, part.key)}?cell={cell}"
    return ""


def _said_already(finding: Finding, state: Compiled) -> bool:
    """A blank that we name better ourselves."""
    cells = [state.cells[w] for w in finding.where if w in state.cells]
    blank = any(c.value is None and c.origin in {BLANK, SUM} for c in cells)
    return (blank and finding.found is None) or (blank and finding.code.startswith("BLANK"))


def _as_open(finding: Finding, state: Compiled) -> Open:
    cells = tuple(w for w in finding.where if w in state.cells)
    url = cell_url(state, cells[0]) if cells else ""
    part = next(
        (
            p.key
            for p in state.outline.parts
            if p.kind == "table" and cells and cells[0] in state.form.table(p.table).cell_ids()
        ),
        "",
    )
    if not part:
        part = _part_of_text(finding, state)
        url = part_url(state.report, part) + "#text" if part else ""
    return Open(
        LEVELS[finding.level],
        finding.message,
        finding.basis,
        url,
        "去看" if cells else "改正文",
        part,
        cells,
        finding.code,
    )


def _part_of_text(finding: Finding, state: Compiled) -> str:
    """The part whose words a finding names; the first text where none can be told."""
    said = [str(v) for v in (finding.found, finding.expected) if isinstance(v, str) and len(str(v)) > 3]
    for part in state.outline.parts:
        if part.kind == "text" and any(s in state.text(part) for s in said):
            return part.key
    return next((p.key for p in state.outline.parts if p.kind == "text" and p.heading), "")


def as_json(state: Compiled) -> dict[str, Any]:
    """The shape of `gongkai report read`, from our own figures."""
    read = reading_of(state).as_dict()
    return read | {
        "form": state.form.id,
        "year": state.report.year,
        "issuer": state.report.organization.name,
        "title": state.title,
        "cells": {c.id: c.value for c in state.cells.values()},
    }
