"""A question or a description, read: what it asks for, in words that the index knows.

Sayings (我家属于哪个学校) stand for the words of documents (学区、对口地段); words of asking fall away; the rest is cut
into the longest words that the index or the list of close words knows; what neither knows is tried by its sound and by
signs that look alike. What is left over is kept as `missing`: nobody wrote of it. Nothing typed is kept beyond the reader.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai.apps.search import sounds
from gongkai.apps.search.engines import Engine, Match, Where
from gongkai.apps.search.models import SearchDoc
from gongkai.apps.search.query import Group, Term, close_to, says
from gongkai.apps.search.tokenize import HAN_RUN, Phrase, normalise, phrase, visible

MOST_QUESTIONS, MOST_CLOSE = 48, 4  # put to the index while a text is read; close words of a word
CAP = 400  # of a word the newest; what is everywhere only orders what other words found
LISTENED = 60  # titles that are looked at for what sounds so
SHORTEST_WORD, LONGEST_WORD, LONGEST_SLIP = 2, 12, 6
A_YEAR = 0.3  # of the weight: nearly everything of a year holds it

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
_SHAPES_FILE = Path(__file__).parent / "data" / "shapes.toml"


@dataclass(frozen=True)
class Piece:
    """One thing that is asked for. said: as it stood in the question; phrases: what is searched, the likeliest first."""

    said: str
    phrases: tuple[Phrase, ...]
    weight: float = 1.0
    all: bool = False  # it is all that was typed
    sure: bool = True  # not only a short part of a longer word that nobody wrote

    @property
    def word(self) -> str:
        """What is searched, as the page says it."""
        return self.phrases[0].text


class Reader:
    """Reads one text against the index of one place."""

    def __init__(
        self, store: Engine, marks: tuple[str, ...], groups: Iterable[Group] = (), *, plain: bool = False
    ) -> None:
        """plain: the very words only; no saying, no sound, no shape."""
        self.store, self.marks = store, marks
        self.missing: list[str] = []
        self.bits: list[str] = []  # runs of which only short parts stand somewhere
        self._groups, self._plain, self._asked = tuple(groups), plain, 0
        self._listed = {word for group in self._groups for word in group}
        self._seen: dict[tuple[tuple[str, ...], bool, Where], list[int]] = {}

    @property
    def unwritten(self) -> tuple[str, ...]:
        """What stands in no document, each with the run of signs it was typed in; nothing where not all was asked."""
        if self._asked >= MOST_QUESTIONS:
            return ()
        runs = {lost: next((run for run in self.bits if lost in run), lost) for lost in self.missing}
        return tuple(dict.fromkeys(runs.values()))

    # --- what is asked for

    def pieces(self, text: str, length: int) -> Iterator[Piece]:
        """The things that the first `length` signs ask for, in their order; each once."""
        had: set[str] = set()
        for part in _CUT.split(normalise(visible(text))[:length]):
            for piece in self._part(part):
                if piece.word not in had:
                    had.update(p.text for p in piece.phrases)
                    yield piece

    def whole(self, text: str, length: int) -> Piece | None:
        """What was typed as it was typed, where a document holds it: it counts beside its parts."""
        found = phrase(normalise(visible(text))[:length])
        return Piece(text, (found,), all=True) if found is not None and self.ranks(found) else None

    def parts(self, word: str) -> Iterator[Piece]:
        """The parts of a word that stands as a whole in some text and in no title: 义务教育招生入学."""
        yield from self._run(word, len(word) - SHORTEST_WORD)

    def _part(self, text: str) -> Iterator[Piece]:
        """A saying first, then what stands before and behind it."""
        said = "" if self._plain else next((s for s in says() if s in text), "")
        if not said:
            yield from self._words(text)
            return
        before, _, behind = text.partition(said)
        yield from self._part(before)
        yield Piece(said, tuple(p for w in (*says()[said], said) if (p := phrase(w))))
        yield from self._part(behind)

    def _words(self, text: str) -> Iterator[Piece]:
        for rest in _EMPTY.split(text):
            for piece in _YEAR.split(rest):
                if _YEAR.fullmatch(piece):
                    yield from self._piece(piece, piece, weight=A_YEAR)
                else:
                    for run in (*_WORDS.findall(piece), *HAN_RUN.findall(piece)):
                        yield from self._run(run)

    def _run(self, run: str, most: int = LONGEST_WORD) -> Iterator[Piece]:
        """A run of signs: the longest known words from its beginning; what lies between is tried by ear and eye."""
        if _WORDS.fullmatch(run):
            yield from self._letters(run)
            return
        cut = list(self._cut(run, most))
        if not any(known and _sure(part, run) for known, part in cut):
            self.bits.append(run)
        for known, part in cut:
            if known:
                sure = _sure(part, run)
                yield from self._piece(part, part, sure=sure)
            else:
                yield from self._slip(part)

    def _cut(self, run: str, most: int) -> Iterator[tuple[bool, str]]:
        """The known words of a run, and what lies between them."""
        start, lost = 0, ""
        while start < len(run):
            length = self._longest(run[start:], most)
            if not length:
                lost += run[start]
                start += 1
                continue
            if lost:
                yield False, lost
            lost = ""
            yield True, run[start : start + length]
            start += length
        if lost:
            yield False, lost

    def _piece(self, said: str, word: str, *, weight: float = 1.0, sure: bool = True) -> Iterator[Piece]:
        typed = phrase(word)
        if typed is not None:
            yield Piece(said, (typed, *close_to(word, self._groups)[:MOST_CLOSE]), weight, sure=sure)

    def _longest(self, text: str, most: int) -> int:
        """How many signs the longest known word at the beginning has; 0: none of two signs or more.

        A longer phrase is never more frequent than its beginning, so that few questions find it; a listed word stands
        for those that are close to it.
        """
        low, high, best = SHORTEST_WORD, min(len(text), most), 0
        while low <= high:
            middle = (low + high + 1) // 2 if best else min(low + 1, high)
            if self._stands(text[:middle]):
                best, low = middle, middle + 1
            else:
                high = middle - 1
        listed = _by_first(self._groups).get(text[:1], ()) if self._groups else ()
        for word in listed:
            if best < len(word) <= most and text.startswith(word) and self._known(word):
                return len(word)
        return best

    def _stands(self, word: str) -> bool:
        found = phrase(word)
        return found is not None and bool(self._asking(found))

    def _known(self, word: str) -> bool:
        """Whether a document holds it, or a word that is close to it."""
        if self._stands(word):
            return True
        near = (
            close_to(word, tuple(group for group in self._groups if word in group))
            if word in self._listed
            else ()
        )
        return any(self._asking(p) for p in near[:MOST_CLOSE])

    def _letters(self, letters: str) -> Iterator[Piece]:
        if self._stands(letters):
            yield from self._piece(letters, letters)
        elif heard := self._heard(letters):
            yield from self._meant(letters, heard)
        else:
            self._lose(letters)

    def _slip(self, lost: str) -> Iterator[Piece]:
        """What nobody wrote: another word that sounds so, or with signs that look so."""
        if len(lost) < SHORTEST_WORD:
            return
        for length in range(min(len(lost), LONGEST_SLIP), SHORTEST_WORD - 1, -1):
            for at in range(len(lost) - length + 1) if self._asked < MOST_QUESTIONS else ():
                part = lost[at : at + length]
                if heard := self._heard(part, whole=part == lost or length > SHORTEST_WORD) or self._looks(
                    part
                ):
                    yield from self._slip(lost[:at])
                    yield from self._meant(part, heard)
                    yield from self._slip(lost[at + length :])
                    return
        self._lose(lost)

    def _lose(self, words: str) -> None:
        if words not in self.missing:
            self.missing.append(words)

    def _meant(self, typed: str, word: str) -> Iterator[Piece]:
        """What was meant by letters or by a slip; it may be a saying itself."""
        means = says().get(word)
        if means:
            yield Piece(typed, tuple(p for w in means if (p := phrase(w))))
        else:
            yield from self._piece(typed, word)

    def _heard(self, typed: str, *, whole: bool = True) -> str:
        """The word that sounds as what was typed: one of the list of close words, else one that stands in titles.

        whole: not two signs out of a longer run, as which some two of any title sound.
        """
        for way in () if self._plain else sounds.typed(typed):
            for word in listed_by_sound(self._groups).get(way, ()):
                if word != typed:
                    return word
            if not whole:
                continue
            found: Counter[str] = Counter()
            ranks = self._asking(Phrase(typed, way), Where.TITLE)[:LISTENED]
            for title in SearchDoc.objects.filter(rank__in=ranks).values_list("title", flat=True):
                found.update({w for w in sounds.places(title, way) if w != typed})
            if found:
                return min(found, key=lambda w: (-found[w], w))
        return ""

    def _looks(self, typed: str) -> str:
        for at, sign in () if self._plain else enumerate(typed):
            for other in alike().get(sign, ""):
                word = typed[:at] + other + typed[at + 1 :]
                if self._known(word):
                    return word
        return ""

    # --- what the index knows

    def _asking(self, one: Phrase, where: Where = Where.ALL) -> list[int]:
        """As `ranks`, while a text is read: whoever types much does not ask much."""
        if (one.tokens, one.prefix, where) not in self._seen:
            if self._asked >= MOST_QUESTIONS:
                return []
            self._asked += 1
        return self.ranks(one, where)

    def ranks(self, one: Phrase, where: Where = Where.ALL) -> list[int]:
        """The newest items that hold a phrase, those in force first; each is asked for once."""
        key = (one.tokens, one.prefix, where)
        if key not in self._seen:
            self._seen[key] = self.store.ranks(Match((Term(one),), self.marks, where), CAP)
        return self._seen[key]


@functools.cache
def alike() -> Mapping[str, str]:
    """A sign → the signs that are taken for it in typing and by recognition; what sounds alike needs no list."""
    found: dict[str, str] = {}
    for group in tomllib.loads(_SHAPES_FILE.read_text(encoding="utf-8"))["groups"]:
        for sign in group:
            found[sign] = found.get(sign, "") + "".join(s for s in group if s != sign)
    return found


def _sure(part: str, run: str) -> bool:
    return len(part) > SHORTEST_WORD or len(run) - len(part) < SHORTEST_WORD


@functools.lru_cache(maxsize=16)
def _by_first(groups: tuple[Group, ...]) -> Mapping[str, list[str]]:
    """The listed words by their first sign, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted({w for group in groups for w in group}, key=lambda w: (-len(w), w)):
        found.setdefault(word[:1], []).append(word)
    return found


@functools.lru_cache(maxsize=16)
def listed_by_sound(groups: tuple[Group, ...]) -> Mapping[tuple[str, ...], list[str]]:
    """The listed words by the ways in which they sound, close words before sayings."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word in (word for group in (*groups, says()) for word in group if HAN_RUN.fullmatch(word)):
        for way in sounds.ways(word):
            found.setdefault(way, []).append(word)
    return found
