"""A small city: a commission, two district bureaus A and B with sections, a school; people who hold each role."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests import cast
from tests.cast import organization

from gongkai.apps.organizations.models import Kind, Role, Scope, User
from gongkai.clocks import moment

PASSWORD = "Lihua-Chunfeng-9"
NOW = "2026-09-21T09:30:00"

# every test process races in a database of its own
RACES = f"gongkai_test_races_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed(NOW) as now:
        yield now


def node(slug, name, kind, parent=None):
    return organization(slug=slug, name=name, kind=kind, parent=parent)


def person(username, at=None, role=None, scope=Scope.OWN, **fields):
    subtree = scope == Scope.SUBTREE
    return cast.person(
        username, at, role, subtree=subtree, since="2026-01-01", **{"password": PASSWORD, **fields}
    )


@pytest.fixture
def city(db):
    root = node("yunchuan", "云川市教育局", Kind.CITY)
    a = node("qinghe", "青禾区教育局", Kind.DISTRICT, root)
    b = node("lanshan", "岚山区教育局", Kind.DISTRICT, root)
    town = SimpleNamespace(
        root=root, a=a, b=b, person=person, node=node,
        a_office=node("qinghe-office", "办公室", Kind.SECTION, a),
        a_basic=node("qinghe-basic", "基教科", Kind.SECTION, a),
        b_basic=node("lanshan-basic", "基教科", Kind.SECTION, b),
        a_school=node("qinghe-1", "青禾区第一小学", Kind.SCHOOL, a),
    )  # fmt: skip
    for letter, body, section in (("a", town.a, town.a_basic), ("b", town.b, town.b_basic)):
        for role in Role.values:
            at = section if role in {Role.INFORMANT, Role.SECTION_HEAD} else body
            setattr(town, f"{letter}_{role}", person(f"{letter}_{role}", at, role))
    town.root_auditor = person("root_auditor", root, Role.AUDITOR, Scope.SUBTREE)
    town.superuser = User.objects.create_superuser("root", None, PASSWORD, name="超级用户")
    return town


@pytest.fixture
def signed_in():
    return cast.browser


@pytest.fixture
def installation(tmp_path):
    """A function that runs a race of `races.py` on a database of its own and gives what it printed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO", "DATABASE"))}
    env |= {"GONGKAI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"}
    if url := os.environ.get("DATABASE_URL"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {RACES} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {RACES}")
        env["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{RACES}"

    def python(*words):
        done = subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def run(race):
        python("-m", "gongkai.cli", "manage", "migrate", "-v", "0")
        return json.loads(python(str(Path(__file__).with_name("races.py")), race).strip().splitlines()[-1])

    return run
