"""The frame of a public form: letterhead and foot come from the face above, which registers itself; a bare page else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as draw

from gongkai.apps.organizations.models import Organization

Frame = Callable[[HttpRequest, Organization], Mapping[str, Any]]


def _bare(request: HttpRequest, organization: Organization) -> Mapping[str, Any]:
    return {"skeleton": "intake/bare.html", "site": organization}


_frame: list[Frame] = [_bare]


def register_frame(frame: Frame) -> None:
    """A face gives the frame: `skeleton` (the template that pages extend, with blocks `title`, `meta`, `main`) and what it
    needs. Called once in `AppConfig.ready()`."""
    _frame.append(frame)


def page(
    request: HttpRequest,
    organization: Organization,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of a form in the frame. Never stored by anybody: it may hold what a person typed."""
    response = draw(request, template, {**_frame[-1](request, organization), **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
