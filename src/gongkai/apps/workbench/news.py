"""提醒 on the workbench: the page of everything a person was told, and putting news away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai import paging
from gongkai.apps.notices import actions, queries


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """知道了: one reminder, or all of them, are no longer new."""
    one = request.POST.get("notice", "")
    actions.read(request.user, int(one) if one.isascii() and one.isdigit() and len(one) < 19 else None)
    return redirect("workbench:notices" if one else "workbench:home")


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """全部提醒: what this person was told, the latest first."""
    page = paging.cut(
        queries.mine(request.user), by=("at", "id"), after=request.GET.get("after", ""),
        size=paging.size_of(request.GET.get("size")),
    )  # fmt: skip
    return render(request, "workbench/notices.html", {"page": page})
