"""Text as it may be kept: nothing that XML or a sheet cannot hold, and no sign that nobody sees (Unicode Cf)."""

from __future__ import annotations

import re

# XML 1.0 §2.2 bars control characters, lone surrogates, U+FFFE and U+FFFF.
_BARRED = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff"
# Format characters: soft hyphen, zero-width signs, marks of direction, tags. A test holds them against Unicode.
_UNSEEN = (
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    r"\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0001\U000e0020-\U000e007f"
)
_GONE = re.compile(f"[{_BARRED}{_UNSEEN}]")
_BROKEN = re.compile(f"[{_BARRED}]")


def printable(text: str) -> str:
    """The text without what cannot be stored and without what cannot be seen: for every entrance."""
    return _GONE.sub("", text)


def storable(text: str) -> str:
    """The text without what XML bars: once more, where a file is written."""
    return _BROKEN.sub("", text)
