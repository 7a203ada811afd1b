"""`gongkai ring`: one pass of everything that is due; for cron where no background process runs."""

from __future__ import annotations

import argparse

from gongkai.site.commands import django_setup

# a timer that comes less often than every ten minutes counts as standing still after an hour
CRON_SECONDS = 600


def configure(parser: argparse.ArgumentParser) -> None:
    """`gongkai ring` takes no arguments."""


def run(args: argparse.Namespace) -> int:
    """Publish what is due, refresh validity, remind."""
    django_setup.load()
    from gongkai.apps.deadlines.actions import ring
    from gongkai.apps.operations.actions import RING, beat
    from gongkai.apps.publishing.actions import expire_due, publish_due

    beat(RING, every=CRON_SECONDS)
    published, changed, sent = publish_due(), expire_due(), ring()
    print(f"定时发布 {len(published)} 件，有效性更新 {changed} 件，提醒 {len(sent)} 条。")
    return 0
