"""`gongkai restore FILE`: put a backup in the place of the present data; database and files of before are kept aside."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Unreadable
from gongkai.site.commands import django_setup
from gongkai.site.commands.backup import DUMP, MANIFEST, OWN, SQLITE, file_hash, postgres
from gongkai.site.running import refuse_while_serving

UNTOUCHED = "没有恢复，现有数据未动。"
TABLE = "django_migrations"  # in every database of ours


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai restore`."""
    parser.add_argument("file", type=Path, help="备份文件（.tar.gz）")
    parser.add_argument("--yes", action="store_true", help="确认以备份替换现有数据")


def run(args: argparse.Namespace) -> int:
    """Check everything first; nothing is touched unless the whole archive is sound."""
    if not args.yes:
        raise GongkaiError("恢复会以备份替换现有数据。请先停止服务，确认后加 --yes 再执行。")
    django_setup.load()
    from django.conf import settings

    data = Path(settings.DATA)
    os.umask(0o077)
    with (
        refuse_while_serving(data),
        tempfile.TemporaryDirectory(prefix="gongkai-restore-", dir=data) as folder,
    ):
        unpacked = unpack(args.file, Path(folder))
        exchange = exchange_of(settings.DATABASES["default"], unpacked)  # judged before anything moves
        aside = data / f"before-restore-{moment.now():%Y%m%d-%H%M%S-%f}"
        aside.mkdir()
        exchange(aside)
        put_files(unpacked / "files", Path(settings.MEDIA_ROOT), aside)
        put_own(unpacked / "own", data, aside)
        shutil.rmtree(settings.BAKED_ROOT, ignore_errors=True)
        forget_baked()
    print(f"已恢复。原来的数据库和文件在 {aside}；请执行 gongkai bake --all 重新生成公开页面，再启动服务。")
    return 0


def unpack(file: Path, folder: Path) -> Path:
    """The archive, unpacked and checked: every file in it is listed, every listed file is there and is the same."""
    try:
        with tarfile.open(file) as archive:
            _room_for(archive, folder)
            _extract(archive, folder)
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, RecursionError) as error:
        raise Unreadable(f"{file} 不是完整的备份文件，{UNTOUCHED}") from error
    listed = manifest.get("sha256") if isinstance(manifest, dict) else None
    if not isinstance(listed, dict) or not all(isinstance(v, str) for v in listed.values()):
        raise Unreadable(f"{file} 的清单不成形，{UNTOUCHED}")
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()} - {
        MANIFEST
    }
    if strange := sorted(there - set(listed)):
        raise Unreadable(f"备份里的 {strange[0]} 不在清单中，{UNTOUCHED}")
    for name, sha256 in listed.items():
        path = folder / name
        if name not in there or path.is_symlink() or not path.is_file() or file_hash(path) != sha256:
            raise Unreadable(f"备份中的 {name} 缺失或被改动，{UNTOUCHED}")
    return folder


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files and folders below `folder`, nothing else. By hand: the filter of `extractall` is younger than the
    Python of Debian 12 (3.11.2)."""
    for entry in archive:
        target = (folder / entry.name).resolve()
        if not (entry.isfile() or entry.isdir()) or not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(entry.name)
        (target if entry.isdir() else target.parent).mkdir(parents=True, exist_ok=True)
        if entry.isfile() and (source := archive.extractfile(entry)) is not None:
            with source, target.open("wb") as place:
                shutil.copyfileobj(source, place)


def _room_for(archive: tarfile.TarFile, folder: Path) -> None:
    needed = sum(entry.size for entry in archive)
    free = shutil.disk_usage(folder).free
    if needed * 2 > free:  # unpacked once, and the database written once more
        raise GongkaiError(f"磁盘只余 {free >> 20} MB，恢复约需 {needed * 2 >> 20} MB，{UNTOUCHED}")


def exchange_of(database: dict[str, Any], unpacked: Path) -> Callable[[Path], None]:
    """The act that puts the database of the archive in place, once it is known to be one of ours."""
    if database["ENGINE"].endswith("sqlite3"):
        source = _database_in(unpacked, SQLITE, "SQLite", "PostgreSQL")
        check_sqlite(source)
        return lambda aside: replace_sqlite(source, Path(database["NAME"]), aside)
    source = _database_in(unpacked, DUMP, "PostgreSQL", "SQLite")
    script = source.with_suffix(".sql")
    postgres(
        database,
        ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source)],
        UNTOUCHED.rstrip("。"),
    )
    if f".{TABLE} " not in script.read_text("utf-8", errors="replace"):
        raise Unreadable(f"备份里的数据库不是本平台的，{UNTOUCHED}")
    return lambda aside: replace_postgres(database, script, aside)


def _database_in(unpacked: Path, name: str, ours: str, other: str) -> Path:
    if not (unpacked / name).is_file():
        raise Unreadable(f"备份里没有 {ours} 数据库，可能来自 {other}，{UNTOUCHED}")
    return unpacked / name


def check_sqlite(source: Path) -> None:
    """Refuse what is no sound database of this platform."""
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [TABLE]).fetchone()
    except sqlite3.DatabaseError as error:
        raise Unreadable(f"备份里的数据库读不出来，{UNTOUCHED}") from error
    if not sound or not ours:
        raise Unreadable(f"备份里的数据库已损坏或不是本平台的，{UNTOUCHED}")


def replace_sqlite(source: Path, target: Path, aside: Path) -> None:
    """Move the present database aside, with its journal files, and put the copy there."""
    fresh = target.with_name(target.name + ".restoring")
    shutil.copy2(source, fresh)
    for suffix in ("", "-wal", "-shm"):
        old = target.with_name(target.name + suffix)
        if old.exists():
            old.rename(aside / old.name)
    fresh.rename(target)


def replace_postgres(database: dict[str, Any], script: Path, aside: Path) -> None:
    """Dump the present database aside, then exchange the schema in one transaction: wholly or not at all."""
    postgres(
        database,
        ["pg_dump", "--format=custom", f"--file={aside / 'gongkai.dump'}"],
        f"原来的数据库存不下来，{UNTOUCHED}",
    )
    wipe = script.with_name("wipe.sql")
    wipe.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
    postgres(
        database,
        ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={wipe}", f"--file={script}"],
        "数据库没有换成，仍是原来的数据（请确认服务已停止）",
        PGOPTIONS="-c lock_timeout=15s",
    )  # fmt: skip


def put_files(source: Path, media: Path, aside: Path) -> None:
    """The stored files of the archive in the place of the present ones, which go aside."""
    if media.exists():
        media.rename(aside / "files")
    if source.exists():
        source.rename(media)
    else:
        media.mkdir(parents=True)


def put_own(source: Path, data: Path, aside: Path) -> None:
    """The installation's own law and holiday notices as they were; the present ones go aside."""
    for kind in OWN:
        if (data / kind).exists():
            (data / kind).rename(aside / kind)
        if (source / kind).exists():
            (source / kind).rename(data / kind)


def forget_baked() -> None:
    """The rows of public pages speak of files that are gone: without them everything is made anew."""
    from django.db import connection

    from gongkai.apps.portal.models import BakedFile

    table = BakedFile._meta.db_table
    if table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of ours
