"""The words of a document with their places: what stands in a box, and where else it is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.files.folding import fold_with_places
from gongkai.files.geometry import Rect
from gongkai.files.pdfium import Letter
from gongkai.files.redaction.secrets import Secret

MOST_FOUND = 1000
# A letter of which this share lies in a box is hidden with it.
SHARE = 0.3


@dataclass(frozen=True)
class Place:
    """A secret at a place outside the boxes. page: from 1, where it begins."""

    text: str
    page: int
    at: Rect

    def sentence(self) -> str:
        """Where, for a person."""
        return f"第{self.page}页，距左边{self.at.x0:.0f}、距上边{self.at.y0:.0f}"


def is_boxed(letter: Letter, boxes: Iterable[Rect]) -> bool:
    """Whether a box hides the letter."""
    ink = letter.tight if letter.tight.area else letter.loose
    for box in boxes:
        both = ink.meet(box)
        if both is not None and (both.area >= SHARE * ink.area or ink.area == 0):
            return True
        if ink.area == 0 and box.holds(ink.x0, ink.y0):
            return True
    return False


def boxed_words(letters: Sequence[Letter], box: Rect) -> str:
    """What stands under a box, in reading order."""
    out: list[str] = []
    before: int | None = None
    for letter in letters:
        if letter.sign.isspace() or not is_boxed(letter, [box]):
            continue
        if before is not None and letter.index != before + 1:
            out.append(" ")
        out.append(letter.sign)
        before = letter.index
    return "".join(out)


class Search:
    """Looks for secrets in the visible text outside the boxes, fed page by page; also across lines and pages."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._secrets = secrets
        self._carry = max((len(one.folded) for one in secrets), default=1) - 1
        # The end of the page before, already looked through.
        self._tail: list[tuple[int, Letter]] = []
        self.found: list[Place] = []

    def page(
        self, number: int, letters: Sequence[Letter], boxes: Sequence[Rect], size: tuple[float, float]
    ) -> None:
        """Look through the next page."""
        if not self._secrets or len(self.found) >= MOST_FOUND:
            return
        fresh = [
            (number, letter)
            for letter in letters
            if _is_visible(letter, size) and not is_boxed(letter, boxes)
        ]
        stream = self._tail + fresh
        folded, places = fold_with_places("".join(letter.sign for _, letter in stream))
        here: list[Place] = []
        for secret in self._secrets:
            for start in find_all(folded, secret):
                first, last = places[start], places[start + len(secret.folded) - 1]
                if last >= len(self._tail):
                    here.append(_place(stream[first : last + 1]))
        self.found += _outermost(here)[: MOST_FOUND - len(self.found)]
        self._tail = stream[-self._carry :] if self._carry else []


def _place(run: Sequence[tuple[int, Letter]]) -> Place:
    page, letter = run[0]
    at = letter.loose
    for other, one in run:
        if other == page:
            at = at.join(one.loose)
    return Place("".join(one.sign for _, one in run), page, at)


def find_all(folded: str, secret: Secret) -> list[int]:
    """Where the secret begins in folded text."""
    found: list[int] = []
    start, length = folded.find(secret.folded), len(secret.folded)
    while start >= 0 and len(found) < MOST_FOUND:
        around = folded[max(start - 1, 0) : start] + folded[start + length : start + length + 1]
        if not (secret.alone and any(sign.isdigit() for sign in around)):
            found.append(start)
        start = folded.find(secret.folded, start + 1)
    return found


def _is_visible(letter: Letter, size: tuple[float, float]) -> bool:
    return letter.loose.meet(Rect(0, 0, *size)) is not None and not letter.sign.isspace()


def _outermost(found: list[Place]) -> list[Place]:
    """Without those that lie inside a longer one at the same place."""
    found = sorted(set(found), key=lambda one: (one.page, one.at.y0, one.at.x0, -len(one.text)))
    kept: list[Place] = []
    for place in found:
        if not any(
            other.page == place.page
            and place.text in other.text
            and other.at.grown(0.1).meet(place.at) == place.at
            for other in kept[-20:]
        ):
            kept.append(place)
    return kept
