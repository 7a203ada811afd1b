"""A question in a parent's own words, where no document holds it as it was typed: what it asks for, and what fits best.

Sayings (我家属于哪个学校) stand for the words of documents (学区、对口地段); words of asking fall away; the rest is cut
into the longest words that the index or the list of close words knows; what neither knows is tried by its sound and by
signs that look alike. Then any of the words counts: the rare ones more, in a title more than in a text, what is in
force more than what has ended, the newest first. Nothing typed is kept here.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.apps.search import sounds
from gongkai.apps.search.engines import IN_FORCE, Engine, Match
from gongkai.apps.search.marks import mark
from gongkai.apps.search.models import SearchDoc
from gongkai.apps.search.query import LONGEST, Group, Query, Term, close_to, says
from gongkai.apps.search.tokenize import HAN_RUN, Phrase, normalise, phrase, visible

MOST_PIECES, MOST_QUESTIONS, MOST_CLOSE = 6, 96, 4
CAP = 400  # of a word the newest; what is everywhere only orders what other words found
LISTENED = 60  # titles that are looked at for what sounds so
SHORTEST_WORD, LONGEST_WORD = 2, 8
# what a hit in a title, under a topic of that name, by a close word, in an ended document is worth
IN_TITLE, IN_TOPIC, CLOSE, ENDED = 2.5, 1.8, 0.8, 0.5
FITS = 0.34  # of the best: below it, what holds a common word only is no answer

# words that ask, and words that are in every document of a bureau
_EMPTY = re.compile(
    r"我想(?:要|知道|了解|申请|查询|查|问)?|想问(?:一?下)?|请问(?:一下)?|问一下|麻烦问|求问|求助|谁知道|有人知道|听说|"
    r"(?:到底)?(?:应该|应|该|需要|需|要|能|可以|可|会|得)?(?:怎么|怎样|如何|咋)(?:样|办理|办|弄|算|查|看|找|走|去|说)?|"
    r"什么(?:时候|时间|样|地方|意思|情况)?|啥(?:时候|时间)?|几(?:点钟?|号|月份?|岁|时|天|年级)|哪(?:些|个|里|儿|天|年|月|所|家|种|一[个所天年])?|"
    r"为什么|为啥|是不是|有没有|能不能|可不可以|要不要|会不会|行不行|可以吗|能否|是否|多少(?:个|名|人|钱|元|分|岁|天)?|多久|多长时间|"
    r"我们|你们|他们|我家|我的|咱们?|我孩子|我家孩子|我家娃|孩子|小孩|宝宝|娃娃?|儿子|女儿|小朋友|家长|"
    r"今年|明年|去年|现在|最近|目前|最新|本市|我市|全市|当地|这里|那里|"
    r"市里面?|区里面?|局里|教育局|规定|政策|办法是|要求是|流程|手续|条件|标准是|情况|相关|有关|关于|内容|文件|通知|信息|"
    r"需要|应该|可以|希望|打算|准备|办理|怎么|如何|谢谢|您好|你好|"
    r"[的了吗呢吧啊呀嘛和与及或在从到被把对给为这那其些是有我您你他她它要想能会去来就都也还很多不没用让跟]"
)
_CUT = re.compile(r"[^0-9A-Za-zü\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?")
_WORDS = re.compile(r"[0-9a-zü]{2,}")  # one alone stands everywhere
# signs that are taken for one another in typing and by recognition; what sounds alike needs no list
_SHAPES = ("己已巳", "未末", "治冶", "候侯", "幼幻", "辨辩辫", "券卷", "拨拔", "戊戌戍", "析折", "晴睛", "崇祟", "茶荼", "籍藉", "徙徒", "汆氽", "曰日", "土士", "入人八", "天夫", "干千于", "学字")  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One thing that is asked for. said: as it stood in the question; phrases: what is searched, the likeliest first."""

    said: str
    phrases: tuple[Phrase, ...]
    weight: float = 1.0
    all: bool = False  # it is all that was typed

    @property
    def word(self) -> str:
        """What is searched, as the page says it."""
        return self.phrases[0].text


