"""Reading bodies, people and posts for screens; finding a body by any of its spellings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gongkai.apps.organizations.models import KEY, Alias, Membership, Organization, Proposal, User
from gongkai.apps.organizations.names import same_name
from gongkai.apps.organizations.permissions import AUDIT, MANAGE_PEOPLE, confirmable, reachable
from gongkai.clocks import moment


def find_body(name: str, within: QuerySet[Organization] | None = None) -> Organization | None:
    """The body or section meant by a name: its name, short name or alias, in either spelling.

    None where nothing fits or where two fit equally: a guess would put a paper into a wrong house.
    """
    places = Organization.objects.all() if within is None else within
    wanted = same_name(name)[:KEY]
    if not wanted:
        return None
    known = (
        Q(name_key=wanted)
        | Q(short_key=wanted)
        | Q(pk__in=Alias.objects.filter(key=wanted).values("organization"))
    )
    hits = list(places.filter(known).distinct()[:2])
    return hits[0] if len(hits) == 1 else None


def in_force(on: dt.date | None = None) -> Q:
    """Posts that hold on a day."""
    day = on or moment.today()
    return Q(valid_from__lte=day) & not_over(day)


def not_over(on: dt.date | None = None) -> Q:
    """Posts that hold now or will."""
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=on or moment.today())
    return Q(ended_at__isnull=True) & last


def posts_in_reach(user: Any) -> QuerySet[Membership]:
    """Posts at the bodies and sections whose people this administrator keeps."""
    return Membership.objects.filter(organization__in=reachable(user, MANAGE_PEOPLE))


def people_in_reach(user: Any) -> QuerySet[User]:
    """People whom this administrator keeps: who holds a post there; who holds none anywhere now and held the last there;
    who has no post yet and was asked for there. Reach ends when somebody moves on to another body.
    """
    places = reachable(user, MANAGE_PEOPLE).values("pk")
    posts = Membership.objects.filter(user=OuterRef("pk"))
    now = posts.filter(not_over())
    last = posts.order_by("-valid_from", "-id").values("organization")[:1]
    asked = Proposal.objects.filter(place__in=places)
    near = Q(pk__in=Membership.objects.filter(organization__in=places).values("user"))
    near |= Q(pk__in=asked.filter(person__isnull=False).values("person"))
    return (
        User.objects.filter(near)
        .annotate(last_place=Subquery(last))
        .filter(
            Exists(now.filter(organization__in=places))
            | (~Exists(now) & Q(last_place__in=places))
            | (~Exists(posts) & Exists(asked.filter(person=OuterRef("pk"))))
        )
    )


def wholly_in_reach(user: Any, person: User) -> bool:
    """Whether every post the person holds now or later is at a body this administrator keeps."""
    return not (
        Membership.objects.filter(not_over(), user=person)
        .exclude(organization__in=reachable(user, MANAGE_PEOPLE))
        .exists()
    )


def bodies_in_reach(user: Any) -> QuerySet[Organization]:
    """Bodies and sections whose people this administrator keeps, in the order of the tree."""
    return reachable(user, MANAGE_PEOPLE).select_related("body", "parent").order_by("path")


def chains_in_reach(user: Any, chains: set[str]) -> set[str]:
    """Of these chains those of bodies whose people this administrator keeps."""
    return set(reachable(user, MANAGE_PEOPLE).filter(slug__in=chains).values_list("slug", flat=True))


def proposals_for(user: Any) -> QuerySet[Proposal]:
    """What the user asked for, may confirm, or watches over as auditor; the newest first."""
    seen = Q(asked_by_id=user.pk) | Q(place__in=confirmable(user).values("pk"))
    seen |= Q(place__in=reachable(user, AUDIT).values("pk"))
    rows = Proposal.objects.filter(seen)
    return rows.select_related("place__body", "person", "asked_by", "decided_by").order_by("-id")


def waiting_for(user: Any) -> QuerySet[Proposal]:
    """What waits for this user as the second person."""
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING, place__in=confirmable(user).values("pk"))
    mine = Q(person__isnull=False, person_id=user.pk)
    return waiting.exclude(asked_by_id=user.pk).exclude(mine).order_by("id")
