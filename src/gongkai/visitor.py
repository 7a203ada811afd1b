"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy the header that the operator named, its last entry."""
    if settings.CLIENT_ADDRESS_HEADER:
        given = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "")
        if given:
            return given.rpartition(",")[2].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))
