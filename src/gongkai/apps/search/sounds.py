"""How words sound: 拼音, its first letters, and slips of the ear (招声 for 招生), found among the titles of the index.

A title stands in the index with its syllables (`0zhao 0shen`) and their first letters (`1z 1s`) after its own words; no
text holds such words. Sounds that many do not tell apart are one: zh and z, ch and c, sh and s, -ng and -n, ü and u.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from gongkai.apps.search.tokenize import HAN_RUN, normalise

BETWEEN = "00"  # no sequence runs from one run of signs into the next
_LETTERS = re.compile(r"[a-zü]+")
MOST_WAYS = 6  # in which letters are cut into syllables
SHORTEST = 3  # letters of which each may begin a word: of two there are too many


def _folded(syllable: str) -> str:
    plain = syllable.replace("ü", "u").replace("v", "u")
    for wide, narrow in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if plain.startswith(wide):
            plain = narrow + plain[2:]
    return plain.removesuffix("g") if plain.endswith("ng") else plain


@functools.lru_cache(maxsize=4096)
def syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run of Chinese signs, one a sign."""
    from pypinyin import lazy_pinyin  # a large table, wanted only where somebody publishes or misses

    spoken = lazy_pinyin(run)
    return tuple(_folded(s) for s in spoken) if len(spoken) == len(run) else ()


def ways(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How a run of Chinese signs stands in the index: by its syllables, and by their first letters."""
    heard = syllables(run)
    return tuple("0" + s for s in heard), tuple("1" + s[:1] for s in heard)


def of_title(title: str) -> list[str]:
    """The words by which the sound of a title stands in the index."""
    whole: list[str] = []
    first: list[str] = []
    for run in HAN_RUN.findall(normalise(title)):
        syllables_of, letters_of = ways(run)
        whole += [*syllables_of, BETWEEN]
        first += [*letters_of, BETWEEN]
    return [*whole, *first]


def typed(word: str) -> list[tuple[str, ...]]:
    """The ways in which what was typed can sound, the likeliest first; none for what is neither letters nor Chinese."""
    plain = normalise(word)
    if HAN_RUN.fullmatch(plain):
        heard, _ = ways(plain)
        return [heard] if len(heard) > 1 else []
    if not _LETTERS.fullmatch(plain):
        return []
    found = [tuple("0" + s for s in way) for way in _cuts(plain)]
    if len(plain) >= SHORTEST:
        found.append(tuple("1" + letter for letter in plain))
    return [way for way in found if len(way) > 1]


def places(title: str, way: Sequence[str]) -> Iterator[str]:
    """The parts of a title that sound so."""
    by_letters = way[0].startswith("1")
    for run in HAN_RUN.findall(normalise(title)):
        whole, first = ways(run)
        heard = first if by_letters else whole
        for at in range(len(heard) - len(way) + 1):
            if heard[at : at + len(way)] == tuple(way):
                yield run[at : at + len(way)]


def same(word: str, other: str) -> bool:
    """Whether two words of Chinese signs sound alike."""
    return len(word) == len(other) and syllables(word) == syllables(other) != ()


@functools.cache
def _known() -> frozenset[str]:
    """All syllables there are, as they are typed."""
    from pypinyin.contrib.tone_convert import to_normal
    from pypinyin.pinyin_dict import pinyin_dict

    toned = {sound for sounds in pinyin_dict.values() for sound in sounds.split(",")}
    plain = {to_normal(sound) for sound in toned}
    spelled = frozenset(s.replace("ü", "v") for s in plain if s.isalpha() and set(s) & set("aeiouü"))
    return spelled | {"lu", "nu", "lv", "nv"}


def _cuts(letters: str) -> list[list[str]]:
    """The ways to cut letters into syllables, those of fewest first."""
    found: list[list[str]] = []

    def cut(at: int, so_far: list[str]) -> None:
        if len(found) >= 4 * MOST_WAYS:
            return
        if at == len(letters):
            found.append(so_far)
        for end in range(min(at + 6, len(letters)), at, -1):
            if letters[at:end] in _known():
                cut(end, [*so_far, _folded(letters[at:end])])

    cut(0, [])
    return sorted(found, key=len)[:MOST_WAYS]
