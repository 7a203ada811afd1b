"""催办: asking whoever has a matter in hand to get on with it, with one line that they read on their workbench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from gongkai.apps.deadlines import events, rules
from gongkai.apps.deadlines.models import Chase, Deadline
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import VIEW, may, may_oversee
from gongkai.clocks import chinese_day, moment


def chase(user: Any, deadline: Deadline, words: str, holders: Sequence[User]) -> Chase:
    """Tell the holders, keep the line and count it. holders: in whose hands it is, as its duty says.

    Raises PermissionDenied, Refused.
    """
    words = words.strip()
    told = "、".join(person.get_full_name() for person in holders)[:200]

    def obstacles(by: Any, locked: Deadline) -> Any:
        return rules.obstacles_to_chase(
            by, locked, holders, asked_today(by, locked)
        ) + rules.obstacles_of_line(words)

    if not may(user, VIEW, deadline) and not may_oversee(user, deadline):
        raise PermissionDenied
    with acting(user, deadline, events.CHASED, words, obstacles=obstacles) as act:
        made = Chase.objects.create(deadline=act.record, words=words, by=user, told=told, at=moment.now())
        act.say(told=told, time=act.record.chases.count())
        text = f"{user.get_full_name()}催办（{chinese_day(deadline.due_on)}截止）：{words}　{deadline.title}"
        tell([person for person in holders if person.pk != user.pk], text, deadline, deadline.url)
    return made


def asked_today(user: Any, deadline: Deadline) -> bool:
    """Whether this person has chased it today already."""
    today = moment.today()
    return any(c.at.astimezone(moment.BEIJING).date() == today for c in deadline.chases.filter(by=user))
