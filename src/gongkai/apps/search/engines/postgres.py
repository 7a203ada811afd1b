"""PostgreSQL: tsvectors under GIN indexes. Its own parser is never asked: it does not know Chinese.

The title has a vector of its own, because a weight inside a common one would make every hit a look into the row; so have
attachments. A tsvector counts to 16,383 and keeps 255 places of a lexeme, so a long text stands in several rows of one
rank, each of which begins with the end of the one before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import connection

from gongkai.apps.search.engines import Match, Where, Words
from gongkai.apps.search.query import LONGEST, Term
from gongkai.apps.search.tokenize import Phrase

CREATE = """
CREATE TABLE search_words (rank bigint, part integer, title tsvector, words tsvector, files tsvector, PRIMARY KEY (rank, part));
CREATE INDEX search_words_title ON search_words USING gin (title) WITH (fastupdate = off);
CREATE INDEX search_words_gin ON search_words USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_words_files ON search_words USING gin (files) WITH (fastupdate = off);
"""
DROP = "DROP TABLE search_words"

LAST_POSITION = 16_000  # tsvector counts no further than 16,383
MOST_POSITIONS = 255  # a lexeme keeps no more
_MANY = "=many"  # the mark of a text that stands in several rows
_GAP = ""  # between title and body: no phrase runs from one into the other
_COLUMNS = {Where.TITLE: ("title",), Where.TEXT: ("words",), Where.ALL: ("words", "files")}


def _parts(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """A text in pieces that a vector can hold; each begins with as much of the one before as a query is long."""
    start = at = 0
    had: Counter[str] = Counter()
    while at < len(tokens):
        token = tokens[at]
        if at - start >= LAST_POSITION or (had[token] >= MOST_POSITIONS and token):
            yield tokens[start:at]
            start = at - LONGEST
            had = Counter(tokens[start:at])
        had[token] += 1
        at += 1
    yield tokens[start:]


def _vector(tokens: Sequence[str], marks: Sequence[str]) -> str:
    """A tsvector literal: a text, and marks as words that no text can hold."""
    where: dict[str, list[str]] = {}
    for position, token in enumerate(tokens, 1):
        if token:
            where.setdefault(token, []).append(str(position))
    lexemes = [f"'{token}':{','.join(places)}" for token, places in where.items()]
    return " ".join([*lexemes, *(f"'={mark}'" for mark in marks)])


def _rows(rank: int, words: Words) -> list[tuple[int, int, str | None, str | None, str | None]]:
    texts = list(_parts([*words.title, _GAP, *words.body]))
    files = list(_parts(words.files)) if words.files else []
    marks = [*words.marks, *([_MANY[1:]] if len(texts) + len(files) > 1 else [])]
    title = _vector(words.title, words.marks)
    rows: list[tuple[int, int, str | None, str | None, str | None]] = []
    for part, tokens in enumerate(texts):
        rows.append((rank, part, None if part else title, _vector(tokens, marks), None))
    for part, tokens in enumerate(files, len(texts)):
        rows.append((rank, part, None, None, _vector(tokens, marks)))
    return rows


def _phrase(p: Phrase) -> str:
    *before, last = (f"'{token}'" for token in p.tokens)
    return "(" + " <-> ".join([*before, f"{last}:*" if p.prefix else last]) + ")"


def _term(term: Term) -> str:
    return "(" + " | ".join(_phrase(p) for p in term.phrases) + ")"


def expression(match: Match) -> str:
    """The tsquery literal of a match."""
    return " & ".join([*(f"'={m}'" for m in match.marks), *(_term(t) for t in match.terms)])


def _question(match: Match) -> tuple[str, list[str]]:
    """The ranks of a match, and its values: all terms in one row, or spread over the rows of one text."""
    columns = _COLUMNS[match.where]
    asked = " OR ".join(f"{column} @@ %s::tsquery" for column in columns)
    sql, values = f"SELECT rank FROM search_words WHERE {asked}", [expression(match)] * len(columns)  # noqa: S608
    if len(match.terms) > 1 and match.where != Where.TITLE:
        any_of = " & ".join([f"'{_MANY}'", *(f"'={m}'" for m in match.marks)])
        any_of += f" & ({' | '.join(_term(t) for t in match.terms)})"
        held = " OR ".join(f"coalesce({column} @@ %s::tsquery, false)" for column in columns)
        each = " AND ".join(f"bool_or({held})" for _ in match.terms)
        sql += f" UNION SELECT rank FROM search_words WHERE {asked} GROUP BY rank HAVING {each}"  # noqa: S608
        values += [any_of] * len(columns) + [_term(t) for t in match.terms for _ in columns]
    return sql, values


class Postgres:
    """The tsvector store."""

    def put(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE rank = %s", [rank])
            cursor.executemany(
                "INSERT INTO search_words(rank, part, title, words, files)"
                " VALUES (%s, %s, %s::tsvector, %s::tsvector, %s::tsvector)",
                _rows(rank, words),
            )

    def drop(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE rank = %s", [rank])

    def ranks(self, match: Match, limit: int) -> list[int]:
        sql, values = _question(match)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT rank FROM ({sql}) AS found ORDER BY rank DESC LIMIT %s",  # noqa: S608
                [*values, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_words")
