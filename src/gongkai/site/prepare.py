"""Making an installation ready to serve: schema, words, static files, demonstration. Quick where nothing changed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path
from typing import Any

from gongkai.exceptions import GongkaiError


def prepare(demo: bool) -> None:
    """Bring the database, the translations and the static files up to date; load the demonstration if asked."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    from gongkai import clocks

    clocks.edition()  # law and holidays first: an own file that cannot be cited is named before anything is served
    keep_to_owner(settings.DATABASES["default"])
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            print("正在建立或升级数据库…", flush=True)
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise GongkaiError(
            f"数据库连不上或写不进去：{str(error).splitlines()[0]}。请检查磁盘与 DATABASE_URL。"
        ) from error
    from gongkai.apps.portal.baking import journal, store
    from gongkai.apps.search.actions import keep_up

    keep_up()
    store.tidy()
    journal.sweep_open()  # before anything is served: what a dead process left public
    call_command("collectstatic", verbosity=0, interactive=False)
    if demo:
        from gongkai.demo.load import load_if_empty

        load_if_empty()
    first_token()
    follow_links()
    follow_styles()


def first_token() -> None:
    """An empty installation has a token by which it is set up over the net; one with a body has none."""
    from django.conf import settings

    from gongkai.apps.organizations.models import Organization
    from gongkai.site.first import token

    if Organization.objects.exists():
        token.spend()
    elif settings.FACE != "public":
        token.give_back()  # of a process that died in between
        token.made()


def keep_to_owner(database: dict[str, Any]) -> None:
    """Let nobody but the owner read the database file: it holds password hashes and drafts.

    SQLite gives its journal files the mode of the database.
    """
    if not database["ENGINE"].endswith("sqlite3"):
        return
    for suffix in ("", "-wal", "-shm"):
        path = Path(f"{database['NAME']}{suffix}")
        if not suffix:
            path.touch(mode=0o600)
        if path.exists():
            path.chmod(0o600)


def follow_links() -> bool:
    """Have the public pages made anew where the address they name is no longer ours; true if it is so.

    Feeds, site map and codes carry the full address, so baked pages are of the address they were baked for.
    """
    from django.conf import settings

    from gongkai.site.env import LAST_URL

    return _follow(settings.DATA / LAST_URL, settings.PUBLIC_URL, unknown_is_old=False)


def follow_styles() -> bool:
    """Have the public pages made anew where their style sheets got other names; true if it is so.

    Until then they keep those they were baked with, which stay in the folder.
    """
    from django.conf import settings
    from django.templatetags.static import static

    named = " ".join(static(f"portal/{name}") for name in ("tokens.css", "site.css", "reader.js"))
    return _follow(settings.DATA / "styles", named, unknown_is_old=True)


def _follow(marker: Path, now: str, *, unknown_is_old: bool) -> bool:
    """Have the public pages made anew where the marker says that they are of something else than now."""
    from gongkai.apps.portal.baking.journal import of_everything
    from gongkai.apps.portal.models import BakedFile

    known = marker.read_text().strip() if marker.exists() else ""
    if known == now:
        return False
    stale = (bool(known) or unknown_is_old) and BakedFile.objects.exists()
    if stale:
        of_everything()
    marker.write_text(now)
    return stale


def main() -> int:
    """Run `prepare` in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    try:
        import django

        django.setup()
        logging.getLogger("django_tasks").setLevel(logging.WARNING)
        prepare(args.demo)
    except GongkaiError as error:
        print(error.sentence, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"准备时写不进去：{error.strerror or error}。请检查磁盘空间和目录权限。", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
