"""What a press of a button does to a report: one action a view, back to the part it came from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.apps.reporting import actions
from gongkai.apps.reporting.acts import came_from
from gongkai.apps.reporting.cells import BLANK
from gongkai.apps.reporting.checking import part_url
from gongkai.apps.reporting.compiled import compiled
from gongkai.apps.reporting.forms import CellForm, OpenForm, PasteForm, TakeInForm, TextForm
from gongkai.apps.reporting.layout import grid, value_rows
from gongkai.apps.reporting.models import Report
from gongkai.apps.reporting.pasting import placed
from gongkai.apps.reporting.queries import reach
from gongkai.apps.reporting.readings import of_bytes
from gongkai.apps.reporting.views.editor import draw
from gongkai.desk.refusals import put_refusal, say
from gongkai.exceptions import GongkaiError, Refused
from gongkai.statforms.evaluate import cell_name
from gongkai.uploads import receive


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """开始编制."""
    user: Any = request.user
    form = OpenForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        section = form.cleaned_data["section"]
        try:
            report = actions.open_report(
                user, organization=section.body or section, section=section, year=form.cleaned_data["year"]
            )
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, "已开始编制。有记录的数已经算出，没有记录的请手工填报。")
            return redirect("reporting:detail", report.pk)
    context = {"form": form, "may_open": form.has_a_place}
    return render(request, "reporting/begin.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def fill(request: HttpRequest, pk: int, cell: str) -> HttpResponse:
    """手工填报 one cell; a refused value stays in the form."""
    report = reach(request.user, pk)
    user: Any = request.user
    form = CellForm(request.POST)
    key = _part(report, cell)
    if form.is_valid():
        try:
            actions.fill_cell(user, report, cell, form.cleaned_data.pop("value"), **form.cleaned_data)
        except Refused as refused:
            for o in refused.obstacles:
                name = o.cure.removeprefix("#id_")
                form.add_error(name if name in form.fields else None, o.sentence)
        else:
            messages.success(request, "已填好。")
            return redirect(f"{part_url(report, key)}?cell={_next_blank(report, key, cell)}")
    return draw(request, report, key, cell_form=form)


def _next_blank(report: Report, key: str, cell: str) -> str:
    """The next cell of the table that is not filled, from this one on and then from the beginning; else this one."""
    state = compiled(report)
    part = state.outline.part(key)
    listed = [c for row in value_rows(grid(state.form, part.table)) for c in row] if part else []
    at = listed.index(cell) if cell in listed else 0
    return next((c for c in listed[at + 1 :] + listed[:at] if state.cells[c].origin == BLANK), cell)


@login_required
@require_POST
def paste(request: HttpRequest, pk: int, part_key: str) -> HttpResponse:
    """从 Excel 粘贴; what is refused stays in the form."""
    report = reach(request.user, pk)
    user: Any = request.user
    state = compiled(report)
    part = state.outline.part(part_key)
    if part is None or part.kind != "table":
        raise Http404
    rows = value_rows(grid(state.form, part.table))
    form = PasteForm(request.POST, cells=[(c, c) for row in rows for c in row])
    if form.is_valid():
        given = form.cleaned_data
        try:
            figures = placed(given["block"], rows, given["start"])
            count, left = actions.fill_many(
                user, report, figures, vouched_by=given["vouched_by"], source=given["source"], how="粘贴"
            )
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return _filled(request, report, part_key, count, left)
    return draw(request, report, part_key, paste_form=form)


@login_required
@require_POST
def take_in(request: HttpRequest, pk: int, part_key: str) -> HttpResponse:
    """上传填好的表格: read by the reader of other bodies' reports; only what it is sure of is filled."""
    report = reach(request.user, pk)
    user: Any = request.user
    form = TakeInForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            name, data, _, _ = receive(form.cleaned_data["file"], only=("xlsx",), megabytes=10)
            read = of_bytes(name, data)
            if read.form is None or read.form.id != report.form:
                raise GongkaiError(
                    f"“{name}”里没有读到{report.year}年度表式的统计表，请用“导出表格”得到的样子填。"
                )
            said = {cell: str(value) for cell, value in read.known.items() if value is not None}
            count, left = actions.fill_many(
                user, report, said, vouched_by=form.cleaned_data["vouched_by"], source=name, how=name
            )
        except Refused as refused:
            put_refusal(form, refused)
        except GongkaiError as error:
            form.add_error("file", error.sentence)
        else:
            missing = [f"没有读到“{t}”" for t in read.missing_tables]
            missing += [f"“{cell_name(read.form, c)}”没有读出来" for c in sorted(read.unread)]
            return _filled(request, report, part_key, count, [*missing, *left])
    return draw(request, report, part_key, take_form=form)


def _filled(request: HttpRequest, report: Report, key: str, count: int, left: list[str]) -> HttpResponse:
    """Say how many were filled and, one by one, what stays as it is."""
    messages.success(request, f"已填好 {count} 格。" if count else "没有要填的格。")
    if left:
        more = f"；另有{len(left) - 8}处" if len(left) > 8 else ""
        messages.warning(request, "没有改的：" + "；".join(left[:8]) + more + "。")
    return redirect(part_url(report, key))


def _part(report: Report, cell: str) -> str:
    from gongkai.apps.reporting.outlines import outline
    from gongkai.statforms.forms import load_form

    form = load_form(report.form)
    for table in form.tables:
        part = outline(report.form).part_of(table.id)
        if part and cell in table.cell_ids():
            return part.key
    return next(p.key for p in outline(report.form).parts if p.kind == "table")


@login_required
@require_POST
def zeros(request: HttpRequest, pk: int, part_key: str) -> HttpResponse:
    """其余空格均为0."""
    report = reach(request.user, pk)
    from gongkai.apps.reporting.outlines import outline

    part = outline(report.form).part(part_key)
    user: Any = request.user
    try:
        count = actions.fill_zeros(
            user, report, part.table if part else "", vouched_by=request.POST.get("vouched_by", "")
        )
        messages.success(
            request, f"已把{count}个空格填为0，由{request.POST.get('vouched_by', '').strip()}核实。"
        )
    except Refused as refused:
        say(request, refused)
    return redirect(part_url(report, part.key if part else _part(report, "")))


@login_required
@require_POST
def text(request: HttpRequest, pk: int, part_key: str) -> HttpResponse:
    """存正文; what was typed stays where it is refused."""
    report = reach(request.user, pk)
    user: Any = request.user
    form = TextForm(request.POST)
    if form.is_valid():
        try:
            actions.write_text(user, report, part_key, form.cleaned_data["text"])
        except Refused as refused:
            for o in refused.obstacles:
                form.add_error(None, o.sentence)
        else:
            messages.success(request, "正文已存。")
            return redirect(part_url(report, part_key))
    return draw(request, report, part_key, text=form)


@login_required
@require_POST
def traits(request: HttpRequest, pk: int) -> HttpResponse:
    """改写本单位情况."""
    report = reach(request.user, pk)
    user: Any = request.user
    try:
        actions.set_traits(user, report, request.POST.getlist("traits"))
        messages.success(request, "本单位情况已改。")
    except Refused as refused:
        say(request, refused)
    return redirect(came_from(request, report))
