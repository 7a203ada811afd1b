"""Attachments of a public form: taken in by content and size, encrypted, handed on with the record, forgotten with it."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from gongkai import crypt
from gongkai.apps.intake import codes
from gongkai.apps.intake.actions.drafts import Open
from gongkai.apps.intake.models import Attachment, Draft
from gongkai.apps.ledger.models import subject_type
from gongkai.clocks import moment
from gongkai.exceptions import Unreadable
from gongkai.uploads import receive

BY_TOKEN = "draft"  # noqa: S105 (key_id of a file that only its writer can open)


def context(attachment: Attachment) -> str:
    """What binds the bytes and the name to their row."""
    return f"intake.attachment:{attachment.key.hex}"


def attach(opened: Open, question: str, upload: UploadedFile[bytes]) -> Attachment:
    """Keep a file beside a draft. Raises Unreadable with one sentence for one that may not come in."""
    limits: dict[str, Any] = settings.INTAKE_FILES
    _refuse_more(opened.draft, upload)  # before the scanner is troubled for nothing
    # a scanner may take its time, and nobody else may wait for the database meanwhile
    name, data, media_type, _ = receive(upload, only=limits["only"], megabytes=limits["megabytes"])
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=opened.draft.pk, receipt__isnull=True).first()
        if draft is None:
            raise Unreadable(f"草稿已经提交或者删除，“{name}”没有收下。")
        _refuse_more(draft, upload)
        kept = Attachment(
            draft=draft, organization_id=draft.organization_id, question=question, media_type=media_type,
            size=len(data), key_id=BY_TOKEN, at=moment.now(),
        )  # fmt: skip
        _write(kept, codes.ring(opened.token), name, data)
        kept.save()
    return kept


def _refuse_more(draft: Draft, upload: UploadedFile[bytes]) -> None:
    most = settings.INTAKE_FILES["most"]
    if draft.attachments.count() >= most:
        raise Unreadable(f"最多附 {most} 个文件；请先移去一个，再添加“{upload.name}”。")
    if free_megabytes() < settings.INTAKE_FILES["leave"]:
        raise Unreadable(f"现在存不下更多附件，“{upload.name}”没有收下；填写的内容都在，请过一会儿再添加。")


def free_megabytes() -> int:
    """What is left of the disk on which files lie."""
    return shutil.disk_usage(settings.DATA).free // (1024 * 1024)


def _write(attachment: Attachment, ring: crypt.Keyring, name: str, data: bytes) -> None:
    attachment.name = ring.encrypt(name, context(attachment))
    attachment.file.save(
        attachment.key.hex, ContentFile(ring.encrypt_bytes(data, context(attachment))), save=False
    )


def _read(attachment: Attachment, ring: crypt.Keyring) -> tuple[str, bytes]:
    with attachment.file.open("rb") as file:
        return ring.decrypt(attachment.name, context(attachment)), ring.decrypt_bytes(
            file.read(), context(attachment)
        )


def names(opened: Open, question: str = "") -> list[tuple[Attachment, str]]:
    """The draft's own files with their names, for its writer."""
    rows = opened.draft.attachments.order_by("id") if opened.draft.pk else Attachment.objects.none()
    rows = rows.filter(question=question) if question else rows
    ring = codes.ring(opened.token)
    return [(row, ring.decrypt(row.name, context(row))) for row in rows]


@transaction.atomic
def detach(opened: Open, key: str) -> None:
    """Take a file away again; nothing happens where it is not this draft's."""
    for row in opened.draft.attachments.filter(subject_id__isnull=True):
        if row.key.hex == key:
            _remove(row)


def _remove(row: Attachment) -> None:
    storage, name = row.file.storage, row.file.name
    row.delete()
    transaction.on_commit(lambda: storage.delete(name or ""))


def adopt(opened: Open, record: models.Model, asked: Collection[str]) -> int:
    """Hand the draft's files on to the record that was made of it, under the keys of the installation; how many.

    In the transaction of the sending. Files of a question that is no longer asked are thrown away.
    """
    own, house, moved = codes.ring(opened.token), crypt.keyring(), 0
    for row in opened.draft.attachments.order_by("id"):
        if row.question not in asked:
            _remove(row)
            continue
        storage, old = row.file.storage, row.file.name or ""
        _write(row, house, *_read(row, own))
        row.key_id = house.key_id
        row.subject_type, row.subject_id, row.draft = subject_type(record), record.pk, None
        row.save()
        transaction.on_commit(lambda storage=storage, old=old: storage.delete(old))  # type: ignore[misc]
        moved += 1
    return moved


def of(record: models.Model) -> models.QuerySet[Attachment]:
    """The files of a record; names and bytes only through `gate`."""
    return Attachment.objects.filter(subject_type=subject_type(record), subject_id=record.pk).order_by("id")


@transaction.atomic
def forget(record: models.Model) -> int:
    """Erase the files of a record with their bytes (`people` calls the duty, the duty calls this); how many."""
    rows = list(of(record))
    for row in rows:
        _remove(row)
    return len(rows)


def renew(limit: int) -> int:
    """Write up to `limit` files under the newest key (`gongkai keys renew`); how many were written."""
    ring = crypt.keyring()
    current = ring.key_id
    done = 0
    for row in Attachment.objects.exclude(key_id__in=[current, BY_TOKEN]).order_by("id")[:limit]:
        with transaction.atomic():
            storage, old = row.file.storage, row.file.name or ""
            _write(row, ring, *_read(row, ring))
            row.key_id = current
            row.save()
            transaction.on_commit(lambda storage=storage, old=old: storage.delete(old))  # type: ignore[misc]
            done += 1
    return done
