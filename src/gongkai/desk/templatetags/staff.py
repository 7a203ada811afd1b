"""Tags of the staff screens: lamps, dates as officials write them, sizes. Loaded with `{% load staff %}` on every floor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from gongkai.clocks import moment

register = template.Library()
WEEKDAYS = "一二三四五六日"


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(moment.BEIJING).date()
    return value if isinstance(value, dt.date) else None


@register.inclusion_tag("staff/_lamp.html")
def lamp(state: str) -> dict[str, str]:
    """The lamp of one clock: normal, soon, today, late, paused, provisional, done."""
    return {"state": state}


@register.inclusion_tag("staff/_due.html")
def due(row: Any) -> dict[str, str]:
    """What is left and the last day of a clock (a row with `lamp` and `deadline`)."""
    last = cnday(row.deadline.due_on) + ("，暂定" if row.deadline.provisional else "")
    return {"state": row.lamp.state, "first": row.lamp.words, "second": f"截止 {last}"}


@register.filter
def cnday(value: Any) -> str:
    """“5月7日（周四）”; the year stands before it when it is not this year."""
    day = _day(value)
    if day is None:
        return ""
    year = f"{day.year}年" if day.year != moment.today().year else ""
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


@register.filter
def cnshort(value: Any) -> str:
    """“4月29日”; with the year when it is not this year. For table cells."""
    day = _day(value)
    if day is None:
        return ""
    year = f"{day.year}年" if day.year != moment.today().year else ""
    return f"{year}{day.month}月{day.day}日"


@register.filter
def cndate(value: Any) -> str:
    """“2026年4月28日”, as a document carries it."""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def cntime(value: Any) -> str:
    """“今天 16:42”, “昨天 09:05”, “4月29日 15:02”: when an act was done."""
    if not isinstance(value, dt.datetime):
        return cnshort(value)
    local = value.astimezone(moment.BEIJING)
    ago = (moment.today() - local.date()).days
    day = {0: "今天", 1: "昨天"}.get(ago) or cnshort(local)
    return f"{day} {local:%H:%M}"


@register.filter
def thousands(value: Any) -> str:
    """“1 284”: groups of three by a thin space, as the forms print counts."""
    try:
        return f"{int(value):,}".replace(",", "\u2009")
    except (TypeError, ValueError):
        return "—"


@register.filter
def filesize(value: Any) -> str:
    """“24 KB”, “1.2 MB”."""
    size = int(value or 0)
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The entry of a mapping under a key that is itself a variable."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def cnweek(value: Any) -> str:
    """“周四”."""
    day = _day(value)
    return f"周{WEEKDAYS[day.weekday()]}" if day else ""


@register.filter
def late_class(state: str) -> str:
    """The class of the words beside a lamp: red for late and today, amber for soon."""
    return {"late": "gk-late", "today": "gk-late", "soon": "gk-soon"}.get(state, "")


@register.filter
def plain(value: Any) -> Any:
    """What a cell shows: dates as officials write them, “—” where there is nothing."""
    if value is None or value == "":
        return "—"
    if isinstance(value, dt.datetime):
        return cntime(value)
    if isinstance(value, dt.date):
        return cnshort(value)
    return value
