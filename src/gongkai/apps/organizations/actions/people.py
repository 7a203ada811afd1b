"""People and the posts they hold. Nobody gives a post to himself, nobody alone one that does more than draft."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import events, rules
from gongkai.apps.organizations.actions.chains import chain_of
from gongkai.apps.organizations.actions.codes import drop_code
from gongkai.apps.organizations.actions.proposals import Given, Kind, propose, register_kind
from gongkai.apps.organizations.actions.signin import keys
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import (
    LoginFailure,
    Membership,
    Organization,
    Proposal,
    Role,
    Scope,
    User,
)
from gongkai.apps.organizations.names import fold_account
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, forget_grants, is_guarded, may
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
    """Open an account with its first post. Returns the person and the first password, which is kept nowhere.

    A post that may do more than draft waits for a second person; until then the account has no password, and it is the
    second person who is told the first one: the returned password is empty.
    """
    _must(may(user, MANAGE_PEOPLE, organization))
    username = fold_account(username)
    if User.objects.filter(username__iexact=username).exists():
        raise Refused([Obstacle("person:username", f"账号“{username}”已经有人用，请换一个。")])
    password = "" if is_guarded(role) else first_password()
    with transaction.atomic():
        person = User(username=username, name=name, phone=phone, must_change_password=True)
        person.set_password(password or None)
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
) -> Membership | Proposal:
    """Give a post, or, where it may do more than draft, ask a second person for it.

    Raises Refused with the obstacles; PermissionDenied outside the administrator's bodies.
    known: the person was just added by the same act and has no post yet that would bring him into reach.
    """
    _must(may(user, MANAGE_PEOPLE, organization))
    _must(known or people_in_reach(user).filter(pk=person.pk).exists())
    with transaction.atomic():
        _lock(person.pk)
        starts = valid_from or moment.today()
        given = Appointment(person, organization, str(role), str(scope), starts, valid_to)
        if obstacles := _against(user, given):
            raise Refused(obstacles)
        if is_guarded(role):
            return propose(user, POST, organization, given.sentence, given.payload, person)
        return _appoint(user, given)


@dataclass(frozen=True)
class Appointment:
    """A post that is to be given."""

    person: User
    place: Organization
    role: str
    scope: str
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def sentence(self) -> str:
        """The post in words, as the second person reads it."""
        below = "（含下级）" if self.scope == Scope.SUBTREE else ""
        until = f"，至{self.valid_to.isoformat()}" if self.valid_to else ""
        account = f"{self.person.name}（{self.person.username}）"
        return f"授予{account}{place_name(self.place)}“{Role(self.role).label}”{below}岗位{until}"

    @property
    def payload(self) -> dict[str, Any]:
        """As plain values."""
        days = {"from": self.valid_from.isoformat(), "to": self.valid_to.isoformat() if self.valid_to else ""}
        return {"role": self.role, "scope": self.scope, **days}

    @classmethod
    def read(cls, proposal: Proposal) -> Appointment:
        """Out of a proposal. The post begins no earlier than it is confirmed."""
        if proposal.person is None:
            raise TypeError("a post is given to a person")
        said = proposal.payload
        until = dt.date.fromisoformat(said["to"]) if said["to"] else None
        starts = max(dt.date.fromisoformat(said["from"]), moment.today())
        return cls(proposal.person, proposal.place, said["role"], said["scope"], starts, until)


def _against(user: User, given: Appointment) -> list[Obstacle]:
    """What stands against a post."""
    held = list(Membership.objects.filter(not_over(), user=given.person))
    return rules.obstacles_to_give(
        user, given.person, place=given.place, role=given.role, scope=given.scope,
        valid_from=given.valid_from, valid_to=given.valid_to, held=held, received=received(given.place, given.role),
    )  # fmt: skip


def received(place: Organization, role: str) -> bool:
    """Whether somebody holds the role at the body itself, now or later, or is to get it when a second person agrees."""
    at = place.body_id or place.pk
    if Membership.objects.filter(not_over(), organization=at, role=role).exists():
        return True
    asked = Proposal.objects.filter(kind=POST.code, place=at, state=Proposal.State.WAITING)
    return asked.filter(payload__role=role).exists()


def _appoint(user: User, given: Appointment) -> Membership:
    post = Membership.objects.create(
        user=given.person, organization=given.place, role=given.role, scope=given.scope,
        valid_from=given.valid_from, valid_to=given.valid_to, granted_by=user,
    )  # fmt: skip
    note(events.POST_GIVEN, user, post, scope=post.get_scope_display(), until=given.valid_to)
    forget_grants(given.person)
    return post


def _confirmed_post(proposal: Proposal) -> Given | None:
    """The post is given. A first password that who asked may know becomes void: the second person is told a new one."""
    given = Appointment.read(proposal)
    _appoint(proposal.asked_by, given)
    person = given.person
    return _new_password(proposal.asked_by, person) if person.must_change_password else None


def _lock(key: int | None) -> User:
    return User.objects.select_for_update().get(pk=key or 0)


POST = register_kind(
    Kind(
        "post", "岗位",
        hold=lambda p: _lock(p.person_id),
        obstacles=lambda p: _against(p.asked_by, Appointment.read(p)),
        carry_out=_confirmed_post,
    )
)  # fmt: skip


def note(event: str, user: User, post: Membership, **facts: Any) -> None:
    """Write an act on a post into the ledger of its body, under the person."""
    place = post.organization
    record(
        event, post.user, actor(user, place), chain=(place.body or place).slug,
        place=place_name(place), role=Role(post.role).label, **facts,
    )  # fmt: skip


def end_post(user: User, post: Membership, reason: str = "") -> None:
    """End a post. It holds no longer from this moment on."""
    with transaction.atomic():
        one = (
            Membership.objects.select_for_update(of=("self",))
            .select_related("organization__body")
            .get(pk=post.pk)
        )
        _must(may(user, MANAGE_PEOPLE, one.organization))
        if obstacles := rules.obstacles_to_end(user, one):
            raise Refused(obstacles)
        close(user, one, reason)
    post.refresh_from_db(fields=["valid_to", "ended_at"])


def close(user: User, post: Membership, reason: str = "") -> None:
    """End a post now, inside a transaction and after the checks of the act it is part of.

    The days on which it did hold stay as they were; what was to come does not.
    """
    now = moment.now()
    post.ended_at, post.valid_to = now, max(post.valid_from, moment.today())
    post.save(update_fields=["valid_to", "ended_at"])
    place = post.organization
    record(
        events.POST_ENDED, post.user, actor(user, place), chain=(place.body or place).slug,
        because=reason, place=place_name(place), role=Role(post.role).label,
    )  # fmt: skip
    forget_grants(post.user)


@contextmanager
def _account(user: User, person: User) -> Iterator[User]:
    """The locked account, where this administrator may act on it."""
    with transaction.atomic():
        one = User.objects.select_for_update().get(pk=person.pk)
        _must(people_in_reach(user).filter(pk=one.pk).exists())
        whole = wholly_in_reach(user, one)
        if obstacles := rules.obstacles_to_manage_account(user, one, wholly_in_reach=whole):
            raise Refused(obstacles)
        yield one


def reset_password(user: User, person: User) -> str | Proposal:
    """A new first password for who forgot his. Ends his sessions; returns the password, which is kept nowhere.

    For who may do more than draft a second person is asked, who is told it in the end.
    """
    with _account(user, person) as one:
        guarded = guarded_posts(one)
        if not guarded:
            return _new_password(user, one).password
        place = guarded[0].organization
        return propose(
            user, PASSWORD, place.body or place, f"重设{one.name}（{one.username}）的口令", {}, one
        )


def guarded_posts(person: User) -> list[Membership]:
    """Posts of now and later that may do more than draft, the highest first."""
    held = Membership.objects.filter(not_over(), user=person).select_related("organization__body")
    return [m for m in held.order_by("organization__path") if is_guarded(m.role)]


def _new_password(user: User, person: User) -> Given:
    password = first_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    record(events.PASSWORD_RESET, person, actor(user), chain=chain_of(person))
    return Given(person, password)


def _against_password(proposal: Proposal) -> list[Obstacle]:
    user, person = proposal.asked_by, proposal.person
    if person is None or not people_in_reach(user).filter(pk=person.pk).exists():
        return [
            Obstacle("password:elsewhere", "这个人已经不在提出人管理的单位，请不同意后由现在的单位办理。")
        ]
    return rules.obstacles_to_manage_account(user, person, wholly_in_reach=wholly_in_reach(user, person))


PASSWORD = register_kind(
    Kind(
        "password", "口令",
        hold=lambda p: _lock(p.person_id),
        obstacles=_against_password,
        carry_out=lambda p: _new_password(p.asked_by, _lock(p.person_id)),
    )
)  # fmt: skip


def unlock(user: User, person: User) -> None:
    """Lift a lock after failed sign-ins."""
    with _account(user, person) as one:
        LoginFailure.objects.filter(key=keys(one.username, "")["account"]).delete()
        record(events.SIGN_IN_UNLOCKED, one, actor(user), chain=chain_of(one))


def take_code_off(user: User, person: User) -> None:
    """Switch off the one-time code of who lost the telephone."""
    with _account(user, person) as one:
        drop_code(one, by=user)


def set_active(user: User, person: User, active: bool) -> None:
    """Stop an account or let it in again. Posts stay as they are; its sessions end for good when it is stopped."""
    with _account(user, person) as one:
        if one.is_active == active:
            return
        one.is_active = active
        one.session_epoch += not active
        one.save(update_fields=["is_active", "session_epoch"])
        event = events.PERSON_RESUMED if active else events.PERSON_STOPPED
        record(event, one, actor(user), chain=chain_of(one))
    person.is_active, person.session_epoch = one.is_active, one.session_epoch


def change_person(user: User, person: User, *, name: str, phone: str) -> None:
    """Correct name or telephone."""
    with _account(user, person) as one:
        changed = [
            label for field, label, new in (("name", "姓名", name), ("phone", "联系电话", phone))
            if getattr(one, field) != new
        ]  # fmt: skip
        if changed:
            one.name, one.phone = name, phone
            one.save(update_fields=["name", "phone"])
            record(events.PERSON_CHANGED, one, actor(user), chain=chain_of(one), fields="、".join(changed))
    person.name, person.phone = name, phone
