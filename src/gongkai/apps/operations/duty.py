"""运行: a sign of life of the background process, and the address a monitor asks."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Prune, Tick
from gongkai.apps.operations import actions

DAY = 24 * 3600.0


def _alive() -> None:
    actions.beat(actions.BACKGROUND, every=actions.PULSE_SECONDS)


DUTY = Duty(
    code="operations",
    name="运行",
    reserved=("healthz",),
    ticks=(
        Tick("心跳", _alive, every=actions.PULSE_SECONDS, resident=True),
        Tick("每日清理", actions.sweep, every=DAY),
        Tick("索引统计", actions.refresh_statistics, every=DAY),
    ),
    prunes=(
        Prune("后台任务的结果", actions.drop_tasks, actions.TASKS_KEPT),
        Prune("过期的会话", actions.drop_sessions),
    ),
)
