"""运行: a sign of life of the background process, and the address a monitor asks."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.operations import actions


def _alive() -> None:
    actions.beat(actions.BACKGROUND, every=actions.PULSE_SECONDS)


DUTY = Duty(
    code="operations",
    name="运行",
    reserved=("healthz",),
    ticks=(Tick("心跳", _alive, every=actions.PULSE_SECONDS, resident=True),),
)
