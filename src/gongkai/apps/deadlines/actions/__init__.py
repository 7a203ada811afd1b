"""The verbs of the clocks. The arithmetic is `gongkai.clocks`; here it is kept, moved and rung."""

from __future__ import annotations

from gongkai.apps.deadlines.actions.chasing import asked_today, chase
from gongkai.apps.deadlines.actions.moving import exclude, extend, pause, postpone, restart, resume
from gongkai.apps.deadlines.actions.reckoning import reckon_stale, recompute
from gongkai.apps.deadlines.actions.ringing import ring
from gongkai.apps.deadlines.actions.starting import agree, end, levels_of, start
from gongkai.apps.deadlines.actions.waiting import begin_waiting, delay, end_waiting

__all__ = [
    "agree",
    "asked_today",
    "begin_waiting",
    "chase",
    "delay",
    "end",
    "end_waiting",
    "exclude",
    "extend",
    "levels_of",
    "pause",
    "postpone",
    "reckon_stale",
    "recompute",
    "restart",
    "resume",
    "ring",
    "start",
]
