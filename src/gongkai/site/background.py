"""The background process beside the server: queued tasks, set times, reminders, validity.

Nothing legal depends on it having run: due dates are stored facts, and each pass catches up on what it missed.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

log = logging.getLogger("gongkai.background")
PASS_SECONDS = 2.0
RING_SECONDS = 60.0


def tick(ring: bool) -> None:
    """One pass: publish what was set for now; when `ring`, also remind, let validity follow the date and personal
    data go whose time of keeping has ended.

    Each duty of the pass stands for itself: what fails in one is logged and keeps no other from running.
    """
    from gongkai.apps.deadlines.actions import ring as ring_deadlines
    from gongkai.apps.notices.actions import prune
    from gongkai.apps.people.actions import erase_due
    from gongkai.apps.portal.baking.make import keep_current
    from gongkai.apps.publishing.actions import expire_due, publish_due
    from gongkai.apps.search.missed import fold as fold_missed

    duties: list[Callable[[], object]] = [publish_due]
    if ring:
        duties += [fold_missed, expire_due, ring_deadlines, prune, erase_due, keep_current]
    for duty in duties:
        try:
            duty()
        except Exception:
            log.exception("%s failed; the next pass catches up", duty.__name__)


def run_tasks() -> None:
    """Work off the queue of the database backend; with RQ its own workers do that."""
    from django.conf import settings

    if "django_tasks_db" not in settings.TASKS["default"]["BACKEND"]:
        return
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=f"gongkai-{os.getpid()}", excluded_queue_names=[],
    ).run()  # fmt: skip


def main() -> int:
    """Loop until told to stop or until the server that started us is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    import django
    from django.db import close_old_connections

    django.setup()
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()
    last_ring = 0.0
    while not stop.is_set() and os.getppid() == parent:
        try:
            close_old_connections()
            run_tasks()
            due = time.monotonic() - last_ring >= RING_SECONDS or last_ring == 0.0
            tick(ring=due)
            if due:
                last_ring = time.monotonic()
        except Exception:
            log.exception("background pass failed; the next one catches up")
        stop.wait(PASS_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
