"""A task whose process died is done by the next one, once; what a living process works on is left alone."""

from __future__ import annotations

import os
import socket

import pytest
from django_tasks_db.models import DBTaskResult

from gongkai.clocks import moment
from gongkai.site.background import set_free

HERE = socket.gethostname()
NO_SUCH_PROCESS = 2**22 + 1  # above the highest number that Linux gives


def task(worker: str, status: str = "RUNNING") -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status, enqueued_at=moment.now(), started_at=moment.now(), run_after=moment.now(),
        args_kwargs={"args": [], "kwargs": {}}, task_path="gongkai.nowhere", backend_name="default",
        worker_ids=[worker] if worker else [], exception_class_path="", traceback="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("worker", "free"),
    [
        (f"gongkai-{HERE}-{NO_SUCH_PROCESS}", True),
        (f"gongkai-{HERE}-{os.getpid()}", True),  # a number given again: it was not we who took it
        (f"gongkai-{HERE}-{os.getppid()}", False),
        (f"gongkai-elsewhere-{NO_SUCH_PROCESS}", False),  # another machine knows its own
    ],
    ids=["dead", "our own number", "alive", "elsewhere"],  # every test process must name them alike
)
def test_a_task_left_running_is_ready_again_only_if_its_process_died_here(db, worker, free):
    left = task(worker)
    assert set_free() == int(free)
    left.refresh_from_db()
    assert left.status == ("READY" if free else "RUNNING")


def test_what_is_done_stays_done(db):
    done = task(f"gongkai-{HERE}-{NO_SUCH_PROCESS}", "SUCCESSFUL")
    assert set_free() == 0
    done.refresh_from_db()
    assert done.status == "SUCCESSFUL"
