"""While a page is drawn that changes nothing, what it and its menu both ask is answered once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongkai import prepared


class OnePage:
    """Middleware. Whoever posts is always answered anew: the menu after an act says what the act left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with prepared.for_one_page():
            return self.get_response(request)
