"""The one form of an account's name, however it was typed or pasted."""

from __future__ import annotations

import re
import unicodedata

FORM = re.compile(r"[a-z][a-z0-9._-]{2,29}")


def fold_account(text: str) -> str:
    """Full-width signs narrow, capitals small, signs that nobody sees and blanks gone: for storing and for comparing."""
    while (once := _folded(text)) != text:  # what is left of one turn may compose anew
        text = once
    return text


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Cc"} and not c.isspace())
    return unicodedata.normalize("NFKC", seen.casefold())


def digits_of(text: str) -> str:
    """The ASCII digits of what was typed, full-width ones folded; other signs are left out."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c.isascii() and c.isdigit())
