"""Which edition of calendar and law a date was reckoned by: a stored date of another edition is reckoned anew."""

from __future__ import annotations

import hashlib

from gongkai import law
from gongkai.clocks.calendar import known_calendar


def edition() -> str:
    """Sixteen hexadecimal signs that change with any holiday notice or provision known to this installation."""
    both = known_calendar().edition + law.known_law().edition
    return hashlib.sha256(both.encode()).hexdigest()[:16]


def reload() -> None:
    """Read law and holiday notices anew when next asked for: files of the installation's own have changed."""
    law.reload()
    known_calendar.cache_clear()
