"""期: the working-day calendar and due dates that explain themselves. No Django here."""

from __future__ import annotations

from gongkai.clocks.calendar import Calendar, chinese_day, known_calendar, load_calendar
from gongkai.clocks.deadline import Due, Step, deadline
from gongkai.clocks.edition import edition, refresh, reload
from gongkai.clocks.events import Event, Exclude, Extend, Pause, Postpone, Restart, Resume, Stop
from gongkai.clocks.lamp import Lamp, ended, lamp, paused, working_days_left

__all__ = [
    "Calendar",
    "Due",
    "Event",
    "Exclude",
    "Extend",
    "Lamp",
    "Pause",
    "Postpone",
    "Restart",
    "Resume",
    "Step",
    "Stop",
    "chinese_day",
    "deadline",
    "edition",
    "ended",
    "known_calendar",
    "lamp",
    "load_calendar",
    "paused",
    "refresh",
    "reload",
    "working_days_left",
]
