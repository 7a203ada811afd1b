"""A button that leads to 404 is a dead end: it is not shown to those who may not press it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "shown"), [("office", True), ("drafter", True), ("secrecy", False), ("auditor", False)]
)
def test_handing_in_is_offered_to_those_who_may(world, sign_in, part, shown):
    browser = sign_in(world.a.people[part])
    page = browser.get("/workbench/reports/inbox/").content.decode()
    assert ("/workbench/reports/inbox/hand-in/" in page) is shown
    assert (browser.get("/workbench/reports/inbox/hand-in/").status_code == 200) is shown
