"""What is public already of something that a person describes in whole sentences: the words that the index knows, and
the items that hold most of them. Nothing of the description is kept, counted or logged: it may name a person.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search.engines import Engine, Match, engine
from gongkai.apps.search.query import Query, Term, understand
from gongkai.apps.search.tokenize import normalise

READ = 160  # characters of a description that are looked at
MOST_WORDS, MOST_QUESTIONS = 8, 48  # known words that are used; questions put to the index
CAP = 400  # items looked at for one word
COMMON = 200  # a word of more items tells little: it only orders what other words found

# words that carry the question, not the matter
_EMPTY = re.compile(
    r"我想(?:要|知道|了解|申请|查询|查)?|请(?:问|公开|提供|告知)?|申请(?:公开|获取)?|希望|需要|以及|还有|关于|有关|相关|"
    r"(?:有|是|要|共|招了?|收了?)?多少(?:个|名|人|钱|元)?|怎么(?:样|办)?|怎样|如何|什么(?:时候|样)?|哪些|哪个|哪一?[年天]|"
    r"为什么|是不是|有没有|能不能|可以|你们|我们|我家|今年|去年|本市|我市|政府信息|信息公开|信息|材料|情况|内容|文件|"
    r"[的了吗呢吧啊和与及或在从到被把对给为这那其个些是有我您你]"
)
_CUT = re.compile(r"[^\u3400-\u9fffA-Za-z0-9〔〕（）()\[\]]+")


_YEAR = re.compile(r"((?:19|20)[0-9]{2}年?)")
WEAK = 0.3  # of the weight: a short word that is only a part of what was written


@dataclass(frozen=True)
class Described:
    """ranks: items by how much of the description they hold. known: words found in the index; missing: words in none."""

    ranks: tuple[int, ...]
    query: Query
    known: tuple[str, ...]
    missing: tuple[str, ...]


def describe(site: Organization, text: str, marks: tuple[str, ...], most: int) -> Described:
    """The items that fit a description best, at most `most`."""
    reader = _Reader(engine(), marks)
    for piece in _pieces(text):
        reader.read(piece)
    best = reader.best()[:most]
    words = tuple(reader.found)
    terms = tuple(t for w in words for t in understand(w, exact=True).terms)
    return Described(tuple(best), Query(" ".join(words), terms), words, tuple(reader.missing))


def _pieces(text: str) -> Iterator[str]:
    """The parts of a description that may name something, without the words of asking; a year stands alone."""
    for part in _CUT.split(normalise(text)[:READ]):
        for piece in _EMPTY.split(part):
            yield from (p for p in _YEAR.split(piece) if len(p) > 1)


@dataclass
class _Word:
    """A known word: the items that hold it, and what a hit in it is worth."""

    ranks: list[int]
    weight: float

    @property
    def worth(self) -> float:
        """The rarer a word, the more it tells."""
        return self.weight / math.sqrt(2 + len(self.ranks))


class _Reader:
    """Cuts a description into the longest phrases that stand in the index."""

    def __init__(self, store: Engine, marks: tuple[str, ...]) -> None:
        self._store, self._marks, self._asked = store, marks, 0
        self._seen: dict[str, list[int]] = {}
        self.found: dict[str, _Word] = {}
        self.missing: list[str] = []

    def read(self, piece: str) -> None:
        """One piece, from its beginning: the longest known phrase, then what follows it."""
        parts: list[str] = []
        start, lost = 0, ""
        while len(piece) - start > 1 and len(self.found) + len(parts) < MOST_WORDS:
            length = self._longest(piece[start:])
            if length:
                parts.append(piece[start : start + length])
                start += length
            else:
                lost += piece[start]
                start += 1
        whole = len(parts) == 1 and len(piece) - len(parts[0]) < 2
        for part in parts:
            sure = whole or len(part) > 2
            common = _YEAR.fullmatch(part) is not None
            self.found.setdefault(part, _Word(self._ranks(part), WEAK if common or not sure else 1.0))
        if not any(len(p) > 2 for p in parts) and not whole:
            self._lose(piece)  # known only in bits: nobody wrote of this
        else:
            self._lose(lost)

    def best(self) -> list[int]:
        """Items by what they hold of the description; a word that is everywhere only orders what others found."""
        words = list(self.found.values())
        rare = [w for w in words if len(w.ranks) <= COMMON]
        common = [w for w in words if len(w.ranks) > COMMON]
        scores: dict[int, float] = {}
        for word in rare or common:
            for rank in word.ranks:
                scores[rank] = scores.get(rank, 0.0) + word.worth
        for word in common if rare else ():
            for rank in scores.keys() & word.ranks:
                scores[rank] += word.worth
        return sorted(scores, key=lambda r: (scores[r], r), reverse=True)

    def _lose(self, words: str) -> None:
        if len(words) > 1 and words not in self.missing:
            self.missing.append(words)

    def _longest(self, text: str) -> int:
        """How many characters the longest known phrase at the beginning has: a longer phrase is never more frequent."""
        low, high, best = 2, min(len(text), 12), 0
        while low <= high:
            middle = (low + high + 1) // 2 if best else min(low + 2, high)
            if self._ranks(text[:middle]):
                best, low = middle, middle + 1
            else:
                high = middle - 1
        return _whole_number(text, best)

    def _ranks(self, words: str) -> list[int]:
        if words not in self._seen:
            if self._asked >= MOST_QUESTIONS:
                return []
            self._asked += 1
            terms: tuple[Term, ...] = understand(words, exact=True).terms
            self._seen[words] = self._store.ranks(Match(terms, self._marks), CAP) if terms else []
        return self._seen[words]


def _whole_number(text: str, length: int) -> int:
    """A phrase that would end inside a number ends before it: 202 is not what 2025 means."""
    if 0 < length < len(text) and text[length - 1].isdigit() and text[length].isdigit():
        length = len(text[:length].rstrip("0123456789"))
    return length if length > 1 else 0
