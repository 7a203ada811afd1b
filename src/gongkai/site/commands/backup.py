"""`gongkai backup FILE`: database and files in one archive with a list of hashes. May run while the server does."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from gongkai import __version__
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.site.commands import django_setup

MANIFEST = "manifest.json"
SQLITE, DUMP = "database/gongkai.sqlite3", "database/gongkai.dump"
OWN = ("law", "calendar")  # folders of the installation's own rules and holiday notices
# folders of files that come and go: parcels between upload and registration, large exports kept for some days
PASSING = ("incoming", "exports")
PIECE = 1 << 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai backup`."""
    parser.add_argument("file", type=Path, help="备份文件（.tar.gz）")


def run(args: argparse.Namespace) -> int:
    """Write the archive; an existing file is never overwritten. 1 if a file that a record names is not there."""
    django_setup.load()
    from django.conf import settings

    target: Path = args.file
    if target.exists():
        raise GongkaiError(f"{target} 已经存在，请换一个文件名；备份不覆盖旧文件。")
    partial = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-backup-") as folder, private(partial) as out:
            dump = dump_database(settings.DATABASES["default"], Path(folder))
            count = write_archive(out, dump, Path(settings.MEDIA_ROOT), Path(settings.DATA))
        partial.rename(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise GongkaiError(
            f"备份写不下去：{error.strerror or error}。请检查 {target.parent} 的空间和权限。"
        ) from error
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    print(f"已备份到 {target}：数据库 1 个，文件 {count} 个。字段密钥和运行密钥不在备份里，请另外妥善保存。")
    lost = sorted(name for name in named_by_records() if not (Path(settings.MEDIA_ROOT) / name).is_file())
    if lost:
        print(f"注意：有 {len(lost)} 个文件记录在库里，但已不在磁盘上，备份里也没有，例如 {lost[0]}。")
    return 1 if lost else 0


def private(path: Path) -> IO[bytes]:
    """A new file that its owner alone may read: an archive holds password hashes and drafts."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def write_archive(out: IO[bytes], dump: Path, media: Path, data: Path | None = None) -> int:
    """Database, files, own law and holidays of `data`, and the list of hashes last; returns how many files.

    A file that went meanwhile is left out.
    """
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        _add(archive, dump, f"database/{dump.name}", hashes)
        for path, name in _named(media, data):
            try:
                _add(archive, path, name, hashes)
            except FileNotFoundError:
                continue
        listing = {
            "made_at": moment.now().isoformat(),
            "version": __version__,
            "vendor": "sqlite3" if dump.suffix == ".sqlite3" else "postgresql",
            "sha256": hashes,
        }
        text = json.dumps(listing, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, io.BytesIO(text))
    return len(hashes) - 1


def _named(media: Path, data: Path | None) -> Iterator[tuple[Path, str]]:
    """What goes in beside the database, with its name in the archive."""
    for path in lasting_files(media):
        yield path, f"files/{path.relative_to(media)}"
    for kind in OWN if data else ():  # a case keeps the id of the version that judged it
        for path in sorted(Path(data or "", kind).glob("*.toml")):
            yield path, f"own/{kind}/{path.name}"


def lasting_files(media: Path) -> Iterator[Path]:
    """Every stored file but those that are only passing through. A folder may vanish while it is read."""
    for folder, inner, names in os.walk(media, onerror=lambda error: None):
        here = Path(folder)
        if here == media:
            inner[:] = [name for name in inner if name not in PASSING]
        inner.sort()
        yield from (here / name for name in sorted(names) if not (here / name).is_symlink())


def named_by_records() -> set[str]:
    """The stored names of all files that a record holds, whatever model it is of."""
    from django.apps import apps
    from django.db.models import FileField

    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                found |= set(
                    model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                )
    return {name for name in found if name}


def _add(archive: tarfile.TarFile, path: Path, name: str, hashes: dict[str, str]) -> None:
    with path.open("rb") as file:
        entry = archive.gettarinfo(arcname=name, fileobj=file)
        entry.mode, entry.uid, entry.gid, entry.uname, entry.gname = 0o600, 0, 0, "", ""
        reader = _Hashing(file)
        archive.addfile(entry, reader)
        hashes[name] = reader.sha256.hexdigest()


class _Hashing(io.RawIOBase):
    """A file that hashes what is read from it, so the list says what went into the archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, counted into the hash."""
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def dump_database(database: dict[str, Any], folder: Path) -> Path:
    """A consistent copy while the server runs: SQLite's own backup, or pg_dump."""
    if database["ENGINE"].endswith("sqlite3"):
        copy = folder / Path(SQLITE).name
        with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy
    copy = folder / Path(DUMP).name
    postgres(database, ["pg_dump", "--format=custom", f"--file={copy}"], "备份没有做成")
    return copy


def postgres(database: dict[str, Any], command: list[str], failed: str, **options: str) -> str:
    """Run a tool of PostgreSQL on the database; its output. The password goes by environment: arguments are for all to see.

    failed: what the person is told in front of the tool's last line. options: further PG… variables.
    """
    if shutil.which(command[0]) is None:
        raise GongkaiError(f"没有找到 {command[0]}：请先安装 postgresql-client。")
    keys = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    login = {variable: str(database[key]) for key, variable in keys.items() if database.get(key)}
    done = subprocess.run(command, env={**os.environ, **login, **options}, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["原因不明"]
        raise GongkaiError(f"{failed}：{command[0]}：{lines[-1]}")
    return done.stdout


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
