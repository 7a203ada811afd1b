"""Which edition of calendar and law a date was reckoned by: a stored date of another edition is reckoned anew."""

from __future__ import annotations

import hashlib
import logging

from gongkai import law
from gongkai.clocks.calendar import known_calendar
from gongkai.exceptions import LawDataError
from gongkai.law.own import own_files

log = logging.getLogger("gongkai.clocks")


def edition() -> str:
    """Sixteen hexadecimal signs that change with any holiday notice or provision known to this installation."""
    both = known_calendar().edition + law.known_law().edition
    return hashlib.sha256(both.encode()).hexdigest()[:16]


def reload() -> None:
    """Read law and holiday notices anew when next asked for: files of the installation's own have changed."""
    law.reload()
    known_calendar.cache_clear()


_seen: list[tuple[tuple[str, int, int], ...]] = []  # the own notices as this process last read them


def _stamp() -> tuple[tuple[str, int, int], ...]:
    told = [(path.name, path.stat()) for path in own_files("calendar")]
    return tuple((name, facts.st_mtime_ns, facts.st_size) for name, facts in told)


def refresh() -> bool:
    """Read the holiday notices anew if the installation's own changed since; true if so. Cheap: one look at a folder.

    Several processes serve one installation, and whichever reckons by an older edition would undo what another has
    reckoned. A file that cannot be cited changes nothing here; it is named in the log, and stops the next start.
    """
    try:
        now = _stamp()
    except (LawDataError, OSError) as error:  # a folder that cannot be read: what is known stays
        log.error("own holiday notices not read: %s", error)
        return False
    if _seen == [now]:
        return False
    known, first = known_calendar(), not _seen
    _seen[:] = [now]
    if first:
        return False
    try:
        changed = known_calendar.__wrapped__().edition != known.edition
    except LawDataError as error:
        log.error("own holiday notices not read: %s", error.sentence)
        return False
    known_calendar.cache_clear()
    return changed
