"""`gongkai restore FILE`: put a backup in the place of the present data; the old files are kept aside."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Unreadable
from gongkai.site.commands import django_setup
from gongkai.site.commands.backup import MANIFEST, file_hash, postgres_uri


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai restore`."""
    parser.add_argument("file", type=Path, help="备份文件（.tar.gz）")
    parser.add_argument("--yes", action="store_true", help="确认以备份替换现有数据")


def run(args: argparse.Namespace) -> int:
    """Check every hash first; nothing is touched unless the whole archive is sound."""
    if not args.yes:
        raise GongkaiError("恢复会以备份替换现有数据。请先停止服务，确认后加 --yes 再执行。")
    django_setup.load()
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="gongkai-restore-", dir=settings.DATA) as folder:
        unpacked = unpack(args.file, Path(folder))
        aside = Path(settings.DATA) / f"before-restore-{moment.now():%Y%m%d-%H%M%S}"
        aside.mkdir()
        database: dict[str, Any] = settings.DATABASES["default"]
        if database["ENGINE"].endswith("sqlite3"):
            replace_sqlite(unpacked / "database" / "gongkai.sqlite3", Path(database["NAME"]), aside)
        else:
            restore_postgres(unpacked / "database" / "gongkai.dump", postgres_uri(database))
        media = Path(settings.MEDIA_ROOT)
        if media.exists():
            media.rename(aside / "files")
        source = unpacked / "files"
        if source.exists():
            shutil.copytree(source, media)
        shutil.rmtree(settings.BAKED_ROOT, ignore_errors=True)
    print(f"已恢复。原来的数据在 {aside}；请执行 gongkai bake 重新生成公开页面。")
    return 0


def unpack(file: Path, folder: Path) -> Path:
    """The archive, unpacked and checked against its list of hashes."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Unreadable(f"{file} 不是完整的备份文件，没有恢复，现有数据未动。") from error
    for name, sha256 in manifest["sha256"].items():
        path = folder / name
        if not path.is_file() or file_hash(path) != sha256:
            raise Unreadable(f"备份中的 {name} 缺失或被改动，没有恢复，现有数据未动。")
    return folder


def replace_sqlite(source: Path, target: Path, aside: Path) -> None:
    """Move the present database aside, with its journal files, and put the copy there."""
    if not source.exists():
        raise Unreadable("备份里没有 SQLite 数据库，可能来自 PostgreSQL，没有恢复。")
    for suffix in ("", "-wal", "-shm"):
        old = target.with_name(target.name + suffix)
        if old.exists():
            old.rename(aside / old.name)
    shutil.copy2(source, target)


def restore_postgres(source: Path, uri: str) -> None:
    """Let pg_restore replace the schema in one transaction."""
    if not source.exists():
        raise Unreadable("备份里没有 PostgreSQL 数据库，可能来自 SQLite，没有恢复。")
    done = subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={uri}", str(source)],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise GongkaiError(f"pg_restore 没有成功，数据库未动：{done.stderr.strip().splitlines()[-1]}")
