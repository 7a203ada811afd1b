"""The clock of a staff session, and the keeping of a form that was sent after the session had ended.

A half-written form is never lost: a POST that comes too late is answered with the sign-in page, which carries what was
typed, signed and compressed, in a hidden field. After sign-in as the same person it is offered for sending again.
Nothing is stored for a visitor who has not signed in, so nobody can fill the disk with it. The CSRF check has
already passed when a form is kept (the door stands behind it), so no foreign site can plant one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from gongkai.clocks import moment

SALT = "gongkai.held-form"
SINCE, SEEN, KEPT = "_since", "_seen", "_held_form"
NOT_KEPT = {"csrfmiddlewaretoken"}


@dataclass(frozen=True)
class HeldForm:
    """A form as it was sent: where, by whom (empty if the session was already unknown), which fields."""

    path: str
    user_id: str
    fields: list[tuple[str, str]]
    files: list[str]

    def token(self) -> str:
        """The form as one signed word for a hidden field."""
        content = [self.path, self.user_id, self.fields, self.files]
        return signing.dumps(content, salt=SALT, compress=True)


def read(token: str) -> HeldForm | None:
    """The form of a token; None where it is forged, damaged or too old."""
    if not token:
        return None
    try:
        path, user_id, fields, files = signing.loads(token, salt=SALT, max_age=settings.HELD_FORM_SECONDS)
    except signing.BadSignature:
        return None
    return HeldForm(path, user_id, [(n, v) for n, v in fields], files)


def hold(request: HttpRequest, user_id: str) -> str:
    """Keep what the request carries; empty for a request that carries no ordinary form."""
    if request.method != "POST" or request.content_type not in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }:
        return ""
    sent = cast(QueryDict, request.POST)
    fields = [(n, v) for n, values in sent.lists() if n not in NOT_KEPT for v in values]
    files = [f.name or "" for _, many in request.FILES.lists() for f in many]
    return HeldForm(request.get_full_path(), user_id, fields, files).token() if fields else ""


def begin(request: HttpRequest) -> None:
    """Start the clock of a session that was just signed in to."""
    request.session[SINCE] = request.session[SEEN] = moment.now().timestamp()


def ended(session: Any, now: dt.datetime) -> bool:
    """Whether the session is over: too long since sign-in, or too long without a request."""
    since: float | None = session.get(SINCE)
    seen: float | None = session.get(SEEN)
    if since is None or seen is None:
        return False
    at = now.timestamp()
    return at - since > settings.SESSION_HOURS * 3600 or at - seen > settings.SESSION_IDLE_MINUTES * 60


class SessionClock:
    """Middleware after authentication: ends a session in time and remembers whose it was for this one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only staff addresses have a session; a page of the public face is never touched."""
        if request.path_info.startswith(settings.STAFF_PREFIX) and request.user.is_authenticated:
            now = moment.now()
            if ended(request.session, now):
                request.ended_session_of = str(request.user.pk)  # type: ignore[attr-defined]
                logout(request)
            elif SINCE not in request.session:
                begin(request)
            elif now.timestamp() - request.session[SEEN] > 60:  # one write a minute is enough
                request.session[SEEN] = now.timestamp()
        return self.get_response(request)
