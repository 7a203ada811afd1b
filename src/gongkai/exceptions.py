"""Every error that Gongkai raises on purpose.

GongkaiError                one Chinese sentence for the person at the screen
├── Unreadable              a file or an argument that cannot be read (command line: exit 2)
├── LawDataError            a provision or calendar file that may not be loaded
└── Refused(obstacles)      an act that the rules do not allow; carries the obstacles shown before the button
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class GongkaiError(Exception):
    """An error with a sentence that may be shown as it is: what, where, what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unreadable(GongkaiError):
    """The input cannot be read. Nothing of it is shown as if it were complete."""


class LawDataError(GongkaiError):
    """A law or calendar data file lacks what the platform must be able to cite."""


@dataclass(frozen=True)
class Obstacle:
    """One reason why an act may not be done now, known before the button is pressed.

    code: stable id, e.g. `review:drafter`. sentence: Chinese, for the person. article: the provision
    it rests on (条款), empty only for plain technical reasons. cure: address where it can be mended.
    """

    code: str
    sentence: str
    article: str = ""
    cure: str = ""


class Refused(GongkaiError):
    """An action was called although obstacles stood against it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__("；".join(o.sentence for o in obstacles))
        self.obstacles = tuple(obstacles)
