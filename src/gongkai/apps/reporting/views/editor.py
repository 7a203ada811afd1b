"""One part of a report: the form as the notice prints it or its text, the opened figure, what is still open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.apps.deadlines.queries import DueRow, lamp_of, of_subject
from gongkai.apps.organizations.permissions import EXPORT, may
from gongkai.apps.reporting import rules
from gongkai.apps.reporting.cells import BLANK, FIXED, MANUAL, ORIGINS, RECORD, SUM
from gongkai.apps.reporting.checking import Open, cell_url, open_points, part_url, previous_reading
from gongkai.apps.reporting.compiled import Compiled, compiled
from gongkai.apps.reporting.forms import PasteForm, TakeInForm, TextForm
from gongkai.apps.reporting.layout import Slot, grid, value_rows
from gongkai.apps.reporting.models import Report
from gongkai.apps.reporting.narrative import likeness
from gongkai.apps.reporting.outlines import Part
from gongkai.apps.reporting.queries import may_compare, may_hand_in, reach
from gongkai.apps.reporting.views.bar import bar_of
from gongkai.apps.reporting.views.figure import opened
from gongkai.statforms.profiles import PROFILES
from gongkai.statforms.reading.report import Report as Reading

_BRACES = re.compile(r"([{｛]\s*[^{}｛｝\n]{1,40}?\s*[}｝])")


@dataclass(frozen=True)
class Drawn:
    """A slot of the printed table with its value and look."""

    slot: Slot
    value: str = ""
    look: str = ""
    spoken: str = ""


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report opens at its first table part, where the work is."""
    report = reach(request.user, pk)
    state = compiled(report)
    first = next(p for p in state.outline.parts if p.kind == "table")
    return redirect(part_url(report, first.key))


@login_required
def part(request: HttpRequest, pk: int, part_key: str) -> HttpResponse:
    """One part; `?cell=` opens a figure, `?page=` turns its list."""
    return draw(request, reach(request.user, pk), part_key)


def draw(
    request: HttpRequest,
    report: Report,
    key: str,
    text: TextForm | None = None,
    cell_form: Any = None,
    paste_form: Any = None,
    take_form: Any = None,
) -> HttpResponse:
    """Render a part, with what was typed where a save was refused."""
    state = compiled(report)
    current = state.outline.part(key)
    if current is None:
        raise Http404
    previous = previous_reading(report)
    points = open_points(state, previous)
    user: Any = request.user
    context = {
        "report": report, "state": state, "part": current, "points": points,
        "here": [p for p in points if p.part == key], "elsewhere": [p for p in points if p.part != key],
        "counts": {level: sum(p.level == level for p in points) for level in ("must", "check", "know")},
        "outline": _outline(state, key, points), "due": _due(report), "bar": bar_of(user, state, points),
        "editable": not rules.obstacles_to_change(user, report), "may_export": may(user, EXPORT, report),
        "may_compare": may_compare(user, report.organization), "may_hand_in": may_hand_in(user),
        "traits": [(t, name, t in report.traits) for t, name in PROFILES.items() if t != "government"],
    }  # fmt: skip
    if current.kind == "table":
        context |= _table(request, state, current, points, cell_form)
        context |= _many(request, state, current, paste_form, take_form)
    else:
        context |= _text(state, current, previous, text)
    refused = [f for f in (text, cell_form, paste_form, take_form) if f is not None]
    status = 422 if refused else 200
    return render(request, "reporting/part.html", context, status=status)


def _due(report: Report) -> DueRow | None:
    clocks = of_subject(report)
    return DueRow(clocks[0], lamp_of(clocks[0])) if clocks else None


def _outline(state: Compiled, key: str, points: list[Open]) -> list[dict[str, Any]]:
    rows = []
    for part in state.outline.parts:
        mine = [p for p in points if p.part == part.key]
        must, check = (sum(p.level == level for p in mine) for level in ("must", "check"))
        rows.append(
            {
                "title": part.title, "url": part_url(state.report, part.key), "current": part.key == key,
                "note": _note(state, part), "must": must, "check": check,
            }
        )  # fmt: skip
    return rows


def _note(state: Compiled, part: Part) -> str:
    if part.kind == "text":
        return "正文已写" if state.text(part).strip() else "未写"
    cells = grid(state.form, part.table).cells
    blank = sum(state.cells[c].origin == BLANK for c in cells)
    return f"{len(cells)}格，{blank}格未填" if blank else f"{len(cells)}格，全部有源"


