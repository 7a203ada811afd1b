"""全卷 of one case, to be saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.apps.requests import queries
from gongkai.apps.requests.actions.archiving import take
from gongkai.desk.files import attachment
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError


@login_required
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """One zip, by a press: each taking is noted."""
    user: Any = request.user
    case = queries.reach(user, pk)
    if request.method != "POST":
        messages.info(request, "请在办件页按〔下载全卷〕。")
        return redirect("requests:detail", case.pk)
    try:
        data = take(user, case)
    except GongkaiError as error:
        say(request, error, "没有下载：")
        return redirect("requests:detail", case.pk)
    response = attachment(data, "application/zip", f"依申请{case.shown_number}全卷.zip")
    response["Cache-Control"] = "private, no-store"
    return response
