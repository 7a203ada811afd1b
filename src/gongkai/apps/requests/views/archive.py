"""全卷 of one case, to be saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.apps.requests import queries
from gongkai.apps.requests.actions import archiving
from gongkai.desk.files import opened
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError


@login_required
def archive(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """One zip, by a press: each taking is noted."""
    user: Any = request.user
    case = queries.reach(user, pk)
    if request.method != "POST":
        messages.info(request, "请在办件页按〔下载全卷〕。")
        return redirect("requests:detail", case.pk)
    try:
        if archiving.is_large(case):
            archiving.ask(user, case)
            messages.success(request, "全卷较大，正在后台做，可以离开这一页；做好后提醒您，保留到第二天。")
            return redirect("exports:list")
        return opened(archiving.take(user, case), "application/zip", archiving.PACKAGE.name(case))
    except GongkaiError as error:
        say(request, error, "没有下载：")
        return redirect("requests:detail", case.pk)