def _table(
    request: HttpRequest, state: Compiled, part: Part, points: list[Open], cell_form: Any
) -> dict[str, Any]:
    layout = grid(state.form, part.table)
    asked = request.GET.get("cell") or request.POST.get("cell", "")
    troubled = {c for p in points if p.level != "know" for c in p.cells}
    rows = [[_drawn(state, slot, asked, troubled) for slot in row] for row in layout.rows]
    origins: dict[str, int] = {}
    for cell in layout.cells:
        origin = state.cells[cell].origin
        origins[origin] = origins.get(origin, 0) + 1
    return {
        "layout": layout, "heads": rows[: layout.heads], "rows": rows[layout.heads :],
        "blank": origins.get(BLANK, 0),
        "origins": [(ORIGINS[o], origins[o]) for o in (RECORD, SUM, MANUAL, FIXED, BLANK) if o in origins],
        "open": opened(request, state, asked, cell_form) if asked in layout.cells else None,
    }  # fmt: skip


def _many(
    request: HttpRequest, state: Compiled, part: Part, paste_form: Any, take_form: Any
) -> dict[str, Any]:
    """The forms that fill many cells at once; where one was refused, it is open with what was typed."""
    typed = [
        (c, state.cells[c].name)
        for row in value_rows(grid(state.form, part.table))
        for c in row
        if state.cells[c].origin in {MANUAL, BLANK}
    ]
    user: Any = request.user
    asked = request.GET.get("cell", "")
    blank = next((c for c, _ in typed if state.cells[c].origin == BLANK), "")
    start = asked if asked in dict(typed) else blank
    if paste_form is not None:
        paste_form.fields["start"].choices = typed
    initial = {"start": start, "vouched_by": user.get_full_name()}
    return {
        "paste_form": paste_form or PasteForm(initial=initial, cells=typed),
        "take_form": take_form or TakeInForm(initial=initial),
        "many_open": paste_form is not None or take_form is not None, "fillable": bool(typed),
    }  # fmt: skip


def _drawn(state: Compiled, slot: Slot, asked: str, troubled: set[str]) -> Drawn:
    if not slot.cell:
        return Drawn(slot)
    cell = state.cells[slot.cell]
    looks = [f"is-{cell.origin}"]
    if cell.value == 0:
        looks.append("is-0")
    if slot.total or cell.origin == SUM:
        looks.append("is-sum")
    if cell.id == asked:
        looks.append("is-open")
    elif cell.id in troubled:
        looks.append("is-q")
    value = "" if cell.value is None else str(cell.value)
    return Drawn(slot, value, " ".join(looks), f"{cell.name}：{value or '未填'}，{cell.origin_name}")


def _text(state: Compiled, part: Part, previous: Reading | None, form: TextForm | None) -> dict[str, Any]:
    text = state.texts[part.key]
    before = _before(previous, part)
    return {
        "form": form or TextForm(initial={"text": text.typed}), "read": _read(state, text.typed),
        "names": [(n, cell_url(state, n.cell)) for n in state.named.values()],
        "before": before, "like": round(likeness(text.typed, "\n".join(before)) * 100) if before else 0,
        "previous": previous,
    }  # fmt: skip


def _read(state: Compiled, typed: str) -> list[list[tuple[str, str]]]:
    """The text as it will read, cut so that every figure is a link: lines of (words, address)."""
    from gongkai.apps.reporting.compiled import words_of
    from gongkai.apps.reporting.narrative import fill

    words = words_of(state.report)
    lines = []
    for line in typed.splitlines():
        if not line.strip():
            continue
        pieces = []
        for piece in _BRACES.split(line):
            name = piece[1:-1].strip() if _BRACES.fullmatch(piece) else ""
            known = state.named.get(name)
            url = cell_url(state, known.cell) if known else ""
            pieces.append((fill(piece, state.named, words).text, url))
        lines.append([p for p in pieces if p[0]])
    return lines


def _before(previous: Reading | None, part: Part) -> list[str]:
    """Last year's words under the same heading."""
    if previous is None:
        return []
    wanted = re.sub(r"^[一二三四五六七]、", "", part.title)
    tops = [s for s in previous.sections if s.level == 1]
    start = next((s.line for s in tops if wanted[:6] in s.title), None)
    if part.heading and start is None:
        return []
    first = tops[0].line if tops else 10**9
    end = min((s.line for s in tops if start is not None and s.line > start), default=10**9)
    low, high = (start, end) if part.heading and start is not None else (0, first)
    lines = [p.text for p in previous.paragraphs if low < p.line < high]
    return [line for line in lines if line and line != previous.heading.title]
