"""A case in a body with a row of every kind, for the tests that walk over every record."""

from __future__ import annotations

from typing import Any

from tests.apps.requests.people import PERSON

from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.clocks import moment


def make(house: Any, secret: str) -> dict[str, Any]:
    """Record by model label. house: body, place and people; secret: words that nobody outside may read."""
    given = Given("counter", moment.today(), "natural", PERSON, f"要{secret}", subject=f"事项{secret}")
    request = actions.enter(house.people["handler"], house.body, given)
    return {"requests.Request": request}
