"""People and the posts they hold. Nobody gives a post to himself; every act is in the ledger of the body."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import events, rules
from gongkai.apps.organizations.actions.signin import chain_of, drop_code, keys
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import LoginFailure, Membership, Organization, Role, Scope, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, forget_grants, may
from gongkai.apps.organizations.queries import not_over, people_in_reach, wholly_in_reach
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

_LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without l, i, o: they are read wrong from paper


def first_password() -> str:
    """A password to be written on paper once: sixteen easily told characters, changed at the first sign-in."""
    pick = secrets.choice
    groups = ["".join(pick(_LETTERS) for _ in range(4)) for _ in range(2)]
    digits = "".join(pick("23456789") for _ in range(4))
    return f"{pick('ABCDEFGHJKMNPQRSTUVWXYZ')}{groups[0]}-{groups[1]}-{digits}"


def _must(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def place_name(place: Organization) -> str:
    """A section with its body, a body alone."""
    body = place.body.name if place.is_section and place.body else ""
    return f"{body}{place.name}"


def add_person(
    user: User,
    *,
    username: str,
    name: str,
    phone: str = "",
    organization: Organization,
    role: str,
    scope: str = Scope.OWN,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> tuple[User, str]:
    """Open an account with its first post. Returns the person and the first password, which is kept nowhere."""
    _must(may(user, MANAGE_PEOPLE, organization))
    if User.objects.filter(username__iexact=username).exists():
        raise Refused([Obstacle("person:username", f"账号“{username}”已经有人用，请换一个。")])
    password = first_password()
    with transaction.atomic():
        person = User(username=username, name=name, phone=phone, must_change_password=True)
        person.set_password(password)
        person.save()
        chain = (organization.body or organization).slug
        record(events.PERSON_ADDED, person, actor(user, organization), chain=chain)
        give_post(
            user,
            person,
            organization=organization,
            role=role,
            scope=scope,
            valid_from=valid_from,
            valid_to=valid_to,
            known=True,
        )
    return person, password


def give_post(
    user: User,
    person: User,
    *,
    organization: Organization,
    role: str,
    scope: str = Scope.OWN,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    known: bool = False,
) -> Membership:
    """Give a post. Raises Refused with the obstacles; PermissionDenied outside the administrator's bodies.

    known: the person was just added by the same act and has no post yet that would bring him into reach.
    """
    _must(may(user, MANAGE_PEOPLE, organization))
    _must(known or people_in_reach(user).filter(pk=person.pk).exists())
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        held = list(Membership.objects.filter(not_over(), user=person))
        starts = valid_from or moment.today()
        obstacles = rules.obstacles_to_give(
            user, person, place=organization, role=role, scope=scope,
            valid_from=starts, valid_to=valid_to, held=held,
        )  # fmt: skip
        if obstacles:
            raise Refused(obstacles)
        post = Membership.objects.create(
            user=person, organization=organization, role=role, scope=scope,
            valid_from=starts, valid_to=valid_to, granted_by=user,
        )  # fmt: skip
        note(events.POST_GIVEN, user, post, scope=post.get_scope_display(), until=valid_to)
    forget_grants(person)
    return post


def note(event: str, user: User, post: Membership, **facts: Any) -> None:
    """Write an act on a post into the ledger of its body, under the person."""
    place = post.organization
    record(
        event, post.user, actor(user, place), chain=(place.body or place).slug,
        place=place_name(place), role=Role(post.role).label, **facts,
    )  # fmt: skip


def end_post(user: User, post: Membership, reason: str = "") -> None:
    """End a post today. It holds no longer from now on."""
    _must(may(user, MANAGE_PEOPLE, post.organization))
    obstacles = rules.obstacles_to_end(user, post)
    if obstacles:
        raise Refused(obstacles)
    with transaction.atomic():
        close(user, post, reason)


def close(user: User, post: Membership, reason: str = "") -> None:
    """End a post, inside a transaction and after the checks of the act it is part of."""
    yesterday = moment.today() - dt.timedelta(days=1)
    # a post given today by mistake holds on no day to come; the row stays, so the person stays in reach
    post.valid_from, post.valid_to = min(post.valid_from, yesterday), yesterday
    post.save(update_fields=["valid_from", "valid_to"])
    place = post.organization
    record(
        events.POST_ENDED, post.user, actor(user, place), chain=(place.body or place).slug,
        because=reason, place=place_name(place), role=Role(post.role).label,
    )  # fmt: skip
    forget_grants(post.user)


def _account(user: User, person: User) -> None:
    _must(people_in_reach(user).filter(pk=person.pk).exists())
    obstacles = rules.obstacles_to_manage_account(user, person, wholly_in_reach=wholly_in_reach(user, person))
    if obstacles:
        raise Refused(obstacles)


def reset_password(user: User, person: User) -> str:
    """A new first password for who forgot his. Ends his sessions; returns the password, which is kept nowhere."""
    _account(user, person)
    password = first_password()
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        record(events.PASSWORD_RESET, person, actor(user), chain=chain_of(person))
    return password


def unlock(user: User, person: User) -> None:
    """Lift a lock after failed sign-ins."""
    _account(user, person)
    with transaction.atomic():
        LoginFailure.objects.filter(key=keys(person.username, "")["account"]).delete()
        record(events.SIGN_IN_UNLOCKED, person, actor(user), chain=chain_of(person))


def take_code_off(user: User, person: User) -> None:
    """Switch off the one-time code of who lost the telephone."""
    _account(user, person)
    drop_code(person, by=user)


def set_active(user: User, person: User, active: bool) -> None:
    """Stop an account or let it in again. Posts stay as they are; a stopped account holds none of them."""
    _account(user, person)
    with transaction.atomic():
        person.is_active = active
        person.save(update_fields=["is_active"])
        event = events.PERSON_RESUMED if active else events.PERSON_STOPPED
        record(event, person, actor(user), chain=chain_of(person))


def change_person(user: User, person: User, *, name: str, phone: str) -> None:
    """Correct name or telephone."""
    _account(user, person)
    changed = [
        label for field, label, new in (("name", "姓名", name), ("phone", "联系电话", phone))
        if getattr(person, field) != new
    ]  # fmt: skip
    if not changed:
        return
    with transaction.atomic():
        person.name, person.phone = name, phone
        person.save(update_fields=["name", "phone"])
        record(events.PERSON_CHANGED, person, actor(user), chain=chain_of(person), fields="、".join(changed))
