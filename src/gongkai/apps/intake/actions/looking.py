"""Looking up by number and check code, and the pass that a right look-up gives for half an hour."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.apps.intake import codes, pace, passes, proof
from gongkai.apps.intake.flow import Flow
from gongkai.apps.intake.models import Receipt
from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.printable import printable

FREE_GUESSES = 5
HOUR = dt.timedelta(hours=1)
PASS_SECONDS = 1800
_KIND = "receipt"
WRONG = "受理号或者查询码不对。查询码在回执上，共 8 位，不分大小写。"


class NotFound(GongkaiError):
    """Number and code do not belong together; which of the two is wrong is not said."""


def needs_proof(flow: Flow, organization: Organization, number: str, who: str) -> bool:
    """Whether the next look-up must be paid for: after wrong guesses at this number, or many from this address.

    Paid for, it is always heard: nobody can lock an applicant or an office out by guessing.
    """
    kept = _receipt(flow, organization, number)
    guessed = kept is not None and _recent(kept) >= FREE_GUESSES
    return guessed or pace.seen("look", who) > settings.INTAKE_PACE["look"]


def _recent(receipt: Receipt) -> int:
    since = receipt.wrong_since
    return receipt.wrong if since and moment.now() - since < HOUR else 0


_IN_LETTERS = re.compile(r"[^0-9]*(\d{4})\D+?(\d{1,6})号?")  # 〔2026〕第27号, 2026年第27号, 2026-27


def tidy_number(number: str) -> str:
    """A typed number as it stands on the receipt, also where it was copied from a letter: 〔2026〕第27号 is 2026-0027."""
    plain = "".join(unicodedata.normalize("NFKC", printable(number)).upper().split())[:40]
    plain = plain.replace("—", "-").replace("–", "-")
    if "第" in plain or re.fullmatch(r"\d{4}-\d{1,6}", plain):
        told = _IN_LETTERS.fullmatch(plain)
        if told is not None:
            return f"{told[1]}-{int(told[2]):04d}"
    return plain[:20]


def _receipt(flow: Flow, organization: Organization, number: str) -> Receipt | None:
    return Receipt.objects.filter(
        organization=organization, form=flow.code, number=tidy_number(number)
    ).first()


def look_up(
    flow: Flow,
    organization: Organization,
    number: str,
    code: str,
    *,
    solved: str = "",
    slip: str = "",
    who: str = "",
) -> Receipt:
    """The receipt, for whoever knows number and code. Raises NotFound, or NotProved where it must be paid for first."""
    pace.count("look", who)
    if needs_proof(flow, organization, number, who):
        with transaction.atomic():
            proof.spend(f"{flow.code}:look", solved=solved, slip=slip, who=who)
    kept = _receipt(flow, organization, number)
    salt, known = (kept.code_salt, kept.code_hash) if kept else ("no receipt", "0" * 64)
    right = codes.same(code, salt, known)
    if kept is None or not right:
        if kept is not None:
            _count_wrong(kept)
        raise NotFound(WRONG)
    return kept


def _count_wrong(receipt: Receipt) -> None:
    now = moment.now()
    fresh = Receipt.objects.filter(pk=receipt.pk, wrong_since__gt=now - HOUR, wrong__lt=30_000)
    if not fresh.update(wrong=F("wrong") + 1):
        Receipt.objects.filter(pk=receipt.pk).exclude(wrong_since__gt=now - HOUR).update(
            wrong=1, wrong_since=now
        )


def pass_for(receipt: Receipt) -> str:
    """What the browser keeps after a right look-up: for half an hour, for this receipt alone."""
    return passes.give(_KIND, receipt.pk, receipt.code_hash)


def passed(flow: Flow, organization: Organization, number: str, token: str) -> Receipt | None:
    """The receipt that a pass opens; None for a forged, old or foreign one."""
    kept = _receipt(flow, organization, number) if token else None
    if kept and passes.holds(token, _KIND, kept.pk, kept.code_hash, seconds=PASS_SECONDS):
        return kept
    return None
