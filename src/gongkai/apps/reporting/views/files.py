"""Files of a report: web page, Word, Excel, JSON; the list behind one figure; the page as the public will see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from gongkai import sheets
from gongkai.apps.documents.markup import clean
from gongkai.apps.reporting.cells import Cell
from gongkai.apps.reporting.checking import as_json
from gongkai.apps.reporting.compiled import Compiled, compiled, drift, frozen_records, seal_holds
from gongkai.apps.reporting.models import State
from gongkai.apps.reporting.outputs.page import fragment, page
from gongkai.apps.reporting.outputs.sheets import spreadsheet
from gongkai.apps.reporting.outputs.word import word
from gongkai.apps.reporting.queries import reach
from gongkai.apps.reporting.views.figure import line_for
from gongkai.desk.files import attachment
from gongkai.exceptions import Unreadable
from gongkai.papers import MEDIA_TYPE as WORD_TYPE

LIST_LIMIT = 50_000


def _json(state: Compiled) -> bytes:
    try:
        return json.dumps(as_json(state), ensure_ascii=False, indent=1).encode()
    except Unreadable as error:
        raise Http404 from error


KINDS = {
    "docx": (WORD_TYPE, word),
    "xlsx": (sheets.MEDIA_TYPE, spreadsheet),
    "html": ("text/html; charset=utf-8", lambda state: page(state).encode()),
    "json": ("application/json", _json),
}


@login_required
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The whole report as a file; a draft says so in its name."""
    if kind not in KINDS:
        raise Http404
    report = reach(request.user, pk)
    state = compiled(report)
    media_type, make = KINDS[kind]
    mark = "" if report.state == State.ISSUED else "（未签发）"
    return attachment(make(state), media_type, f"{state.title}{mark}.{kind}")


@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as the public will read it."""
    report = reach(request.user, pk)
    state = compiled(report)
    html = mark_safe(clean(fragment(state)))
    return render(request, "reporting/preview.html", {"report": report, "state": state, "html": html})


@login_required
def recount(request: HttpRequest, pk: int) -> HttpResponse:
    """冻结值 and 现在重数, side by side, for a frozen report."""
    report = reach(request.user, pk)
    if not report.frozen:
        raise Http404
    return render(
        request, "reporting/drift.html",
        {"report": report, "rows": drift(report), "holds": seal_holds(report), "state": compiled(report)},
    )  # fmt: skip


@login_required
def records(request: HttpRequest, pk: int, cell: str) -> HttpResponse:
    """The list behind one figure as a table."""
    report = reach(request.user, pk)
    found = compiled(report).cells.get(cell)
    if found is None:
        raise Http404
    if report.frozen:
        found = frozen_records(report, found)
    if found.records is None:
        raise Http404
    data = sheets.workbook(found.name, ("序号", "名称", "说明"), _lines(request.user, found), (8, 60, 60))
    return attachment(data, sheets.MEDIA_TYPE, f"{report.year}年 {found.name} 名单.xlsx")


def _lines(user: Any, cell: Cell) -> Iterator[tuple[int, str, str]]:
    assert cell.records is not None  # noqa: S101 — refused above
    for number, record in enumerate(cell.records[:LIST_LIMIT].iterator(chunk_size=500), 1):
        line = line_for(user, record)
        yield number, line.title, line.note
