"""Backup and restore by the real commands, on SQLite and (where DATABASE_URL names a server) on PostgreSQL."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from tests.migrated import seed
from tests.site.conftest import clean_environment

from gongkai.exceptions import GongkaiError

CITY = (
    "import django; django.setup();"
    "from gongkai.site.prepare import prepare; prepare(False);"
    "from gongkai.demo.load import load, bake; load(small=True); bake()"
)
COUNT = (
    "import django; django.setup(); import json;"
    "from django.apps import apps;"
    "print(json.dumps({m._meta.label: m._base_manager.count() for m in apps.get_models()}))"
)
RENAME = (
    "import django; django.setup();"
    "from gongkai.apps.organizations.models import Organization;"
    "Organization.objects.filter(parent=None).update(name='后来改的名')"
)
NAME = (
    "import django; django.setup();"
    "from gongkai.apps.organizations.models import Organization;"
    "print(Organization.objects.get(parent=None).name)"
)
WITNESS = (
    "import django; django.setup(); from django.db import connection;"
    "connection.cursor().execute('CREATE TABLE later_than_the_backup (a int)')"
)
TABLES = "import django; django.setup(); from django.db import connection; print(connection.introspection.table_names())"


class Place:
    """A data folder with its database, and the commands run on it."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.environment = {"DATABASE_URL": url} if url else {}
        self.database = folder / "gongkai.sqlite3"

    def gongkai(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run("-m", "gongkai.cli", *words, **more)

    def python(self, code: str) -> str:
        done = self._run("-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        env = clean_environment(
            self.folder, DJANGO_SETTINGS_MODULE="gongkai.site.settings", **self.environment, **more
        )
        return subprocess.run(
            [sys.executable, *words], env=env, capture_output=True, text=True, cwd=self.folder
        )

    def files(self) -> dict[str, str]:
        media = self.folder / "files"
        return {
            str(p.relative_to(media)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in media.rglob("*") if p.is_file() and "incoming" not in p.parts
        }  # fmt: skip


def other_database(name: str) -> str:
    """A fresh database on the server of DATABASE_URL; its address."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


KINDS = [
    "sqlite",
    pytest.param(
        "postgres", marks=pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="no PostgreSQL named")
    ),
]


@pytest.fixture(scope="module", params=KINDS)
def city(request, tmp_path_factory) -> Place:
    """The small demonstration city with its public pages, and a backup of it."""
    url = other_database("gongkai_test_backup") if request.param == "postgres" else ""
    place = Place(tmp_path_factory.mktemp("city"), url)
    if not url:
        seed(place.folder)
    place.python(CITY)
    done = place.gongkai("backup", str(place.folder / "whole.tar.gz"))
    assert done.returncode == 0, done.stdout + done.stderr
    place.archive = place.folder / "whole.tar.gz"
    return place


@pytest.fixture
def empty(city, tmp_path) -> Place:
    return Place(tmp_path, other_database("gongkai_test_restore") if city.environment else "")


def entries(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar if m.isfile()}


def repack(content: dict[str, bytes], target: Path) -> Path:
    with tarfile.open(target, "w:gz") as tar:
        for name, data in content.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return target


def test_a_restore_into_nothing_gives_everything_back_and_every_page(city, empty):
    done = empty.gongkai("restore", str(city.archive), "--yes")
    assert done.returncode == 0, done.stderr
    assert "gongkai bake --all" in done.stdout
    before, after = json.loads(city.python(COUNT)), json.loads(empty.python(COUNT))
    assert after.pop("portal.BakedFile") == 0 and before.pop("portal.BakedFile") > 20
    assert after == before
    assert empty.files() == city.files() and len(city.files()) > 5
    assert empty.gongkai("ledger", "verify").returncode == 0
    assert empty.gongkai("bake").returncode == 0, "without --all too: nothing is thought to be baked"
    verified = empty.gongkai("bake", "--verify")
    assert verified.returncode == 0, verified.stdout
    made = {p.name for p in (empty.folder / "public").rglob("*.html")}
    assert made == {p.name for p in (city.folder / "public").rglob("*.html")}


def test_a_restore_keeps_the_database_and_the_files_of_before(city, empty):
    assert empty.gongkai("restore", str(city.archive), "--yes").returncode == 0
    empty.python(RENAME)
    empty.python(WITNESS)
    (empty.folder / "files" / "later.bin").write_bytes(b"later")
    assert empty.gongkai("restore", str(city.archive), "--yes").returncode == 0
    assert empty.python(NAME) == city.python(NAME) != "后来改的名"
    assert "later_than_the_backup" not in empty.python(TABLES), "no table of a later version is left over"
    aside = sorted(empty.folder.glob("before-restore-*"))[-1]
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700 and (aside / "files" / "later.bin").exists()
    if city.environment:
        kept = Place(empty.folder, other_database("gongkai_test_aside"))
        subprocess.run(
            ["pg_restore", "--no-owner", f"--dbname={kept.environment['DATABASE_URL']}", str(aside / "gongkai.dump")], check=True,
        )  # fmt: skip
        assert kept.python(NAME) == "后来改的名"
    else:
        with closing(sqlite3.connect(aside / "gongkai.sqlite3")) as old:
            assert old.execute(
                "SELECT name FROM organizations_organization WHERE parent_id IS NULL"
            ).fetchone() == ("后来改的名",)


def test_nobody_but_the_owner_may_read_backup_and_database(city):
    assert stat.S_IMODE(city.archive.stat().st_mode) == 0o600
    if not city.environment:
        assert stat.S_IMODE(city.database.stat().st_mode) == 0o600


def test_the_password_of_the_database_never_stands_among_the_arguments(tmp_path, monkeypatch):
    from gongkai.site.commands import backup

    said = tmp_path / "said"
    tool = tmp_path / "pg_dump"
    tool.write_text(
        f'#!/bin/sh\necho "$@" > {said}\necho "$PGPASSWORD $PGUSER $PGHOST $PGDATABASE" >> {said}\n'
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    database = {
        "ENGINE": "postgresql",
        "NAME": "gk",
        "USER": "u",
        "PASSWORD": "s3cret",
        "HOST": "h",
        "PORT": "",
    }
    backup.dump_database(database, tmp_path)
    arguments, environment = said.read_text().splitlines()
    assert "s3cret" not in arguments and environment == "s3cret u h gk"


def test_parcels_come_and_go_while_a_backup_is_made(city, tmp_path):
    """The attack of the findings: uploads in progress made five of five backups fail."""
    incoming, stop = city.folder / "files" / "incoming" / "7", threading.Event()

    def officer() -> None:
        number = 0
        while not stop.is_set():
            parcel = incoming / f"p{number % 5}"
            parcel.mkdir(parents=True, exist_ok=True)
            (parcel / "a.bin").write_bytes(b"x" * 5000)
            shutil.rmtree(parcel)
            number += 1

    thread = threading.Thread(target=officer)
    thread.start()
    try:
        for turn in range(3):
            done = city.gongkai("backup", str(tmp_path / f"{turn}.tar.gz"))
            assert done.returncode == 0, done.stdout + done.stderr
    finally:
        stop.set()
        thread.join()
        shutil.rmtree(city.folder / "files" / "incoming", ignore_errors=True)
    assert not [name for name in entries(tmp_path / "0.tar.gz") if "incoming" in name]


def test_a_file_that_goes_while_it_is_listed_spoils_nothing(tmp_path, monkeypatch):
    from gongkai.site.commands import backup

    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "there.bin").write_bytes(b"1")
    dump = tmp_path / "gongkai.sqlite3"
    dump.write_bytes(b"db")
    ghosts = [tmp_path / "files" / "gone.bin", tmp_path / "files" / "there.bin"]
    monkeypatch.setattr(backup, "lasting_files", lambda media: iter(ghosts))
    out = io.BytesIO()
    assert backup.write_archive(out, dump, tmp_path / "files") == 1
    (tmp_path / "a.tar.gz").write_bytes(out.getvalue())
    listed = json.loads(entries(tmp_path / "a.tar.gz")["manifest.json"])["sha256"]
    assert set(listed) == {"database/gongkai.sqlite3", "files/there.bin"}


def test_own_law_and_holidays_are_kept_and_come_back(tmp_path):
    from gongkai.site.commands import backup, restore

    dump, aside = tmp_path / "gongkai.sqlite3", tmp_path / "aside"
    dump.write_bytes(b"db")
    for folder in ("law", "calendar", "aside", "unpacked"):
        (tmp_path / folder).mkdir()
    (tmp_path / "law" / "city.toml").write_text("old")
    (tmp_path / "calendar" / "2027.toml").write_text("notice")
    out = io.BytesIO()
    assert backup.write_archive(out, dump, tmp_path / "files", tmp_path) == 2
    (tmp_path / "law" / "city.toml").write_text("new")
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as archive:
        restore._extract(archive, tmp_path / "unpacked")
    restore.put_own(tmp_path / "unpacked" / "own", tmp_path, aside)
    assert (tmp_path / "law" / "city.toml").read_text() == "old"
    assert (tmp_path / "calendar" / "2027.toml").read_text() == "notice"
    assert (aside / "law" / "city.toml").read_text() == "new"


def test_an_archive_is_unpacked_by_the_python_of_debian_12_too(tmp_path, monkeypatch):
    """3.11.2 knows no filter for `extractall`: a restore on a bare server ended there."""
    from gongkai.site.commands import restore

    monkeypatch.delattr(tarfile.TarFile, "extractall")
    data = b"text"
    manifest = json.dumps({"sha256": {"files/a/b.txt": hashlib.sha256(data).hexdigest()}}).encode()
    (tmp_path / "unpacked").mkdir()
    archive = repack({"files/a/b.txt": data, "manifest.json": manifest}, tmp_path / "b.tar.gz")
    folder = restore.unpack(archive, tmp_path / "unpacked")
    assert (folder / "files" / "a" / "b.txt").read_bytes() == data


def test_a_stored_file_that_is_lost_is_named_and_the_backup_is_made_all_the_same(city, tmp_path):
    name = next(n for n in sorted(city.files()) if not n.startswith("."))
    path = city.folder / "files" / name
    kept = path.read_bytes()
    path.unlink()
    try:
        done = city.gongkai("backup", str(tmp_path / "b.tar.gz"))
    finally:
        path.write_bytes(kept)
    assert done.returncode == 1 and name in done.stdout and (tmp_path / "b.tar.gz").exists()


def test_a_backup_never_overwrites(city):
    done = city.gongkai("backup", str(city.archive))
    assert done.returncode == 2 and "已经存在" in done.stderr


def spoil(kind: str, whole: bytes, parts: dict[str, bytes], folder: Path) -> Path:
    """An archive that is wrong in one way."""
    target = folder / "bad.tar.gz"
    manifest = json.loads(parts["manifest.json"])
    database = next(n for n in parts if n.startswith("database/"))
    if kind.startswith("cut"):
        target.write_bytes(whole[: len(whole) * int(kind[3:]) // 100])
        return target
    if kind == "torn":
        target.write_bytes(whole[:5000] + b"\0" * 5000 + whole[10000:])
        return target
    if kind == "not an archive":
        target.write_bytes(b"nothing of the kind")
        return target
    if kind == "gzip of noise":
        target.write_bytes(gzip.compress(b"noise" * 1000))
        return target
    changed = dict(parts)
    if kind == "no manifest":
        del changed["manifest.json"]
    elif kind == "manifest is a list":
        changed["manifest.json"] = b"[]"
    elif kind == "manifest without hashes":
        changed["manifest.json"] = b'{"made_at": "x"}'
    elif kind == "hashes are numbers":
        changed["manifest.json"] = json.dumps({"sha256": dict.fromkeys(parts, 5)}).encode()
    elif kind == "manifest is deep":
        changed["manifest.json"] = b"[" * 100_000
    elif kind == "empty list of hashes":
        changed["manifest.json"] = json.dumps({**manifest, "sha256": {}}).encode()
    elif kind == "an unlisted file":
        changed["files/extra.bin"] = b"smuggled"
    elif kind == "a listed file is missing":
        del changed[next(n for n in parts if n.startswith("files/"))]
    elif kind == "a file was changed":
        changed[next(n for n in parts if n.startswith("files/"))] = b"other"
    elif kind in {"a database of other bytes", "a database of another program", "no database"}:
        if kind == "a database of other bytes":
            changed[database] = b"SQLite format 3\0" + b"\7" * 5000
        elif kind == "no database":
            del changed[database]
        else:
            foreign = folder / "foreign.sqlite3"
            with closing(sqlite3.connect(foreign)) as connection:
                connection.execute("CREATE TABLE a (b)")
                connection.commit()
            changed[database] = foreign.read_bytes()
        hashes = {n: hashlib.sha256(d).hexdigest() for n, d in changed.items() if n != "manifest.json"}
        changed["manifest.json"] = json.dumps({**manifest, "sha256": hashes}).encode()
    elif kind == "a link to outside":
        return linked(parts, manifest, folder, target)
    return repack(changed, target)


def linked(parts: dict[str, bytes], manifest: dict, folder: Path, target: Path) -> Path:
    with tarfile.open(target, "w:gz") as tar:
        for name, data in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("files/out")
        link.type, link.linkname = tarfile.SYMTYPE, "../../../etc/passwd"
        tar.addfile(link)
    return target


KINDS_OF_BAD = [
    "cut10", "cut60", "cut99", "torn", "not an archive", "gzip of noise", "no manifest", "manifest is a list",
    "manifest without hashes", "hashes are numbers", "manifest is deep", "empty list of hashes", "an unlisted file",
    "a listed file is missing", "a file was changed", "a database of other bytes", "a database of another program",
    "no database", "a link to outside",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS_OF_BAD)
def test_a_bad_archive_is_told_in_one_sentence_before_anything_moves(city, tmp_path, kind):
    from gongkai.site.commands import restore

    bad = spoil(kind, city.archive.read_bytes(), entries(city.archive), tmp_path)
    engine = "django.db.backends.postgresql" if city.environment else "django.db.backends.sqlite3"
    room = tmp_path / "room"
    room.mkdir()
    with pytest.raises(GongkaiError) as refused:
        restore.exchange_of({"ENGINE": engine, "NAME": "nowhere"}, restore.unpack(bad, room))
    assert "未动" in refused.value.sentence and "\n" not in refused.value.sentence


@pytest.mark.parametrize("kind", ["cut60", "manifest is a list", "a database of other bytes"])
def test_a_bad_archive_changes_nothing(city, tmp_path, kind):
    bad = spoil(kind, city.archive.read_bytes(), entries(city.archive), tmp_path)
    before, files = city.python(NAME), city.files()
    done = city.gongkai("restore", str(bad), "--yes")
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1 and "未动" in done.stderr
    assert city.python(NAME) == before and city.files() == files
    assert not list(city.folder.glob("before-restore-*")) and not list(city.folder.glob("gongkai-restore-*"))


def test_a_restore_asks_to_be_confirmed(city):
    done = city.gongkai("restore", str(city.archive))
    assert done.returncode == 2 and "--yes" in done.stderr


def test_a_restore_fails_whole_where_postgresql_refuses(city, tmp_path):
    if not city.environment:
        pytest.skip("of PostgreSQL")
    import psycopg

    url = city.environment["DATABASE_URL"]
    with psycopg.connect(url) as busy:  # somebody still reads: the schema cannot be exchanged
        busy.execute("SELECT count(*) FROM organizations_organization")
        done = city.gongkai("restore", str(city.archive), "--yes")
    assert done.returncode == 2 and "仍是原来的数据" in done.stderr and "Traceback" not in done.stderr
    assert json.loads(city.python(COUNT))["organizations.Organization"] > 3
