"""The fingerprint of an entry, SHA-256 over every field in one fixed order and spelling, and what binds sealed data."""

from __future__ import annotations

import hashlib
import json

from gongkai.apps.ledger.models import Entry
from gongkai.clocks import moment


def canonical(entry: Entry) -> bytes:
    """The bytes that are hashed: every field but the hash itself, in one fixed order and spelling."""
    content = {
        "chain": entry.chain,
        "number": entry.number,
        "at": entry.at.astimezone(moment.BEIJING).isoformat(timespec="microseconds"),
        "event": entry.event,
        "subject": [entry.subject_type, entry.subject_id, entry.subject_title],
        "actor": [entry.actor_id, entry.actor_name, entry.actor_post, entry.actor_body],
        "because": entry.because,
        "facts": entry.facts,
        "previous": entry.previous_hash,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(entry: Entry) -> str:
    """SHA-256 of the entry's canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def sealed_context(commitment: str) -> str:
    """The context that binds a sealed value to its commitment (`gongkai.crypt`)."""
    return f"ledger.sealed:{commitment}"
