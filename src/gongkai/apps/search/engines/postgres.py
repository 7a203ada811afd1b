"""PostgreSQL: one tsvector a document under a GIN index. Its own parser is never asked: it does not know Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from gongkai.apps.search.engines import Match, Words
from gongkai.apps.search.query import Term
from gongkai.apps.search.tokenize import Phrase

CREATE = """
CREATE TABLE search_words (rank bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX search_words_gin ON search_words USING gin (words) WITH (fastupdate = off);
"""
DROP = "DROP TABLE search_words"

LAST_POSITION = 16_383  # tsvector counts no further; what stands beyond is not indexed
MOST_POSITIONS = 255  # a lexeme keeps no more


def _vector(words: Words) -> str:
    """The tsvector literal: title with weight A, body without, marks as words that no text can hold."""
    where: dict[str, list[str]] = {}
    position = 0
    for tokens, weight in ((words.title, "A"), (words.body, "")):
        for token in tokens:
            position += 1
            if position > LAST_POSITION:
                break
            places = where.setdefault(token, [])
            if len(places) < MOST_POSITIONS:
                places.append(f"{position}{weight}")
        position += 1  # no phrase may run from the title into the body
    lexemes = [f"'{token}':{','.join(places)}" for token, places in where.items()]
    return " ".join([*lexemes, *(f"'={mark}'" for mark in words.marks)])


def _phrase(p: Phrase, weight: str) -> str:
    last = len(p.tokens) - 1
    parts = []
    for i, token in enumerate(p.tokens):
        flags = weight + ("*" if p.prefix and i == last else "")
        parts.append(f"'{token}'" + (f":{flags}" if flags else ""))
    return "(" + " <-> ".join(parts) + ")"


def _term(term: Term, weight: str) -> str:
    return "(" + " | ".join(_phrase(p, weight) for p in term.phrases) + ")"


def expression(match: Match) -> str:
    """The tsquery literal of a match."""
    weight = "A" if match.title_only else ""
    parts: Iterable[str] = [*(f"'={m}'" for m in match.marks), *(_term(t, weight) for t in match.terms)]
    return " & ".join(parts)


class Postgres:
    """The tsvector store."""

    def put(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_words(rank, words) VALUES (%s, %s::tsvector)"
                " ON CONFLICT (rank) DO UPDATE SET words = excluded.words",
                [rank, _vector(words)],
            )

    def drop(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE rank = %s", [rank])

    def ranks(self, match: Match, limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rank FROM search_words WHERE words @@ %s::tsquery ORDER BY rank DESC LIMIT %s",
                [expression(match), limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def count(self, match: Match) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM search_words WHERE words @@ %s::tsquery", [expression(match)]
            )
            return int(cursor.fetchone()[0])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_words")
