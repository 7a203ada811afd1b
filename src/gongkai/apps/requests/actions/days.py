"""The day on which something was done: typed, not to come, not before what it follows."""

from __future__ import annotations

import datetime as dt

from gongkai import clocks
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


def obstacles_of_day(day: dt.date | None, since: dt.date | None, field: str) -> list[Obstacle]:
    """Why a typed day cannot be: it is to come, or lies before `since`. None was not typed."""
    if day is not None and day > moment.today():
        return [Obstacle("request:ahead", "日期在今天之后，请等事情发生后再记。", cure=f"#id_{field}")]
    if day is not None and since is not None and day < since:
        return [
            Obstacle(
                "request:before", f"日期在{clocks.chinese_day(since)}之前，请核对。", cure=f"#id_{field}"
            )
        ]
    return []


def past(day: dt.date | None, since: dt.date | None, field: str = "on") -> dt.date:
    """The day on which something was done: today, or an earlier one not before the case. Refused for another."""
    day = day or moment.today()
    if against := obstacles_of_day(day, since, field):
        raise Refused(against)
    return day
