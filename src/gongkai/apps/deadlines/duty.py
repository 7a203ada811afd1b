"""期限: what goes along in a handover, and the ring."""

from __future__ import annotations

from gongkai.apps.deadlines.actions import ring
from gongkai.apps.deadlines.handover import CLOCKS
from gongkai.apps.duties import Duty, Record, Tick

DUTY = Duty(
    code="deadlines",
    name="期限",
    records=(Record("deadlines.Deadline", "期限"),),
    handover=(CLOCKS,),
    ticks=(Tick("到期提醒", ring),),
)
