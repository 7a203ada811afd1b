"""Text brought to one writing, so that a secret is found however it was disguised.

NFKC, small letters, no blanks, hyphens, dots of names or invisible signs; digits of every script and Chinese
figures as 0–9; traditional characters as simplified ones, radicals as the characters they look like; Latin letters
without their marks.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

_FIGURES = dict(
    zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两幺", "00123456789" + "123456789" + "21", strict=True)
)
# Letters that show nothing, beyond the categories taken out as a whole, and the dot between names.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800_−⁃·・‧•˙∙⋅")
_OUT = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd", "Mn", "Me", "Co"})


class _Table(dict[int, str | None]):
    """Code point → what it becomes, None if it goes; filled as letters are met."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        category = unicodedata.category(sign)
        becomes: str | None = sign
        if category in _OUT or sign in _BLANKS:
            becomes = None
        elif category == "Nd":
            becomes = str(unicodedata.decimal(sign))
        else:
            simple = _simplified().get(sign, sign)
            becomes = _FIGURES.get(simple, _bare(simple))
        self[code] = becomes
        return becomes


def _bare(sign: str) -> str:
    """A Latin letter without its marks, as a tone over pinyin; any other sign as it is."""
    letter = unicodedata.normalize("NFD", sign)[0]
    return letter if letter.isascii() and letter.isalpha() else sign


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters and radicals, each to the character it is compared as."""
    found: dict[str, str] = {}
    for name in ("traditional.txt", "radicals.txt"):
        lines = (Path(__file__).parent / "data" / name).read_text("utf-8").splitlines()
        pairs = "".join(line for line in lines if not line.startswith("#"))
        found |= {pairs[at]: pairs[at + 1] for at in range(0, len(pairs), 2)}
    return found


_TABLE = _Table()


def fold(text: str) -> str:
    """The text for comparing; the same for all ways of writing it."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TABLE)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its signs the place in `text` it came from."""
    out: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        folded = _fold_one(sign)
        out.append(folded)
        places += [at] * len(folded)
    return "".join(out), places


@cache
def _fold_one(sign: str) -> str:
    return fold(sign)
