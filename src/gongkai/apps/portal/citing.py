"""Documents that a text cites by number or title become links, where the platform itself publishes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.apps.portal.links import outside_links, put_links
from gongkai.files.web.fragment import HtmlElement
from gongkai.gongwen import find_numbers
from gongkai.gongwen.text import squeeze

# numbers and titles that are cited → the same with their addresses, those that are public here
Known = Callable[[Sequence[str], Sequence[str]], Mapping[str, str]]
_NUMBER = re.compile(
    r"[\u4e00-\u9fff（）()]{1,24}\s*[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号"
)
_TITLE = re.compile(r"《([^《》<>]{5,150})》")
_MOST = 60


@dataclass(frozen=True)
class Cited:
    """One place of a text. words: the number as it is written down in records, or the title."""

    start: int
    end: int
    words: str
    by_number: bool


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


def link_cited(root: HtmlElement, known: Known) -> None:
    """Put the links in. What stands in a link already is left alone."""
    places = [
        (node, at_tail, text, cited)
        for node, at_tail, text in outside_links(root)
        if (cited := cited_in(text))
    ]  # fmt: skip
    named = [one for *_, cited in places for one in cited][:_MOST]
    if not named:
        return
    numbers = list(dict.fromkeys(one.words for one in named if one.by_number))
    titles = list(dict.fromkeys(one.words for one in named if not one.by_number))
    addresses = known(numbers, titles)
    for node, at_tail, text, cited in places:
        links = [(one.start, one.end, addresses[one.words]) for one in cited if one.words in addresses]
        put_links(node, at_tail, text, links)
