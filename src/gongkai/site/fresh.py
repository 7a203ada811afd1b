"""Every request is answered by the holiday notices of this hour: one may have been entered in another process."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongkai import clocks


class Fresh:
    """Middleware. Baked pages never come here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look, then answer."""
        clocks.refresh()
        return self.get_response(request)
