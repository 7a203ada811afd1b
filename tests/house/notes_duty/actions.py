"""拟写 and 修改. From 送审 on the acts are those of publishing."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from tests.house.notes_duty import events, rules
from tests.house.notes_duty.models import Note

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import CHANGE
from gongkai.clocks import moment


@transaction.atomic
def draft(
    user: User, section: Organization, title: str, text: str, *, file: bytes = b"", **fields: Any
) -> Note:
    """拟写."""
    body, now = section.body or section, moment.now()
    note = Note(
        organization=body, section=section, drafted_by=user, title=title, text=text, html=f"<p>{text}</p>",
        created_at=now, updated_at=now, **fields,
    )  # fmt: skip
    if file:
        note.sha256 = hashlib.sha256(file).hexdigest()
        note.file.save("办理流程.txt", ContentFile(file), save=False)
    note.save()
    record(events.DRAFTED, note, actor(user, body), chain=body.slug, title=title)
    return note


def change(user: User, note: Note, text: str) -> Note:
    """修改: refused while others judge it."""
    with acting(user, note, events.CHANGED, power=CHANGE, obstacles=rules.obstacles_to_change) as act:
        act.set(text=text, html=f"<p>{text}</p>")
    return act.record
