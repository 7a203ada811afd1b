"""When two spellings mean the same unit, the same account, the same code."""

from __future__ import annotations

import re
import unicodedata

_AND = re.compile("[与及暨和]")


def same_name(name: str) -> str:
    """A name reduced to what tells units apart: full-width and blanks gone, 与、及、暨 read as 和."""
    plain = unicodedata.normalize("NFKC", name)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf" and not c.isspace())
    return _AND.sub("和", seen)


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
