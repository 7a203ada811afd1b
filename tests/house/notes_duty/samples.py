"""A note in a body, for the tests that walk over every record."""

from __future__ import annotations

from typing import Any

from tests.house.notes_duty import actions


def make(house: Any, secret: str) -> dict[str, Any]:
    """Record by model label. house: body, place and people; secret: words that nobody outside may read."""
    return {"notes.Note": actions.draft(house.drafter, house.place, f"指南{secret}", f"正文{secret}")}
