"""`gongkai ring`: everything a duty declares, each by itself."""

from __future__ import annotations

import argparse

import pytest

from gongkai.apps.duties import Duty, Tick
from gongkai.apps.duties import registry as house
from gongkai.apps.duties.registry import registry
from gongkai.site.commands import ring


@pytest.fixture
def ticks(monkeypatch):
    """Duties in place of the house's own."""
    monkeypatch.setattr("gongkai.site.commands.django_setup.load", lambda: None)

    def declare(*found):
        monkeypatch.setattr(house, "_known", house.Registry((Duty("trial", "试", ticks=found),)))

    return declare


def fail():
    raise RuntimeError("no luck")


def test_one_that_fails_stops_no_other_and_is_named(db, ticks, capsys):
    ran = []
    ticks(Tick("甲", fail), Tick("乙", lambda: ran.append("乙")))
    assert ring.run(argparse.Namespace()) == 1
    said = capsys.readouterr().out
    assert ran == ["乙"] and "已办：乙" in said and "没有办成，下次再试：甲" in said


def test_a_sign_of_life_of_the_process_that_stays_is_not_given_in_its_name(db, ticks, capsys):
    ran = []
    ticks(Tick("心跳", lambda: ran.append("心跳"), resident=True), Tick("乙", lambda: ran.append("乙")))
    assert ring.run(argparse.Namespace()) == 0
    assert ran == ["乙"] and "心跳" not in capsys.readouterr().out


def test_every_tick_of_the_house_is_rung_but_the_heart(db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = settings.BAKED_ROOT = tmp_path
    declared = {t.name for t in registry().ticks}
    assert set(ring.every_tick()[0]) == declared - {"心跳"}
