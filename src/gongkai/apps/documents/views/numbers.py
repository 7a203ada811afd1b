"""流水目录: every number of a series, with gaps, doubles and wrong order standing where they are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai import paging
from gongkai.apps.documents import actions
from gongkai.apps.documents.forms import ExplainForm
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.queries import (
    RegisterRow,
    numbers_of,
    register_counts,
    register_series,
    visible,
    with_documents,
)
from gongkai.apps.documents.views.listing import places_of
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import EXPORT, REGISTER_NUMBERS, VIEW, may, verbs_anywhere
from gongkai.desk.files import xlsx
from gongkai.desk.forms import sent
from gongkai.desk.refusals import put_refusal
from gongkai.exceptions import Refused

SHOWS = {"": "全部", "gap": "缺号", "double": "重号", "order": "日期倒序", "explained": "已说明的缺号"}
TROUBLE = {"": "", "gap": "缺号", "explained": "缺号，已说明", "double": "重号", "order": "日期早于前号"}
HEADINGS = ("发文字号", "标题", "成文日期", "公开属性", "办理状态", "主办科室", "情况", "说明")

BLOCK = 300  # numbers on one page


class _Series:
    """The body and series asked for, within the user's reach, or the first there is."""

    def __init__(self, request: HttpRequest) -> None:
        user: Any = request.user
        if VIEW not in verbs_anywhere(user):
            raise PermissionDenied
        self.bodies = list(places_of(user))
        asked = request.GET.get("body", "")
        self.body: Organization | None = next(
            (b for b in self.bodies if str(b.pk) == asked), None if asked else next(iter(self.bodies), None)
        )
        if self.body is None:
            raise Http404
        self.all = register_series(self.body)
        agency, year = request.GET.get("agency", ""), request.GET.get("year", "")
        self.chosen = next(
            (
                s
                for s in self.all
                if (not agency or s["agency"] == agency) and (not year or str(s["year"]) == year)
            ),
            None,
        )

    def rows(self) -> list[RegisterRow]:
        if self.body is None or self.chosen is None:
            return []
        return numbers_of(self.body, self.chosen["agency"], self.chosen["year"])


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The register of one series. Titles outside the reader's own reach are not shown (only the number counts)."""
    series = _Series(request)
    rows = series.rows()
    counts = register_counts(rows)
    show = request.GET.get("show", "") if request.GET.get("show", "") in SHOWS else ""
    listed = [r for r in rows if not show or r.trouble == show]
    begin = paging.whole_number(request.GET.get("from", "")) or 0
    first = next((i for i, r in enumerate(listed) if r.serial >= begin), 0)
    shown = listed[first : first + BLOCK]
    return render(request, "documents/register.html", {
        "series": series, "rows": _readable(request.user, shown), "listed": len(listed),
        "blocks": _blocks(listed), "here": shown[0].serial if shown else 0, "counts": counts, "show": show,
        "shows": SHOWS, "trouble": TROUBLE, "last": rows[-1].serial if rows else 0,
        "may_explain": series.body is not None and may(request.user, REGISTER_NUMBERS, series.body),
        "may_export": EXPORT in verbs_anywhere(request.user),
    })  # fmt: skip


def _blocks(listed: list[RegisterRow]) -> list[tuple[int, int]]:
    """First and last number of each part of a long register; none where it fits on one page."""
    if len(listed) <= BLOCK:
        return []
    parts = [listed[i : i + BLOCK] for i in range(0, len(listed), BLOCK)]
    return [(part[0].serial, part[-1].serial) for part in parts]


def _readable(user: Any, rows: list[RegisterRow]) -> list[tuple[RegisterRow, set[int]]]:
    rows = with_documents(rows)
    ids = [d.pk for r in rows for d in r.documents]
    seen: set[int] = set()
    for start in range(0, len(ids), 500):
        part: Any = visible(user).order_by().filter(pk__in=ids[start : start + 500])
        seen |= set(part.values_list("pk", flat=True))
    return [(r, seen) for r in rows]


@login_required
def register_export(request: HttpRequest) -> HttpResponse:
    """流水目录 as xlsx, with the gaps as rows."""
    if EXPORT not in verbs_anywhere(request.user):
        raise PermissionDenied
    series = _Series(request)
    rows = []
    for row, seen in _readable(request.user, series.rows()):
        note = f"{row.note.get_reason_display()}：{row.note.note}" if row.note else ""
        for d in row.documents or (None,):
            rows.append(_line(row, d, seen, note))
    name = "流水目录"
    if series.chosen:
        name += f" {series.chosen['agency']}〔{series.chosen['year']}〕"
    return xlsx(name, HEADINGS, rows, (20, 50, 13, 12, 14, 16, 14, 30))


def _line(row: RegisterRow, d: OfficialDocument | None, seen: set[int], note: str) -> tuple[Any, ...]:
    if d is None:
        return (row.number, "", None, "", "", "", TROUBLE[row.trouble], note)
    if d.pk not in seen:  # only the number counts
        return (row.number, "（不在您的范围内）", None, "", "", "", TROUBLE[row.trouble], note)
    return (
        row.number, d.title, d.signed_on, d.get_attribute_display(), d.get_stage_display(), d.section.name,
        TROUBLE[row.trouble], note,
    )  # fmt: skip


@login_required
def explain(request: HttpRequest) -> HttpResponse:
    """说明缺号."""
    user: Any = request.user
    body = Organization.objects.filter(pk=paging.whole_number(request.GET.get("body", "")) or 0).first()
    serial = paging.whole_number(request.GET.get("serial", ""), 9_999_999)
    year = paging.whole_number(request.GET.get("year", ""), 9999)
    agency = request.GET.get("agency", "")[:40]
    if body is None or not may(user, REGISTER_NUMBERS, body):
        raise Http404
    if serial is None or year is None or year < 1000 or not agency:
        raise Http404
    form = ExplainForm(sent(request))
    back = f"{reverse('documents:register')}?{urlencode([('body', str(body.pk)), ('agency', agency), ('year', str(year))])}"
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain_number(
                user,
                organization=body,
                agency=agency,
                year=year,
                serial=serial,
                **form.cleaned_data,
            )
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, f"已说明：{agency}〔{year}〕{serial}号。")
            return redirect(f"{back}#n{serial}")
    number = f"{agency}〔{year}〕{serial}号"
    return render(
        request, "documents/explain.html", {"form": form, "number": number, "back": back, "body": body}
    )
