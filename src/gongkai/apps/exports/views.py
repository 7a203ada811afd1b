"""我的导出: what this person had made, how far it is, and the files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gongkai import paging, sheets
from gongkai.apps.exports import actions, rules
from gongkai.apps.exports.models import Export
from gongkai.apps.exports.packages import find
from gongkai.apps.exports.queries import listings, mine
from gongkai.apps.exports.settings import KEPT
from gongkai.clocks.moment import BEIJING
from gongkai.desk import refusals
from gongkai.desk.files import stored, unsealed
from gongkai.exceptions import Refused


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Everything asked for, the latest first."""
    user: Any = request.user
    page = paging.cut(
        mine(user), by=("asked_at", "id"), after=request.GET.get("after", ""),
        size=paging.size_of(request.GET.get("size")),
    )  # fmt: skip
    rows = [(e, rules.obstacles_to_fetch(user, e, listings().get(e.route))) for e in page.rows]
    return render(request, "exports/list.html", {
        "page": page, "rows": rows, "underway": any(e.unfinished for e in page.rows), "days": KEPT.number,
    })  # fmt: skip


@login_required
def file(request: HttpRequest, pk: int) -> FileResponse | StreamingHttpResponse:
    """The file, to the one who asked for it and who may still take it away."""
    user: Any = request.user
    export = get_object_or_404(mine(user), pk=pk)
    if rules.obstacles_to_fetch(user, export, listings().get(export.route)):
        raise Http404
    if export.package:
        return _package(user, export)
    day = export.asked_at.astimezone(BEIJING)
    answer = stored(export.file, sheets.MEDIA_TYPE, f"{export.name} {day:%Y-%m-%d}.xlsx")
    actions.taken(user, export.name, export.written)
    return answer


def _package(user: Any, export: Export) -> StreamingHttpResponse:
    """A file about one record, decrypted as it goes; its duty notes the taking."""
    found = find(export.package, export.subject)
    if found is None:
        raise Http404
    package, record = found
    answer = unsealed(export.file, export.context, package.media_type, package.name(record))
    package.taken(user, record, export.sha256, export.size)
    return answer


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """再做一次."""
    export = _mine(request, pk)
    try:
        actions.again(export)
    except Refused as refused:
        refusals.say(request, refused, "没有重做：")
    return redirect("exports:list")


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """不要了."""
    actions.drop(_mine(request, pk))
    messages.success(request, "已去掉。")
    return redirect("exports:list")


def _mine(request: HttpRequest, pk: int) -> Export:
    return get_object_or_404(mine(request.user).select_related("user"), pk=pk)
