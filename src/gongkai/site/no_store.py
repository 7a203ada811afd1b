"""Nothing of the workbench stays in a browser's cache: after sign-out the back button shows the sign-in page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# words and pictures of buttons: the same for everybody
SHARED = frozenset({"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"})


class NoStore:
    """Middleware: `no-store` on every answer below the staff prefix, exports and attachments included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        shared = match is not None and match.view_name in SHARED
        if request.path_info.startswith(settings.STAFF_PREFIX) and not shared:
            response["Cache-Control"] = "no-store, private"
        return response
