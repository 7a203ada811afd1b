"""How an act of 站点管理 is asked for and, once another person has confirmed it, done on behalf of who asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.organizations.actions.bodies import hold_tree
from gongkai.apps.organizations.actions.proposals import Given, Kind, Shown, propose, register_kind
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.exceptions import Obstacle, Refused

Said = dict[str, Any]


def _hold(proposal: Proposal) -> None:
    proposal.place = hold_tree(proposal.place)


def two_people(
    code: str,
    label: str,
    against: Callable[[Organization, Said], Sequence[Obstacle]],
    do: Callable[[Proposal], Given | None],
    shows: Callable[[Organization, Said], Sequence[Shown]] | None = None,
    power: str = MANAGE_SITE,
) -> Kind:
    """An act that a second person confirms. against: rules over place and what was asked; they stand at both moments."""
    kind = Kind(
        f"site_{code}", label, _hold, lambda p: against(p.place, p.payload), do, power=power,
        shows=(lambda p: shows(p.place, p.payload)) if shows else (lambda p: []),
    )  # fmt: skip
    return register_kind(kind)


def ask(user: User, kind: Kind, place: Organization, summary: str, said: Mapping[str, Any]) -> Proposal:
    """Ask for it. Raises PermissionDenied, Refused."""
    with transaction.atomic():
        held = hold_tree(place)
        if not may(user, kind.power, held):
            raise PermissionDenied
        wished = Proposal(kind=kind.code, place=held, payload=dict(said), asked_by=user)
        if found := list(kind.obstacles(wished)):
            raise Refused(found)
        return propose(user, kind, held, summary, said)


def releaser(proposal: Proposal) -> User:
    """Who confirms it. Raises TypeError outside a confirmation."""
    if proposal.decided_by is None:
        raise TypeError("released by nobody")
    return proposal.decided_by
