"""What a press of a button does to a report: one action a view, back to the part it came from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.apps.reporting import actions
from gongkai.apps.reporting.acts import came_from
from gongkai.apps.reporting.checking import part_url
from gongkai.apps.reporting.forms import CellForm, OpenForm, TextForm
from gongkai.apps.reporting.models import Report
from gongkai.apps.reporting.queries import reach
from gongkai.apps.reporting.views.editor import draw
from gongkai.desk.refusals import put_refusal, say
from gongkai.exceptions import Refused


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
            return redirect(f"{part_url(report, key)}?cell={cell}")
    return draw(request, report, key, cell_form=form)


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
