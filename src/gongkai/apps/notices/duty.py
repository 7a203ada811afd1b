"""提醒: what is old goes."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Prune
from gongkai.apps.notices.actions import READ_KEPT, UNREAD_KEPT, prune

DUTY = Duty(
    code="notices",
    name="提醒",
    prunes=(Prune("旧提醒", prune, READ_KEPT),),
    settings=(READ_KEPT, UNREAD_KEPT),
)
