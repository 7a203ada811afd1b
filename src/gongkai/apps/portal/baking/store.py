"""Files for the public: each written beside and moved into place, so that nobody ever reads half a page."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
from django.conf import settings

from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal.models import BakedFile
from gongkai.clocks import moment

PACKED = {".html", ".xml", ".txt", ".csv", ".svg"}  # what gains from compressed twins
TWINS = (".gz", ".br")


def root() -> Path:
    """The folder that is served as it stands."""
    return Path(settings.BAKED_ROOT)


def file_of(path: str) -> str:
    """The file below the root for a public address: `/list/` → `list/index.html`."""
    name = path.lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def _place(target: Path, data: bytes) -> None:
    """Write beside and move over. A crash leaves the old file or the new one, never a part."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    temporary.write_bytes(data)
    temporary.replace(target)


def write(site: Organization, path: str, data: bytes) -> None:
    """Put a page or file in place with its twins, and keep its hash. Unchanged content is left alone."""
    name = file_of(path)
    target = root() / name
    sha256 = hashlib.sha256(data).hexdigest()
    if _stands(name, target, sha256):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    for twin in TWINS:  # away first, so that a twin of the old page never stands beside the new one
        target.with_name(target.name + twin).unlink(missing_ok=True)
    _place(target, data)
    if target.suffix in PACKED:
        _place(target.with_name(target.name + ".gz"), gzip.compress(data, 6, mtime=0))
        _place(target.with_name(target.name + ".br"), brotli.compress(data, quality=5))
    BakedFile.objects.update_or_create(
        path=name, defaults={"site": site, "sha256": sha256, "size": len(data), "baked_at": moment.now()}
    )


def _stands(name: str, target: Path, sha256: str) -> bool:
    kept = BakedFile.objects.filter(path=name).values_list("sha256", flat=True).first()
    endings = ("", *TWINS) if target.suffix in PACKED else ("",)
    return kept == sha256 and all(
        fingerprint(target.with_name(target.name + ending), ending) == sha256 for ending in endings
    )


def fingerprint(path: Path, twin: str = "") -> str:
    """SHA-256 of a file, of a twin's unpacked content; empty where it is missing or cannot be unpacked."""
    try:
        data = path.read_bytes()
        if twin == ".gz":
            data = gzip.decompress(data)
        elif twin == ".br":
            data = brotli.decompress(data)
    except (OSError, EOFError, zlib.error, brotli.error):
        return ""
    return hashlib.sha256(data).hexdigest()


def remove(path: str) -> None:
    """Take a file and its twins away."""
    name = file_of(path)
    target = root() / name
    for found in (target, *(target.with_name(target.name + t) for t in TWINS)):
        found.unlink(missing_ok=True)
    BakedFile.objects.filter(path=name).delete()


def remove_folder(path: str) -> None:
    """Take a folder away with all that lies in it: versions and attachments of a document."""
    name = path.strip("/")
    folder = root() / name
    if folder.is_dir():
        shutil.rmtree(folder)
    BakedFile.objects.filter(path__gte=f"{name}/", path__lt=f"{name}0").delete()  # '0' follows '/'


@contextmanager
def locked() -> Iterator[None]:
    """One baker at a time, across processes: who comes last renders last, so no older page stays."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
