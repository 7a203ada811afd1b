"""Asking for a large file, once more, no longer; and the line of the ledger about what left the house."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from functools import partial
from typing import IO, Any

from django.core.files import File
from django.db import IntegrityError, transaction

from gongkai import crypt
from gongkai.apps.exports import events, packages, rules, tasks
from gongkai.apps.exports.models import UNFINISHED, Export
from gongkai.apps.ledger.actions import record
from gongkai.apps.notices.actions import put_away
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import EXPORT, grants
from gongkai.clocks import moment
from gongkai.desk.listing import Asked, Listing
from gongkai.exceptions import Refused


def ask(user: Any, route: str, listing: Listing, asked: Asked) -> Export:
    """Have a list made into a file under these conditions; the same one that is still being made is not made twice.

    Raises Refused where the person has too many under way.
    """
    told = json.dumps([route, asked.kept], sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(told.encode()).hexdigest()
    return _once(
        Export(
            user=user, route=route, name=listing.name[:80], conditions=asked.kept, said=listing.in_words(asked)[:300],
            key=key,
        )
    )  # fmt: skip


def ask_package(user: Any, code: str, record: Any) -> Export:
    """Have the file about a record made; the same one that is still being made is not made twice.

    Raises Refused where the duty that owns the record lets this person have none, or too many are under way.
    """
    package, record = _package(user, code, record)
    stamp = package.stamp(record)
    return _once(
        Export(
            user=user, name=package.name(record)[:80], package=code, subject=record.pk, stamp=stamp,
            key=hashlib.sha256(f"{code} {record.pk} {stamp}".encode()).hexdigest(),
        )
    )  # fmt: skip


def give_package(user: Any, code: str, record: Any) -> IO[bytes]:
    """The file about a record at once: open, at its start, gone when it is closed; its duty notes the taking.

    Raises Refused where the duty that owns the record lets this person have none.
    """
    package, record = _package(user, code, record)
    out = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        package.write(user, record, out)
        size = out.tell()
        out.seek(0)
        package.taken(user, record, hashlib.file_digest(out, "sha256").hexdigest(), size)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _package(user: Any, code: str, record: Any) -> tuple[packages.Package, Any]:
    found = packages.find(code, record.pk)
    if found is None:
        raise LookupError(code)
    if obstacles := found[0].obstacles(user, found[1]):
        raise Refused(obstacles)
    return found


def _once(export: Export) -> Export:
    """The same that is under way already, or this one, begun."""
    underway = Export.objects.filter(user=export.user, key=export.key, state__in=UNFINISHED)
    if found := underway.first():
        return found
    if obstacles := rules.obstacles_to_ask(export.user):
        raise Refused(obstacles)
    export.asked_at = moment.now()
    export.expires_at = export.asked_at + dt.timedelta(days=rules.days_of(export))
    try:
        with transaction.atomic():
            export.save()
            _begin(export)
    except IntegrityError:  # the same press in another tab
        return underway.get()
    return export


def again(export: Export) -> None:
    """Make one anew that could not be made. Raises Refused where the person has too many under way."""
    if obstacles := rules.obstacles_to_ask(export.user):
        raise Refused(obstacles)
    with transaction.atomic():
        failed = Export.objects.filter(pk=export.pk, state=Export.State.FAILED)
        if failed.update(state=Export.State.WAITING, written=0, total=None, problem="", finished_at=None):
            put_away(export)
            _begin(export)


def _begin(export: Export) -> None:
    transaction.on_commit(partial(tasks.make.enqueue, export.pk))


def drop(export: Export) -> None:
    """The file is no longer wanted: row and file go, and whoever is still making it stops."""
    put_away(export)
    name, storage = export.file.name, export.file.storage
    export.delete()
    if name:
        storage.delete(name)


def taken(user: Any, name: str, rows: int) -> None:
    """One line in the ledger of the person's body: which list, how many rows. Conditions stay out: they may name people."""
    held = [g for g in grants(user) if EXPORT in g.verbs] or list(grants(user))
    body = Organization.objects.get(pk=held[0].body_id)
    with transaction.atomic():
        record(
            events.TAKEN, body, actor(user, body), chain=body.slug, title=name, list=name, rows=rows
        )  # fmt: skip


def expire(limit: int) -> int:
    """Remove exports, with their files, whose days are over; at most so many. Returns how many went."""
    old = list(Export.objects.filter(expires_at__lte=moment.now()).order_by("expires_at")[:limit])
    for export in old:
        drop(export)
    return len(old)


def renew(limit: int) -> int:
    """Write up to `limit` encrypted files under the newest key (`gongkai keys renew`); how many were written."""
    ring = crypt.keyring()
    current = ring.key_id
    old = list(Export.objects.exclude(key_id__in=("", current)).order_by("id")[:limit])
    for export in old:
        with tempfile.TemporaryFile() as plain, tempfile.TemporaryFile() as sealed:
            with export.file.open("rb") as kept:
                for part in ring.opened_stream(kept, export.context):
                    plain.write(part)
            plain.seek(0)
            ring.seal_stream(plain, sealed, export.context)
            sealed.seek(0)
            before = export.file.name
            export.file.save("x.bin", File(sealed), save=False)
        export.key_id = current
        export.save(update_fields=["file", "key_id"])
        export.file.storage.delete(str(before))
    return len(old)
