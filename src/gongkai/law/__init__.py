"""法: provisions as versioned data, closed lists with their articles, the fee ladder. No Django here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from gongkai.law import lists
from gongkai.law.load import Law, load_law
from gongkai.law.own import own
from gongkai.law.provision import UNIT_WORDS, Applicable, Effect, Entry, Provision, Source, Version

__all__ = [
    "Applicable",
    "Effect",
    "Entry",
    "Law",
    "Provision",
    "Source",
    "Version",
    "amount",
    "applicable",
    "cite",
    "extension_of",
    "known_law",
    "limit",
    "provision",
    "reload",
    "resolve",
    "version",
]


@cache
def known_law() -> Law:
    """The shipped law and the installation's own (`GONGKAI_DATA/law`), read once per process."""
    return load_law(more=own().provisions)


def reload() -> None:
    """Read all law anew when it is next asked for: the installation's own files have changed."""
    for read in (own, lists.entries, lists.history, lists.by_code, known_law):
        read.cache_clear()


def provision(matter: str) -> Provision:
    """The provision of that id; `.at(day)` gives its version."""
    return known_law().provision(matter)


def version(version_id: str) -> Version:
    """A pinned version, as a case stores it (`reply_2008`)."""
    return known_law().version(version_id)


def cite(name: str) -> str:
    """《政府信息公开条例》第二十六条: the article of a duty, of a version id, or of a matter's newest text.

    A house rule says that it is one. GongkaiError for a name the law does not know.
    """
    duty = lists.by_code("duties").get(name)
    return duty.citation if duty is not None else _version(name).source.short


def limit(name: str) -> str:
    """20个工作日: the limit of a house rule, of a version id, or of a matter's newest text, in words."""
    duty = lists.by_code("duties").get(name)
    if duty is None:
        return _version(name).phrase
    return f"{amount(name)}{UNIT_WORDS[duty.facts['unit']]}"  # type: ignore[index] # the loader knows its units


def amount(name: str) -> int:
    """The number of a house rule (`soon`: working days before the last that count as near)."""
    return int(lists.entry("duties", name).facts["value"])


def _version(name: str) -> Version:
    known = known_law()
    return known.version(name) if name in known.version_ids else known.provision(name).versions[-1]


def resolve(name: str, on: date) -> Version:
    """A version from a matter (chosen by date) or a version id (pinned)."""
    return known_law().resolve(name, on)


def extension_of(version: Version, levels: Iterable[str] = ("national",)) -> Version:
    """The rule that allows an extension of a version, from the text of its time."""
    return known_law().extension_of(version, levels)


def applicable(matter: str, facts: dict[str, date], levels: Iterable[str]) -> Applicable:
    """What binds a body carrying `levels` (`national`, `city:shanghai`, `bureau:jiading`) in a case."""
    return known_law().applicable(matter, facts, levels)
