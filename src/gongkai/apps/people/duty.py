"""个人信息: who may have particulars erased, who signs it, and the end of the time for which they may be kept."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.models import Role
from gongkai.apps.people.actions import erase_due

DUTY = Duty(
    code="people",
    name="个人信息",
    powers={Role.OFFICE: {p.ERASE}, Role.HANDLER: {p.ERASE}, Role.LEADER: {p.SIGN_ERASURE}},
    ticks=(Tick("保存期满的个人信息", erase_due),),
)
