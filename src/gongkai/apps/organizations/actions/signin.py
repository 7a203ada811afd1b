"""Signing in: every attempt is counted before the password is looked at, and a running lock is lifted by nothing but time.

The counter is moved by conditional updates alone, so that attempts at one moment cannot pass each other: of any number
sent together no more are tried than are allowed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from gongkai.apps.ledger.actions import SYSTEM, record
from gongkai.apps.organizations import events
from gongkai.apps.organizations.actions.chains import chain_of
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import LoginFailure, User
from gongkai.apps.organizations.names import fold_account
from gongkai.clocks import moment

TRIES = 5  # of a conditional update whose row was taken away in between


@dataclass(frozen=True)
class Attempt:
    """One try of a password or a code, counted. minutes: it may not be made, so long is the lock; 0: go on."""

    username: str
    keys: dict[str, str]
    minutes: int = 0
    locks: frozenset[str] = frozenset()  # the counters that this attempt filled

    @property
    def refused(self) -> str:
        """The sentence for an attempt that may not be made; empty otherwise."""
        return locked_sentence(self.minutes) if self.minutes else ""


def locked_sentence(minutes: int) -> str:
    """What a locked-out person reads."""
    return f"登录失败次数过多，请{minutes}分钟后再试。"


def keys(username: str, address: str) -> dict[str, str]:
    """The two counters of an attempt. A name is kept only as its hash: people type passwords into it."""
    name = hashlib.sha256(f"{settings.SECRET_KEY}:{fold_account(username)}".encode()).hexdigest()[:48]
    return {"account": f"account:{name}", "address": f"address:{address}"}


def locked_minutes(username: str, address: str) -> int:
    """How many minutes the account or the address is still locked; 0 if it is not."""
    now = moment.now()
    until = (
        LoginFailure.objects.filter(key__in=keys(username, address).values(), locked_until__gt=now)
        .order_by("-locked_until")
        .values_list("locked_until", flat=True)
        .first()
    )
    return -int((now - until).total_seconds() // 60) if until else 0


def begin(username: str, address: str) -> Attempt:
    """Count an attempt before it is made. Where a lock runs it is neither counted nor to be made."""
    found = keys(username, address)
    filled: set[str] = set()
    counted: dict[str, str] = {}
    for kind, key in found.items():
        taken = _take(kind, key)
        if taken is None:
            _give_back(counted)
            return Attempt(username, found, max(1, locked_minutes(username, address)))
        counted[kind] = key
        if taken:
            filled.add(kind)
    return Attempt(username, found, locks=frozenset(filled))


def _take(kind: str, key: str) -> bool | None:
    """Count one: None where a lock runs, True where this one filled the counter and began the lock."""
    allowed, minutes = settings.SIGN_IN_LIMITS[kind]
    now = moment.now()
    span = dt.timedelta(minutes=minutes)
    free = Q(locked_until__isnull=True) | Q(locked_until__lte=now)
    old = Q(last_at__lt=now - span) | Q(locked_until__lte=now)
    for _ in range(TRIES):
        LoginFailure.objects.get_or_create(key=key, defaults={"last_at": now})
        row = LoginFailure.objects.filter(free, key=key)
        anew = Case(When(old, then=Value(1)), default=F("count") + 1)
        if allowed > 1 and row.filter(old | Q(count__lt=allowed - 1)).update(
            count=anew, last_at=now, locked_until=None
        ):
            return False
        if row.filter(count__gte=allowed - 1).update(count=allowed, last_at=now, locked_until=now + span):
            return True
        if LoginFailure.objects.filter(key=key, locked_until__gt=now).exists():
            return None
    return None


def _give_back(counters: dict[str, str]) -> None:
    """Take one attempt off; a lock that only this one had filled goes with it."""
    for kind, key in counters.items():
        allowed, _ = settings.SIGN_IN_LIMITS[kind]
        LoginFailure.objects.filter(key=key, count__gt=0).update(
            count=F("count") - 1,
            locked_until=Case(When(count__gte=allowed, then=Value(None)), default=F("locked_until")),
        )


def failed(attempt: Attempt) -> int:
    """The attempt was wrong; it stays counted. Returns the minutes of a lock that began with it, else 0."""
    if "account" in attempt.locks:
        user = User.objects.filter(username__iexact=fold_account(attempt.username)).first()
        if user:
            with transaction.atomic():
                minutes = settings.SIGN_IN_LIMITS["account"][1]
                record(events.SIGN_IN_LOCKED, user, SYSTEM, chain=chain_of(user), minutes=minutes)
    return max((settings.SIGN_IN_LIMITS[kind][1] for kind in attempt.locks), default=0)


def right(attempt: Attempt) -> None:
    """The attempt was right, but it is not the last step: it is taken off again, the failures before it stay."""
    _give_back(attempt.keys)


def succeeded(attempt: Attempt) -> None:
    """The person is in: the failures of the account are forgotten, those of the address stay: others may be trying."""
    LoginFailure.objects.filter(key=attempt.keys["account"]).delete()
    _give_back({"address": attempt.keys["address"]})


def change_password(user: User, password: str) -> None:
    """Set the password the person chose; the forms have checked it."""
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = moment.now()
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record(events.PASSWORD_CHANGED, user, actor(user), chain=chain_of(user))
