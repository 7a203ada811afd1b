"""Questions of the database that are put together once and then only asked: every page asks those of its menu anew.

To put a question together out of conditions takes longer than the database takes to answer it. What is kept is the
question and not the answer, so nothing here is ever out of date; only while one page is drawn (`for_one_page`) the menu
has the answers that the page had. The key of a question names all on which its words
depend: what is asked, of whose posts (`organizations.permissions.asker`), on which day.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

KEPT = 5000  # questions; the oldest goes first
PLACES = 200  # for keys of rows in one question
NO_KEY = -1

Rows = Callable[[], QuerySet[Any]]
Question = tuple[str, tuple[Any, ...]] | None  # None: no row can meet it
_kept: dict[Hashable, Question] = {}
_UNKNOWN: Any = object()
_making_room = threading.Lock()
_answers: ContextVar[dict[tuple[str, tuple[Any, ...]], list[tuple[Any, ...]]] | None] = ContextVar(
    "answers", default=None
)


@contextmanager
def for_one_page() -> Iterator[None]:
    """What is asked twice within is answered once. Only for what changes nothing."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def count(key: Hashable, rows: Rows, up_to: int) -> int:
    """How many rows there are, counted no further than `up_to`."""
    question = _put_together(("count", up_to, key), lambda: rows().order_by().values("pk")[:up_to])
    if question is None:
        return 0
    return int(_ask(f"SELECT COUNT(*) FROM ({question[0]}) AS counted", question[1])[0][0])  # noqa: S608 - Django's own words


def once(rows: QuerySet[Any], up_to: int) -> int:
    """The same of a queryset as it is: put together at every call, and asked once a page."""
    try:
        sql, given = rows.order_by().values("pk")[:up_to].query.sql_with_params()
    except EmptyResultSet:
        return 0
    return int(_ask(f"SELECT COUNT(*) FROM ({sql}) AS counted", given)[0][0])  # noqa: S608 - Django's own words


def values(key: Hashable, rows: Rows) -> list[tuple[Any, ...]]:
    """What a queryset of `values_list` gives, as plain numbers and words (dates come as the database has them)."""
    question = _put_together(("values", key), rows)
    return _ask(*question) if question else []


def among(
    key: Hashable, rows: Callable[[Sequence[int]], QuerySet[Any]], keys: Sequence[int]
) -> list[tuple[Any, ...]]:
    """The same for these keys of records. rows: (keys) → the queryset."""
    places = [NO_KEY - n for n in range(1, PLACES + 1)]  # no record has such a key
    question = _put_together(("among", key), lambda: rows(places))
    if question is None or not keys:
        return []
    if connection.vendor == "postgresql":
        as_one = _as_one_list(*question, places, keys)
        if as_one is not None:
            return _ask(*as_one)
    sql, given = question
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), PLACES):
        part = keys[start : start + PLACES]
        filled = dict(zip(places, [*part, *[NO_KEY] * (PLACES - len(part))], strict=True))
        found += _ask(sql, tuple(filled.get(v, v) if isinstance(v, int) else v for v in given))
    return found


_LISTED = f"IN ({', '.join(['%s'] * PLACES)})"


def _as_one_list(sql: str, given: tuple[Any, ...], places: list[int], keys: Sequence[int]) -> Question:
    """The question with its two hundred places handed over as one list: cutting up so many takes longer than asking.
    None: Django has put the places otherwise than one after another."""
    if sql.count(_LISTED) != 1 or places[0] not in given:
        return None
    first = given.index(places[0])
    if list(given[first : first + PLACES]) != places:
        return None
    return sql.replace(_LISTED, "= ANY(%s)"), (*given[:first], tuple(keys), *given[first + PLACES :])


def _put_together(key: Hashable, rows: Rows) -> Question:
    question: Question = _kept.get(key, _UNKNOWN)
    if question is not _UNKNOWN:
        return question
    try:
        question = rows().query.sql_with_params()
    except EmptyResultSet:
        question = None
    # other threads do the same at the same time: what they drop must not turn into “no row can meet it” here
    with _making_room:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = question
    return question


def _ask(sql: str, given: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    answers = _answers.get()
    if answers is not None and (sql, given) in answers:
        return answers[sql, given]
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(v) if isinstance(v, tuple) else v for v in given])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if answers is not None:
        answers[sql, given] = found
    return found
