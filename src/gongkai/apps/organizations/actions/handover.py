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
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Handover, Membership, Organization, Role, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, forget_grants, reachable
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


def hand_over(user: User, giver: User, taker: User, *, reason: str) -> Handover:
    """Give everything the giver carries at the administrator's bodies to the taker."""
    mine = people_in_reach(user)
    if mine.filter(pk__in={giver.pk, taker.pk}).count() != len({giver.pk, taker.pk}):
        raise PermissionDenied
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk__in=[giver.pk, taker.pk]).order_by("pk"))
        against = obstacles(user, giver, taker)
        if not reason.strip():
            against.append(Obstacle("handover:reason", "请写明移交事由。"))
        piles = carried(user, giver)
        if not piles:
            against.append(Obstacle("handover:nothing", f"{giver.name}手上没有可以移交的工作。"))
        if against:
            raise Refused(against)
        chain = _chain(user, giver)
        places = reachable(user, MANAGE_PEOPLE)
        for part in _parts():
            part.move(user, giver, taker, places)
        items = [{"label": p.label, "titles": p.titles} for p in piles]
        done = Handover.objects.create(
            from_user=giver, to_user=taker, at=moment.now(), by=user, reason=reason.strip(), items=items
        )
        record(
            events.HANDED_OVER, giver, actor(user), chain=chain, because=reason.strip(),
            to=taker.name, count=sum(len(p.titles) for p in piles), items=items,
        )  # fmt: skip
    return done


def _chain(user: User, giver: User) -> str:
    post = _posts(giver, reachable(user, MANAGE_PEOPLE)).first()
    place = post.organization if post else reachable(user, MANAGE_PEOPLE).order_by("path")[0]
    return (place.body or place).slug
