"""One letter in the demonstration city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.house.letters_duty import actions

from gongkai.apps.duties.declaration import City
from gongkai.clocks.moment import BEIJING


def acts(city: City, today: dt.date) -> Iterator[tuple[dt.datetime, Callable[[], Any]]]:
    """It came in a week ago."""
    body = next(iter(city.organizations.values()))
    on = today - dt.timedelta(days=7)
    at = dt.datetime.combine(on, dt.time(9, 0), BEIJING)
    yield at, partial(actions.receive, body, "演示来信", on)
