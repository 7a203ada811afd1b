"""Drafts go along in a handover."""

from __future__ import annotations

from typing import Any

from tests.house.letters_duty.models import Letter

from gongkai.apps.organizations.actions.handover import Part


def _drafts(person: Any, places: Any) -> Any:
    return Letter.objects.filter(drafted_by=person, state=Letter.State.DRAFTED, section__in=places)


def _titles(person: Any, places: Any) -> list[str]:
    return [letter.title for letter in _drafts(person, places)]


def _move(by: Any, giver: Any, taker: Any, places: Any) -> None:
    _drafts(giver, places).update(drafted_by=taker)


DRAFTS = Part("来信答复", _titles, _move)
