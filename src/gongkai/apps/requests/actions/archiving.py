"""下载全卷: the archived case leaves the house as one file."""

from __future__ import annotations

import hashlib

from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.requests import events, rules
from gongkai.apps.requests.models import Request
from gongkai.apps.requests.outputs.archive import archive
from gongkai.apps.requests.powers import HANDLE
from gongkai.exceptions import Obstacle


def obstacles_to_take(user: User, request: Request) -> list[Obstacle]:
    """A case that can still change is no file yet."""
    if request.archived_at is None:
        return [Obstacle("archive:open", "归档以后才能下载全卷。", rules.article("keeping"))]
    return []


def take(user: User, request: Request) -> bytes:
    """The zip; the ledger says how large it was and its hash."""
    with acting(user, request, events.ARCHIVE_TAKEN, power=HANDLE, obstacles=obstacles_to_take) as act:
        data = archive(user, act.record)
        act.say(sha256=hashlib.sha256(data).hexdigest()[:16], bytes=len(data))
    return data
