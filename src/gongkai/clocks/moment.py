"""The one source of “now”. Everything that needs the time asks here, so tests and replays can set it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")  # 北京时间: every legal day in China begins at its midnight
_fixed: ContextVar[dt.datetime | None] = ContextVar("gongkai_fixed_moment", default=None)


def now() -> dt.datetime:
    """The present moment, aware, in Beijing time.

    `GONGKAI_NOW` (an ISO date and time) moves the clock of a whole process: for demonstrations and browser tests.
    """
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    given = os.environ.get("GONGKAI_NOW")
    if given:
        moment = dt.datetime.fromisoformat(given)
        return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    return dt.datetime.now(BEIJING)


def today() -> dt.date:
    """The present calendar day in Beijing."""
    return now().astimezone(BEIJING).date()


@contextmanager
def fixed(moment: dt.datetime | dt.date | str) -> Iterator[dt.datetime]:
    """Hold the clock at a moment; a bare date means nine in the morning of that day."""
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment) if "T" in moment else dt.date.fromisoformat(moment)
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(9))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BEIJING)
    token = _fixed.set(moment)
    try:
        yield moment
    finally:
        _fixed.reset(token)
