"""A function that starts a clock against a section of the small world."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gongkai.apps.deadlines import actions
from gongkai.apps.deadlines.models import Deadline


@pytest.fixture
def clock(world):
    """`clock("2026-05-08", matter="reply")`: one clock of that matter; the fact that picks the law is the start day."""

    def make(on: str = "2026-05-08", matter: str = "proactive", subject: Any = None, **more: Any) -> Deadline:
        day = dt.date.fromisoformat(on)
        chosen = more.pop("chosen", {"formed_on": day, "received_on": day})
        values = {
            "organization": world.a.body, "section": world.a.section, "holder": world.a.drafter,
            "title": "公开：某件", "url": "/workbench/", **more,
        }  # fmt: skip
        return actions.start(subject or world.a.section, matter, on=day, chosen=chosen, **values)

    return make
