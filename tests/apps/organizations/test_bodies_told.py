"""A body's own facts stand on every page: a change of them is told, and its address may not hide another page."""

from __future__ import annotations

import pytest

from gongkai.apps.organizations import changes
from gongkai.apps.organizations.actions import bodies
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db


def test_a_change_of_contacts_is_told_after_commit(world, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(changes, "_watchers", [told.append])
    with django_capture_on_commit_callbacks(execute=True):
        bodies.change_details(world.a.admin, world.a.body, {"telephone": "0000-00000009"})
    assert told == [world.a.body]


def test_a_reserved_word_is_no_address(world):
    with pytest.raises(Refused) as error:
        bodies.create(world.a.admin, parent=world.a.body, kind="school", name="搜索小学", slug="search")
    assert "body:slug_reserved" in {o.code for o in error.value.obstacles}
