"""What an action refused, said in place: in the form it came from, or as messages on the next page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from gongkai.exceptions import GongkaiError, Obstacle, Refused


def sentence_of(obstacle: Obstacle) -> str:
    """The reason with its article, as a person reads it."""
    return f"{obstacle.sentence}（{obstacle.article}）" if obstacle.article else obstacle.sentence


def put_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Say what was refused at its field, or at the head of the form."""
    for o in refused.obstacles:
        field = o.cure.removeprefix("#").removeprefix("id_")
        form.add_error(field if field in form.fields else None, sentence_of(o))


def say(request: HttpRequest, error: GongkaiError, head: str = "") -> None:
    """Say it on the next page; `head` stands before it, e.g. “没有送审：”."""
    if isinstance(error, Refused):
        for o in error.obstacles:
            messages.error(request, f"{head}{sentence_of(o)}")
    else:
        messages.error(request, f"{head}{error.sentence}")
