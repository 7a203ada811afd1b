"""A letter in a body, for the tests that walk over every record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.house.letters_duty import actions


def make(house: Any, secret: str) -> dict[str, Any]:
    """Record by model label. house: body, place and people; secret: words that nobody outside may read."""
    return {"letters.Letter": actions.receive(house.place, f"来信{secret}", dt.date(2026, 9, 1))}
