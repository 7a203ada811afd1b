"""What became public of documents. The floor above (publishing) registers who knows; nothing here looks up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Publicity:
    """What the public has of a document. validity: in words, while it is public; opened_on: the first day."""

    live: bool
    opened_on: dt.date | None = None
    validity: str = ""


Source = Callable[[Sequence[int]], Mapping[int, Publicity]]
_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Called once by the floor that makes documents public, in its `ready()`."""
    _sources[:] = [source]


def publicity_of(documents: Sequence[int]) -> Mapping[int, Publicity]:
    """By key, for those that have an index number: one question for a whole page of them."""
    return _sources[0](documents) if _sources and documents else {}
