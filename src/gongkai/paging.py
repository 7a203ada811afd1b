"""Keyset pages: a list is cut after the last row seen, so page 2 000 costs what page 1 costs (wagtail-base §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
SIZES = (50, 200)
COUNT_UP_TO = 10_000  # counting further would read the whole table for a figure nobody needs exactly


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list. `total` is None when there are more than COUNT_UP_TO rows or nobody asked."""

    rows: list[M]
    size: int
    after: str
    next_after: str
    total: int | None = None
    sizes: tuple[int, ...] = SIZES

    @property
    def many(self) -> bool:
        """More rows than were counted."""
        return self.total is None


def size_of(text: str | None) -> int:
    """The page size asked for, if it is one of those offered."""
    return int(text) if text and text.isdigit() and int(text) in SIZES else SIZES[0]


def cut(
    rows: QuerySet[M],
    *,
    by: Sequence[str],
    after: str = "",
    size: int = SIZES[0],
    newest_first: bool = True,
    counted: bool = True,
) -> Page[M]:
    """The page of `rows` after a cursor, ordered by the fields `by` (the last one unique, none of them null).

    A cursor that cannot be read gives the first page: an old link never ends in an error.
    """
    total = rows.order_by()[: COUNT_UP_TO + 1].count() if counted else None
    signs = [f"-{name}" if newest_first else name for name in by]
    ordered = rows.order_by(*signs)
    seen = _decode(after, len(by))
    if seen:
        ordered = ordered.filter(_beyond(by, seen, newest_first))
    found = list(ordered[: size + 1])
    more = len(found) > size
    found = found[:size]
    cursor = _encode([getattr(found[-1], name) for name in by]) if more else ""
    if total is not None and total > COUNT_UP_TO:
        total = None
    return Page(found, size, after if seen else "", cursor, total)


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


def _decode(text: str, width: int) -> list[Any]:
    parts = text.split("~") if text else []
    if len(parts) != width:
        return []
    try:
        return [_value(part) for part in parts]
    except ValueError:
        return []


def _value(part: str) -> Any:
    if part.isdigit():
        return int(part)
    return dt.datetime.fromisoformat(part) if "T" in part else dt.date.fromisoformat(part)
