"""A question in a parent's own words, where no document holds it as it was typed: what fits best what it asks for.

Any of its words counts (`reading`): the rare ones more, in a title more than in a text, what is in force more than what
has ended, the newest first. Nothing typed is kept here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.apps.search.clauses import nearness, texts_of
from gongkai.apps.search.engines import IN_FORCE, Engine, Match, Where
from gongkai.apps.search.marks import mark
from gongkai.apps.search.query import LONGEST, Group, Query, Term
from gongkai.apps.search.reading import CAP, SHORTEST_WORD, Piece, Reader
from gongkai.apps.search.tokenize import normalise

MOST_PIECES = 6
# what a hit in a title, under a topic of that name, in an attachment only, by a close word, in an ended document, on the asked site is worth
IN_TITLE, IN_TOPIC, IN_FILE, CLOSE, ENDED, AT_HOME = 2.5, 1.8, 0.4, 0.8, 0.5, 1.2
LOOKED_INTO, TOGETHER = 20, 0.3  # hits of which is asked how near the words stand; what that adds at most
FITS = 0.34  # of the best: below it, what holds a common word only is no answer


@dataclass(frozen=True)
class Loose:
    """ranks: what fits, the best first. pieces: what was searched instead of what was typed."""

    ranks: tuple[int, ...]
    pieces: tuple[Piece, ...]
    unwritten: tuple[str, ...] = ()  # what stands in no document

    def query(self, typed: str) -> Query:
        """The pieces as a query, for marking and for saying what was searched."""
        return query_of(typed, self.pieces)

    @property
    def words(self) -> tuple[str, ...]:
        """What was searched, as the page says it."""
        return tuple(dict.fromkeys(p.word for p in self.pieces if not p.all))

    @property
    def more(self) -> bool:
        """Whether it says more than the words typed: there were several, or others were meant."""
        return len(self.pieces) > 1 or any(p.said != p.word for p in self.pieces)


def query_of(typed: str, pieces: Iterable[Piece]) -> Query:
    """Pieces as a query."""
    return Query(typed, tuple(Term(p.phrases[0], p.phrases[1:]) for p in pieces))


def loosely(
    store: Engine,
    typed: str,
    marks: tuple[str, ...],
    own: str,
    groups: Iterable[Group],
    topics: Iterable[str] = (),
) -> Loose:
    """What fits a question of which no document holds the very words.

    own: the mark of the site that is asked. topics: names of topics; what stands under one that holds a word of the
    question is more likely meant.
    """
    reader = Reader(store, marks, groups)
    pieces = tuple(reader.pieces(typed, LONGEST))[:MOST_PIECES]
    if len(pieces) == 1 and pieces[0].word == normalise(typed) and len(pieces[0].word) >= 2 * SHORTEST_WORD:
        pieces = tuple(reader.parts(pieces[0].word))[:MOST_PIECES] or pieces
    if len(pieces) > 1 and (whole := reader.whole(typed, LONGEST)):
        pieces = (*pieces, whole)
    return Loose(tuple(Scales(reader, own, tuple(topics)).best(pieces)), pieces, reader.unwritten)


@dataclass
class Scales:
    """Weighs what holds the pieces that a reader found."""

    reader: Reader
    own: str = ""
    topics: tuple[str, ...] = ()
    near: dict[int, float] = field(default_factory=dict)
    _topical: dict[str, list[int]] = field(default_factory=dict)

    def best(self, pieces: tuple[Piece, ...], fits: float = FITS) -> list[int]:
        """What holds most of what is asked for; fits: the share of the best below which nothing is shown."""
        scores: dict[int, float] = {}
        held: Counter[int] = Counter()
        for piece in pieces:
            for rank, worth in self._worth(piece).items():
                scores[rank] = scores.get(rank, 0.0) + worth
                held[rank] += 1
        for rank in scores:
            scores[rank] *= (held[rank] / len(pieces)) * (1.0 if rank >= IN_FORCE else ENDED)
        here = set(self._of_site(pieces)) if self.own else set()
        for rank in here & scores.keys():
            scores[rank] *= AT_HOME
        ordered = sorted(scores, key=lambda r: (round(scores[r], 6), r), reverse=True)
        self._near(pieces, ordered, scores)
        limit = fits * scores[ordered[0]] if ordered else 0.0
        return [rank for rank in ordered if scores[rank] >= limit]

    def _near(self, pieces: tuple[Piece, ...], ordered: list[int], scores: dict[int, float]) -> None:
        """Put what holds the words in one sentence before what has them here and there, among the first."""
        first = ordered[:LOOKED_INTO]
        things = [p for p in pieces if not p.all]
        texts = texts_of(first) if things else {}
        for rank in first if texts else ():
            self.near[rank] = nearness(things, texts.get(rank, ""))
            scores[rank] *= 1 + TOGETHER * self.near[rank]
        ordered[: len(first)] = sorted(first, key=lambda r: (round(scores[r], 6), r), reverse=True)

    def _worth(self, piece: Piece) -> dict[int, float]:
        """By item what this piece is worth in it: of its words the best."""
        found: dict[int, float] = {}
        for place, one in enumerate(piece.phrases):
            everywhere = self.reader.ranks(one)
            texts = set(self.reader.ranks(one, Where.TEXT))
            titles = set(self.reader.ranks(one, Where.TITLE))
            rare = piece.weight * (CLOSE ** min(place, 3)) / math.log2(4 + len(everywhere))
            about = self._about(one.text)
            for rank in {*everywhere, *texts, *titles, *about}:
                where = IN_TITLE if rank in titles else IN_TOPIC if rank in about else 1.0
                worth = where if rank in texts or where > 1.0 else IN_FILE
                found[rank] = max(found.get(rank, 0.0), rare * worth)
        return found

    def _about(self, word: str) -> set[int]:
        """What stands under a topic that holds the word."""
        return set().union(*(self._under(topic) for topic in self.topics if word in topic))

    def _under(self, topic: str) -> list[int]:
        if topic not in self._topical:
            match = Match((), (*self.reader.marks, mark("t", topic)))
            self._topical[topic] = self.reader.store.ranks(match, CAP)
        return self._topical[topic]

    def _of_site(self, pieces: tuple[Piece, ...]) -> Iterator[int]:
        """Which of the hits are the asked site's own."""
        for piece in pieces:
            for one in piece.phrases[:2]:
                match = Match((Term(one),), (*self.reader.marks, self.own))
                yield from self.reader.store.ranks(match, CAP)
