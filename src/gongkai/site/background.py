"""The background process beside the server: queued tasks, set times, reminders, validity.

Nothing legal depends on it having run: due dates are stored facts, and each pass catches up on what it missed.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from gongkai.clocks import moment

log = logging.getLogger("gongkai.background")
PASS_SECONDS = 2.0
RING_SECONDS = 60.0


def tick(ring: bool) -> None:
    """One pass: publish what was set for now, set the public files right; when `ring`, also what goes by the day.

    Each duty by itself: one that fails holds up none of the others, and is tried again at the next pass.
    """
    from gongkai.apps.deadlines.actions import ring as ring_deadlines
    from gongkai.apps.ledger.actions import keep_heads
    from gongkai.apps.people.actions import erase_due
    from gongkai.apps.portal.baking.make import keep_current, work_off
    from gongkai.apps.publishing.actions import expire_due, publish_due
    from gongkai.apps.search.missed import fold as fold_missed

    yesterday = moment.today() - dt.timedelta(days=1)
    duties: list[Callable[[], object]] = [publish_due, work_off]
    if ring:
        duties += [expire_due, ring_deadlines, erase_due]
        duties += [fold_missed, lambda: keep_heads(yesterday), keep_current]
    for duty in duties:
        try:
            duty()
        except Exception:
            log.exception("a duty of the background pass failed; the next one catches up")


def set_free() -> int:
    """Tasks that a process of this machine left running when it died are ready again; returns how many."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    freed = 0
    for task in DBTaskResult.objects.running():
        host, _, pid = (
            str(task.worker_ids[-1] if task.worker_ids else "").removeprefix("gongkai-").rpartition("-")
        )
        if host == socket.gethostname() and not _alive(pid):
            freed += DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY
            )
    return freed


def _alive(pid: str) -> bool:
    return pid.isdigit() and int(pid) != os.getpid() and Path(f"/proc/{pid}").exists()


def run_tasks() -> None:
    """Work off the queue of the database backend; with RQ its own workers do that."""
    from django.conf import settings

    if "django_tasks_db" not in settings.TASKS["default"]["BACKEND"]:
        return
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=f"gongkai-{socket.gethostname()}-{os.getpid()}", excluded_queue_names=[],
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
    set_free()
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