@dataclass(frozen=True)
class Loose:
    """ranks: what fits, the best first. pieces: what was searched instead of what was typed."""

    ranks: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def query(self, typed: str) -> Query:
        """The pieces as a query, for marking and for saying what was searched."""
        terms = tuple(Term(p.phrases[0], p.phrases[1:]) for p in self.pieces)
        return Query(typed, terms)

    @property
    def words(self) -> tuple[str, ...]:
        """What was searched, as the page says it."""
        return tuple(dict.fromkeys(p.word for p in self.pieces if not p.all))

    @property
    def more(self) -> bool:
        """Whether it says more than the words typed: there were several, or others were meant."""
        return len(self.pieces) > 1 or any(p.said != p.word for p in self.pieces)


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
    reader = _Reader(store, marks, tuple(groups), tuple(topics))
    pieces = tuple(reader.pieces(typed))[:MOST_PIECES]
    if len(pieces) == 1 and pieces[0].word == normalise(typed) and len(pieces[0].word) >= 2 * SHORTEST_WORD:
        pieces = tuple(reader.parts(pieces[0].word))[:MOST_PIECES] or pieces
    if len(pieces) > 1 and (whole := reader.whole(typed)):
        pieces = (*pieces, whole)
    return Loose(tuple(reader.best(pieces, own)), pieces) if pieces else Loose((), ())


