"""The bytes of redactions: encrypted on the disk, in plain only in a folder that goes at once. One gate for all of them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from gongkai import crypt
from gongkai.apps.requests import marks
from gongkai.apps.requests.models import Redaction
from gongkai.exceptions import GongkaiError
from gongkai.files.redaction import boxes_from

ORIGINAL, RESULT = "original", "result"


def put(row: Redaction, part: str, data: bytes) -> None:
    """Keep the bytes of a part under the newest key; the row is saved by the caller."""
    ring = crypt.keyring()
    getattr(row, part).save("x.bin", ContentFile(ring.encrypt_bytes(data, row.context(part))), save=False)
    row.key_id = ring.key_id


def take(row: Redaction, part: str) -> bytes:
    """The bytes of a part. GongkaiError where they are no longer there."""
    file = getattr(row, part)
    try:
        with file.open("rb") as stream:
            return crypt.keyring().decrypt_bytes(stream.read(), row.context(part))
    except (FileNotFoundError, ValueError) as error:
        raise GongkaiError("文件已经不在存储里，请从备份恢复，或重新上传原件。") from error


def drop(row: Redaction, part: str) -> None:
    """The bytes go when the transaction is committed."""
    file = getattr(row, part)
    if file:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name))
        setattr(row, part, "")


def seal_name(row: Redaction, name: str) -> None:
    """The name of the original: people name files after persons."""
    row.name = crypt.keyring().encrypt(name[:200], row.context("name"))


def name_of(row: Redaction) -> str:
    """The name of the original."""
    return crypt.keyring().decrypt(row.name, row.context("name"))


@contextmanager
def opened(row: Redaction, part: str) -> Iterator[Path]:
    """A part as a plain file, for jobs that read files; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        path = Path(folder) / "page.bin"
        path.write_bytes(take(row, part))
        yield path


# stored name, size, time of writing → SHA-256 of what is in it
_hashes: dict[tuple[str, int, float], str] = {}
_MOST_HASHES = 2_000


def _digest(row: Redaction, part: str, *, remembered: bool) -> str:
    """SHA-256 of a part. remembered: of a stored file that lies there unchanged since it was last read, from then."""
    file = getattr(row, part)
    try:
        at = (
            str(file.name),
            file.storage.size(file.name),
            file.storage.get_modified_time(file.name).timestamp(),
        )
    except FileNotFoundError:
        at = None
    if remembered and at is not None and at in _hashes:
        return _hashes[at]
    found = hashlib.sha256(take(row, part)).hexdigest()
    if at is not None:
        if len(_hashes) >= _MOST_HASHES:
            _hashes.clear()
        _hashes[at] = found
    return found


def misfits(row: Redaction, *, remembered: bool = False) -> list[str]:
    """Why the certificate does not fit what is kept: original, result, boxes. Empty if it fits.

    remembered: for a page that only shows how it stands; whatever lets a file go reads it anew.
    """
    proof: dict[str, Any] | None = row.certificate
    if not proof or not row.result:
        return ["还没有成品和凭证"]
    found = []
    if _digest(row, ORIGINAL, remembered=remembered) != proof.get("input_sha256"):
        found.append("原件与凭证记载的不是同一个文件")
    if _digest(row, RESULT, remembered=remembered) != proof.get("output_sha256"):
        found.append("成品与凭证记载的不是同一个文件")
    if _plain(proof.get("boxes")) != _plain(marks.boxes_of(row.marks)):
        found.append("遮盖的地方与凭证记载的不一致")
    if not proof.get("checks"):
        found.append("凭证里没有核验项目")
    return found


def _plain(boxes: Any) -> list[str]:
    return sorted(json.dumps(box.as_json(), sort_keys=True) for box in boxes_from(boxes))


def renew(limit: int) -> int:
    """Write up to `limit` rows under the newest key (`gongkai keys renew`); how many were written."""
    current = crypt.keyring().key_id
    done = 0
    for key in Redaction.objects.exclude(key_id=current).order_by("id").values_list("pk", flat=True)[:limit]:
        with transaction.atomic():
            row = Redaction.objects.select_for_update(of=("self",)).get(pk=key)
            seal_name(row, name_of(row))
            for part in (ORIGINAL, RESULT):
                if getattr(row, part):
                    data = take(row, part)
                    drop(row, part)
                    put(row, part, data)
            row.key_id = current
            row.save(update_fields=["name", "key_id", ORIGINAL, RESULT])
        done += 1
    return done
