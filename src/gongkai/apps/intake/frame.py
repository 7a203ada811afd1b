"""A page of a form, in the portal's frame and stored by nobody: it may hold what a person typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from gongkai.apps.duties import PublicContent
from gongkai.apps.duties.public import answer
from gongkai.apps.intake import pace
from gongkai.apps.organizations.models import Organization


def page(
    request: HttpRequest,
    organization: Organization,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """The template between head and foot of the body's site. title: what the tab says, the state first.

    Status 429 says when to come back: once the minute that `pace` counts is over.
    """
    content = PublicContent(template, {"csrf_token": get_token(request), **context})
    response = answer(request, organization, content, title=title, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = str(pace.seconds_left())
    return response
