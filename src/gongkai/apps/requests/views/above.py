"""上级平台: take in what was passed down, send back what became of it, and the map of columns that serves both."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai import tables
from gongkai.apps.organizations.permissions import verbs_anywhere
from gongkai.apps.requests import above, actions, queries
from gongkai.apps.requests.actions.above import checked
from gongkai.apps.requests.forms import PlatformForm
from gongkai.apps.requests.lists import REQUESTS
from gongkai.apps.requests.models import Platform
from gongkai.apps.requests.outputs.above import lines, widths
from gongkai.apps.requests.powers import HANDLE, REVIEW
from gongkai.apps.requests.views.entry import place_of_handler
from gongkai.clocks import moment
from gongkai.desk.files import xlsx
from gongkai.desk.forms import attempt, sent
from gongkai.desk.refusals import say
from gongkai.desk.taking import AT_ONCE
from gongkai.exceptions import GongkaiError
from gongkai.uploads import receive

SPARE = 6  # empty rows below those of the map


@login_required
def platforms(request: HttpRequest) -> HttpResponse:
    """The platforms above, each with how many cases it does not know of yet."""
    user: Any = request.user
    held = verbs_anywhere(user)
    rows = [(p, queries.untold(user, p).count()) for p in queries.platforms(user)]
    return render(request, "requests/platforms.html", {
        "rows": rows, "may_take": HANDLE in held, "may_set": REVIEW in held, "most": above.MOST,
    })  # fmt: skip


@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste or upload, look row by row, take in what is good; the rest stays in the box with its sentence."""
    user: Any = request.user
    platform = queries.reach_platform(user, pk, HANDLE)
    context: dict[str, Any] = {"platform": platform, "most": above.MOST, "text": ""}
    typed = sent(request)
    if typed is not None:
        try:
            text = _text(typed.get("rows", ""), request.FILES.get("file"))
            context["text"] = text
            sheet = above.read(tables.pasted(text), platform.columns, moment.today())
            if typed.get("do") == "take":
                _, place = place_of_handler(user)
                taken = actions.take_in(user, place, platform, sheet)
                sheet = above.Sheet(sheet.above, taken.left, sheet.unread)
                context |= {
                    "made": taken.made,
                    "text": above.as_text([*sheet.above, *(r.cells for r in taken.left)]),
                }
            context["sheet"] = checked(platform.organization, platform, sheet)
        except GongkaiError as error:
            say(request, error)
            context["text"] = context["text"] or typed.get("rows", "")
    return render(request, "requests/above.html", context)


def _text(pasted: str, upload: UploadedFile[bytes] | None) -> str:
    """The table as text: from the file where one was sent, so that it can be mended in the box."""
    if upload is None:
        return pasted
    _, data, _, _ = receive(upload, only={"xlsx"}, megabytes=5)
    rows = tables.grid(data, above.MOST + tables.HEAD_WITHIN + 1)
    return above.as_text(cells for _, cells in rows)


@login_required
@require_POST
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes back up: the cases not yet told of, or the list as it is filtered, in this platform's columns."""
    user: Any = request.user
    platform = queries.reach_platform(user, pk, HANDLE)
    found = queries.untold(user, platform)
    if request.POST.get("which") == "list":
        found = REQUESTS.taken_away(user, REQUESTS.asked(user, request.GET))
        found = found.filter(organization=platform.organization)
    cases = list(found.order_by("entered_at", "id")[: AT_ONCE + 1])
    if len(cases) > AT_ONCE or not cases:
        words = f"超过{AT_ONCE}件，请先筛选再导出。" if cases else "没有要回报的。"
        messages.error(request, words)
        return redirect("requests:platforms")
    with transaction.atomic():
        rows = list(lines(user, platform, cases))
        actions.tell_above(user, platform, cases)
    heads = [title for title, _ in platform.columns]
    return xlsx(f"{platform.name}办理情况{moment.today():%Y%m%d}", heads, rows, widths(platform))


@login_required
def columns(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """列的对应: titles in the platform's own order, and what of ours stands in each."""
    user: Any = request.user
    body = queries.body_of(user, REVIEW)
    platform = Platform.objects.filter(organization=body, pk=pk).first()
    if pk and platform is None:
        raise Http404
    pairs = platform.columns if platform else [list(pair) for pair in above.DEFAULT]
    form = PlatformForm(sent(request), initial={"name": platform.name if platform else ""})
    if request.method == "POST":
        typed = sent(request) or request.POST
        pairs = [list(pair) for pair in zip(typed.getlist("title"), typed.getlist("field"), strict=False)]
        pairs = [[title, code if code in above.FIELDS else ""] for title, code in pairs]
        if form.is_valid():
            name = form.cleaned_data["name"]
            act = lambda: actions.set_platform(user, body, platform, name=name, columns=pairs)  # noqa: E731
            if attempt(form, act) is not None:
                messages.success(request, "已保存；以后按这个顺序收和回报。")
                return redirect("requests:platforms")
    return render(request, "requests/platform.html", {
        "form": form, "platform": platform, "body": body, "pairs": [*pairs, *([["", ""]] * SPARE)],
        "fields": above.FIELDS.items(),
    })  # fmt: skip
