"""Files on their way in: kept on the server between “choose a file” and “confirm”, so nothing has to be chosen twice.

A parcel belongs to the person who brought it, for a week; nobody else can open it. It never becomes public.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from gongkai.apps.organizations.models import User
from gongkai.clocks import moment
from gongkai.uploads import receive

KEPT_FOR = dt.timedelta(days=7)
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """One file of a parcel: its own name and where its bytes lie."""

    name: str
    media_type: str
    size: int
    path: str

    def read(self) -> bytes:
        """Its bytes."""
        with default_storage.open(self.path) as stored:
            return bytes(stored.read())

    def upload(self) -> UploadedFile:
        """The file as if it had just come from the browser."""
        return SimpleUploadedFile(self.name, self.read(), self.media_type)


@dataclass
class Parcel:
    """What one person brought for one registration: the source file and its attachments."""

    token: str
    user_id: int
    source: Kept | None = None
    attachments: list[Kept] = field(default_factory=list)

    @property
    def folder(self) -> str:
        return f"incoming/{self.user_id}/{self.token}"


def bring(user: User, source: UploadedFile | None) -> Parcel:
    """Take in the first file (or none: a document typed by hand). Raises Unreadable with one sentence."""
    _clear_old(user)
    parcel = Parcel(secrets.token_hex(16), user.pk)
    if source is not None:
        parcel.source = _keep(parcel, source)
    _write(parcel)
    return parcel


def add(parcel: Parcel, upload: UploadedFile) -> None:
    """Put an attachment beside the source. Raises Unreadable."""
    parcel.attachments.append(_keep(parcel, upload))
    _write(parcel)


def drop(parcel: Parcel, path: str) -> None:
    """Take an attachment out again."""
    parcel.attachments = [k for k in parcel.attachments if k.path != path]
    _write(parcel)


def find(user: User, token: str) -> Parcel | None:
    """The person's own parcel; None if there is none (or it is another person's)."""
    if not _TOKEN.fullmatch(token):
        return None
    parcel = Parcel(token, user.pk)
    try:
        with default_storage.open(f"{parcel.folder}/parcel.json") as stored:
            said = json.loads(stored.read())
    except (OSError, ValueError):
        return None
    parcel.source = Kept(**said["source"]) if said["source"] else None
    parcel.attachments = [Kept(**k) for k in said["attachments"]]
    return parcel


def done(parcel: Parcel) -> None:
    """The record holds its own copies now."""
    _, names = default_storage.listdir(parcel.folder)
    for name in names:
        default_storage.delete(f"{parcel.folder}/{name}")
    default_storage.delete(parcel.folder)


def _keep(parcel: Parcel, upload: UploadedFile) -> Kept:
    name, data, media_type, _ = receive(upload)
    path = default_storage.save(f"{parcel.folder}/{secrets.token_hex(8)}.bin", ContentFile(data))
    return Kept(name, media_type, len(data), path)


def _write(parcel: Parcel) -> None:
    path = f"{parcel.folder}/parcel.json"
    if default_storage.exists(path):
        default_storage.delete(path)
    said = {
        "source": vars(parcel.source) if parcel.source else None,
        "attachments": [vars(k) for k in parcel.attachments],
    }
    default_storage.save(path, ContentFile(json.dumps(said, ensure_ascii=False).encode()))


def _clear_old(user: User) -> None:
    folder = f"incoming/{user.pk}"
    if not default_storage.exists(folder):
        return
    for token in default_storage.listdir(folder)[0]:
        path = f"{folder}/{token}/parcel.json"
        if not default_storage.exists(path):
            continue
        made = default_storage.get_modified_time(path)
        if moment.now() - made > KEPT_FOR:
            done(Parcel(token, user.pk))
