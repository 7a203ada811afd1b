"""That nothing happens by itself is said where people wait for it, and to a monitor."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from gongkai.apps.operations import actions, queries
from gongkai.clocks import moment

SCREENS = ["/workbench/", "/workbench/publishing/waiting/"]


def later(**delta):
    return moment.fixed(moment.now() + dt.timedelta(**delta))


def test_a_process_that_stops_is_missed_after_six_intervals(db):
    actions.beat(actions.BACKGROUND, every=10)
    with later(seconds=59):
        assert queries.standstill() is None
    with later(minutes=12, seconds=1):
        assert queries.standstill().minutes == 12
    with later(minutes=12, seconds=1):
        actions.beat(actions.RING, every=600)
        assert queries.standstill() is None, "a timer is as good as the process"


def test_that_it_never_ran_is_not_told_as_zero_minutes(db):
    assert queries.standstill().minutes is None


@pytest.mark.parametrize("path", SCREENS)
def test_the_screens_say_it_and_fall_silent_again(world, sign_in, path):
    client = sign_in(world.a.office)
    assert "后台没有在运行" in client.get(path).content.decode()
    actions.beat(actions.BACKGROUND, every=10)
    assert "后台没有在运行" not in client.get(path).content.decode()
    with later(minutes=3):
        page = client.get(path).content.decode()
        assert "后台没有在运行，最近一次是 今天" in page


def test_a_monitor_gets_503_with_the_part_that_fails(db):
    answer = Client().get("/healthz")
    assert answer.status_code == 503 and answer.json() == {
        "ok": False, "database": True, "background": False, "disk": True,
    }  # fmt: skip
    actions.beat(actions.BACKGROUND, every=10)
    answer = Client().get("/healthz")
    assert answer.status_code == 200 and answer.json()["ok"] and "no-store" in answer["Cache-Control"]


def test_a_monitor_is_told_of_a_full_disk(db, monkeypatch):
    actions.beat(actions.BACKGROUND, every=10)
    monkeypatch.setattr("gongkai.site.health.disk_free_mb", lambda: 12)
    assert Client().get("/healthz").json() == {
        "ok": False,
        "database": True,
        "background": True,
        "disk": False,
    }


def test_one_ring_by_hand_counts_as_a_sign_of_life(db, monkeypatch):
    import argparse

    from gongkai.site.commands import ring

    monkeypatch.setattr("gongkai.site.commands.django_setup.load", lambda: None)
    assert ring.run(argparse.Namespace()) == 0
    assert queries.standstill() is None


def test_the_first_pass_is_not_taken_for_a_standstill(db, monkeypatch):
    """It may bake a whole city: whoever looks meanwhile is not told that nothing runs."""
    from gongkai.site import background

    seen = []

    def first_pass(queue):
        try:
            seen.append(queries.standstill())
        finally:
            raise SystemExit

    monkeypatch.setattr("django.db.close_old_connections", lambda: None)  # the test's own must live on
    monkeypatch.setattr(background, "run_tasks", first_pass)
    monkeypatch.setattr(background, "_work_slowly", lambda stop: None)
    monkeypatch.setattr(background.signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit):
        background.main()
    assert seen == [None]
