"""A duty is one folder: a small one comes with its folder, and goes with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse

from gongkai.apps.duties import Duty, Entry, Group, Setting, needs
from gongkai.apps.duties.installed import installed
from gongkai.apps.duties.registry import Registry, registry
from gongkai.exceptions import GongkaiError

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.house.letters_settings"
LABELS = ("letters", "notes")


def pytest_with_the_duty(*arguments: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    command = [sys.executable, "-m", "pytest", f"--ds={SETTINGS}", "-p", "no:xdist", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_all_it_brings_works_where_its_folder_is_and_the_walls_judge_it_unlisted():
    """Its own checks; then leaks between bodies, the matrix of roles, open routes, walked without naming it."""
    pytest_with_the_duty(
        "tests/house/letters_duty/checks.py", "tests/house/test_leaks.py", "tests/house/test_floors.py",
        "tests/house/test_public_addresses.py", "-k", "letters or (test_floors and route) or test_public_addresses",
    )  # fmt: skip


def test_a_record_of_another_kind_goes_the_whole_public_way():
    """`publishable` and `life_of` are all it says; its leaks are judged without naming it."""
    pytest_with_the_duty("tests/house/notes_duty/checks.py", "tests/house/test_leaks.py", "-k", "notes")


@pytest.mark.parametrize("label", LABELS)
def test_its_migration_is_complete(label):
    command = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", label]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize("label", LABELS)
def test_without_its_folder_nothing_of_it_remains(label, client, db):
    assert not [a.label for a in apps.get_app_configs() if a.label == label]
    assert not [d for d in registry().duties if d.code == label]
    for route in ("list", "detail", "publish"):
        with pytest.raises(NoReverseMatch):
            reverse(f"{label}:{route}", args=[] if route == "list" else [1])
    assert not [r for r in registry().routes if r.startswith(label)]
    assert not {v for verbs in registry().powers.values() for v in verbs if v.startswith(label)}
    assert not [kind for kind in registry().publishable if kind.startswith(label)]
    assert label not in registry().reserved | set(registry().pages)
    for source in (ROOT / "src").rglob("*"):
        if source.suffix in {".py", ".html", ".toml"}:
            assert f"{label}_duty" not in source.read_text("utf-8"), source


def test_every_folder_with_an_apps_file_is_installed_and_nothing_is_listed_by_hand():
    ours = {a.name for a in apps.get_app_configs() if a.name.startswith("gongkai.apps.")}
    assert ours == set(installed())


def test_two_duties_may_not_claim_one_name():
    one = Duty("one", "甲", routes={"x:list": needs("view")})
    two = Duty("two", "乙", routes={"x:list": needs("view")})
    with pytest.raises(ImproperlyConfigured, match="one 和 two"):
        _ = Registry((one, two)).routes


def test_marks_of_the_menu_are_single_and_their_own():
    marks = [e.mark for e in registry().entries]
    assert all(len(m) == 1 for m in marks) and len(marks) == len(set(marks))


def test_the_menu_stands_in_the_order_of_its_groups():
    last = Entry("末", "末", "workbench:home", group=Group.HOUSE, position=1)
    first = Entry("先", "先", "workbench:home", group=Group.WORK, position=99)
    assert [e.mark for e in Registry((Duty("a", "a", menu=(last, first)),)).entries] == ["先", "末"]


def test_every_setting_of_a_duty_is_in_the_handbook_of_operation():
    handbook = (ROOT / "docs" / "operating.md").read_text("utf-8")
    for duty in registry().duties:
        for setting in (*duty.settings, *(p.keep for p in duty.prunes if p.keep)):
            assert setting.name in handbook, f"{duty.code}: {setting.name}"


def test_a_setting_says_what_is_wrong_with_it(monkeypatch):
    setting = Setting("GONGKAI_TRIAL", "3", "试")
    assert setting.number == 3
    monkeypatch.setenv("GONGKAI_TRIAL", "三")
    with pytest.raises(GongkaiError, match="GONGKAI_TRIAL 须是整数，现为“三”"):
        _ = setting.number
