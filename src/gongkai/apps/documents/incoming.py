"""Files on their way in: kept on the server between “choose a file” and “confirm”, so nothing has to be chosen twice.

A parcel belongs to the person who brought it, for a week; nobody else can open it. It never becomes public.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from gongkai.apps.documents.pictures import Picture
from gongkai.apps.documents.reading import Checked, Hidden, Proposal, check, check_source
from gongkai.apps.organizations.models import User
from gongkai.clocks import moment

_PARCEL, _READING = "parcel.json", "reading.json"
KEPT_FOR = dt.timedelta(days=7)
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """One file of a parcel: its own name and where its bytes lie."""

    name: str
    media_type: str
    size: int
    path: str
    sha256: str
    findings: list[dict[str, Any]] = field(default_factory=list)
    detail: str = ""
    page: str = ""
    clean: dict[str, Any] | None = None

    def read(self) -> bytes:
        """Its bytes."""
        with default_storage.open(self.path) as stored:
            return bytes(stored.read())

    def checked(self) -> Checked:
        """The file as it was looked at when it came."""
        return Checked(
            self.name,
            self.read(),
            self.media_type,
            self.sha256,
            Hidden(self.findings, self.detail),
            _bytes(self.page).decode() if self.page else "",
            Kept(**self.clean).checked() if self.clean else None,
        )


@dataclass
class Parcel:
    """What one person brought for one registration: the source file and its attachments.

    proposal: what the source says of itself, read once when it came; failed: one sentence where it could not be read.
    warned: what the officer was asked about already, so that the second press goes on.
    """

    token: str
    user_id: int
    source: Kept | None = None
    attachments: list[Kept] = field(default_factory=list)
    proposal: Proposal | None = None
    failed: str = ""
    warned: set[str] = field(default_factory=set)

    @property
    def folder(self) -> str:
        return f"incoming/{self.user_id}/{self.token}"


def bring(user: User, source: UploadedFile[bytes] | None) -> Parcel:
    """Take in the first file (or none: a document typed by hand). Raises Unreadable with one sentence."""
    _clear_old(user)
    parcel = Parcel(secrets.token_hex(16), user.pk)
    if source is not None:
        checked, parcel.proposal, parcel.failed = check_source(source)
        parcel.source = _keep(parcel, checked)
        for picture in parcel.proposal.pictures if parcel.proposal else ():
            default_storage.save(f"{parcel.folder}/{picture.key}.bin", ContentFile(picture.data))
        said = parcel.proposal.as_json() if parcel.proposal else {"failed": parcel.failed}
        _put(f"{parcel.folder}/{_READING}", said)
    _write(parcel)
    return parcel


def add(parcel: Parcel, upload: UploadedFile[bytes]) -> None:
    """Put an attachment beside the source. Raises Unreadable."""
    parcel.attachments.append(_keep(parcel, check(upload)))
    _write(parcel)


def warned(parcel: Parcel, what: set[str]) -> bool:
    """Note what the officer is asked about now; True if some of it is new to him."""
    new = what - parcel.warned
    if new:
        parcel.warned |= new
        _write(parcel)
    return bool(new)


def drop(parcel: Parcel, path: str) -> None:
    """Take an attachment out again."""
    parcel.attachments = [k for k in parcel.attachments if k.path != path]
    _write(parcel)


def find(user: User, token: str) -> Parcel | None:
    """The person's own parcel; None if there is none (or it is another person's)."""
    if not _TOKEN.fullmatch(token):
        return None
    parcel = Parcel(token, user.pk)
    said = _get(f"{parcel.folder}/{_PARCEL}")
    if said is None:
        return None
    parcel.source = Kept(**said["source"]) if said["source"] else None
    parcel.attachments = [Kept(**k) for k in said["attachments"]]
    parcel.warned = set(said["warned"])
    reading = _get(f"{parcel.folder}/{_READING}") or {"failed": ""}
    if "failed" in reading:
        parcel.failed = reading["failed"]
    else:
        parcel.proposal = Proposal.from_json(reading)
    return parcel


def pictures(parcel: Parcel, *keys: str) -> list[Picture]:
    """The pictures of its source with their bytes: those of these keys, or all."""
    waiting = parcel.proposal.pictures if parcel.proposal else []
    return [
        replace(one, data=_bytes(f"{parcel.folder}/{one.key}.bin"))
        for one in waiting
        if not keys or one.key in keys
    ]


def done(parcel: Parcel) -> None:
    """The record holds its own copies now."""
    _, names = default_storage.listdir(parcel.folder)
    for name in names:
        default_storage.delete(f"{parcel.folder}/{name}")
    default_storage.delete(parcel.folder)


def _keep(parcel: Parcel, checked: Checked) -> Kept:
    stem = f"{parcel.folder}/{secrets.token_hex(8)}"
    path = default_storage.save(f"{stem}.bin", ContentFile(checked.data))
    page = default_storage.save(f"{stem}.page", ContentFile(checked.page.encode())) if checked.page else ""
    return Kept(
        checked.name, checked.media_type, len(checked.data), path, checked.sha256,
        checked.hidden.findings, checked.hidden.detail, page,
        vars(_keep(parcel, checked.clean)) if checked.clean else None,
    )  # fmt: skip


def _write(parcel: Parcel) -> None:
    said = {
        "source": vars(parcel.source) if parcel.source else None,
        "attachments": [vars(k) for k in parcel.attachments],
        "warned": sorted(parcel.warned),
    }
    _put(f"{parcel.folder}/{_PARCEL}", said)


def _put(path: str, said: dict[str, Any]) -> None:
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(json.dumps(said, ensure_ascii=False).encode()))


def _get(path: str) -> dict[str, Any] | None:
    try:
        with default_storage.open(path) as stored:
            said: dict[str, Any] = json.loads(stored.read())
    except (OSError, ValueError):
        return None
    return said


def _bytes(path: str) -> bytes:
    with default_storage.open(path) as stored:
        return bytes(stored.read())


def _clear_old(user: User) -> None:
    folder = f"incoming/{user.pk}"
    if not default_storage.exists(folder):
        return
    for token in default_storage.listdir(folder)[0]:
        path = f"{folder}/{token}/{_PARCEL}"
        if not default_storage.exists(path):
            continue
        made = default_storage.get_modified_time(path)
        if moment.now() - made > KEPT_FOR:
            done(Parcel(token, user.pk))
