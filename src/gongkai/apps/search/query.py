"""What a person typed, understood: terms that must all be there, close words, a document number."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search.models import Synonyms
from gongkai.apps.search.tokenize import (
    Number,
    Phrase,
    find_bare_number,
    find_number,
    normalise,
    phrase,
    visible,
)

Group = tuple[str, ...]  # words that mean nearly the same
LONGEST = 60  # characters of a query that are read
MOST_TERMS = 8
_SPLIT = re.compile(r"[\s\"'“”‘’《》「」,，;；、]+")
_AFTER = re.compile(r"^\s*(?:号?文件?|号)\s*$")  # 云教办〔2026〕2号文
_DATA = Path(__file__).parent / "data" / "synonyms.toml"


@dataclass(frozen=True)
class Term:
    """One thing that must be found: the typed phrase, or one that means nearly the same."""

    typed: Phrase
    close: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return (self.typed, *self.close)


@dataclass(frozen=True)
class Query:
    """A query as it was understood; `typed` is shown back to the person unchanged."""

    typed: str
    terms: tuple[Term, ...]
    number: Number | None = None

    @property
    def close_words(self) -> tuple[str, ...]:
        """The words that were counted in although nobody typed them."""
        return tuple(dict.fromkeys(p.text for t in self.terms for p in t.close))

    def __bool__(self) -> bool:
        return bool(self.terms)


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _parts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _data()["part"]
    return found


@functools.cache
def elsewhere() -> Mapping[str, Group]:
    """A word → the words that hold its signs by chance: 教学区 is not about 学区."""
    return {word: tuple(others.split()) for word, others in _data()["elsewhere"].items()}


@functools.cache
def shipped() -> tuple[Group, ...]:
    """The groups that the package brings."""
    return tuple(tuple(group) for part in _parts() for group in part["groups"])


@functools.cache
def says() -> Mapping[str, Group]:
    """What people say → the words of documents that mean it, the likeliest first; the longest sayings first."""
    found = {
        normalise(said): tuple(means.split()) for part in _parts() for said, means in part["says"].items()
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def groups_of(site: Organization) -> tuple[Group, ...]:
    """The groups in use at a site: the shipped ones it does not do without, its own, and those of the sites above."""
    steps = [site.path[:end] for end in range(6, len(site.path) + 1, 6)]
    rows = Synonyms.objects.filter(site__path__in=steps).values_list("words", "off", "site__path")
    off = {tuple(words) for words, gone, path in rows if gone and path == site.path}
    own = [tuple(words) for words, gone, _ in rows if not gone]
    return tuple(group for group in (*shipped(), *own) if group not in off)


def close_to(text: str, groups: Iterable[Group]) -> tuple[Phrase, ...]:
    """The phrase with its longest known word exchanged. A close word that holds the typed one adds nothing."""
    known = {word: tuple(w for w in group if w != word) for group in groups for word in group}
    held = max((w for w in known if w in text), key=len, default="")
    variants = [text.replace(held, other) for other in known.get(held, ())]
    return tuple(p for v in dict.fromkeys(variants) if text not in v and (p := phrase(v)))


def understand(typed: str, *, exact: bool = False, groups: Iterable[Group] | None = None) -> Query:
    """Read a query. `exact` leaves out the close words; groups: of the site, the shipped ones if none are given.

    Only the first characters and terms count.
    """
    groups = shipped() if groups is None else groups
    typed = " ".join(typed.split())[:LONGEST]
    number, rest = find_number(visible(typed))
    if number is None:
        number, rest = find_bare_number(visible(typed))
    terms: list[Term] = []
    if number is not None:
        rest = _AFTER.sub("", rest)
        spelled = phrase(str(number))
        if spelled is not None:
            terms.append(Term(spelled))
    for word in _SPLIT.split(rest):
        found = phrase(word)
        if found is not None and len(terms) < MOST_TERMS:
            terms.append(Term(found, () if exact else close_to(word, groups)))
    return Query(typed, tuple(terms), number)
