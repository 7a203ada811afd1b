"""Marking that a process is at work."""

from __future__ import annotations

from gongkai.apps.operations.models import Pulse
from gongkai.clocks import moment

BACKGROUND, RING = "background", "ring"
PULSE_SECONDS = 10


def beat(name: str, *, every: int) -> None:
    """Say that the process is at work now and means to say so again within `every` seconds."""
    Pulse.objects.update_or_create(name=name, defaults={"at": moment.now(), "every": every})
