"""How lists of the desk reach this app."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.apps.exports import actions
from gongkai.desk import refusals
from gongkai.desk.listing import Asked, Listing
from gongkai.exceptions import Refused


class Carrying:
    """See gongkai.desk.taking.Carrier."""

    def taken(self, user: Any, name: str, rows: int) -> None:
        """One line in the ledger."""
        actions.taken(user, name, rows)

    def ask(self, request: HttpRequest, listing: Listing, asked: Asked) -> HttpResponse:
        """Begin it, and show where it stands."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        try:
            actions.ask(request.user, route, listing, asked)
        except Refused as refused:
            refusals.say(request, refused, "没有导出：")
        else:
            messages.success(request, f"“{listing.name}”正在后台做，可以离开这一页；做好后提醒您。")
        return redirect("exports:list")
