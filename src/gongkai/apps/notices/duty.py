"""提醒: what is old goes."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.notices.actions import prune

DUTY = Duty(code="notices", name="提醒", ticks=(Tick("旧提醒", prune, every=3600.0),))
