"""The background process beside the server: queued tasks, and the ticks that duties declare (set times, reminders, validity).

Nothing legal depends on it having run: due dates are stored facts, and each pass catches up on what it missed.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

log = logging.getLogger("gongkai.background")
PASS_SECONDS = 2.0
SLOW = "slow"
QUEUES = ("default", SLOW)

_last: dict[str, float] = {}  # name of a tick → when it ran last


def tick(now: float | None = None) -> None:
    """One pass: run what each duty wants done and whose time has come. One that fails stops no other.

    now: seconds of a clock that only goes forward.
    """
    from gongkai.apps.duties.registry import registry

    now = time.monotonic() if now is None else now
    for work in registry().ticks:
        if work.name in _last and now - _last[work.name] < work.every:
            continue
        _last[work.name] = now
        try:
            work.run()
        except Exception:
            log.exception("%s failed; the next pass catches up", work.name)


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


def run_tasks(queue: str) -> None:
    """Work off a queue of the database backend; with RQ its own workers do that."""
    from django.conf import settings

    if "django_tasks_db" not in settings.TASKS["default"]["BACKEND"]:
        return
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=[queue], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=f"gongkai-{socket.gethostname()}-{os.getpid()}", excluded_queue_names=[],
    ).run()  # fmt: skip


def _work_slowly(stop: threading.Event) -> None:
    """What takes minutes (large exports), beside the passes, so that set times and pages never wait for it."""
    while not stop.is_set():
        try:
            run_tasks(SLOW)
        except Exception:
            log.exception("slow pass failed; the next one catches up")
        stop.wait(PASS_SECONDS)


def _say_so() -> None:
    """A sign of life before the first pass, which may bake a whole city: nobody is told that nothing runs."""
    from gongkai.apps.operations.actions import BACKGROUND, PULSE_SECONDS, beat

    beat(BACKGROUND, every=PULSE_SECONDS)


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
    _say_so()
    threading.Thread(target=_work_slowly, args=(stop,), daemon=True, name="slow").start()
    while not stop.is_set() and os.getppid() == parent:
        try:
            close_old_connections()
            run_tasks("default")
            tick()
        except Exception:
            log.exception("background pass failed; the next one catches up")
        stop.wait(PASS_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
