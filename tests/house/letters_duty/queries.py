"""Reading letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from tests.house.letters_duty.models import Letter
from tests.house.letters_duty.powers import AGREE, DRAFT_ANSWER

from gongkai.apps.duties import Count, Due, Pile
from gongkai.apps.organizations.permissions import VIEW, may, scope_filter, verbs_anywhere

State = Letter.State


def visible(user: Any) -> QuerySet[Letter]:
    """Letters in reach."""
    found = Letter.objects.filter(scope_filter(user, VIEW))
    return found.select_related("organization", "section", "drafted_by")


def reach(user: Any, pk: int) -> Letter:
    """The letter, or 404."""
    letter = Letter.objects.select_related("organization", "section", "drafted_by").filter(pk=pk).first()
    if letter is None or not may(user, VIEW, letter):
        raise Http404
    return letter


def _waiting(user: Any) -> QuerySet[Letter]:
    """What this person may agree to."""
    found = Letter.objects.filter(scope_filter(user, AGREE), state=State.DRAFTED)
    return found.exclude(drafted_by=user)


def waiting(user: Any) -> Count:
    """Behind the line of the menu."""
    return Count(_waiting(user).count())


def piles(user: Any) -> list[Pile]:
    """待审定的答复, for whoever may agree."""
    if AGREE not in verbs_anywhere(user):
        return []
    return [Pile("待审定的答复", _waiting(user).count(), reverse("letters:list"))]


def due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """Whose turn it is."""
    mine = set(_waiting(user).filter(pk__in=keys).values_list("pk", flat=True))
    drafting = DRAFT_ANSWER in verbs_anywhere(user)
    found = {}
    for letter in Letter.objects.filter(pk__in=keys):
        stage = letter.get_state_display()
        if letter.pk in mine:
            found[str(letter.pk)] = Due("审定", True, stage)
        elif letter.state == State.RECEIVED and drafting:
            found[str(letter.pk)] = Due("拟答", True, stage)
        else:
            found[str(letter.pk)] = Due("看进度", False, stage)
    return found
