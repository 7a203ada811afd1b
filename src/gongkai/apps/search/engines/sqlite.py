"""SQLite: one contentless FTS5 table. It keeps only the inverted index, so a row is taken out by naming its words."""

from __future__ import annotations

from django.db import connection

from gongkai.apps.search.engines import Match, Where, Words
from gongkai.apps.search.query import Term
from gongkai.apps.search.tokenize import Phrase

CREATE = """
CREATE VIRTUAL TABLE search_words USING fts5(
    title, body, files, marks, content='', columnsize=0, tokenize="unicode61 remove_diacritics 0"
)
"""
DROP = "DROP TABLE search_words"
_COLUMNS = {Where.TITLE: "{title}", Where.TEXT: "{title body}", Where.ALL: "{title body files}"}


def _phrase(p: Phrase) -> str:
    # tokens are letters and digits only (tokenize.RUN), so quoting cannot be broken out of
    return f'"{" ".join(p.tokens)}"' + (" *" if p.prefix else "")


def _term(term: Term) -> str:
    return "(" + " OR ".join(_phrase(p) for p in term.phrases) + ")"


def expression(match: Match) -> str:
    """The FTS5 query of a match."""
    columns = _COLUMNS[match.where]
    parts = [f'marks : "{mark}"' for mark in match.marks]
    if match.terms:
        parts.append(f"({columns} : ({' AND '.join(_term(t) for t in match.terms)}))")
    return " AND ".join(parts)


class SQLite:
    """The FTS5 store."""

    def _row(self, rank: int, words: Words) -> tuple[int, str, str, str, str]:
        return rank, " ".join(words.title), " ".join(words.body), " ".join(words.files), " ".join(words.marks)

    def put(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_words(rowid, title, body, files, marks) VALUES (%s, %s, %s, %s, %s)",
                self._row(rank, words),
            )

    def drop(self, rank: int, words: Words) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_words(search_words, rowid, title, body, files, marks)"
                " VALUES ('delete', %s, %s, %s, %s, %s)",
                self._row(rank, words),
            )

    def ranks(self, match: Match, limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s",
                [expression(match), limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")
