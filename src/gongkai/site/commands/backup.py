"""`gongkai backup FILE`: database and files in one archive with a list of hashes."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from gongkai import __version__
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.site.commands import django_setup

MANIFEST = "manifest.json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai backup`."""
    parser.add_argument("file", type=Path, help="备份文件（.tar.gz）")


def run(args: argparse.Namespace) -> int:
    """Write the archive; an existing file is never overwritten."""
    django_setup.load()
    from django.conf import settings

    target: Path = args.file
    if target.exists():
        raise GongkaiError(f"{target} 已经存在，请换一个文件名；备份不覆盖旧文件。")
    with tempfile.TemporaryDirectory(prefix="gongkai-backup-") as folder:
        dump = dump_database(settings.DATABASES["default"], Path(folder))
        names = {dump: f"database/{dump.name}"}
        files = Path(settings.MEDIA_ROOT)
        names |= {p: f"files/{p.relative_to(files)}" for p in sorted(files.rglob("*")) if p.is_file()}
        manifest = {
            "made_at": moment.now().isoformat(),
            "version": __version__,
            "vendor": str(settings.DATABASES["default"]["ENGINE"]).rpartition(".")[2],
            "sha256": {name: file_hash(path) for path, name in names.items()},
        }
        listing = Path(folder) / MANIFEST
        listing.write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
        partial = target.with_name(target.name + ".part")
        try:
            with tarfile.open(partial, "w:gz") as archive:
                archive.add(listing, MANIFEST)
                for path, name in names.items():
                    archive.add(path, name)
            partial.rename(target)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise GongkaiError(
                f"备份写不下去：{error.strerror}。请检查 {target.parent} 的空间和权限。"
            ) from error
    print(f"已备份到 {target}：数据库 1 个，文件 {len(names) - 1} 个。")
    return 0


def dump_database(database: dict[str, Any], folder: Path) -> Path:
    """A consistent copy while the server runs: SQLite's own backup, or pg_dump."""
    if database["ENGINE"].endswith("sqlite3"):
        copy = folder / "gongkai.sqlite3"
        with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy
    if shutil.which("pg_dump") is None:
        raise GongkaiError("没有找到 pg_dump：请先安装 postgresql-client，再备份。")
    copy = folder / "gongkai.dump"
    done = subprocess.run(
        ["pg_dump", "--format=custom", f"--file={copy}", postgres_uri(database)],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise GongkaiError(f"pg_dump 没有成功：{done.stderr.strip().splitlines()[-1]}")
    return copy


def postgres_uri(database: dict[str, Any]) -> str:
    """The connection of Django's settings as pg_dump and pg_restore take it."""
    from urllib.parse import quote

    login = quote(database["USER"])
    if database["PASSWORD"]:
        login += f":{quote(database['PASSWORD'])}"
    at = f"{login}@" if login else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{at}{database['HOST']}{port}/{database['NAME']}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
