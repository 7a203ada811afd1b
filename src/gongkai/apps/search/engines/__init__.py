"""The stores of words, one behind each database. They know ranks and tokens, nothing of documents.

A row's key is its rank: valid before ended, then newest first. So the best hits are simply the highest keys that
match, read off in order, without scoring every hit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.db import connection

from gongkai.apps.search.query import Term

IN_FORCE = 1 << 40  # ranks from here on belong to what is in force


@dataclass(frozen=True)
class Words:
    """The tokens of one document: title (with its number), body, marks to filter by, and attachments."""

    title: Sequence[str]
    body: Sequence[str]
    marks: Sequence[str]
    files: Sequence[str] = ()


class Where(StrEnum):
    """Where the words of a match stand: in the title, in title or text, in these or in an attachment."""

    TITLE = "title"
    TEXT = "text"
    ALL = "all"


@dataclass(frozen=True)
class Match:
    """All terms, each in one of the places meant, and all marks."""

    terms: tuple[Term, ...]
    marks: tuple[str, ...]
    where: Where = Where.ALL


class Engine(Protocol):
    """What both stores can do."""

    def put(self, rank: int, words: Words) -> None:
        """Add a row; there must be none of this rank."""

    def drop(self, rank: int, words: Words) -> None:
        """Take a row out; `words` must be those it was put in with."""

    def ranks(self, match: Match, limit: int) -> list[int]:
        """The highest ranks that match, highest first; what lies beyond the limit is not even counted."""

    def clear(self) -> None:
        """Forget everything."""


def engine() -> Engine:
    """The store that belongs to the database in use."""
    if connection.vendor == "postgresql":
        from gongkai.apps.search.engines.postgres import Postgres

        return Postgres()
    from gongkai.apps.search.engines.sqlite import SQLite

    return SQLite()
