"""The empty database, migrated once and kept: some hundred migrations cost every test process half a minute otherwise.

Kept under a name made of everything that shapes it (locked packages, migrations, models, what migrations import), so a
changed table is never tried on an old database. SQLite only; `GONGKAI_TEST_MIGRATE=1` migrates all the same.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core import management
from django.db import connection

ROOT = Path(__file__).parents[1]
# an installation without a body has nothing but its first page
BODY = """
import django
django.setup()
from gongkai.apps.organizations.models import Organization
Organization.objects.create(slug="city", name="市教育局", kind="city", path="000001")
"""
MOST_KEPT = 20  # databases of earlier states of the code
SHAPES = (
    "requirements/*.lock", "src/gongkai/apps/*/migrations/*.py", "src/gongkai/apps/*/models.py", "src/gongkai/apps/*/models/*.py",
    "src/gongkai/fragments.py",
    "src/gongkai/apps/*/apps.py", "src/gongkai/apps/search/engines/*.py", "src/gongkai/site/settings*.py",
    "tests/house/*_duty/**/*.py", "tests/house/letters_settings.py",
)  # fmt: skip


def kept() -> Path:
    """Where the database of this very state of the code is kept, whether it is there or not."""
    shape = hashlib.sha256(f"{sys.version} {os.environ.get('DJANGO_SETTINGS_MODULE')}".encode())
    for pattern in SHAPES:
        for path in sorted(ROOT.glob(pattern)):
            shape.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"gongkai-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{shape.hexdigest()[:24]}.sqlite3"


def taken(place: Path, target: sqlite3.Connection) -> bool:
    """Fill an empty database from the kept one. False: there is none, or another process took it away just now; opened
    for writing it would be made anew, empty, and every later run would take that."""
    try:
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as source:
            source.backup(target)
    except sqlite3.OperationalError:
        return False
    return True


def from_kept(migrate: Callable[..., Any]) -> Callable[..., Any]:
    """`call_command` of Django, which takes the kept database instead of migrating an empty one."""

    def call(name: Any, *args: Any, **options: Any) -> Any:
        if name != "migrate" or connection.vendor != "sqlite" or os.environ.get("GONGKAI_TEST_MIGRATE"):
            return migrate(name, *args, **options)
        place = kept()
        connection.ensure_connection()
        if taken(place, connection.connection):
            return None
        done = migrate(name, *args, **options)
        half = place.with_suffix(f".{os.getpid()}")  # several processes may be the first
        with sqlite3.connect(half) as target:
            connection.connection.backup(target)
        target.close()
        half.replace(place)
        for old in sorted(place.parent.glob("*.sqlite3"), key=lambda p: p.stat().st_mtime)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
        return done

    return call


def seed(folder: Path) -> None:
    """Put the kept database into a fresh data folder, for a test that starts the program itself."""
    place = kept()
    if place.exists() and not os.environ.get("DATABASE_URL") and not os.environ.get("GONGKAI_TEST_MIGRATE"):
        with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as target:
            taken(place, target)


def install() -> None:
    """Let the test run take the kept database."""
    management.call_command = from_kept(management.call_command)
