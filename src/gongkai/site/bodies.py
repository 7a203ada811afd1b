"""What may be sent to an address, decided from the head of the request before a byte of the body is read.

Public addresses know GET unless their view takes a body (`gongkai.bodies`). Staff addresses take a form of ordinary size
from anybody, for the sign-in page carries a form along, and files only within a session that exists.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from gongkai.apps.portal import views as portal
from gongkai.bodies import taken_by

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
MEGABYTE = 1024 * 1024
# the server's word for a body it did not take to its end: key of the WSGI environment
CUT = "gongkai.body"


class Verdict(Enum):
    """Why a request is not let through; the value is the status of the answer."""

    METHOD = 405
    SLOW = 408
    LARGE = 413
    BUSY = 503


def limit_of(path: str, session: Callable[[], bool]) -> int:
    """Bytes that an address takes; 0 where it takes none.

    session: whether the request belongs to a staff session that exists; asked only where it matters.
    """
    if settings.FACE != "public" and path.startswith(settings.STAFF_PREFIX):
        return settings.BODY_LIMITS["session"] if session() else settings.BODY_LIMITS["staff"]
    try:
        return taken_by(resolve(path).func)
    except Resolver404:
        return 0


def judge(method: str, path: str, length: int | None, session: Callable[[], bool]) -> Verdict | None:
    """Why a request may not come in, from its head alone. length: None where the head does not say."""
    if method in READS:
        return None
    known = limit_of(path, lambda: True)
    if not known:
        return Verdict.METHOD
    if length is not None and length > settings.BODY_LIMITS["staff"]:  # only now is the session worth a look
        known = limit_of(path, session)
    return Verdict.LARGE if (length or 0) > known else None


def length_of(text: str) -> int | None:
    """The Content-Length of a head; None where there is none. A wrong one counts as too large."""
    if not text.strip():
        return None
    return int(text) if text.strip().isdecimal() and len(text) < 16 else 1 << 62


class Bodies:
    """Middleware before all that read a body: answers at once what the head alone condemns.

    Under `gongkai serve` the server has already kept such a body out (`site.rsgi`); this gives the page, and guards the
    application under any other server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A page with the sentence, or the view's answer."""
        cut = request.META.get(CUT)
        verdict = Verdict(cut) if cut else self._verdict(request)
        return self.get_response(request) if verdict is None else refusal(request, verdict)

    @staticmethod
    def _verdict(request: HttpRequest) -> Verdict | None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        length = length_of(request.META.get("CONTENT_LENGTH") or "")
        return judge(request.method or "", request.path_info, length, lambda: session_exists(key))


def session_exists(key: str) -> bool:
    """Whether a cookie names a stored session of somebody who signed in."""
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    return bool(key) and SESSION_KEY in SessionStore(key)


_SENTENCES = {
    Verdict.METHOD: ("这一页只供查看", "这个网址不接收提交的内容。"),
    Verdict.SLOW: ("没有收完", "内容传得太慢，没有收完，也没有保存。请退回上一页，换个网络再提交。"),
    Verdict.LARGE: ("内容过大", "提交的内容超过了这里能收的大小，没有保存。请减小文件或分几次提交；登录过期的，请先重新登录。"),
    Verdict.BUSY: ("请稍候再提交", "现在提交的人太多，没有收下。请退回上一页，过一会儿再提交。"),
}  # fmt: skip


def refusal(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """The page that says why, in the dress of the face it was asked of."""
    title, sentence = _SENTENCES[verdict]
    if request.path_info.startswith(settings.STAFF_PREFIX) and settings.FACE != "public":
        context = {"title": title, "sentence": sentence}
        response = render(None, "staff/refused.html", context, status=verdict.value)
    elif settings.FACE == "staff":
        response = HttpResponse(f"{sentence}\n", "text/plain; charset=utf-8", verdict.value)
    else:
        response = portal.refused(request, title, sentence, verdict.value)
    if verdict is Verdict.METHOD:
        response["Allow"] = "GET, HEAD"
    elif verdict is Verdict.BUSY:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
