"""Where a title may go on in the next line: between words, never inside one. 关于做好│义务教育阶段│学校│招生工作│的通知.

The words are those of `data/words.txt` and of the list of close words; what neither knows stays whole up to the next
known word. The page lets such a run be cut only where no line could hold it.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.apps.search.queries import shipped_groups

LONGEST_WORD = 10
_FILE = Path(__file__).parent / "data" / "words.txt"
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# a run of one kind: a year or a number with what it counts, letters, Chinese signs, any other sign
_RUN = re.compile(
    r"[0-9０-９][0-9０-９.%/:：-]*(?:[年月日号届期条项个级类元]|学年|年度|学期)?|[A-Za-z]+|[\u3400-\u4dbf\u4e00-\u9fff]+|.",
    re.S,
)
_BEHIND = re.compile(r"[》〉」』”’）)〕\]】、，。；：:！!？?·—\s]")  # never begins a line
_BEFORE = re.compile(r"[《〈「『“‘（(〔\[【]")  # never ends one
_TAIL, _HEAD = (
    "的之等们者号",
    "和与及并对第向将被为在各全新",
)  # single signs that lean on what stands before, or behind


@functools.cache
def _words() -> frozenset[str]:
    """The words that are kept whole."""
    own = {
        w for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#") for w in line.split()
    }
    return frozenset(own | {w for group in shipped_groups() for w in group if 1 < len(w) <= LONGEST_WORD})


def parts(title: str) -> list[str]:
    """The title in pieces behind each of which a line may end; together they are the title."""
    found: list[str] = []
    leaning = ""  # what may not end a line waits for the next piece
    for piece in _pieces(title):
        if found and not leaning and (_BEHIND.fullmatch(piece) or piece in _TAIL):
            found[-1] += piece
        elif _BEFORE.fullmatch(piece) or piece in _HEAD:
            leaning += piece
        else:
            found.append(leaning + piece)
            leaning = ""
    return [*found, leaning] if leaning else found


def by_sense(title: str) -> SafeString:
    """The title with the places at which a line may end."""
    return mark_safe("<wbr>".join(escape(part) for part in parts(title)))


def _pieces(title: str) -> list[str]:
    return [p for run in _RUN.findall(title) for p in (_cut(run) if _HAN.fullmatch(run) else [run])]


@functools.lru_cache(maxsize=2048)
def _cut(run: str) -> tuple[str, ...]:
    """A run of Chinese signs in words, so that as few signs as possible belong to none, then as few words as possible."""
    best: list[tuple[int, int, int]] = [(0, 0, 0)]  # signs without a word, words, length of the last
    for end in range(1, len(run) + 1):
        ways = []
        for size in range(1, min(end, LONGEST_WORD) + 1):
            lost, many, _ = best[end - size]
            known = size > 1 and run[end - size : end] in _words()
            if known or size == 1:
                ways.append((lost + (not known), many + 1, -size))
        lost, many, size = min(ways)
        best.append((lost, many, -size))
    found: list[str] = []
    end = len(run)
    while end:
        size = best[end][2]
        found.append(run[end - size : end])
        end -= size
    return _joined(found[::-1])


def _joined(words: list[str]) -> tuple[str, ...]:
    """Signs without a word stay together: a name that no list knows is not cut."""
    found: list[str] = []
    open_run = False
    for word in words:
        loose = len(word) == 1 and word not in _TAIL + _HEAD
        if loose and open_run:
            found[-1] += word
        else:
            found.append(word)
        open_run = loose
    return tuple(found)
