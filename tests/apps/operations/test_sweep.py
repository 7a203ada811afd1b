"""每日清理: what nobody needs any more goes in batches, each kind by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from gongkai.apps.duties import Duty, Prune
from gongkai.apps.duties import registry as house
from gongkai.apps.duties.registry import registry
from gongkai.apps.operations import actions
from gongkai.apps.organizations.models import Organization
from gongkai.apps.search.models import MissedQuery
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db


def test_outcomes_of_tasks_go_when_their_days_are_over_and_what_is_to_be_done_stays(monkeypatch):
    now = moment.now()
    for status, days in (
        ("SUCCESSFUL", 15),
        ("FAILED", 15),
        ("SUCCESSFUL", 13),
        ("READY", 99),
        ("RUNNING", 99),
    ):
        at = now - dt.timedelta(days=days)
        DBTaskResult.objects.create(
            status=status, enqueued_at=at, run_after=at, finished_at=at if status in {"SUCCESSFUL", "FAILED"} else None,
            args_kwargs={}, task_path="x", backend_name="default", exception_class_path="", traceback="",
        )  # fmt: skip
    assert actions.drop_tasks(10) == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "RUNNING", "SUCCESSFUL"]
    monkeypatch.setenv("GONGKAI_TASK_DAYS", "12")
    assert actions.drop_tasks(10) == 1


def test_sessions_go_when_they_are_over():
    for key, hours in (("over", -1), ("runs", 1)):
        Session.objects.create(
            session_key=key, session_data="x", expire_date=moment.now() + dt.timedelta(hours=hours)
        )
    assert actions.drop_sessions(10) == 1
    assert [s.session_key for s in Session.objects.all()] == ["runs"]


def test_words_looked_for_long_ago_go(world):
    site = Organization.objects.first()
    for days in (401, 399):
        MissedQuery.objects.create(
            day=moment.today() - dt.timedelta(days=days), site=site, words=str(days), count=1
        )
    assert actions.sweep()["旧的零结果检索"] == 1
    assert [m.words for m in MissedQuery.objects.all()] == ["399"]


@pytest.fixture
def prunes(monkeypatch):
    def declare(*found):
        monkeypatch.setattr(house, "_known", house.Registry((Duty("trial", "试", prunes=found),)))

    return declare


def test_it_goes_on_in_batches_until_nothing_is_left_and_a_failing_one_stops_no_other(prunes, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 10)
    left = [25]

    def run(limit):
        went = min(limit, left[0])
        left[0] -= went
        return went

    def fail(limit):
        raise RuntimeError

    prunes(Prune("坏", fail), Prune("好", run))
    assert actions.sweep() == {"坏": 0, "好": 25}


def test_one_sweep_has_an_end(prunes, monkeypatch):
    monkeypatch.setattr(actions, "BATCHES", 3)
    prunes(Prune("没完", lambda limit: limit))
    assert actions.sweep() == {"没完": 3 * actions.BATCH}


def test_the_house_sweeps_every_day_what_it_must():
    assert {"每日清理"} <= {t.name for t in registry().ticks}
    assert {"后台任务的结果", "过期的会话", "旧提醒", "旧的零结果检索", "过期的导出"} == {
        p.name for p in registry().prunes
    }
