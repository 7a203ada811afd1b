"""Pages for addresses that lead nowhere and for faults of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.apps.portal import views as portal


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the address leads nowhere, or not for this person; the two are not told apart."""
    if request.path_info.startswith(settings.STAFF_PREFIX) or settings.FACE == "staff":
        return render(request, "staff/404.html", status=404)
    return portal.not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without anything that could fail again."""
    return render(None, "staff/500.html", status=500)


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
    if not request.path_info.startswith(settings.STAFF_PREFIX) and settings.FACE != "staff":
        sentence = "这一页打开过久，没有保存。您填写的内容在下面，请在新窗口打开这一页，照着再填一次。"
        return portal.refused(request, "没有提交成功", sentence, 403, texts, _form_of(request))
    return render(request, "staff/stale.html", {"texts": texts, "again": _form_of(request)}, status=403)


def _form_of(request: HttpRequest) -> str:
    """The page of ours on which the form stood; empty for what came from elsewhere."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return ""
    way = urlsplit(said)
    return way.path + (f"?{way.query}" if way.query else "")
