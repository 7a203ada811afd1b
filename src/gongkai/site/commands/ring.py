"""`gongkai ring`: one pass of everything that is due; for cron where no background process runs."""

from __future__ import annotations

import argparse
import logging

from gongkai.site.commands import django_setup

log = logging.getLogger("gongkai.ring")
# a timer that comes less often than every ten minutes counts as standing still after an hour
CRON_SECONDS = 600


def configure(parser: argparse.ArgumentParser) -> None:
    """`gongkai ring` takes no arguments."""


def run(args: argparse.Namespace) -> int:
    """Every tick that a duty declares, then the queued tasks. 1 if something failed: the others ran all the same."""
    django_setup.load()
    from gongkai.apps.operations.actions import RING, beat
    from gongkai.site import background

    beat(RING, every=CRON_SECONDS)
    done, failed = every_tick()
    background.set_free()
    for queue in background.QUEUES:
        background.run_tasks(queue)
    print(f"已办：{'、'.join(done) or '无'}。")
    if failed:
        print(f"没有办成，下次再试：{'、'.join(failed)}。原因见运行日志。")
    return 1 if failed else 0


def every_tick() -> tuple[list[str], list[str]]:
    """Run each tick of each duty once, whatever becomes of the others; names of those done and of those that failed."""
    from gongkai.apps.duties.registry import registry

    done, failed = [], []
    for tick in registry().ticks:
        if tick.resident:
            continue
        try:
            tick.run()
        except Exception:
            log.exception("%s failed; the next ring catches up", tick.name)
            failed.append(tick.name)
        else:
            done.append(tick.name)
    return done, failed
