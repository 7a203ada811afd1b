"""When two spellings mean the same unit."""

from __future__ import annotations

import re
import unicodedata

_AND = re.compile("[与及暨和]")


def same_name(name: str) -> str:
    """A name reduced to what tells units apart: full-width and blanks gone, 与、及、暨 read as 和."""
    plain = unicodedata.normalize("NFKC", name)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf" and not c.isspace())
    return _AND.sub("和", seen)
