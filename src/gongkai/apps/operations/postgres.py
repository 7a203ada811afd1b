"""What each connection to PostgreSQL needs, so that the questions of a page are planned once and planned well."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

# A word of our own code: a state, a step, a kind of record. It has no sign that could end a literal.
_WORD = re.compile(r"[a-z][a-z_.]{0,59}")
_PLACE = re.compile(r"(%%|%s)")
MOST_KEPT = 500  # statements a connection; a page asks some twenty, and psycopg keeps a hundred by itself


def settle(connection: Any) -> None:
    """Set up one new connection.

    A statement and no option of the connection: poolers between refuse options that they do not know. What PostgreSQL
    compiles for a large question takes it 20 to 60 ms; ours end after a page of rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    connection.connection.prepared_max = MOST_KEPT
    connection.execute_wrappers.append(words_in_place)


def words_in_place(
    execute: Callable[..., Any], sql: str, params: Sequence[Any] | None, many: bool, context: dict[str, Any]
) -> Any:
    """Put the words of our own code into the statement itself and leave the rest to be filled in.

    A kept plan does not know what is filled in. It must know that few records are 'open' and most are 'closed', and which
    index is of 'approved' alone; that it does not know the person or the day does no harm.
    """
    if many or not params or not isinstance(params, (tuple, list)):
        return execute(sql, params, many, context)
    pieces = _pieces(sql)
    if len(pieces) != 2 * len(params) + 1:
        return execute(sql, params, many, context)
    said, left = [pieces[0]], []
    for value, after in zip(params, pieces[2::2], strict=True):
        if isinstance(value, str) and _WORD.fullmatch(value):  # a member of Choices too
            said.append("'" + value + "'")
        else:
            said.append("%s")
            left.append(value)
        said.append(after)
    return execute("".join(said), tuple(left), many, context)


@lru_cache(maxsize=2_000)
def _pieces(sql: str) -> tuple[str, ...]:
    """The statement cut at its places: text, place, text, place, text. A doubled percent sign belongs to the text."""
    cut: list[str] = [""]
    for piece in _PLACE.split(sql):
        if piece == "%s":
            cut += [piece, ""]
        else:
            cut[-1] += piece
    return tuple(cut)
