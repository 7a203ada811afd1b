"""Bodies and sections: set up, rename, move, merge. `path` and `body` are kept right here and nowhere else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr

from gongkai.apps.duties.registry import registry
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import changes, events, rules
from gongkai.apps.organizations.actions.people import close
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Alias, Kind, Membership, Organization, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, may
from gongkai.apps.organizations.queries import find_body, not_over, same_name
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

# what an administrator may correct on the body's own page: contacts and the items of the guide (条例第十二条)
OWN_FIELDS = (
    "short_name", "office_name", "head_name", "address", "postcode", "office_hours", "telephone", "fax", "email", "duties",
)  # fmt: skip


def _must(user: User, *places: Organization) -> None:
    if not all(may(user, MANAGE_PEOPLE, place) for place in places):
        raise PermissionDenied


def _refuse(*obstacles: Obstacle) -> None:
    if obstacles:
        raise Refused(obstacles)


def plant(*, parent: Organization | None, kind: str, name: str, slug: str, **fields: Any) -> Organization:
    """Put a node into the tree with its path and body. No permission is asked: for set-up and for `create`."""
    with transaction.atomic():
        place = Organization(parent=parent, kind=kind, name=name, slug=slug, path=f"+{slug}"[:60], **fields)
        place.save()
        place.path = (parent.path if parent else "") + f"{place.pk:06d}"
        place.body = parent.body if kind == Kind.SECTION and parent else place
        place.save(update_fields=["path", "body"])
    return place


def create(
    user: User, *, parent: Organization, kind: str, name: str, slug: str, **fields: Any
) -> Organization:
    """Set up a body or section under one that the administrator keeps."""
    _must(user, parent)
    obstacles = rules.obstacles_to_move(Organization(path="-", kind=kind), parent, 0)
    if Organization.objects.filter(slug=slug).exists():
        obstacles.append(Obstacle("body:slug", f"网址名“{slug}”已经有单位用，请换一个。"))
    if slug in registry().reserved:
        obstacles.append(Obstacle("body:slug_reserved", f"网址名“{slug}”是网站自己的地址，请换一个。"))
    if any(same_name(n) == same_name(name) for n in parent.children.values_list("name", flat=True)):
        obstacles.append(Obstacle("body:name", f"“{parent.name}”下面已经有“{name}”。"))
    _refuse(*obstacles)
    with transaction.atomic():
        place = plant(parent=parent, kind=kind, name=name, slug=slug, **fields)
        _note(events.BODY_CREATED, user, place, name=name)
    return place


def _note(event: str, user: User, place: Organization, because: str = "", **facts: Any) -> None:
    chain = (place.body or place).slug
    record(event, place, actor(user, place), chain=chain, because=because, **facts)
    changes.announce(place)


def rename(user: User, place: Organization, name: str, *, reason: str) -> None:
    """Give a new name; the old one stays as an alias, so papers that carry it are still understood."""
    _must(user, place)
    old = place.name
    if old == name:
        return
    other = find_body(name)
    if other is not None and other.pk != place.pk and not place.is_section:
        _refuse(Obstacle("body:name", f"“{name}”是“{other.name}”的名称或别名，请换一个。"))
    with transaction.atomic():
        place.name = name
        place.save(update_fields=["name"])
        if not place.is_section:
            Alias.objects.get_or_create(name=old, defaults={"organization": place})
        _note(events.BODY_RENAMED, user, place, because=reason, old=old, new=name)


def add_alias(user: User, place: Organization, name: str) -> Alias:
    """Register another spelling of the same unit."""
    _must(user, place)
    taken = Alias.objects.filter(name=name).exclude(organization=place).select_related("organization").first()
    if taken:
        _refuse(Obstacle("body:alias", f"“{name}”已是“{taken.organization.name}”的别名。"))
    with transaction.atomic():
        alias, made = Alias.objects.get_or_create(name=name, defaults={"organization": place})
        if made:
            _note(events.ALIAS_ADDED, user, place, name=name)
    return alias


def change_details(user: User, place: Organization, fields: dict[str, str]) -> None:
    """Correct contacts and what the guide says of the body."""
    _must(user, place)
    changed = [n for n in OWN_FIELDS if n in fields and getattr(place, n) != fields[n]]
    if not changed:
        return
    for name in changed:
        setattr(place, name, fields[name])
    labels = "、".join(str(Organization._meta.get_field(n).verbose_name) for n in changed)  # type: ignore[union-attr]
    with transaction.atomic():
        place.save(update_fields=changed)
        _note(events.BODY_CHANGED, user, place, fields=labels)


def move(user: User, place: Organization, parent: Organization, *, reason: str) -> None:
    """Put a node with all below it under another parent. Powers follow the tree at once."""
    if place.parent is None:
        raise PermissionDenied
    _must(user, place, place.parent, parent)
    below = Organization.objects.filter(path__startswith=place.path)
    longest = max(len(p) for p in below.values_list("path", flat=True))
    _refuse(*rules.obstacles_to_move(place, parent, (longest - len(place.path)) // 6))
    old = place.parent.name
    with transaction.atomic(), changes.moving(place):
        _graft(place, parent)
        changes.follow(place)
        _note(events.BODY_MOVED, user, place, because=reason, old=old, new=parent.name)


def _graft(place: Organization, parent: Organization) -> None:
    list(Organization.objects.select_for_update().filter(path__startswith=place.path))
    before, after = place.path, parent.path + f"{place.pk:06d}"
    below = Organization.objects.filter(path__startswith=before).exclude(pk=place.pk)
    below.update(path=Concat(Value(after), Substr(F("path"), Length(Value(before)) + 1)))
    place.parent, place.path = parent, after
    if place.is_section:
        place.body = parent.body
        Organization.objects.filter(path__startswith=after, kind=Kind.SECTION).update(body=parent.body)
    place.save(update_fields=["parent", "path", "body"])


def merge(user: User, place: Organization, into: Organization, *, reason: str) -> None:
    """撤并: one body is taken up by another.

    Its records keep their body, since they were its acts; it is put below the one that took it up, so posts that reach
    down still see them. Its names become aliases; posts there end today and are given anew by hand.
    """
    if place.parent is None:
        raise PermissionDenied
    _must(user, place, place.parent, into)
    obstacles = rules.obstacles_to_move(place, into, 0)
    if place.closed_on:
        obstacles.append(Obstacle("body:closed", f"“{place.name}”已经撤并。"))
    if place.is_section != into.is_section and place.is_section:
        obstacles.append(Obstacle("body:kinds", "科室只能并入科室所在的单位，请用“调整上级”。"))
    own = Membership.objects.filter(not_over(), user=user, organization__path__startswith=place.path).exists()
    if own:
        obstacles.append(Obstacle("body:own_post", "您自己在这个单位有岗位，请上级管理员办理。"))
    _refuse(*obstacles)
    with transaction.atomic():
        posts = Membership.objects.filter(not_over(), organization__path__startswith=place.path)
        for post in posts.select_related("organization__body", "user"):
            close(user, post, f"“{place.name}”并入“{into.name}”")
        _note(events.BODY_MERGED, user, place, because=reason, into=into.name)
        Alias.objects.filter(organization=place).update(organization=into)
        for name in {place.name, place.short_name} - {""}:
            Alias.objects.get_or_create(name=name, defaults={"organization": into})
        with changes.moving(place):
            _graft(place, into)
            now = moment.today()
            Organization.objects.filter(path__startswith=place.path).update(closed_on=now, has_site=False)
            changes.follow(place)
    place.refresh_from_db()
