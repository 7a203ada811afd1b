"""The background process: what a pass does, when a tick is due, and when the loop ends."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from django.conf import settings as django_settings

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.duties import registry as house
from gongkai.site import background


@pytest.fixture
def ticks(monkeypatch):
    """Duties in place of the house's own; no tick has run yet."""
    monkeypatch.setattr(background, "_last", {})

    def declare(*found):
        monkeypatch.setattr(house, "_known", house.Registry((Duty("trial", "试", ticks=found),)))

    return declare


def test_a_tick_runs_again_only_when_its_time_has_passed(ticks):
    ran = []
    ticks(
        Tick("定时发布", lambda: ran.append("定时发布"), every=0.0),
        Tick("提醒", lambda: ran.append("提醒"), every=60.0),
    )
    for seconds in (100.0, 102.0, 159.9, 160.0):
        background.tick(seconds)
    assert ran.count("定时发布") == 4, "each pass"
    assert ran.count("提醒") == 2, "at 100 and 160"


def test_a_tick_that_fails_stops_no_other_and_waits_for_its_next_time(ticks, caplog):
    ran, tried = [], []

    def fail():
        tried.append(1)
        raise RuntimeError("no luck")

    ticks(Tick("甲", fail, every=60.0), Tick("乙", lambda: ran.append("乙"), every=60.0))
    background.tick(1.0)
    background.tick(2.0)
    assert (ran, len(tried)) == (["乙"], 1) and "甲 failed" in caplog.text


def test_without_a_time_the_clock_that_only_goes_forward_counts(ticks, monkeypatch):
    ticks(Tick("甲", lambda: None))
    monkeypatch.setattr(background.time, "monotonic", lambda: 7.0)
    background.tick()
    assert background._last == {"甲": 7.0}


@pytest.fixture
def workers(monkeypatch):
    """What is handed to the worker of the queue, in place of running it."""
    from django_tasks_db.management.commands import db_worker

    made = []

    class Worker:
        def __init__(self, **values):
            self.values = values

        def run(self):
            made.append(self.values)

    monkeypatch.setattr(db_worker, "Worker", Worker)
    return made


def test_a_queue_is_worked_off_at_once_and_left_when_it_is_empty(workers, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    background.run_tasks("default")
    (values,) = workers
    assert (values["queue_names"], values["interval"], values["startup_delay"]) == (["default"], 0, False)
    assert values["batch"] and values["worker_id"].endswith(f"-{os.getpid()}")


def test_a_queue_kept_elsewhere_is_left_to_its_own_workers(workers, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
    background.run_tasks("default")
    assert workers == []


@pytest.fixture
def loop(monkeypatch):
    """The loop with everything it calls written down; the handlers of signals are put back."""
    calls: list[str] = []
    kept = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    for name in ("set_free", "_say_so"):
        monkeypatch.setattr(background, name, lambda name=name: calls.append(name))
    monkeypatch.setattr(background, "run_tasks", lambda queue: calls.append(f"tasks {queue}"))
    monkeypatch.setattr(background, "_work_slowly", lambda stop: calls.append("slow"))
    monkeypatch.setattr(background, "PASS_SECONDS", 0.0)
    monkeypatch.setattr("django.setup", lambda: calls.append("setup"))
    monkeypatch.setattr("django.db.close_old_connections", lambda: calls.append("connections"))
    yield calls
    for number, handler in kept.items():
        signal.signal(number, handler)


def passes(monkeypatch, calls: list[str], *acts) -> None:
    """tick: the acts in turn, one a pass."""
    coming = iter(acts)

    def tick():
        calls.append("tick")
        if calls.count("tick") > 50:
            raise SystemExit("the loop does not end")
        next(coming, lambda: None)()

    monkeypatch.setattr(background, "tick", tick)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_loop_frees_tasks_says_that_it_lives_and_ends_at_a_signal(loop, monkeypatch, number):
    passes(monkeypatch, loop, lambda: None, lambda: os.kill(os.getpid(), number))
    assert background.main() == 0
    assert loop[:3] == ["setup", "set_free", "_say_so"] and "slow" in loop
    rest = [c for c in loop[3:] if c != "slow"]
    assert rest == ["connections", "tasks default", "tick"] * 2


def test_a_pass_that_fails_does_not_end_the_loop(loop, monkeypatch, caplog):
    passes(monkeypatch, loop, lambda: 1 / 0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert background.main() == 0
    assert loop.count("tick") == 2 and "background pass failed" in caplog.text


def test_the_loop_ends_when_the_server_that_started_it_is_gone(loop, monkeypatch):
    parents = iter([4711, 4711, 1])
    monkeypatch.setattr(background.os, "getppid", lambda: next(parents, 1))
    passes(monkeypatch, loop)
    assert background.main() == 0
    assert loop.count("tick") == 1


def test_between_two_passes_it_waits(loop, monkeypatch):
    monkeypatch.setattr(background, "PASS_SECONDS", 0.125)
    waited = []

    class Event(threading.Event):
        def wait(self, timeout=None):
            waited.append(timeout)
            return super().wait(timeout)

    monkeypatch.setattr(background.threading, "Event", Event)
    passes(monkeypatch, loop, lambda: None, lambda: os.kill(os.getpid(), signal.SIGTERM))
    background.main()
    assert [t for t in waited if t is not None] == [0.125, 0.125]


def test_what_takes_minutes_runs_beside_the_passes(loop, monkeypatch):
    """A large export never keeps a set time waiting: its thread may hang, the loop goes on and ends."""
    hanging, released = threading.Event(), threading.Event()

    def slowly(stop):
        hanging.set()
        released.wait(30)

    monkeypatch.setattr(background, "_work_slowly", slowly)
    passes(monkeypatch, loop, lambda: hanging.wait(30), lambda: os.kill(os.getpid(), signal.SIGTERM))
    began = time.monotonic()
    assert background.main() == 0 and time.monotonic() - began < 20
    assert hanging.is_set()
    released.set()


def test_slow_work_goes_on_after_a_failure_until_it_is_told_to_stop(monkeypatch, caplog):
    stop, tried = threading.Event(), []

    def run(queue):
        tried.append(queue)
        if len(tried) == 3:
            stop.set()
        if len(tried) == 1:
            raise RuntimeError

    monkeypatch.setattr(background, "run_tasks", run)
    monkeypatch.setattr(background, "PASS_SECONDS", 0.0)
    background._work_slowly(stop)
    assert tried == [background.SLOW] * 3 and "slow pass failed" in caplog.text


def test_slow_work_waits_between_two_looks(monkeypatch):
    stop, waited = threading.Event(), []

    def wait(timeout=None):
        waited.append(timeout)
        stop.set()

    stop.wait = wait
    monkeypatch.setattr(background, "run_tasks", lambda queue: None)
    background._work_slowly(stop)
    assert waited == [background.PASS_SECONDS]


def test_the_libraries_that_work_off_tasks_tell_only_what_is_wrong(loop, monkeypatch):
    import logging

    for name in ("django_tasks", "django_tasks_db"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    passes(monkeypatch, loop, lambda: os.kill(os.getpid(), signal.SIGTERM))
    background.main()
    levels = {logging.getLogger(name).level for name in ("django_tasks", "django_tasks_db")}
    assert levels == {logging.WARNING} and django_settings.configured
