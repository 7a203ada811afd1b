"""Whether what works by itself does work: for the screens of those who wait for it, and for a monitor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gongkai.apps.operations.models import Pulse
from gongkai.clocks import moment

MISSED = 6  # intervals without a sign of life before anybody is told


@dataclass(frozen=True)
class Standstill:
    """Set times, tasks and reminders stand still. since: the last sign of life; None if there never was one."""

    since: dt.datetime | None

    @property
    def minutes(self) -> int | None:
        """Whole minutes since the last sign of life."""
        return None if self.since is None else int((moment.now() - self.since).total_seconds() // 60)


def standstill() -> Standstill | None:
    """None while some process publishes at set times and reminds; the installation may use one or the other."""
    pulses = list(Pulse.objects.all())
    now = moment.now()
    if any((now - p.at).total_seconds() <= p.every * MISSED for p in pulses):
        return None
    return Standstill(max((p.at for p in pulses), default=None))
