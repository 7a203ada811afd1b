"""PostgreSQL: tsvectors under GIN indexes. Its own parser is never asked: it does not know Chinese.

The title has a vector of its own, because a weight inside a common one would make every hit a look into the row.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from gongkai.apps.search.engines import Match, Words
from gongkai.apps.search.tokenize import Phrase

CREATE = """
CREATE TABLE search_words (rank bigint PRIMARY KEY, title tsvector NOT NULL, words tsvector NOT NULL);
CREATE INDEX search_words_title ON search_words USING gin (title) WITH (fastupdate = off);
CREATE INDEX search_words_gin ON search_words USING gin (words) WITH (fastupdate = off);
"""
DROP = "DROP TABLE search_words"

LAST_POSITION = 16_383  # tsvector counts no further; what stands beyond is not indexed
MOST_POSITIONS = 255  # a lexeme keeps no more


def _vector(texts: Sequence[Sequence[str]], marks: Sequence[str]) -> str:
    """A tsvector literal: the texts one after another, and marks as words that no text can hold."""
    where: dict[str, list[str]] = {}
    position = 0
    for tokens in texts:
        for token in tokens:
            position += 1
            if position > LAST_POSITION:
                break
            places = where.setdefault(token, [])
            if len(places) < MOST_POSITIONS:
                places.append(str(position))
        position += 1  # no phrase may run from the title into the body
    lexemes = [f"'{token}':{','.join(places)}" for token, places in where.items()]
    return " ".join([*lexemes, *(f"'={mark}'" for mark in marks)])


def _phrase(p: Phrase) -> str:
    *before, last = (f"'{token}'" for token in p.tokens)
    return "(" + " <-> ".join([*before, f"{last}:*" if p.prefix else last]) + ")"


def expression(match: Match) -> str:
    """The tsquery literal of a match."""
    terms = ["(" + " | ".join(_phrase(p) for p in t.phrases) + ")" for t in match.terms]
    return " & ".join([*(f"'={m}'" for m in match.marks), *terms])


class Postgres:
    """The tsvector store."""

    def put(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_words(rank, title, words) VALUES (%s, %s::tsvector, %s::tsvector)"
                " ON CONFLICT (rank) DO UPDATE SET title = excluded.title, words = excluded.words",
                [rank, _vector([words.title], words.marks), _vector([words.title, words.body], words.marks)],
            )

    def drop(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE rank = %s", [rank])

    def ranks(self, match: Match, limit: int) -> list[int]:
        column = "title" if match.title_only else "words"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rank FROM search_words WHERE {column} @@ %s::tsquery ORDER BY rank DESC LIMIT %s",  # noqa: S608
                [expression(match), limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_words")
