"""What stands against a change of a note."""

from __future__ import annotations

from typing import Any

from tests.house.notes_duty.models import Note

from gongkai.apps.duties.publishable import LOCKED
from gongkai.exceptions import Obstacle


def obstacles_to_change(user: Any, note: Note) -> list[Obstacle]:
    """What is judged stays as it is."""
    if note.stage in LOCKED:
        return [Obstacle("notes:locked", f"此件{note.get_stage_display()}，任何人不得改动。")]
    return []
