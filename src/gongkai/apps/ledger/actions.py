"""Writing the ledger: one function, called inside the transaction of the act it records."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from gongkai import crypt
from gongkai.apps.ledger import events
from gongkai.apps.ledger.hashing import digest, sealed_context
from gongkai.apps.ledger.models import Chain, DayHead, Entry, Sealed, subject_type
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.locking import locked_row


@dataclass(frozen=True)
class Actor:
    """Who acts, as it shall be read in ten years: words, not keys."""

    name: str
    post: str = ""
    body: str = ""
    id: str = ""


SYSTEM = Actor(name="系统", post="自动办理")


def seal(value: str, holder: str = "") -> str:
    """Keep a personal datum outside the chain, encrypted; returns the commitment that an entry may carry."""
    salt = secrets.token_hex(16)
    commitment = hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()
    token = crypt.keyring().encrypt(value, sealed_context(commitment))
    Sealed.objects.create(commitment=commitment, salt=salt, value=token, holder=holder)
    return commitment


def forget(holder: str) -> int:
    """Erase what is sealed for a holder, salt and all; the commitments in the chain then say nothing. How many."""
    if not holder:
        return 0
    return Sealed.objects.filter(holder=holder).delete()[0]


def renew_sealed(limit: int) -> int:
    """Write up to `limit` sealed values under the newest key (`gongkai keys renew`); how many were written."""
    ring = crypt.keyring()
    with transaction.atomic():
        stale = Sealed.objects.exclude(value="").exclude(value__startswith=ring.mark)
        rows = list(stale.select_for_update().order_by("commitment")[:limit])
        for row in rows:
            context = sealed_context(row.commitment)
            row.value = ring.encrypt(ring.decrypt(row.value, context), context)
        Sealed.objects.bulk_update(rows, ["value"])
    return len(rows)


def record(
    event: str,
    subject: models.Model,
    actor: Actor,
    *,
    chain: str,
    title: str = "",
    because: str = "",
    personal: Mapping[str, str] | None = None,
    personal_of: str = "",
    **facts: Any,
) -> Entry:
    """Add one entry to a body's chain, in the caller's transaction.

    chain: the slug of the body. facts: JSON values that explain the act; nothing personal.
    personal: values that name a citizen; only their salted commitments enter the chain. personal_of: the holder
    under which they are erased (`people.gate.holder`).
    Raises GongkaiError for an event that no app has registered or outside a transaction.
    """
    if not events.known(event):
        raise GongkaiError(f"台账事件 {event} 没有登记。")
    if not connection.in_atomic_block:
        raise GongkaiError("台账须与所记之事同在一个事务内。")
    for name, value in (personal or {}).items():
        facts[name] = {"sealed": seal(value, personal_of)}
    head = locked_row(Chain, name=chain)
    entry = Entry(
        chain=chain,
        number=head.last_number + 1,
        at=moment.now(),
        event=event,
        subject_type=subject_type(subject),
        subject_id=str(subject.pk),
        subject_title=(title or str(subject))[:300],
        actor_id=actor.id,
        actor_name=actor.name[:60],
        actor_post=actor.post[:120],
        actor_body=actor.body[:120],
        because=because[:2000],
        facts=json.loads(json.dumps(facts, default=str)),
        previous_hash=head.last_hash,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    head.last_number, head.last_hash = entry.number, entry.hash
    head.save(update_fields=["last_number", "last_hash"])
    return entry


def keep_heads(day: dt.date) -> int:
    """Keep the head of every chain as it stood at the end of a day; one kept before stays. Returns how many are new."""
    known = set(DayHead.objects.filter(day=day).values_list("chain", flat=True))
    rows = []
    for chain in Chain.objects.exclude(name__in=known).values_list("name", flat=True):
        last = Entry.objects.filter(chain=chain, at__date__lte=day).order_by("-number").first()
        if last is not None:
            rows.append(DayHead(day=day, chain=chain, number=last.number, hash=last.hash))
    return len(DayHead.objects.bulk_create(rows, ignore_conflicts=True))
