"""Pages for addresses that lead nowhere and for faults of ours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


def _template(request: HttpRequest, name: str) -> str:
    if request.path_info.startswith(settings.STAFF_PREFIX):
        return f"staff/{name}.html"
    try:
        get_template(f"portal/{name}.html")
    except TemplateDoesNotExist:
        return f"staff/{name}.html"
    return f"portal/{name}.html"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the address leads nowhere, or not for this person; the two are not told apart."""
    return render(request, _template(request, "404"), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without anything that could fail again."""
    return render(None, "staff/500.html", status=500)  # type: ignore[arg-type]


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or in two windows (CSRF): nothing was saved, but nothing typed is lost either.

    The text is shown for copying only, never sent again by itself: it may come from a foreign site.
    """
    texts = [
        value
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "password", "present", "new", "again", "code", "held"}
        for value in values
        if len(value.strip()) > 1
    ]
    return render(request, "staff/stale.html", {"texts": texts}, status=403)
