"""收件: the floor of public forms has no screen of its own; it only drops what nobody sent in time."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.intake.actions import prune

DUTY = Duty(code="intake", name="收件", ticks=(Tick("过期的草稿", prune),))
