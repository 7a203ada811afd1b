"""Signing in: failed attempts and lockout, the one-time code, the password."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pyotp
from django.conf import settings
from django.db import transaction

from gongkai.apps.ledger.actions import SYSTEM, record
from gongkai.apps.organizations import events
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import LoginFailure, Organization, User
from gongkai.clocks import moment

STEP = 30  # seconds a one-time code stands (RFC 6238)


def chain_of(user: User) -> str:
    """The chain in which a person's own acts are kept: that of the body of the latest post."""
    post = user.memberships.select_related("organization__body").order_by("-valid_from", "-id").first()
    if post is None:
        root = Organization.objects.order_by("path").first()
        return root.slug if root else "platform"
    return (post.organization.body or post.organization).slug


def keys(username: str, address: str) -> dict[str, str]:
    """The two counters of an attempt. A name is kept only as its hash: people type passwords into it."""
    name = hashlib.sha256(f"{settings.SECRET_KEY}:{username.strip().lower()}".encode()).hexdigest()[:48]
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


def failed(username: str, address: str) -> int:
    """Count a failed attempt; returns the minutes of a lock that begins with it, else 0."""
    now, began = moment.now(), 0
    with transaction.atomic():
        for kind, key in keys(username, address).items():
            allowed, minutes = settings.SIGN_IN_LIMITS[kind]
            row, _ = LoginFailure.objects.select_for_update().get_or_create(
                key=key, defaults={"last_at": now}
            )
            stale = now - row.last_at > timedelta(minutes=minutes)
            row.count = 1 if stale or row.locked_until else row.count + 1
            row.locked_until, row.last_at = None, now
            if row.count >= allowed:
                row.locked_until, row.count = now + timedelta(minutes=minutes), 0
                began = max(began, minutes)
                if kind == "account":
                    _note_lock(username, minutes)
            row.save()
    return began


def _note_lock(username: str, minutes: int) -> None:
    user = User.objects.filter(username__iexact=username.strip()).first()
    if user:
        record(events.SIGN_IN_LOCKED, user, SYSTEM, chain=chain_of(user), minutes=minutes)


def succeeded(username: str, address: str) -> None:
    """Forget the failures of the account. Those of the address stay: others may be trying from there."""
    LoginFailure.objects.filter(key=keys(username, address)["account"]).delete()


def new_secret() -> str:
    """A fresh secret for an authenticator app."""
    return pyotp.random_base32()


def enrolment_address(user: User, secret: str) -> str:
    """What the QR code of the enrolment says."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(
        name=user.username, issuer_name=settings.WAGTAIL_SITE_NAME
    )


def _step_of(secret: str, code: str) -> int | None:
    """The time step a code belongs to: now, or one step off for clocks that run unevenly."""
    code = "".join(c for c in code if c.isdigit())
    if len(code) != 6:
        return None
    now = int(moment.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def code_holds(user: User, code: str) -> bool:
    """Whether the one-time code is right and was not used before. Using it spends it."""
    step = _step_of(user.totp_secret, code) if user.totp_secret else None
    if step is None:
        return False
    spent = User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(totp_last_step=step)
    return spent == 1


def enrol(user: User, secret: str, code: str) -> bool:
    """Switch the one-time code on, once the person has shown that the app works."""
    step = _step_of(secret, code)
    if step is None:
        return False
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(totp_secret=secret, totp_last_step=step)
        record(events.CODE_ENROLLED, user, actor(user), chain=chain_of(user))
    user.totp_secret = secret
    return True


def drop_code(user: User, by: User | None = None) -> None:
    """Switch the one-time code off: by the person, or by an administrator for a lost telephone."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(totp_secret="", totp_last_step=0)
        record(events.CODE_DROPPED, user, actor(by or user), chain=chain_of(user))
    user.totp_secret = ""


def change_password(user: User, password: str) -> None:
    """Set the password the person chose; the forms have checked it."""
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = moment.now()
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record(events.PASSWORD_CHANGED, user, actor(user), chain=chain_of(user))
