"""移交: all duties of one person to another in one act.

This floor knows only posts. The duties above declare what else a person carries (drafts, deadlines); the act calls them all in one transaction, so a handover is whole or did not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from gongkai.apps.duties.declaration import HandoverPart
from gongkai.apps.duties.registry import registry
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import events, rules
from gongkai.apps.organizations.actions.people import close, note, place_name
from gongkai.apps.organizations.actions.proposals import Kind, propose, register_kind
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Handover, Membership, Organization, Proposal, Role, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, forget_grants, is_guarded, reachable
from gongkai.apps.organizations.queries import not_over, people_in_reach
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


@dataclass(frozen=True)
class Part:
    """One kind of duty a person carries.

    find: titles of what the person carries at these places. move: gives it all to the other, on behalf of the
    administrator (first argument), inside the handover's transaction.
    """

    label: str
    find: Callable[[User, QuerySet[Organization]], list[str]]
    move: Callable[[User, User, User, QuerySet[Organization]], None]


@dataclass(frozen=True)
class Pile:
    """What a person carries of one kind."""

    label: str
    titles: list[str]


def _posts(person: User, places: QuerySet[Organization]) -> QuerySet[Membership]:
    return Membership.objects.filter(not_over(), user=person, organization__in=places).select_related(
        "organization__body", "user"
    )


def _post_titles(person: User, places: QuerySet[Organization]) -> list[str]:
    return [f"{place_name(p.organization)} {Role(p.role).label}" for p in _posts(person, places)]


def _move_posts(by: User, giver: User, taker: User, places: QuerySet[Organization]) -> None:
    for post in _posts(giver, places):
        held = Membership.objects.filter(
            not_over(), user=taker, organization=post.organization, role=post.role
        )
        if not held.exists():
            given = Membership.objects.create(
                user=taker, organization=post.organization, role=post.role, scope=post.scope,
                valid_from=moment.today(), valid_to=post.valid_to, granted_by=by,
            )  # fmt: skip
            note(events.POST_GIVEN, by, given, scope=given.get_scope_display())
        close(by, post, f"移交{taker.name}")
    forget_grants(giver)
    forget_grants(taker)


POSTS = Part("岗位", _post_titles, _move_posts)


def _parts() -> list[HandoverPart]:
    return [*registry().handover, POSTS]  # posts last: the other parts may ask what the giver may do


def carried(user: User, person: User) -> list[Pile]:
    """What would be handed over, shown before the button."""
    places = reachable(user, MANAGE_PEOPLE)
    piles = [Pile(part.label, part.find(person, places)) for part in _parts()]
    return [pile for pile in piles if pile.titles]


def obstacles(user: User, giver: User, taker: User) -> list[Obstacle]:
    """Why this handover may not be done."""
    places = reachable(user, MANAGE_PEOPLE)
    taker_roles = set(Membership.objects.filter(not_over(), user=taker).values_list("role", flat=True))
    roles = set(_posts(giver, places).values_list("role", flat=True))
    return rules.obstacles_to_hand_over(user, giver, taker, taker_roles, roles)


def hand_over(user: User, giver: User, taker: User, *, reason: str) -> Handover | Proposal:
    """Give everything the giver carries at the administrator's bodies to the taker.

    Where the taker would come to a post that may do more than draft, a second person is asked first.
    """
    with transaction.atomic():
        _in_reach(user, giver, taker)
        against = _against(user, giver, taker)
        if not reason.strip():
            against.append(Obstacle("handover:reason", "请写明移交事由。"))
        if against:
            raise Refused(against)
        guarded = _guarded(user, giver, taker)
        if guarded:
            place = guarded[0].organization
            names = "、".join(f"{place_name(p.organization)}{Role(p.role).label}" for p in guarded)
            summary = f"把{giver.name}（{giver.username}）的工作移交{taker.name}（{taker.username}），含岗位：{names}"
            posts = sorted(post.pk for post in guarded)
            payload = {"giver": giver.pk, "reason": reason.strip(), "posts": posts}
            return propose(user, HANDOVER, place.body or place, summary, payload, taker)
        return _carry_out(user, giver, taker, reason.strip())


def _in_reach(user: User, giver: User, taker: User) -> None:
    wanted = {giver.pk, taker.pk}
    if people_in_reach(user).filter(pk__in=wanted).count() != len(wanted):
        raise PermissionDenied
    list(User.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def _against(user: User, giver: User, taker: User) -> list[Obstacle]:
    against = obstacles(user, giver, taker)
    if not carried(user, giver):
        against.append(Obstacle("handover:nothing", f"{giver.name}手上没有可以移交的工作。"))
    return against


def _guarded(user: User, giver: User, taker: User) -> list[Membership]:
    """Posts of the giver that may do more than draft and that the taker does not hold, the highest first."""
    held = set(Membership.objects.filter(not_over(), user=taker).values_list("organization", "role"))
    mine = _posts(giver, reachable(user, MANAGE_PEOPLE)).order_by("organization__path")
    return [p for p in mine if is_guarded(p.role) and (p.organization_id, p.role) not in held]


def _carry_out(user: User, giver: User, taker: User, reason: str) -> Handover:
    piles, chain = carried(user, giver), _chain(user, giver)
    places = reachable(user, MANAGE_PEOPLE)
    for part in _parts():
        part.move(user, giver, taker, places)
    items = [{"label": p.label, "titles": p.titles} for p in piles]
    done = Handover.objects.create(
        from_user=giver, to_user=taker, at=moment.now(), by=user, reason=reason, items=items
    )
    record(
        events.HANDED_OVER, giver, actor(user), chain=chain, because=reason,
        to=taker.name, count=sum(len(p.titles) for p in piles), items=items,
    )  # fmt: skip
    return done


def _people_of(proposal: Proposal) -> tuple[User, User]:
    if proposal.person is None:
        raise TypeError("a handover goes to a person")
    return User.objects.get(pk=proposal.payload["giver"]), proposal.person


def _confirmed(proposal: Proposal) -> None:
    _carry_out(proposal.asked_by, *_people_of(proposal), proposal.payload["reason"])


def _against_proposal(proposal: Proposal) -> list[Obstacle]:
    giver, taker = _people_of(proposal)
    named = set(proposal.payload.get("posts", ()))
    later = [p for p in _guarded(proposal.asked_by, giver, taker) if p.pk not in named]
    found = _against(proposal.asked_by, giver, taker)
    if later:  # who confirms has read of the others alone
        names = "、".join(f"{place_name(p.organization)}{Role(p.role).label}" for p in later)
        words = f"提出移交以后，{giver.name}又得了岗位：{names}。请不同意后重新提出。"
        found.append(Obstacle("handover:later", words))
    return found


HANDOVER = register_kind(
    Kind(
        "handover", "移交",
        hold=lambda p: _in_reach(p.asked_by, *_people_of(p)),
        obstacles=_against_proposal,
        carry_out=_confirmed,
    )
)  # fmt: skip


def _chain(user: User, giver: User) -> str:
    post = _posts(giver, reachable(user, MANAGE_PEOPLE)).first()
    place = post.organization if post else reachable(user, MANAGE_PEOPLE).order_by("path")[0]
    return (place.body or place).slug
