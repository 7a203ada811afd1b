"""What of the clocks goes along when duties are handed over: those the person holds and that still run."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.organizations.actions.handover import Part
from gongkai.apps.organizations.models import Organization, User


def _running(person: User, places: QuerySet[Organization]) -> QuerySet[Deadline]:
    return Deadline.objects.filter(holder=person, state__in=[State.RUNNING, State.PAUSED], section__in=places)


def _titles(person: User, places: QuerySet[Organization]) -> list[str]:
    rows = _running(person, places).order_by("due_on", "id")
    return [f"{d.title}，截止{d.due_on.month}月{d.due_on.day}日" for d in rows]


def _move(by: User, giver: User, taker: User, places: QuerySet[Organization]) -> None:
    _running(giver, places).update(holder=taker)


CLOCKS = Part("在办期限", _titles, _move)
