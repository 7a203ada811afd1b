"""What stands against the two acts."""

from __future__ import annotations

from typing import Any

from tests.house.letters_duty.models import Letter

from gongkai.exceptions import Obstacle


def obstacles_to_draft(user: Any, letter: Letter) -> list[Obstacle]:
    """An answered letter is not answered again."""
    if letter.state == Letter.State.ANSWERED:
        return [Obstacle("letters:answered", "已经答复，不能再改。")]
    return []


def obstacles_to_agree(user: Any, letter: Letter) -> list[Obstacle]:
    """There is a draft, and it is somebody else's."""
    found = []
    if letter.state != Letter.State.DRAFTED:
        found.append(Obstacle("letters:no_draft", "还没有拟好的答复。"))
    if letter.drafted_by_id == user.pk:
        found.append(Obstacle("letters:second_person", "拟答人不能审定自己拟的答复，请另一人审定。"))
    return found
