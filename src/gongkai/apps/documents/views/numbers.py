"""流水目录: every number of a series, with gaps, doubles and wrong order standing where they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from gongkai import paging
from gongkai.apps.documents import actions, register
from gongkai.apps.documents.forms import ExplainForm
from gongkai.apps.documents.models import Attribute, NumberLine, NumberSeries, OfficialDocument, Stage
from gongkai.apps.documents.queries import visible
from gongkai.apps.documents.views.listing import PICKED, places_of
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.organizations.permissions import EXPORT, REGISTER_NUMBERS, VIEW, may, verbs_anywhere
from gongkai.desk.forms import sent
from gongkai.desk.listing import Choice, Column, Listing, Tab, Words
from gongkai.desk.refusals import put_refusal
from gongkai.exceptions import Refused

Lines = QuerySet[NumberLine]
HIDDEN = "（不在您的范围内）"
WRONG_NAMES = {"gap": "缺号", "explained": "已说明的缺号", "double": "重号", "order": "日期倒序"}


def _lines(user: Any) -> Lines:
    """The lines of the bodies in reach. Titles outside the reader's own reach are not shown (only the number counts)."""
    held = NumberLine.objects.filter(series__organization__in=places_of(user).order_by())
    return held.select_related("series__organization")


def _bodies(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Bodies in reach; where they are more than one can pick from, those of the name typed, or else no schools."""
    places = places_of(user)
    named = chosen.get("unit")
    if named:
        places = places.filter(Q(name__icontains=named) | Q(short_name__icontains=named))
    elif _too_many(user):
        places = places.exclude(kind=Kind.SCHOOL)
    return list(places.values_list("pk", "name")[:PICKED])


def _too_many(user: Any) -> bool:
    kept: bool | None = getattr(user, "_gongkai_many_bodies", None)
    if kept is None:
        user._gongkai_many_bodies = kept = places_of(user).order_by()[: PICKED + 1].count() > PICKED
    return kept


def _series(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The series of the body, the latest first."""
    body = paging.whole_number(str(chosen.get("body", "")))
    found = NumberSeries.objects.filter(organization_id=body) if body else NumberSeries.objects.none()
    return [(one.pk, str(one)) for one in found.order_by("-year", "agency")]


def _unchanged(lines: Lines, value: str, user: Any) -> Lines:
    return lines


def _of(trouble: str) -> Any:
    return lambda lines, user: lines.filter(trouble=trouble)


def _prepare(lines: list[NumberLine], user: Any) -> None:
    keys = [line.document_id for line in lines if line.document_id]
    held: Any = OfficialDocument.objects.filter(pk__in=keys).select_related("section")
    held = held.only("title", "signed_on", "attribute", "stage", "section__name")
    seen = set(visible(user).order_by().filter(pk__in=keys).values_list("pk", flat=True))
    documents = {d.pk: d for d in held if d.pk in seen}
    notes = register.notes_of(lines)
    may_explain = any(
        may(user, REGISTER_NUMBERS, line.series.organization) for line in lines[:1]
    )  # all of one body
    listed: Any = lines
    previous = 0
    for line in listed:
        line.first, previous = line.serial != previous, line.serial
        line.shown = documents.get(line.document_id)
        line.note = notes.get((line.series_id, line.serial))
        line.may_explain = may_explain and line.document_id is None


def _number(line: Any) -> Any:
    number = f"{line.series}{line.serial}号"
    return format_html('<span id="n{}">{}</span>', line.serial, number) if line.first else number


def _title(line: Any) -> str:
    if line.shown is not None:
        return str(line.shown.title)
    if line.document_id is not None:
        return HIDDEN
    return f"{line.note.get_reason_display()}：{line.note.note}" if line.note else "这个号没有公文"


def _link(line: Any) -> str:
    return reverse("documents:detail", args=[line.document_id]) if line.shown is not None else ""


def _trouble(line: Any) -> Any:
    """What is wrong, and for a gap the way to its explanation."""
    words = line.get_trouble_display() if line.trouble else ""
    if not line.may_explain:
        return ""
    query = urlencode([
        ("body", line.series.organization_id), ("agency", line.series.agency), ("year", line.series.year),
        ("serial", line.serial),
    ])  # fmt: skip
    return format_html(
        '<b class="gk-strong">{}</b> <a class="gk-lnk" href="{}?{}">{}<span class="gk-vh">{}{}号</span></a>',
        words, reverse("documents:explain"), query, "改说明" if line.note else "说明", line.series, line.serial,
    )  # fmt: skip


def _mark(line: Any) -> str:
    return line.get_trouble_display() if line.trouble and not line.may_explain else ""


COLUMNS = (
    Column("发文字号", _number, on="screen"),
    Column("发文字号", lambda line: f"{line.series}{line.serial}号", on="sheet", width=20),
    Column("标题", _title, link=_link, wide=True, on="screen"),
    Column("标题", lambda line: _title(line) if line.document_id else "", on="sheet", width=50),
    Column("成文日期", lambda line: line.shown and line.shown.signed_on, right=True, width=13),
    Column("公开属性", lambda line: Attribute(line.shown.attribute).label if line.shown else "", width=12),
    Column("办理状态", lambda line: Stage(line.shown.stage).label if line.shown else "", width=14),
    Column("主办科室", lambda line: line.shown.section.name if line.shown else "", width=16),
    Column("情况", _trouble, mark=_mark, on="screen"),
    Column("情况", lambda line: line.get_trouble_display() if line.trouble else "", on="sheet", width=14),
    Column("说明", lambda line: _title(line) if line.note else "", on="sheet", width=30),
)

REGISTER = Listing(
    name="流水目录", noun="号", unit="行", rows=_lines, columns=COLUMNS, order=("serial", "id"), newest_first=False,
    may_see=lambda user: VIEW in verbs_anywhere(user), may_export=lambda user: EXPORT in verbs_anywhere(user),
    prepare=_prepare, crumbs=(("公文台账", "documents:list"),),
    tabs=(
        Tab("", "全部"),
        *(Tab(key, name, _of(key), counted=True) for key, name in WRONG_NAMES.items()),
    ),
    filters=(
        Words("unit", "单位名称中的字", by=_unchanged, shown=_too_many),
        Choice("body", "单位", choices=_bodies, field="series__organization_id", least=2, always=True),
        Choice("series", "文号序列", choices=_series, field="series_id", always=True),
    ),
    lead="缺号、重号都照实列出，公开的流水目录同样如此。",
    empty=("这个单位还没有带文号的公文", "登记了带文号的公文，这里就按代字和年份排出流水。"),
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
    back = _back(user, body, agency, year, serial)
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
            return redirect(f"{_back(user, body, agency, year, serial)}#n{serial}")
    number = f"{agency}〔{year}〕{serial}号"
    return render(
        request, "documents/explain.html", {"form": form, "number": number, "back": back, "body": body}
    )


def _back(user: Any, body: Organization, agency: str, year: int, serial: int) -> str:
    """The part of the register in which the number stands."""
    series = NumberSeries.objects.filter(organization=body, agency=agency, year=year).first()
    line = series.lines.filter(serial__lt=serial).order_by("-serial", "-id").first() if series else None
    query = {
        "body": body.pk,
        "series": series.pk if series else "",
        "after": f"{line.serial}~{line.pk}" if line else "",
    }
    named = {"unit": body.name} if _too_many(user) else {}
    return f"{reverse('documents:register')}?{urlencode({**named, **query})}"
