"""What is still wrong with our own report: open cells, unwritten parts, and every check that any report gets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.urls import reverse

from gongkai.apps.reporting import readings
from gongkai.apps.reporting.cells import BLANK
from gongkai.apps.reporting.compiled import Compiled, thaw
from gongkai.apps.reporting.layout import grid
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reporting.narrative import is_heading, paragraphs
from gongkai.apps.reporting.outputs.page import page
from gongkai.exceptions import Unreadable
from gongkai.statforms.findings import Finding
from gongkai.statforms.reading.report import Report as Reading

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
    return readings.of_page(page(state))


def previous_reading(report: Report) -> Reading | None:
    """The report of the year before: our own if it was issued, else the one that was handed in for the body."""
    own = Report.objects.filter(
        organization=report.organization_id, year=report.year - 1, state=State.ISSUED
    ).select_related("organization").first()  # fmt: skip
    if own is not None:
        return reading_of(thaw(own))
    return previous_received(report.organization_id, report.year - 1)


def previous_received(organization_id: int, year: int) -> Reading | None:
    """The report handed in for a body and year, read from its file."""
    kept = (
        Received.objects.filter(organization=organization_id, year=year)
        .exclude(state=Received.State.RETURNED)
        .first()
    )
    return readings.of_received(kept) if kept else None


def open_points(state: Compiled, previous: Reading | None = None) -> list[Open]:
    """Everything that is open, what blocks first."""
    found = [*_texts(state), *_blanks(state)]
    try:
        judged = readings.findings(page(state), previous, tuple(state.report.traits))
    except Unreadable:
        return found
    for finding in judged:
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
        if written.blank:
            named = "、".join(f"“{name}”" for name in written.blank[:6])
            where = cell_url(state, state.named[written.blank[0]].cell) or url
            found.append(
                Open(
                    "must",
                    f"“{part.title}”用到的{named}还没有填",
                    "空白不等于零",
                    where,
                    "去填",
                    part.key,
                    code="OWN03",
                )
            )
        for heading in _bare_headings(written.text):
            found.append(
                Open(
                    "must", f"“{heading}”下面没有写", state.outline.basis, url, "去写", part.key, code="OWN05"
                )
            )
    return found


def _bare_headings(text: str) -> list[str]:
    """Headings that no words follow."""
    lines = [*paragraphs(text), "（一）末尾"]
    return [line for line, after in pairwise(lines) if is_heading(line) and is_heading(after)]


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
    """What rests on a blank: the blank itself is listed, and once it is filled the check speaks again."""
    return any(state.cells[w].value is None for w in finding.where if w in state.cells)


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
