"""Parts of short texts (titles, numbers) found by an index of pairs of signs: a rare word never reads a million rows.

    TITLES = Fragments("documents_officialdocument", ("title", "number"), "document_fragments")

`create` is for a migration; after it the database keeps the index by itself, whoever writes the row. `narrow` gives
exactly the rows of `icontains`: the index only says which rows are worth a look. On SQLite it is an FTS5 table kept by
triggers, on PostgreSQL a GIN index over a function of the columns.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connections
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

M = TypeVar("M", bound=Model)
FEW = 2000  # rows that are looked up by their keys; of more the newest are met soon in the order of the list
# Words of which the index held more than FEW: it is not asked again. What is found is the same by either way, so a
# word that has become rare since costs time and nothing else. The oldest goes first.
MOST_COMMON = 1000
_common: dict[tuple[str, str, int], None] = {}


@dataclass(frozen=True)
class Fragments:
    """The index of some columns of a table. name: what the database calls it. kept: rows are only ever added."""

    table: str
    columns: tuple[str, ...]
    name: str
    kept: bool = False

    def create(self, apps: Any, editor: Any) -> None:
        """Make the index, of the rows there are too. For `RunPython` of a migration."""
        for line in self._postgres() if editor.connection.vendor == "postgresql" else self._sqlite():
            editor.execute(line, None)

    def drop(self, apps: Any, editor: Any) -> None:
        """Take it away again."""
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP INDEX {self.name}", None)
            editor.execute(f"DROP FUNCTION {self.name}_of(text)", None)
            return
        for trigger in ("added", "changed", "gone"):
            editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{trigger}", None)
        editor.execute(f"DROP TABLE {self.name}", None)

    def narrow(self, rows: QuerySet[M], words: str) -> QuerySet[M]:
        """The rows that hold these words in one of the columns, as `icontains` finds them."""
        # signs without small and capital are compared as they are: PostgreSQL takes six times as long to make them one
        how = "icontains" if words.lower() != words.upper() else "contains"
        held = functools.reduce(operator.or_, (Q(**{f"{name}__{how}": words}) for name in self.columns))
        few = self.few(words, rows.db)
        if few is not None:
            return rows.filter(held, pk__in=few)
        tokens = "" if connections[rows.db].vendor == "postgresql" else _tokens(words)
        return rows.filter(_held_by(self.name, tokens), held) if tokens else rows.filter(held)

    def few(self, words: str, using: str = "default") -> list[int] | None:
        """Keys of the rows worth a look; None where they are many, or the words have no sign that is indexed."""
        connection = connections[using]
        sql, given = self._asked(words, connection.vendor == "postgresql")
        if not sql or (self.name, words, FEW) in _common:
            return None
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT {FEW + 1}", given)
            found = [row[0] for row in cursor.fetchall()]
        if len(found) <= FEW:
            return found
        _remember(self.name, words)
        return None

    def _asked(self, words: str, postgres: bool) -> tuple[str, list[Any]]:
        if postgres:
            pairs = [words[i : i + 2] for i in range(len(words) - 1)] or [words]
            marks = ", ".join(["upper(%s)"] * len(pairs))
            held = f"{self.name}_of({self._text('')}) @> ARRAY[{marks}]"
            return f'SELECT id FROM "{self.table}" WHERE {held}', pairs  # noqa: S608 - names of our own
        tokens = _tokens(words)
        return f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s" if tokens else "", [tokens]  # noqa: S608

    def _text(self, row: str) -> str:
        return " || ' ' || ".join(f"{row}{name}" for name in self.columns)

    def _postgres(self) -> list[str]:
        body = (
            "SELECT array_agg(DISTINCT substr(t, i, n)) FROM (SELECT upper($1) AS t) AS one, "
            "generate_series(1, length($1)) AS i, generate_series(1, 2) AS n"
        )
        return [
            f"CREATE FUNCTION {self.name}_of(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS "
            f"$$ {body} $$",
            f'CREATE INDEX {self.name} ON "{self.table}" USING gin ({self.name}_of({self._text("")}))',
        ]

    def _sqlite(self) -> list[str]:
        name, table = self.name, self.table
        put = f"INSERT INTO {name}(rowid, words) VALUES (new.id, {self._pairs('new.')})"  # noqa: S608
        take = f"INSERT INTO {name}({name}, rowid, words) VALUES ('delete', old.id, {self._pairs('old.')})"  # noqa: S608
        lines = [
            f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', columnsize=0, detail=none, "
            'tokenize="unicode61 remove_diacritics 0")',
            f'INSERT INTO {name}(rowid, words) SELECT d.id, {self._pairs("d.")} FROM "{table}" AS d',  # noqa: S608
            f'CREATE TRIGGER {name}_added AFTER INSERT ON "{table}" BEGIN {put}; END',
        ]
        if not self.kept:
            moved = " OR ".join(f"new.{column} IS NOT old.{column}" for column in self.columns)
            lines += [
                f'CREATE TRIGGER {name}_changed AFTER UPDATE ON "{table}" WHEN {moved} BEGIN {take}; {put}; END',
                f'CREATE TRIGGER {name}_gone AFTER DELETE ON "{table}" BEGIN {take}; END',
            ]
        return lines

    def _pairs(self, row: str) -> str:
        """The text's pairs of neighbours, its last sign alone, as SQLite cuts them."""
        text = self._text(row)
        signs = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < length({text}))"  # noqa: S608
        return f"({signs} SELECT group_concat(substr({text}, i, 2), ' ') FROM n)"  # noqa: S608


def _remember(index: str, words: str) -> None:
    while len(_common) >= MOST_COMMON:
        _common.pop(next(iter(_common), ("", "", 0)), None)
    _common[index, words, FEW] = None


def _held_by(index: str, tokens: str) -> Func:
    """SQLite: the index names the row. The plus keeps the order of the list: its own index is walked, and of the rows
    that are passed over nothing is read."""
    return Func(
        F("pk"), Value(tokens), template="+%(expressions)s)", output_field=BooleanField(),
        arg_joiner=f" IN (SELECT rowid FROM {index} WHERE {index} MATCH ",  # noqa: S608 - names of our own
    )  # fmt: skip


def _tokens(words: str) -> str:
    """The FTS5 query: all pairs of Chinese signs, Latin letters or digits; a single one as the beginning of a pair. Of
    other signs nothing is asked: `icontains` judges them."""
    whole = [_indexed(sign) for sign in words]
    pairs = [words[i : i + 2] for i in range(len(words) - 1) if whole[i] and whole[i + 1]]
    if pairs:
        return " AND ".join(f'"{pair}"' for pair in dict.fromkeys(pairs))
    alone = next((sign for sign, one in zip(words, whole, strict=True) if one), "")
    return f'"{alone}" *' if alone else ""


def _indexed(sign: str) -> bool:
    """Whether every version of FTS5's `unicode61` counts it as part of a word: rare signs it knows or not by its age."""
    return (sign.isascii() and sign.isalnum()) or "\u4e00" <= sign <= "\u9fa5" or "\u3400" <= sign <= "\u4db5"
