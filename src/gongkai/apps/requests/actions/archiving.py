"""下载全卷: the archived case leaves the house as one file, at once or, if it is large, from 我的导出."""

from __future__ import annotations

import hashlib
from typing import IO

from django.db import transaction

from gongkai.apps.exports import actions as exports
from gongkai.apps.exports.packages import Package
from gongkai.apps.intake.actions import attachments
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import events, rules
from gongkai.apps.requests.models import Request
from gongkai.apps.requests.outputs.archive import archive, last_act
from gongkai.apps.requests.powers import HANDLE
from gongkai.exceptions import Obstacle

CODE = "requests.case"
AT_ONCE = 20_000_000  # bytes of attachments and redacted files that a page may wait for


def obstacles_to_take(user: User, request: Request) -> list[Obstacle]:
    """Who handles the case may; one that can still change is no file yet."""
    if not may(user, HANDLE, request):
        return [Obstacle("archive:powers", "您现在的岗位不承办这一件，不能下载全卷。")]
    if request.archived_at is None:
        return [Obstacle("archive:open", "归档以后才能下载全卷。", rules.article("keeping"))]
    return []


def stamp(request: Request) -> str:
    """What the case is: every act upon it, an erasure too, makes another file of it."""
    erased = request.subject + "".join(letter.text for letter in request.letters.order_by("id"))
    return f"{last_act(request)} {hashlib.sha256(erased.encode()).hexdigest()[:32]}"


def is_large(request: Request) -> bool:
    """Whether the file is made in the background."""
    kept = [row.size for row in attachments.of(request)]
    for row in request.redactions.all():
        kept += [
            part.size for part in (row.original, row.result) if part and part.storage.exists(str(part.name))
        ]
    return sum(kept) > AT_ONCE


def take(user: User, request: Request) -> IO[bytes]:
    """The zip as an open file that goes when it is closed; the ledger says how large it was and its hash."""
    return exports.give_package(user, CODE, request)


def ask(user: User, request: Request) -> None:
    """The same, made in the background."""
    exports.ask_package(user, CODE, request)


def _write(user: User, request: Request, out: IO[bytes]) -> None:
    with transaction.atomic():  # reading its people is noted, all of it or nothing
        archive(user, request, out)


def _taken(user: User, request: Request, sha256: str, size: int) -> None:
    with acting(user, request, events.ARCHIVE_TAKEN, power=HANDLE, obstacles=obstacles_to_take) as act:
        act.say(sha256=sha256, bytes=size)


def _name(request: Request) -> str:
    return f"依申请{request.shown_number}全卷.zip"


PACKAGE = Package(
    CODE, Request, "application/zip", obstacles=obstacles_to_take, stamp=stamp, name=_name, write=_write, taken=_taken
)  # fmt: skip
