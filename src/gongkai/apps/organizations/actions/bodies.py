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
from gongkai.apps.organizations.actions.proposals import Kind as Act
from gongkai.apps.organizations.actions.proposals import Shown, propose, register_kind
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Alias, Kind, Membership, Organization, Proposal, User
from gongkai.apps.organizations.names import same_name
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, may
from gongkai.apps.organizations.queries import find_body, not_over
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

# what an administrator corrects at once on the body's own page: numbers and addresses of contact, each of a fixed shape
CONTACT_FIELDS = ("telephone", "fax", "email", "postcode")
# what is public text and waits for a second person
TEXT_FIELDS = ("short_name", "office_name", "head_name", "address", "office_hours", "duties")
OWN_FIELDS = (*TEXT_FIELDS, *CONTACT_FIELDS)


def _must(user: User, *places: Organization) -> None:
    if not all(may(user, MANAGE_PEOPLE, place) for place in places):
        raise PermissionDenied


def _refuse(*obstacles: Obstacle) -> None:
    if obstacles:
        raise Refused(obstacles)


def hold_tree(place: Organization) -> Organization:
    """Hold the tree until the transaction ends, and read the node as it is now.

    Whoever sets up, renames, moves or merges holds the roots first, so two moves at once are one after the other and the
    second judges by what the first has left.
    """
    list(Organization.objects.select_for_update().filter(parent__isnull=True).order_by("pk"))
    return Organization.objects.select_related("parent__body", "body").get(pk=place.pk)


def _hold(proposal: Proposal) -> None:
    """For the confirmation of an act on a node: the tree held, and the node as it is now."""
    proposal.place = hold_tree(proposal.place)


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
    """Set up a body or section. Screens call `ask_to_create`: the name of a body stands on public pages."""
    with transaction.atomic():
        held = hold_tree(parent)
        _must(user, held)
        _refuse(*_against_new(held, kind, name, slug))
        return _planted(user, held, kind, name, slug, fields)


def ask_to_create(
    user: User, *, parent: Organization, kind: str, name: str, slug: str
) -> Organization | Proposal:
    """Set up a section at once; for a body ask a second person."""
    if kind == Kind.SECTION:
        return create(user, parent=parent, kind=kind, name=name, slug=slug)
    with transaction.atomic():
        held = hold_tree(parent)
        _must(user, held)
        _refuse(*_against_new(held, kind, name, slug))
        summary = f"在“{held.name}”下设立{Kind(kind).label}“{name}”，网址名 {slug}"
        return propose(user, CREATE, held, summary, {"kind": str(kind), "name": name, "slug": slug})


def _against_new(parent: Organization, kind: str, name: str, slug: str) -> list[Obstacle]:
    obstacles = rules.obstacles_to_move(Organization(path="-", kind=kind), parent, 0)
    if Organization.objects.filter(slug=slug).exists():
        obstacles.append(Obstacle("body:slug", f"网址名“{slug}”已经有单位用，请换一个。"))
    if slug in registry().reserved:
        obstacles.append(Obstacle("body:slug_reserved", f"网址名“{slug}”是网站自己的地址，请换一个。"))
    if any(same_name(n) == same_name(name) for n in parent.children.values_list("name", flat=True)):
        obstacles.append(Obstacle("body:name", f"“{parent.name}”下面已经有“{name}”。"))
    return obstacles


def _planted(
    user: User, parent: Organization, kind: str, name: str, slug: str, fields: dict[str, Any]
) -> Organization:
    place = plant(parent=parent, kind=kind, name=name, slug=slug, **fields)
    _note(events.BODY_CREATED, user, place, name=name)
    return place


def _confirmed_create(proposal: Proposal) -> None:
    said = proposal.payload
    _planted(proposal.asked_by, proposal.place, said["kind"], said["name"], said["slug"], {})


def _against_create(proposal: Proposal) -> list[Obstacle]:
    said = proposal.payload
    return _against_new(proposal.place, said["kind"], said["name"], said["slug"])


CREATE = register_kind(Act("create", "设立单位", _hold, _against_create, _confirmed_create))


def _note(event: str, user: User, place: Organization, because: str = "", **facts: Any) -> None:
    chain = (place.body or place).slug
    record(event, place, actor(user, place), chain=chain, because=because, **facts)
    changes.announce(place)


def rename(user: User, place: Organization, name: str, *, reason: str) -> None:
    """Give a new name; the old one stays as an alias, so papers that carry it are still understood.

    Screens call `ask_to_rename`: the name of a body stands on every page of its site.
    """
    with transaction.atomic():
        held = hold_tree(place)
        _must(user, held)
        if held.name == name:
            return
        _refuse(*_against_name(held, name))
        _renamed(user, held, name, reason)
    place.refresh_from_db()


def ask_to_rename(user: User, place: Organization, name: str, *, reason: str) -> Proposal | None:
    """Rename a section at once; for a body ask a second person."""
    if place.is_section:
        rename(user, place, name, reason=reason)
        return None
    with transaction.atomic():
        held = hold_tree(place)
        _must(user, held)
        if held.name == name:
            return None
        _refuse(*_against_name(held, name))
        payload = {"name": name, "reason": reason}
        return propose(user, RENAME, held, f"“{held.name}”更名为“{name}”", payload)


def _against_name(place: Organization, name: str) -> list[Obstacle]:
    other = find_body(name)
    if other is not None and other.pk != place.pk and not place.is_section:
        return [Obstacle("body:name", f"“{name}”是“{other.name}”的名称或别名，请换一个。")]
    return []


