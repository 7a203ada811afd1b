"""Keyset pages: a list is cut after the last row seen, so page 2 000 costs what page 1 costs (wagtail-base §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import DateField, DateTimeField, Model, Q, QuerySet

from gongkai import prepared
from gongkai.clocks.moment import BEIJING

M = TypeVar("M", bound=Model)
SIZES = (50, 200)
COUNT_UP_TO = 10_000  # counting further would read the whole table for a figure nobody needs exactly
NARROWED_UP_TO = 1_000  # where conditions are met by no index, ten times as many are read to find so many
IN_WORDS = {1_000: "一千", 10_000: "一万"}


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list. `total` is None when there are more than `counted_to` rows or nobody asked."""

    rows: list[M]
    size: int
    after: str
    next_after: str
    total: int | None = None
    sizes: tuple[int, ...] = SIZES
    counted_to: int = COUNT_UP_TO

    @property
    def many(self) -> bool:
        """More rows than were counted."""
        return self.total is None

    @property
    def over(self) -> str:
        """How far was counted, in words: “一千”."""
        return IN_WORDS.get(self.counted_to, str(self.counted_to))

    @property
    def countable(self) -> bool:
        """Whether counting further, on demand, would say more."""
        return self.total is None and self.counted_to < COUNT_UP_TO


def size_of(text: str | None) -> int:
    """The page size asked for, if it is one of those offered."""
    return next((size for size in SIZES if text == str(size)), SIZES[0])


def whole_number(text: str, most: int = 2**31 - 1) -> int | None:
    """A number from an address; None for anything else (“²” is a digit to Python, and no number to anybody)."""
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return int(text) if int(text) <= most else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of them that are such numbers, in order: the keys of ticked rows."""
    return [number for number in map(whole_number, texts) if number is not None]


def moment_of(text: str) -> dt.datetime:
    """An aware time from an address; without offset it is Beijing's. Raises ValueError for what no database holds."""
    at = dt.datetime.fromisoformat(text)
    if not 1900 <= at.year <= 2999:  # at the very ends of the calendar the change to UTC leaves it
        raise ValueError(text)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)


def cut(
    rows: QuerySet[M],
    *,
    by: Sequence[str],
    after: str = "",
    size: int = SIZES[0],
    newest_first: bool = True,
    counted: bool = True,
    up_to: int = COUNT_UP_TO,
    walked: bool = False,
    as_many: QuerySet[Any] | None = None,
) -> Page[M]:
    """The page of `rows` after a cursor, ordered by the fields `by` (the last one unique, none of them null).

    up_to: so many rows are counted; of more it is only said that they are more. walked: no index finds them, so on
    SQLite the first page and the count come of one walk in the order of the list; PostgreSQL counts quicker in the
    order in which the rows lie (14 ms where the walk took 68). as_many: other rows of the same number, quicker counted.
    A cursor that cannot be read gives the first page: an old link never ends in an error.
    """
    ordered = rows.order_by(*_signs(by, newest_first))
    seen = _decode(after, [rows.model._meta.get_field(name) for name in by])
    total: int | None = None
    once = walked and connections[rows.db].vendor == "sqlite"
    if once and counted and not seen and up_to <= NARROWED_UP_TO:
        found, total = _first(rows, ordered, size + 1, up_to + 1)
    else:
        total = prepared.once(rows if as_many is None else as_many, up_to + 1) if counted else None
        if seen:
            ordered = ordered.filter(_beyond(by, seen, newest_first))
        found = list(ordered[: size + 1]) if total != 0 else []
    more = len(found) > size
    found = found[:size]
    cursor = _encode([getattr(found[-1], name) for name in by]) if more else ""
    if total is not None and total > up_to:
        total = None
    return Page(found, size, after if seen else "", cursor, total, counted_to=up_to)


def _first(rows: QuerySet[M], ordered: QuerySet[M], size: int, up_to: int) -> tuple[list[M], int]:
    """The first rows and how many there are: what no index serves is looked through once and not twice."""
    keys = list(ordered.prefetch_related(None).values_list("pk", flat=True)[:up_to])
    place = {key: n for n, key in enumerate(keys[:size])}
    found = list(rows.order_by().filter(pk__in=place)) if place else []
    return sorted(found, key=lambda row: place[row.pk]), len(keys)


def walk(
    rows: QuerySet[M], *, by: Sequence[str], size: int = 500, newest_first: bool = True
) -> Iterator[list[M]]:
    """All rows in the order of `cut`, some hundred together: each part is a question of its own, so that however many
    there are, no more than one part is held and no cursor stays open while others write."""
    ordered = rows.order_by(*_signs(by, newest_first))
    seen: list[Any] = []
    while True:
        part = list((ordered.filter(_beyond(by, seen, newest_first)) if seen else ordered)[:size])
        if part:
            yield part
        if len(part) < size:
            return
        seen = [getattr(part[-1], name) for name in by]


def _signs(by: Sequence[str], newest_first: bool) -> list[str]:
    return [f"-{name}" if newest_first else name for name in by]


def _beyond(by: Sequence[str], seen: list[Any], newest_first: bool) -> Q:
    sign = "lt" if newest_first else "gt"
    beyond = Q(pk__in=[])
    equal = Q()
    for name, value in zip(by, seen, strict=True):
        beyond |= equal & Q(**{f"{name}__{sign}": value})
        equal &= Q(**{name: value})
    # the leading range lets the index start at the right place
    return Q(**{f"{by[0]}__{sign}e": seen[0]}) & beyond


def _encode(values: list[Any]) -> str:
    return "~".join(v.isoformat() if isinstance(v, dt.date) else str(v) for v in values)


def _decode(text: str, fields: Sequence[Any]) -> list[Any]:
    """The values of a cursor, each as its field has it; empty where one of them is not."""
    parts = text.split("~") if text else []
    if len(parts) != len(fields):
        return []
    try:
        return [_value(part, field) for part, field in zip(parts, fields, strict=True)]
    except ValueError:
        return []


def _value(part: str, field: Any) -> Any:
    if isinstance(field, DateTimeField):
        return moment_of(part)
    if isinstance(field, DateField):
        return dt.date.fromisoformat(part)
    number = whole_number(part, 2**63 - 1)
    if number is None:
        raise ValueError(part)
    return number
