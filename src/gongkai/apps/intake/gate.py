"""The only way to the bytes of an attachment: the app that owns the record says who may read it.

    gate.register(Request, may_read)          # once, in the duty's `ready()`
    return gate.answer(request.user, key)     # the duty's view

A citizen gets at nothing here: what was sent is not handed out again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.db import models
from django.http import Http404, HttpResponse

from gongkai import crypt
from gongkai.apps.intake.actions.attachments import context
from gongkai.apps.intake.models import Attachment
from gongkai.apps.organizations.models import User

_OWNERS: dict[str, tuple[type[models.Model], Callable[[User, Any], bool]]] = {}


def register(model: type[models.Model], may_read: Callable[[User, Any], bool]) -> None:
    """Make a kind of record known as one that files belong to."""
    _OWNERS[model._meta.label_lower] = (model, may_read)


def reach(user: User, key: str, record: models.Model | None = None) -> Attachment:
    """The attachment of that key, if this member of staff may read its record; Http404 otherwise.

    record: the one the address speaks of; a file of another is not found under it.
    """
    row = Attachment.objects.filter(key=key, subject_id__isnull=False).first()
    owner = _OWNERS.get(row.subject_type) if row else None
    if row is None or owner is None:
        raise Http404
    model, may_read = owner
    if record is not None and (record._meta.label_lower, record.pk) != (row.subject_type, row.subject_id):
        raise Http404
    subject = model._default_manager.filter(pk=row.subject_id).first()
    if subject is None or not may_read(user, subject):
        raise Http404
    return row


def name_of(user: User, row: Attachment) -> str:
    """The name the sender gave the file."""
    reach(user, str(row.key))
    return crypt.keyring().decrypt(row.name, context(row))


def answer(user: User, key: str, record: models.Model | None = None) -> HttpResponse:
    """The file for saving, never for showing: no content of a stranger runs in our pages."""
    row = reach(user, key, record)
    with row.file.open("rb") as file:
        data = crypt.keyring().decrypt_bytes(file.read(), context(row))
    response = HttpResponse(data, content_type=row.media_type)
    name = quote(crypt.keyring().decrypt(row.name, context(row)))
    response["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
