"""待确认: what administrators asked for, for the second person who confirms and the auditor who watches."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai import paging
from gongkai.apps.organizations.actions import proposals
from gongkai.apps.organizations.models import Proposal
from gongkai.apps.organizations.queries import proposals_for, waiting_for
from gongkai.apps.organizations.views.account import me
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError

AT_ONCE = 200  # each first password costs one slow hash


@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I asked for, and what was decided."""
    user = me(request)
    seen = proposals_for(user)
    rows = list(waiting_for(user).select_related("place__body", "person", "asked_by")[:AT_ONCE])
    for row in rows:
        row.against = proposals.obstacles_to_confirm(user, row)  # type: ignore[attr-defined]
        row.shows = proposals.shown(row)  # type: ignore[attr-defined]
    page = paging.cut(
        seen.exclude(state=Proposal.State.WAITING),
        by=["id"],
        after=request.GET.get("after", ""),
        size=paging.size_of(request.GET.get("size")),
    )
    others = seen.filter(state=Proposal.State.WAITING).exclude(pk__in=[r.pk for r in rows])
    context = {"rows": rows, "others": others[:AT_ONCE], "page": page, "user": user}
    return render(request, "organizations/waiting.html", context)


def _keys(request: HttpRequest) -> list[int]:
    return [int(k) for k in request.POST.getlist("pk") if k.isdecimal() and len(k) < 16][:AT_ONCE]


@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm those ticked, each by itself; first passwords are shown once to who confirmed."""
    user = me(request)
    keys = _keys(request)
    given, count = [], 0
    for one in waiting_for(user).filter(pk__in=keys):
        try:
            done = proposals.confirm(user, one)
        except GongkaiError as error:
            say(request, error, f"{one.summary}：")
            continue
        count += 1
        if done.after is not None:
            messages.success(request, done.after())
        if done.password:
            given.append((done.person, done.password))
    if count:
        messages.success(request, f"已确认 {count} 项，记入台账。")
    elif not keys:
        messages.error(request, "请先勾选要确认的事项。")
    if given:
        return render(request, "organizations/imported.html", {"made": given, "confirmed": True})
    return redirect("people:waiting")


@never_cache
@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """Say no with a reason, or take back what one asked for oneself."""
    user = me(request)
    one = get_object_or_404(proposals_for(user), pk__in=_keys(request)[:1])
    try:
        if one.asked_by_id == user.pk:
            proposals.take_back(user, one)
            messages.success(request, "已撤回。")
        else:
            proposals.refuse(user, one, request.POST.get("opinion", ""))
            messages.success(request, "已记下不同意的理由。")
    except GongkaiError as error:
        say(request, error)
    return redirect("people:waiting")
