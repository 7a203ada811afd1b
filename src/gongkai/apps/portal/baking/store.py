"""Files for the public: each written aside and moved into place, so that nobody ever reads half a page."""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import hashlib
import os
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
from django.conf import settings

from gongkai.apps.portal.models import BakedFile
from gongkai.apps.portal.packing import pressed, zipped
from gongkai.clocks import moment

PACKED = {".html", ".xml", ".txt", ".csv", ".svg"}  # what gains from compressed twins
TWINS = (".gz", ".br")
STRIPES = 256  # lock files: two pages of one stripe wait for each other, which is rare and short
OLD_PART = 600  # seconds after which a half-written file has no writer any more


def root() -> Path:
    """The folder that is served as it stands."""
    return Path(settings.BAKED_ROOT)


def file_of(path: str) -> str:
    """The file below the root for a public address: `/list/` → `list/index.html`."""
    name = path.lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def folder_of(name: str) -> str:
    """Where the versions and attachments of a document's page lie."""
    return name.removesuffix(".html")


def _place(target: Path, data: bytes) -> None:
    """Write aside and move over. A crash leaves the old file or the new one, never a part."""
    parts = root() / ".parts"
    parts.mkdir(parents=True, exist_ok=True)
    temporary = parts / f"{os.getpid()}-{time.monotonic_ns()}"
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write(site_id: int, name: str, data: bytes, publication_id: int | None = None) -> None:
    """Put a page or file in place with its twins, and keep its hash. Unchanged content is left alone."""
    target = root() / name
    sha256 = hashlib.sha256(data).hexdigest()
    if _stands(name, target, sha256, publication_id):
        return
    _note(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    for twin in TWINS:  # away first, so that a twin of the old page never stands beside the new one
        target.with_name(target.name + twin).unlink(missing_ok=True)
    _place(target, data)
    if target.suffix in PACKED:
        _place(target.with_name(target.name + ".gz"), zipped(data))
        _place(target.with_name(target.name + ".br"), pressed(data))
    row = BakedFile(
        path=name, site_id=site_id, publication_id=publication_id, sha256=sha256, size=len(data),
        baked_at=moment.now(),
    )  # fmt: skip
    kept = ["site", "publication", "sha256", "size", "baked_at"]
    BakedFile.objects.bulk_create([row], update_conflicts=True, unique_fields=["path"], update_fields=kept)


def _note(name: str) -> None:
    """Say on the disk itself, before it is written, that this file is ours: a database brought back does not know it."""
    if BakedFile.objects.filter(path=name).exists():
        return
    folder = root() / ".made"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{_stripe(name):03d}").open("a", encoding="utf-8") as shard:
        fcntl.flock(shard, fcntl.LOCK_EX)
        shard.write(name + "\n")


def _stripe(name: str) -> int:
    return int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "big") % STRIPES


def noted() -> set[str]:
    """Every file that was ever written here and is not known to be gone: what others put into the folder is not in it."""
    folder = root() / ".made"
    shards = folder.iterdir() if folder.is_dir() else ()
    return {name for shard in shards for name in shard.read_text("utf-8").splitlines()}


def unnote(names: Iterable[str]) -> None:
    """Forget names of files that are gone; those noted meanwhile stay."""
    gone = set(names)
    for stripe in {_stripe(name) for name in gone}:
        with (root() / ".made" / f"{stripe:03d}").open("r+", encoding="utf-8") as shard:
            fcntl.flock(shard, fcntl.LOCK_EX)
            kept = [name for name in shard.read().splitlines() if name not in gone]
            shard.seek(0)
            shard.truncate()
            shard.writelines(f"{name}\n" for name in kept)


def _stands(name: str, target: Path, sha256: str, publication_id: int | None) -> bool:
    kept = BakedFile.objects.filter(path=name).values_list("sha256", "publication_id").first()
    endings = ("", *TWINS) if target.suffix in PACKED else ("",)
    return kept == (sha256, publication_id) and all(
        fingerprint(target.with_name(target.name + ending), ending) == sha256 for ending in endings
    )


def fingerprint(path: Path, twin: str = "") -> str:
    """SHA-256 of a file, of a twin's unpacked content; empty where it is missing, a link, or cannot be unpacked."""
    try:
        if path.is_symlink():
            return ""
        data = path.read_bytes()
        if twin == ".gz":
            data = gzip.decompress(data)
        elif twin == ".br":
            data = brotli.decompress(data)
    except (OSError, EOFError, zlib.error, brotli.error):
        return ""
    return hashlib.sha256(data).hexdigest()


def written_at(name: str) -> float:
    """When a file was written, seconds since 1970; 0 where there is none."""
    try:
        return (root() / name).lstat().st_mtime
    except OSError:
        return 0.0


def has_folder(name: str) -> bool:
    """Whether a document's page has versions or attachments beside it."""
    return os.path.lexists(root() / folder_of(name))


def unlink(name: str) -> None:
    """Take a file and its twins out of what is served. No lock, no database: nothing may make this wait."""
    target = root() / name
    for ending in ("", *TWINS):
        target.with_name(target.name + ending).unlink(missing_ok=True)


def unlink_folder(name: str, keep: Iterable[str] = ()) -> None:
    """Take away what lies in the folder of a document, except the files named in `keep`."""
    folder, kept = root() / name, set(keep)
    if folder.is_symlink():
        folder.unlink()
        return
    if not folder.is_dir():
        return
    if not kept:
        shutil.rmtree(folder)
        return
    for entry in list(folder.iterdir()):
        if entry.name not in kept:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink(
                missing_ok=True
            )


def drop_empty(name: str) -> None:
    """Take away the folder of a file that is gone, where nothing else lies in it."""
    folder = (root() / name).parent
    if folder != root():
        with contextlib.suppress(OSError):
            folder.rmdir()


def forget(names: Iterable[str]) -> None:
    """The rows of files that are gone."""
    rows = list(names)
    for start in range(0, len(rows), 500):
        BakedFile.objects.filter(path__in=rows[start : start + 500]).delete()


def remove(name: str) -> None:
    """Take a file, its twins and its row away."""
    unlink(name)
    forget([name])


@contextmanager
def locked(key: str, wait: float | None = None) -> Iterator[bool]:
    """One writer at a time for one page, across threads and processes. No lock is ever held for more than that page.

    wait: seconds after which one goes on without the lock; the value says whether it was got.
    """
    folder = root() / ".locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{_stripe(key):03d}").open("w") as lock:
        yield _take(lock.fileno(), wait)


def _take(handle: int, wait: float | None) -> bool:
    if wait is None:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return True
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.005)


def tidy() -> None:
    """Take away what a crash left half written."""
    parts = root() / ".parts"
    for left in list(parts.iterdir()) if parts.is_dir() else []:
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > OLD_PART:
                left.unlink()


def served() -> Iterator[Path]:
    """Every file and link that a reader could ask for; what begins with a dot is never served. Links are not entered."""
    for folder, folders, names in os.walk(root()):
        here = Path(folder)
        yield from (here / f for f in folders if (here / f).is_symlink())
        folders[:] = [f for f in folders if not f.startswith(".") and not (here / f).is_symlink()]
        yield from (here / n for n in names if not n.startswith("."))