@dataclass
class _Reader:
    store: Engine
    marks: tuple[str, ...]
    groups: tuple[Group, ...]
    topics: tuple[str, ...] = ()
    _seen: dict[tuple[tuple[str, ...], bool, bool], list[int]] = field(default_factory=dict)
    _topical: dict[str, list[int]] = field(default_factory=dict)

    # --- what is asked for

    def pieces(self, typed: str) -> Iterator[Piece]:
        """The things that a question asks for, in its order; each once."""
        had: set[str] = set()
        for piece in self._all(normalise(visible(typed))[:LONGEST]):
            if piece.word not in had:
                had.update(p.text for p in piece.phrases)
                yield piece

    def whole(self, typed: str) -> Piece | None:
        """What was typed as it was typed, where a document holds it: it counts beside its parts."""
        found = phrase(normalise(visible(typed))[:LONGEST])
        return Piece(typed, (found,), all=True) if found is not None and self._ranks(found) else None

    def parts(self, word: str) -> Iterator[Piece]:
        """The parts of a word that stands as a whole in some text and in no title: 义务教育招生入学."""
        yield from self._run(word, len(word) - SHORTEST_WORD)

    def _all(self, text: str) -> Iterator[Piece]:
        for part in _CUT.split(text):
            yield from self._part(part)

    def _part(self, text: str) -> Iterator[Piece]:
        """A saying first, then what stands before and behind it."""
        said = next((s for s in says() if s in text), "")
        if not said:
            yield from self._words(text)
            return
        before, _, behind = text.partition(said)
        yield from self._part(before)
        yield Piece(said, tuple(p for w in says()[said] if (p := phrase(w))))
        yield from self._part(behind)

    def _words(self, text: str) -> Iterator[Piece]:
        for rest in _EMPTY.split(text):
            for piece in _YEAR.split(rest):
                if _YEAR.fullmatch(piece):
                    yield from self._piece(piece, piece, 0.3)
                else:
                    for run in (*_WORDS.findall(piece), *HAN_RUN.findall(piece)):
                        yield from self._run(run)

    def _run(self, run: str, most: int = LONGEST_WORD) -> Iterator[Piece]:
        """A run of signs: the longest known words from its beginning; what lies between is tried by ear and eye."""
        if _WORDS.fullmatch(run):
            yield from self._letters(run)
            return
        start, lost = 0, ""
        while start < len(run):
            length = self._longest(run[start:], most)
            if not length:
                lost += run[start]
                start += 1
                continue
            yield from self._slip(lost)
            lost = ""
            yield from self._piece(run[start : start + length], run[start : start + length])
            start += length
        yield from self._slip(lost)

    def _piece(self, said: str, word: str, weight: float = 1.0) -> Iterator[Piece]:
        typed = phrase(word)
        if typed is not None:
            yield Piece(said, (typed, *close_to(word, self.groups)[:MOST_CLOSE]), weight)

    def _longest(self, text: str, most: int) -> int:
        """How many signs the longest known word at the beginning has; 0: none of two signs or more."""
        for length in range(min(len(text), most), SHORTEST_WORD - 1, -1):
            word = text[:length]
            if self._known(word):
                return length
        return 0

    def _known(self, word: str) -> bool:
        """Whether a document holds it, or a word that is close to it."""
        found = phrase(word)
        if found is None:
            return False
        return bool(self._ranks(found)) or any(
            self._ranks(p) for p in close_to(word, self._with(word))[:MOST_CLOSE]
        )

    def _with(self, word: str) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if word in group)

    def _letters(self, letters: str) -> Iterator[Piece]:
        plain = phrase(letters)
        if plain is not None and self._ranks(plain):
            yield from self._piece(letters, letters)
        elif heard := self.heard(letters):
            yield from self._meant(letters, heard)

    def _slip(self, lost: str) -> Iterator[Piece]:
        """What nobody wrote: another word that sounds so, or with signs that look so."""
        if len(lost) < 2:
            return
        if heard := self.heard(lost) or self._looks(lost):
            yield from self._meant(lost, heard)

    def _meant(self, typed: str, word: str) -> Iterator[Piece]:
        """What was meant by letters or by a slip; it may be a saying itself."""
        means = says().get(word)
        if means:
            yield Piece(typed, tuple(p for w in means if (p := phrase(w))))
        else:
            yield from self._piece(typed, word)

    def heard(self, typed: str) -> str:
        """The word that sounds as what was typed: one of the list of close words, else one that stands in titles."""
        for way in sounds.typed(typed):
            for word in _by_sound(self.groups).get(way, ()):
                if word != typed:
                    return word
            found: Counter[str] = Counter()
            ranks = self._ranks(Phrase(typed, way), title=True)[:LISTENED]
            for title in SearchDoc.objects.filter(rank__in=ranks).values_list("title", flat=True):
                found.update({w for w in sounds.places(title, way) if w != typed})
            if found:
                return min(found, key=lambda w: (-found[w], w))
        return ""

    def _looks(self, typed: str) -> str:
        for at, sign in enumerate(typed):
            for alike in (s for s in _SHAPES if sign in s):
                for other in alike:
                    word = typed[:at] + other + typed[at + 1 :]
                    if other != sign and self._known(word):
                        return word
        return ""

    # --- what fits

    def best(self, pieces: tuple[Piece, ...], own: str) -> list[int]:
        """What holds most of what is asked for."""
        scores: dict[int, float] = {}
        held: Counter[int] = Counter()
        for piece in pieces:
            for rank, worth in self._worth(piece).items():
                scores[rank] = scores.get(rank, 0.0) + worth
                held[rank] += 1
        for rank in scores:
            scores[rank] *= (held[rank] / len(pieces)) * (1.0 if rank >= IN_FORCE else ENDED)
        here = set(self._of_site(pieces, own)) if own else set()
        ordered = sorted(
            scores, key=lambda r: (round(scores[r] * (1.2 if r in here else 1.0), 6), r), reverse=True
        )
        limit = FITS * scores[ordered[0]] if ordered else 0.0
        return [rank for rank in ordered if scores[rank] >= limit]

    def _worth(self, piece: Piece) -> dict[int, float]:
        """By item what this piece is worth in it: of its words the best."""
        found: dict[int, float] = {}
        for place, one in enumerate(piece.phrases):
            everywhere = self._ranks(one)
            titles = set(self._ranks(one, title=True))
            rare = piece.weight * (CLOSE ** min(place, 3)) / math.log2(4 + len(everywhere))
            about = self._about(one.text)
            for rank in {*everywhere, *titles, *about}:
                worth = IN_TITLE if rank in titles else IN_TOPIC if rank in about else 1.0
                found[rank] = max(found.get(rank, 0.0), rare * worth)
        return found

    def _about(self, word: str) -> set[int]:
        """What stands under a topic that holds the word."""
        return set().union(*(self._under(topic) for topic in self.topics if word in topic))

    def _under(self, topic: str) -> list[int]:
        if topic not in self._topical:
            self._topical[topic] = self.store.ranks(Match((), (*self.marks, mark("t", topic))), CAP)
        return self._topical[topic]

    def _of_site(self, pieces: tuple[Piece, ...], own: str) -> Iterator[int]:
        """Which of the hits are the asked site's own."""
        for piece in pieces:
            for one in piece.phrases[:2]:
                match = Match((Term(one),), (*self.marks, own))
                yield from self.store.ranks(match, CAP)

    def _ranks(self, one: Phrase, *, title: bool = False) -> list[int]:
        key = (one.tokens, one.prefix, title)
        if key not in self._seen:
            if len(self._seen) >= MOST_QUESTIONS:
                return []
            self._seen[key] = self.store.ranks(Match((Term(one),), self.marks, title_only=title), CAP)
        return self._seen[key]


@functools.lru_cache(maxsize=16)
def _by_sound(groups: tuple[Group, ...]) -> Mapping[tuple[str, ...], list[str]]:
    """The listed words by the ways in which they sound, close words before sayings."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word in (word for group in (*groups, says()) for word in group if HAN_RUN.fullmatch(word)):
        for way in sounds.ways(word):
            found.setdefault(way, []).append(word)
    return found
