"""Asking for a large file, once more, no longer; and the line of the ledger about what left the house."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.apps.exports import events, rules, tasks
from gongkai.apps.exports.models import UNFINISHED, Export
from gongkai.apps.exports.settings import KEPT
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
    underway = Export.objects.filter(user=user, key=key, state__in=UNFINISHED)
    if found := underway.first():
        return found
    if obstacles := rules.obstacles_to_ask(user):
        raise Refused(obstacles)
    now = moment.now()
    export = Export(
        user=user, route=route, name=listing.name[:80], conditions=asked.kept, said=listing.in_words(asked)[:300],
        key=key, asked_at=now, expires_at=now + dt.timedelta(days=KEPT.number),
    )  # fmt: skip
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
