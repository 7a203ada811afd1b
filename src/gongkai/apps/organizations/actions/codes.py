"""The one-time code (RFC 6238): its secret lies encrypted, bound to its account; a code works once."""

from __future__ import annotations

import hmac
import re

import pyotp
from django.conf import settings
from django.db import transaction

from gongkai import crypt
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import events
from gongkai.apps.organizations.actions.chains import chain_of
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.names import digits_of
from gongkai.clocks import moment

_PLAIN = re.compile(r"[A-Z2-7]{16,64}")  # base32; a token of gongkai.crypt begins with “gk1.”
STEP = 30  # seconds a one-time code stands


def _context(user: User) -> str:
    return f"organizations.totp:{user.pk}"


def new_secret() -> str:
    """A fresh secret for an authenticator app."""
    return pyotp.random_base32()


def sealed(user: User, secret: str) -> str:
    """The secret as it may be stored: encrypted for this account alone."""
    return crypt.keyring().encrypt(secret, _context(user))


def opened(user: User, token: str) -> str:
    """The secret of a stored token of this account. One from before secrets were encrypted is taken as it is."""
    if _PLAIN.fullmatch(token):
        return token
    return crypt.keyring().decrypt(token, _context(user))


def renew(limit: int) -> int:
    """Write up to `limit` secrets under the newest key (`gongkai keys renew`); how many were written."""
    ring = crypt.keyring()
    with transaction.atomic():
        stale = User.objects.exclude(totp_secret="").exclude(totp_secret__startswith=ring.mark)
        rows = list(stale.select_for_update().order_by("pk")[:limit])
        for user in rows:
            user.totp_secret = sealed(user, opened(user, user.totp_secret))
        User.objects.bulk_update(rows, ["totp_secret"])
    return len(rows)


def enrolment_address(user: User, secret: str) -> str:
    """What the QR code of the enrolment says."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(
        name=user.username, issuer_name=settings.WAGTAIL_SITE_NAME
    )


def _step_of(secret: str, code: str) -> int | None:
    """The time step a code belongs to: now, or one step off for clocks that run unevenly."""
    digits = digits_of(code)
    if len(digits) != 6:
        return None
    now = int(moment.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def code_holds(user: User, code: str) -> bool:
    """Whether the one-time code is right and was not used before. Using it spends it."""
    step = _step_of(opened(user, user.totp_secret), code) if user.totp_secret else None
    if step is None:
        return False
    spent = User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(totp_last_step=step)
    return spent == 1


def enrol(user: User, secret: str, code: str) -> bool:
    """Switch the one-time code on, once the person has shown that the app works."""
    step = _step_of(secret, code)
    if step is None:
        return False
    token = sealed(user, secret)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(totp_secret=token, totp_last_step=step)
        record(events.CODE_ENROLLED, user, actor(user), chain=chain_of(user))
    user.totp_secret = token
    return True


def drop_code(user: User, by: User | None = None) -> None:
    """Switch the one-time code off: by the person, or by an administrator for a lost telephone."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(totp_secret="", totp_last_step=0)
        record(events.CODE_DROPPED, user, actor(by or user), chain=chain_of(user))
    user.totp_secret = ""
