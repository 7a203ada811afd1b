"""The page of one letter."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from tests.house.letters_duty import queries
from tests.house.letters_duty.acts import LETTERS

from gongkai.apps.ledger.queries import history


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, what may be done, what happened."""
    letter = queries.reach(request.user, pk)
    context = {
        "letter": letter, "buttons": LETTERS.buttons(request.user, letter), "history": history(letter),
    }  # fmt: skip
    return render(request, "letters/letter.html", context)
