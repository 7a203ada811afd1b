"""Open cases go along in a handover, to somebody who may handle them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actions.handover import Part
from gongkai.apps.organizations.actor import actor
from gongkai.apps.requests import events
from gongkai.apps.requests.models import Request, State


def _carried(person: Any, places: Any) -> QuerySet[Request]:
    open_ = Request.objects.filter(handler=person, section__in=places)
    return open_.exclude(state__in=[State.CLOSED, State.MERGED]).order_by("id")


def _titles(person: Any, places: Any) -> list[str]:
    return [case.label for case in _carried(person, places)]


def _move(by: Any, giver: Any, taker: Any, places: Any) -> None:
    for case in (
        _carried(giver, places).select_related("organization", "section").select_for_update(of=("self",))
    ):
        case.handler = taker
        case.save(update_fields=["handler"])
        record(
            events.ASSIGNED, case, actor(by, case.organization), chain=case.organization.slug, title=case.label,
            because=f"{giver.name}移交{taker.name}", section=case.section.name,
        )  # fmt: skip


CASES = Part("在办的申请", _titles, _move)
