"""Chinese text as it comes out of files: look-alike radicals repaired, forms folded for comparison."""

from __future__ import annotations

import re
import unicodedata

from gongkai.files.characters import repair

_SPACES = re.compile(r"\s+")
_CJK = "\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef"
_INNER_SPACE = re.compile(
    rf"(?<=[{_CJK}])\s+(?=[{_CJK}\w,;:])|(?<=\w)\s+(?=[{_CJK}])|(?<=[{_CJK}][,;:])\s+(?=[{_CJK}])"
)
# Single digits each standing apart (2 0 1 9): every letter of the line was spaced.
_SPACED_DIGITS = re.compile(
    r"(?<![0-9A-Za-z.])(?<![0-9A-Za-z] )\d(?: \d){2,}(?![0-9A-Za-z.])(?! [0-9A-Za-z])"
)


def fold(text: str) -> str:
    """For comparison only: repaired, NFKC, one blank for any white space, ends stripped."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", repair(text))).strip()


def squeeze(text: str) -> str:
    """Folded, and without any white space: the form labels and numbers are compared in."""
    return _SPACES.sub("", fold(text))


def close_up(text: str) -> str:
    """Blanks inside Chinese text removed (“年 度 报 告”, “2021 年”); those between Latin words stay."""
    text = _SPACES.sub(" ", repair(text)).strip()
    text = _SPACED_DIGITS.sub(lambda match: match.group().replace(" ", ""), text)
    # Twice: a blank before a stop hides the one behind it.
    return _INNER_SPACE.sub("", _INNER_SPACE.sub("", text))


def essence(text: str) -> str:
    """All that is printed and nothing else: used to prove that a conversion lost no text."""
    return _SPACES.sub("", repair(text))


__all__ = ["close_up", "essence", "fold", "repair", "squeeze"]