def _renamed(user: User, place: Organization, name: str, reason: str) -> None:
    old = place.name
    place.name = name
    place.save(update_fields=["name"])
    if not place.is_section:
        Alias.objects.get_or_create(name=old, defaults={"organization": place})
    _note(events.BODY_RENAMED, user, place, because=reason, old=old, new=name)


def _confirmed_rename(proposal: Proposal) -> None:
    said = proposal.payload
    _renamed(proposal.asked_by, proposal.place, said["name"], said["reason"])


RENAME = register_kind(
    Act("rename", "更名", _hold, lambda p: _against_name(p.place, p.payload["name"]), _confirmed_rename)
)


def add_alias(user: User, place: Organization, name: str) -> Alias:
    """Register another spelling of the same unit."""
    with transaction.atomic():
        held = hold_tree(place)
        _must(user, held)
        taken = (
            Alias.objects.filter(name=name).exclude(organization=held).select_related("organization").first()
        )
        if taken:
            _refuse(Obstacle("body:alias", f"“{name}”已是“{taken.organization.name}”的别名。"))
        alias, made = Alias.objects.get_or_create(name=name, defaults={"organization": held})
        if made:
            _note(events.ALIAS_ADDED, user, held, name=name)
    return alias


def change_details(user: User, place: Organization, fields: dict[str, str]) -> Proposal | None:
    """Correct contacts at once; ask a second person for what is text of the public guide. None: nothing waits."""
    with transaction.atomic():
        held = hold_tree(place)
        _must(user, held)
        changed = {n: fields[n] for n in OWN_FIELDS if n in fields and getattr(held, n) != fields[n]}
        _refuse(*rules.obstacles_to_contacts({n: changed[n] for n in CONTACT_FIELDS if n in changed}))
        now = {n: v for n, v in changed.items() if n in CONTACT_FIELDS}
        later = {n: v for n, v in changed.items() if n in TEXT_FIELDS}
        if now:
            _changed(user, held, now)
        if not later:
            return None
        before = {n: getattr(held, n) for n in later}
        words = "；".join(f"{label_of(n)}改为“{v[:80]}”" for n, v in later.items())
        return propose(user, DETAILS, held, f"“{held.name}”{words}", {"fields": later, "before": before})


def label_of(name: str) -> str:
    """The name of a field in officials' words."""
    return str(Organization._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _changed(user: User, place: Organization, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        setattr(place, name, value)
    place.save(update_fields=list(fields))
    _note(events.BODY_CHANGED, user, place, fields="、".join(label_of(n) for n in fields))


def _confirmed_details(proposal: Proposal) -> None:
    _changed(proposal.asked_by, proposal.place, proposal.payload["fields"])


def _against_details(proposal: Proposal) -> list[Obstacle]:
    place = proposal.place
    moved = [n for n, v in proposal.payload["before"].items() if getattr(place, n) != v]
    if moved:
        names = "、".join(label_of(n) for n in moved)
        return [Obstacle("details:moved", f"{names}在提出之后又改过，请不同意后按现在的内容重新提出。")]
    return []


def _shown_details(proposal: Proposal) -> list[Shown]:
    said = proposal.payload
    return [Shown(label_of(n), said["before"][n], v) for n, v in said["fields"].items()]


DETAILS = register_kind(
    Act("details", "对外信息", _hold, _against_details, _confirmed_details, shows=_shown_details)
)


def move(user: User, place: Organization, parent: Organization, *, reason: str) -> None:
    """Put a node with all below it under another parent. Powers follow the tree at once."""
    with transaction.atomic():
        held, target = hold_tree(place), hold_tree(parent)
        if held.parent is None:
            raise PermissionDenied
        _must(user, held, held.parent, target)
        below = Organization.objects.filter(path__startswith=held.path)
        longest = max(len(p) for p in below.values_list("path", flat=True))
        _refuse(*rules.obstacles_to_move(held, target, (longest - len(held.path)) // 6))
        old = held.parent.name
        with changes.moving(held):
            _graft(held, target)
            changes.follow(held)
            _note(events.BODY_MOVED, user, held, because=reason, old=old, new=target.name)
    place.refresh_from_db()


def _graft(place: Organization, parent: Organization) -> None:
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
    with transaction.atomic():
        held, taker = hold_tree(place), hold_tree(into)
        if held.parent is None:
            raise PermissionDenied
        _must(user, held, held.parent, taker)
        _refuse(*_against_merge(user, held, taker))
        posts = Membership.objects.filter(not_over(), organization__path__startswith=held.path)
        for post in posts.select_related("organization__body", "user"):
            close(user, post, f"“{held.name}”并入“{taker.name}”")
        _note(events.BODY_MERGED, user, held, because=reason, into=taker.name)
        Alias.objects.filter(organization=held).update(organization=taker)
        for name in {held.name, held.short_name} - {""}:
            Alias.objects.get_or_create(name=name, defaults={"organization": taker})
        with changes.moving(held):
            _graft(held, taker)
            now = moment.today()
            Organization.objects.filter(path__startswith=held.path).update(closed_on=now, has_site=False)
            changes.follow(held)
    place.refresh_from_db()


def _against_merge(user: User, place: Organization, into: Organization) -> list[Obstacle]:
    obstacles = rules.obstacles_to_move(place, into, 0)
    if place.closed_on:
        obstacles.append(Obstacle("body:closed", f"“{place.name}”已经撤并。"))
    if place.is_section != into.is_section and place.is_section:
        obstacles.append(Obstacle("body:kinds", "科室只能并入科室所在的单位，请用“调整上级”。"))
    own = Membership.objects.filter(not_over(), user=user, organization__path__startswith=place.path).exists()
    if own:
        obstacles.append(Obstacle("body:own_post", "您自己在这个单位有岗位，请上级管理员办理。"))
    return obstacles
