"""待复核: what an administrator asks for and a second person confirms. One mechanism for every such act.

A kind says what the act does when it is confirmed. Who confirms is the leader of the body or another administrator of it,
or of a body above it; never who asked, never whom it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import events, rules
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, may, may_confirm
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle, Refused


@dataclass(frozen=True)
class Given:
    """What a confirmed act leaves to be told to the one who confirmed: a first password, shown once.

    after: done when all is committed; gives the sentence that tells what came of it.
    """

    person: User | None = None
    password: str = ""
    after: Callable[[], str] | None = None


@dataclass(frozen=True)
class Shown:
    """One thing that an act changes, whole, for who judges it: as it is, as it shall be. `html`: clean, drawn as it will be."""

    name: str
    before: str = ""
    after: str = ""
    html: bool = False


def _nothing(proposal: Proposal) -> list[Shown]:
    return []


@dataclass(frozen=True)
class Kind:
    """One act that needs a second person.

    hold: locks what the act judges and changes, first thing at the confirmation. obstacles: what stands against it now;
    shown before the button. carry_out: does it, on behalf of who asked. power: what the asker must still hold.
    shows: what it changes in full, where the one sentence does not say all.
    """

    code: str
    label: str
    hold: Callable[[Proposal], Any]
    obstacles: Callable[[Proposal], Sequence[Obstacle]]
    carry_out: Callable[[Proposal], Given | None]
    power: str = MANAGE_PEOPLE
    shows: Callable[[Proposal], Sequence[Shown]] = _nothing


_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Make an act known; called where the act is defined."""
    _KINDS[kind.code] = kind
    return kind


def kind_of(proposal: Proposal) -> Kind:
    """The act a proposal asks for. Raises GongkaiError for one that this version does not know."""
    try:
        return _KINDS[proposal.kind]
    except KeyError:
        raise GongkaiError(f"本版本不认识待复核事项“{proposal.kind}”，请升级后再办。") from None


def shown(proposal: Proposal) -> Sequence[Shown]:
    """What it changes in full; nothing for an act that this version does not know."""
    kind = _KINDS.get(proposal.kind)
    return kind.shows(proposal) if kind is not None else []


def propose(
    user: User,
    kind: Kind,
    place: Organization,
    summary: str,
    payload: Mapping[str, Any],
    person: User | None = None,
) -> Proposal:
    """Ask for an act, inside the caller's transaction and after its rules. The same is not asked for twice."""
    waiting = Proposal.objects.filter(
        state=Proposal.State.WAITING, kind=kind.code, place=place, person=person, payload=dict(payload)
    )
    if waiting.exists():
        raise Refused([Obstacle("proposal:twice", f"“{summary}”已经提出，正等另一人确认。")])
    made = Proposal.objects.create(
        kind=kind.code, place=place, person=person, summary=summary[:500], payload=dict(payload),
        asked_by=user, asked_at=moment.now(),
    )  # fmt: skip
    _note(events.PROPOSED, user, made)
    return made


def _note(event: str, user: User, proposal: Proposal, because: str = "") -> None:
    place = proposal.place
    record(
        event, proposal.person or place, actor(user, place), chain=(place.body or place).slug, because=because,
        what=proposal.summary, asked_by=proposal.asked_by.name,
    )  # fmt: skip


def obstacles_to_confirm(user: User, proposal: Proposal) -> list[Obstacle]:
    """Why this person may not confirm it now."""
    found = rules.obstacles_to_confirm(user, proposal)
    if not found:
        kind = kind_of(proposal)
        if not may(proposal.asked_by, kind.power, proposal.place):
            found.append(
                Obstacle("proposal:asker", f"{proposal.asked_by.name}已经不管这个单位，请不同意后重新提出。")
            )
        found += kind.obstacles(proposal)
    return found


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related(
        "place__body", "person", "asked_by"
    )
    return rows.get(pk=proposal.pk)


def confirm(user: User, proposal: Proposal) -> Given:
    """Be the second person: the act is done now. Raises PermissionDenied, Refused."""
    if not may_confirm(user, proposal.place):
        raise PermissionDenied
    with transaction.atomic():
        one = _locked(proposal)
        kind_of(one).hold(one)
        if obstacles := obstacles_to_confirm(user, one):
            raise Refused(obstacles)
        one.decided_by = user  # who releases what the act makes public
        given = kind_of(one).carry_out(one) or Given()
        _decide(one, Proposal.State.CONFIRMED, user)
        _note(events.PROPOSAL_CONFIRMED, user, one)
    return given


def refuse(user: User, proposal: Proposal, opinion: str) -> None:
    """Say no, with the reason; nothing was done and nothing is."""
    if not may_confirm(user, proposal.place):
        raise PermissionDenied
    with transaction.atomic():
        one = _locked(proposal)
        obstacles = rules.obstacles_to_confirm(user, one)
        if not opinion.strip():
            obstacles.append(Obstacle("proposal:opinion", "请写明不同意的理由。"))
        if obstacles:
            raise Refused(obstacles)
        _decide(one, Proposal.State.REFUSED, user, opinion.strip()[:200])
        _note(events.PROPOSAL_REFUSED, user, one, because=opinion.strip())


def take_back(user: User, proposal: Proposal) -> None:
    """Withdraw what one has asked for."""
    if proposal.asked_by_id != user.pk:
        raise PermissionDenied
    with transaction.atomic():
        one = _locked(proposal)
        if one.state != Proposal.State.WAITING:
            raise Refused([Obstacle("proposal:decided", "这一项已经办过了。")])
        _decide(one, Proposal.State.WITHDRAWN, user)
        _note(events.PROPOSAL_WITHDRAWN, user, one)


def _decide(proposal: Proposal, state: str, user: User, opinion: str = "") -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, user, moment.now()
    proposal.opinion = opinion
    proposal.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
