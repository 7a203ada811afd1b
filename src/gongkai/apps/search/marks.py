"""The words by which hits are narrowed: site, body, force, year, kind, topic, column."""

from __future__ import annotations

import hashlib


def mark(kind: str, value: object) -> str:
    """A filter as one word: letters and digits only, whatever the value holds."""
    text = str(value)
    if text.isascii() and text.isalnum():
        return f"{kind}{text.lower()}"
    return kind + hashlib.blake2s(text.encode(), digest_size=6).hexdigest()
