"""The page of one note: its text, and its public life as publishing tells it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from tests.house.notes_duty.publishable import NOTE

from gongkai.apps.publishing.acts import reach
from gongkai.apps.publishing.pages import standing


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, what may be done, what the public has, what happened."""
    note = reach(NOTE, request.user, pk)
    return render(request, "notes/note.html", standing(request.user, note))
