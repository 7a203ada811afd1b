"""打印回执: number, check code and the way to the page of the case, for paper. Posted only, so that reloading makes none."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gongkai.apps.deadlines.queries import open_deadline
from gongkai.apps.publishing.addresses import site_prefix
from gongkai.apps.requests import actions, queries
from gongkai.apps.requests.actions.receipts import sharing
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.law import lists


@login_required
@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt with a new check code, on one page of A4."""
    user: Any = request.user
    case = queries.reach(user, pk)
    code = actions.print_receipt(user, case)
    address = request.build_absolute_uri(f"{site_prefix(case.organization)}request/status/")
    answer = render(request, "requests/receipt.html", {
        "case": case, "code": code, "others": sharing(case), "address": address, "clock": open_deadline(case, REPLY),
        "channel": lists.entry("channels", case.channel),
        "picture": segno.make(f"{address}?number={case.number}", error="m").svg_data_uri(scale=4, border=2),
    })  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer
