"""Boxes and ticks of a form: which of the offered words is chosen. If two readings fit, none is taken."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

WORDS = "主动公开|依申请公开|不予公开|免予公开|免于公开|不公开"
# Signs that choose, and signs of an empty box.
_TICK, _EMPTY = "☑", "□"
_TICKS = "☑☒√✓✔■●✅◉⊙🗹🗸⦿◼▣☻"
_BOXES = "□☐○◯◻▢〇❑❒▫⬜"
_LETTER = re.compile(rf"(?<![A-Za-z])[Vv](?=(?:{WORDS})|\s|$|[)\]】〕,;。])")
_BRACKETED = re.compile(rf"[(\[【〔（［]\s*(?P<sign>[{_TICKS}VvXx×]?)\s*[)\]】〕）］]")
_SET_IN_BOX = re.compile(rf"[{_BOXES}]\s?[√✓✔]|[√✓✔]\s?[{_BOXES}](?=\s|$)")
_WORD = re.compile(WORDS)
How = Literal["", "chosen", "unclear"]


def chosen(text: str) -> tuple[str, How]:
    """The word that is ticked, `chosen`; `unclear` if ticks stand there but not for one word; else empty."""
    plain = _signs(unicodedata.normalize("NFKC", text))
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(plain)]
    ticks = [place for place, sign in enumerate(plain) if sign == _TICK]
    if not words or not ticks:
        return "", ""
    side = _side(plain, words)
    taken = {_owner(plain, place, words, side) for place in ticks}
    if len(taken) == 1 and (word := taken.pop()):
        return word, "chosen"
    return "", "unclear"


def has_boxes(text: str) -> bool:
    """Whether a text offers words to tick."""
    return any(sign in text for sign in _TICKS + _BOXES) or bool(_BRACKETED.search(text))


def _signs(text: str) -> str:
    """Every way of ticking as one of two signs."""
    text = _SET_IN_BOX.sub(_TICK, text)
    text = _BRACKETED.sub(lambda m: _EMPTY if m["sign"] in ("", "×") else _TICK, text)
    text = _LETTER.sub(_TICK, text)
    text = "".join(_TICK if c in _TICKS else _EMPTY if c in _BOXES else c for c in text)
    return re.sub(r"[ \t\u3000]+", " ", text).strip()


def _side(plain: str, words: list[tuple[int, int, str]]) -> Literal["before", "behind", ""]:
    """On which side of the words this form has its boxes, if that can be told."""
    signs = _TICK + _EMPTY
    before = [plain[start - 1 : start] in signs and start > 0 for start, _, _ in words]
    behind = [plain[end : end + 1] != "" and plain[end] in signs for _, end, _ in words]
    loose_before = plain[: words[0][0]].rstrip()[-1:]
    loose_behind = plain[words[-1][1] :].lstrip()[:1]
    if all(before) and not all(behind):
        return "before"
    if all(behind) and not all(before):
        return "behind"
    first = bool(loose_before) and loose_before in signs
    last = bool(loose_behind) and loose_behind in signs
    return "" if first == last else "before" if first else "behind"


def _owner(plain: str, place: int, words: list[tuple[int, int, str]], side: str) -> str:
    """The word that a tick stands for; empty if it could be two."""
    right = next((word for start, _, word in words if start == place + 1), "")
    left = next((word for _, end, word in words if end == place), "")
    if bool(left) != bool(right):  # it belongs to the word it touches
        return left or right
    after = next((word for start, _, word in words if start > place), "")
    ahead = next((word for _, end, word in reversed(words) if end <= place), "")
    if side:
        return after if side == "before" else ahead
    return "" if after and ahead else after or ahead
