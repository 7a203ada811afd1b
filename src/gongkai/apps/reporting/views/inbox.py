"""报送: what other bodies handed in, its findings, accept or send back; the summary and the comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from gongkai import paging, sheets
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import EXPORT, verbs_anywhere
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.acts import RECEIVED
from gongkai.apps.reporting.checking import LEVELS
from gongkai.apps.reporting.forms import HandInForm
from gongkai.apps.reporting.models import Received
from gongkai.apps.reporting.queries import (
    COMPARED,
    Summary,
    may_compare,
    may_hand_in,
    reach_received,
    receivers,
    summary,
    years_of,
)
from gongkai.apps.reviews.queries import judgements, latest
from gongkai.clocks import moment
from gongkai.desk.files import attachment
from gongkai.exceptions import GongkaiError, Refused
from gongkai.figures import Number
from gongkai.statforms.evaluate import cell_name
from gongkai.statforms.forms import load_form


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """报送 one file."""
    user: Any = request.user
    form = HandInForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["organization"]
        try:
            kept = actions.hand_in(
                user, organization=body, receiver=body.parent, year=form.cleaned_data["year"],
                upload=form.cleaned_data["file"],
            )  # fmt: skip
        except PermissionDenied:
            raise
        except Refused as refused:
            for o in refused.obstacles:
                name = o.cure.removeprefix("#id_")
                form.add_error(name if name in form.fields else None, o.sentence)
        except GongkaiError as error:
            form.add_error("file", error.sentence)
        else:
            messages.success(request, f"已报送，查出错误{kept.errors}处、请核{kept.warnings}处。")
            return redirect("reporting:received", kept.pk)
    return render(request, "reporting/hand_in.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as handed in: findings first, then what was read."""
    kept = reach_received(request.user, pk)
    form = load_form(kept.form) if kept.form else None
    finds = [
        {"level": LEVELS[f["level"]], "sentence": f["message"], "basis": f["basis"], "code": f["code"],
         "where": "、".join(_place(form, w) for w in f["where"][:6])}
        for f in kept.findings
    ]  # fmt: skip
    round_ = latest(kept)
    context = {
        "received": kept, "finds": finds, "tables": _tables(form, kept), "form_title": form.title if form else "",
        "buttons": RECEIVED.buttons(request.user, kept), "suggested": _suggest(kept),
        "word": next(iter(judgements(round_)), None) if round_ else None,
        "may_compare": may_compare(request.user, kept.organization),
    }  # fmt: skip
    return render(request, "reporting/received.html", context)


def _tables(form: Any, kept: Received) -> list[tuple[str, list[tuple[str, Any]], int, bool]]:
    """Each table of the form: title, what stands in it, how many cells are blank, whether it was not read."""
    cells = kept.reading.get("cells", {})
    found = []
    for table in form.tables if form is not None else ():
        said = [(cell_name(form, c), cells[c]) for c in table.cell_ids() if cells.get(c) is not None]
        blank = sum(1 for c in table.cell_ids() if c in cells and cells[c] is None)
        found.append((table.title, said, blank, table.id in kept.reading.get("missing_tables", ())))
    return found


def _place(form: Any, where: str) -> str:
    return cell_name(form, where) if form is not None else where


def _suggest(kept: Received) -> str:
    wrong = [f["message"] for f in kept.findings if f["level"] == "error"]
    return "；".join(f"{n}. {m}" for n, m in enumerate(wrong[:8], 1))[:900]


@login_required
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came; never shown inside our pages."""
    kept = reach_received(request.user, pk)
    try:
        stored = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(stored, content_type=kept.media_type, as_attachment=True, filename=kept.name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# --- summary over bodies, comparison between years


@dataclass(frozen=True)
class BarLine:
    """One bar of a chart: name, figure, width in the drawing's own units, position."""

    name: str
    value: Number | None
    width: float
    end: float
    y: int


def chart(names: list[str], values: list[Number | None]) -> list[BarLine]:
    """Horizontal bars, longest full width; a body without figure has no bar and says so."""
    top = max([float(v) for v in values if v is not None] or [0]) or 1
    return [
        BarLine(
            name,
            value,
            _width(value, top),
            180 + (_width(value, top) + 8 if value is not None else 0),
            n * 28,
        )
        for n, (name, value) in enumerate(zip(names, values, strict=True))
    ]


def _width(value: Number | None, top: float) -> float:
    return round(float(value or 0) / top * 420, 1)


def _asked(request: HttpRequest) -> tuple[Organization, int]:
    bodies = receivers(request.user)
    body = paging.whole_number(request.GET.get("body", ""))
    receiver = get_object_or_404(bodies, pk=body) if body else bodies.first()
    if receiver is None:
        raise Http404
    return receiver, paging.whole_number(request.GET.get("year", ""), 9998) or moment.today().year - 1


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """All bodies of a year: who has not handed in, sums, one figure as bars with its table."""
    receiver, year = _asked(request)
    found = summary(receiver, year)
    if found is None:
        raise Http404
    cell = request.GET.get("cell", "")
    number = found.cells.index(cell) if cell in found.cells else min(3, len(found.cells) - 1)
    bars = chart(
        [r.organization.short_name or r.organization.name for r in found.rows],
        [r.figures[number] for r in found.rows],
    )
    return render(
        request, "reporting/summary.html",
        {
            "may_export": EXPORT in verbs_anywhere(request.user),
            "s": found, "bars": bars, "height": len(bars) * 28 + 4, "chosen": found.cells[number],
            "chosen_name": found.names[number], "columns": list(zip(found.cells, found.names, strict=True)),
            "rows": _with_change(found), "receivers": list(receivers(request.user)),
            "years": range(moment.today().year, 2013, -1),
        },
    )  # fmt: skip


def _with_change(found: Summary) -> list[tuple[Any, list[tuple[Number | None, Number | None]]]]:
    return [(row, list(zip(row.figures, row.before, strict=True))) for row in found.rows]


@login_required
def overview_export(request: HttpRequest) -> HttpResponse:
    """The summary as a table."""
    receiver, year = _asked(request)
    found = summary(receiver, year)
    if found is None:
        raise Http404
    headings = ["单位", "报送情况", "错误", "请核", *found.names, *(f"上年 {n}" for n in found.names)]

    def lines() -> Any:
        for row in found.rows:
            kept = row.received
            yield [
                row.organization.name, kept.get_state_display() if kept else "未报送",
                kept.errors if kept else None, kept.warnings if kept else None, *row.figures, *row.before,
            ]  # fmt: skip
        yield ["合计", f"应报{len(found.rows)}，未报{len(found.missing)}", None, None, *found.sums]

    data = sheets.workbook(f"{year}年年报汇总", headings, lines(), (28, 12, 8, 8))
    return attachment(data, sheets.MEDIA_TYPE, f"{receiver.name}{year}年年度报告汇总.xlsx")


@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """One body through the years."""
    body = get_object_or_404(Organization, pk=pk)
    if not may_compare(request.user, body):
        raise Http404
    found = years_of(body)
    groups = []
    for form_id, cells in reversed(COMPARED.items()):
        years = [(year, said) for year, form, said in found if form == form_id]
        if years:
            form = load_form(form_id)
            rows = [
                (cell_name(form, c).removesuffix("·总计"), [said.get(c) for _, said in years]) for c in cells
            ]
            groups.append((form, [year for year, _ in years], rows))
    return render(
        request,
        "reporting/compare.html",
        {"body": body, "groups": groups, "may_hand_in": may_hand_in(request.user)},
    )
