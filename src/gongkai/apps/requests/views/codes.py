"""换发口令: the code for the page on which who was asked answers, shown once."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.apps.publishing.addresses import site_prefix
from gongkai.apps.requests import queries
from gongkai.apps.requests.actions.codes import new_code
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError


@login_required
@require_POST
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code; the old one is void. Reloading the page makes none: it is only posted."""
    user: Any = request.user
    consultation = queries.reach_consultation(user, pk)
    case = consultation.request
    try:
        made = new_code(user, consultation)
    except GongkaiError as error:
        say(request, error, "没有换发：")
        return redirect("requests:detail", case.pk)
    address = request.build_absolute_uri(
        f"{site_prefix(case.organization)}request/consult/{consultation.pk}/"
    )
    context = {
        "case": case, "consultation": consultation, "code": made, "address": address,
        "picture": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
    }  # fmt: skip
    answer = render(request, "requests/code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
