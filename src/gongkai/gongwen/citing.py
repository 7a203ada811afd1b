"""Documents that a text names: by 发文字号, or by title between 《》."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.gongwen.numbers import find_numbers
from gongkai.gongwen.text import squeeze

_NUMBER = re.compile(
    r"[\u4e00-\u9fff（）()]{1,24}\s*[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号"
)
_TITLE = re.compile(r"《([^《》<>]{5,150})》")


@dataclass(frozen=True)
class Cited:
    """One place of a text. words: the number as it is written down in records, or the title."""

    start: int
    end: int
    words: str
    by_number: bool


def words_of(cited: Iterable[Cited]) -> tuple[list[str], list[str]]:
    """The numbers and the titles among them, each once, in the order in which they are first named."""
    named = dict.fromkeys((one.words, one.by_number) for one in cited)
    return [words for words, number in named if number], [words for words, number in named if not number]


def cited_in(text: str) -> list[Cited]:
    """The numbers and titles named in a text, in order."""
    found = [Cited(m.start(), m.end(), "".join(m[1].split()), False) for m in _TITLE.finditer(text)]
    for match in _NUMBER.finditer(text):
        numbers = find_numbers(match[0])
        if not numbers:
            continue
        number = numbers[-1]
        start = match.start()
        while start < match.end() and len(squeeze(text[start : match.end()])) > number.end - number.start:
            start += 1
        if not any(one.start < match.end() and start < one.end for one in found):
            found.append(Cited(start, match.end(), number.number.text, True))
    return sorted(found, key=lambda one: one.start)
