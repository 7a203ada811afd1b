"""Draft tokens and check codes: how they are made, kept and compared. Pure.

The check code is drawn from the draft's token, which only the writer's cookie holds. So a sending repeated on a bad line
shows the same code again, although the database keeps nothing but a salted, slow hash of it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata

from gongkai import crypt

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: 32 signs, 40 bits in eight of them
LENGTH = 8
_SCRYPT = {"n": 2**12, "r": 8, "p": 1}  # ten milliseconds a guess, 4 MB


def new_token() -> str:
    """A draft's token: 32 random bytes as a key of `crypt`, 43 signs fit for a cookie."""
    return crypt.new_key()


def ring(token: str) -> crypt.Keyring:
    """The ring of one draft: its token is its only key. Raises GongkaiError for what is no token."""
    return crypt.Keyring([token])


def key_of(token: str) -> str:
    """What the database knows a token by."""
    return hashlib.sha256(b"intake draft " + token.encode()).hexdigest()


def check_code(token: str) -> str:
    """The check code of the receipt that this draft leads to, as shown: `7K3F-9QWM`."""
    drawn = hmac.new(token.encode(), b"check code", hashlib.sha256).digest()
    signs = "".join(SIGNS[byte % 32] for byte in drawn[:LENGTH])
    return f"{signs[:4]}-{signs[4:]}"


def new_code() -> str:
    """A check code for a matter that staff entered for somebody, who never had a draft."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return f"{signs[:4]}-{signs[4:]}"


def tidy(code: str) -> str:
    """A typed code as its eight signs; anything else as it can never be right."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(c for c in plain if c.isalnum())[: LENGTH + 1]


def hashed(code: str, salt: str) -> str:
    """The slow hash that is kept."""
    return hashlib.scrypt(tidy(code).encode(), salt=salt.encode(), dklen=32, **_SCRYPT).hex()


def new_salt() -> str:
    """Salt for one receipt."""
    return os.urandom(16).hex()


def same(code: str, salt: str, kept: str) -> bool:
    """Whether a typed code is the one of a receipt; takes as long for a wrong one, and for none at all."""
    return hmac.compare_digest(hashed(code, salt), kept)
