"""Making one file: conditions as they were asked for, powers as they are now, rows in parts, progress as it goes.

Safe to run again from the start: a file is kept only when it is whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.core.files import File
from django.urls import reverse

from gongkai import crypt, sheets
from gongkai.apps.exports import packages, rules
from gongkai.apps.exports.models import UNFINISHED, Export
from gongkai.apps.exports.queries import listings
from gongkai.apps.exports.settings import KEPT
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.models import User
from gongkai.clocks import moment
from gongkai.desk.listing import Asked, Listing
from gongkai.desk.taking import sheet_of
from gongkai.exceptions import Obstacle, Refused

log = logging.getLogger("gongkai.exports")
STEP = 500  # rows between two signs of progress
_BROKEN = "做的时候出了错，原因已记入运行日志。请按〔再做一次〕；还不行请找系统管理员。"


class _PutAway(Exception):
    """The person no longer wants it."""


def make(export_id: int) -> None:
    """Make the file of an export that waits, or was left half-made by a process that died. Never raises for its sake."""
    export = Export.objects.filter(pk=export_id, state__in=UNFINISHED).first()
    if export is None:
        return
    try:
        _make(export, User.objects.get(pk=export.user_id))
    except _PutAway:
        return
    except Refused as refused:
        _fail(export, refused.sentence)
    except Exception:
        log.exception("export %s failed", export.pk)
        _fail(export, _BROKEN)


def _make(export: Export, user: User) -> None:
    if export.package:
        _make_package(export, user)
        return
    listing, asked = _still(export, user)
    rows = listing.taken_away(user, asked)
    export.written = 0
    _state(
        export,
        state=Export.State.RUNNING,
        written=0,
        total=rows.count(),
        posts=rules.posts_of(user),
        problem="",
    )
    sheet = sheet_of(listing, user, asked)
    with tempfile.TemporaryFile(suffix=".xlsx") as out:
        sheets.write(out, export.name, sheet["headings"], _noted(export, sheet["rows"]), sheet["widths"])
        _keep(export, out, f"{export.name}.xlsx", out.tell())
    tell(
        [user], f"“{export.name}”已导出，共{export.written}行，保留{KEPT.number}天。", export,
        reverse("exports:list"),
    )  # fmt: skip


def _make_package(export: Export, user: User) -> None:
    """Written to a file that goes at once, kept encrypted."""
    obstacles = rules.obstacles_to_package(user, export)
    found = packages.find(export.package, export.subject)
    if obstacles or found is None:
        raise Refused(obstacles)
    package, record = found
    _state(export, state=Export.State.RUNNING, posts=rules.posts_of(user), problem="")
    ring = crypt.keyring()
    with tempfile.TemporaryFile() as plain, tempfile.TemporaryFile() as sealed:
        package.write(user, record, plain)
        size = plain.tell()
        plain.seek(0)
        export.sha256 = hashlib.file_digest(plain, "sha256").hexdigest()
        plain.seek(0)
        ring.seal_stream(plain, sealed, export.context)
        export.key_id = ring.key_id
        _keep(export, sealed, "x.bin", size)
    tell([user], f"“{export.name}”已做好，保留到明天。", export, reverse("exports:list"))


def _still(export: Export, user: User) -> tuple[Listing, Asked]:
    """The list and its conditions, if the person may still take it away and can still ask for just that."""
    listing = listings().get(export.route)
    obstacles = rules.obstacles_to_make(user, export.route, listing)
    if listing is None or obstacles:
        raise Refused(obstacles)
    asked = listing.asked(user, export.conditions)
    if (
        asked.kept != export.conditions
    ):  # a condition that falls away would give more rows than were asked for
        raise Refused(
            [Obstacle("exports:conditions", "导出时的条件有的现在选不到了，请到原来的表重新选条件再导出。")]
        )
    return listing, asked


def _noted(export: Export, rows: Iterable[Any]) -> Iterator[Any]:
    """The rows as they are written, with a sign of progress now and then."""
    for row in rows:
        yield row
        export.written += 1
        if export.written % STEP == 0:
            _state(export, written=export.written)


def _keep(export: Export, out: IO[bytes], name: str, size: int) -> None:
    out.seek(0)
    export.file.save(name, File(out), save=False)
    now = moment.now()
    try:
        _state(
            export, state=Export.State.DONE, file=export.file.name, size=size, written=export.written,
            total=export.written, finished_at=now, expires_at=now + dt.timedelta(days=rules.days_of(export)),
            sha256=export.sha256, key_id=export.key_id,
        )  # fmt: skip
    except BaseException:
        export.file.storage.delete(str(export.file.name))
        raise


def _state(export: Export, **values: Any) -> None:
    """Write it down, unless the person put the export away meanwhile."""
    if not Export.objects.filter(pk=export.pk, state__in=UNFINISHED).update(**values):
        raise _PutAway


def _fail(export: Export, why: str) -> None:
    waiting = Export.objects.filter(pk=export.pk, state__in=UNFINISHED)
    if waiting.update(state=Export.State.FAILED, problem=why[:300], finished_at=moment.now()):
        tell([export.user_id], f"“{export.name}”没有导出：{why}", export, reverse("exports:list"))
