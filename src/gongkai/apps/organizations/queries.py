"""Reading bodies, people and posts for screens; finding a body by any of its spellings."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.apps.organizations.models import Alias, Membership, Organization, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, reachable
from gongkai.clocks import moment

_AND = re.compile("[与及暨和]")


def same_name(name: str) -> str:
    """A name reduced to what tells units apart: full-width and blanks gone, 与、及、暨 read as 和."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return _AND.sub("和", plain)


def find_body(name: str, within: QuerySet[Organization] | None = None) -> Organization | None:
    """The body or section meant by a name: its name, short name or alias, in either spelling.

    None where nothing fits or where two fit equally: a guess would put a paper into a wrong house.
    """
    places = Organization.objects.all() if within is None else within
    wanted = same_name(name)
    if not wanted:
        return None
    hits: set[int] = set()
    for pk, full, short in places.values_list("pk", "name", "short_name"):
        if wanted == same_name(full) or (short and wanted == same_name(short)):
            hits.add(pk)
    aliases = Alias.objects.filter(organization__in=places).values_list("organization_id", "name")
    hits |= {pk for pk, alias in aliases if wanted == same_name(alias)}
    return Organization.objects.get(pk=hits.pop()) if len(hits) == 1 else None


def in_force(on: dt.date | None = None) -> Q:
    """Posts that hold on a day."""
    day = on or moment.today()
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def not_over(on: dt.date | None = None) -> Q:
    """Posts that hold now or will."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=on or moment.today())


def posts_in_reach(user: Any) -> QuerySet[Membership]:
    """Posts at the bodies and sections whose people this administrator keeps."""
    return Membership.objects.filter(organization__in=reachable(user, MANAGE_PEOPLE))


def people_in_reach(user: Any) -> QuerySet[User]:
    """People who hold or held a post there."""
    mine = posts_in_reach(user).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(mine))


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
