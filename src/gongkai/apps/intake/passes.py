"""The pass that a browser keeps after a right code: signed, for a while, for one record, void once it has another code."""

from __future__ import annotations

import hashlib

from django.core import signing

from gongkai.clocks import moment


def _signer(kind: str) -> signing.Signer:
    return signing.Signer(salt=f"gongkai.intake.pass.{kind}")


def _mark(code_hash: str) -> str:
    return hashlib.sha256(code_hash.encode()).hexdigest()[:16]


def give(kind: str, key: int, code_hash: str) -> str:
    """The pass to the record of this kind and key, whose code is kept as this hash."""
    note = {"key": key, "at": moment.now().timestamp(), "mark": _mark(code_hash)}
    return _signer(kind).sign_object(note)


def holds(token: str, kind: str, key: int, code_hash: str, *, seconds: int) -> bool:
    """Whether it opens this record now: neither forged nor older than so many seconds, nor of an earlier code."""
    if not token or not code_hash:
        return False
    try:
        note = _signer(kind).unsign_object(token)
        age = moment.now().timestamp() - float(note["at"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return False
    return 0 <= age < seconds and note.get("key") == key and note.get("mark") == _mark(code_hash)
