"""Content security on the staff mount: scripts stay strict, styles are relaxed only for the guest's editor."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class StaffCSP:
    """Wagtail's `vendor.js` inserts two <style> elements in the editor; nothing else may be inline."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the relaxation to answers of the office mount."""
        response = self.get_response(request)
        if request.path_info.startswith(f"{settings.STAFF_PREFIX}office/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": [SELF],
                "style-src": settings.STAFF_STYLE_SRC,
            }
        return response
