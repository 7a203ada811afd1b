"""What in a record itself, or in the words beside it, stands against making it public: the same for every kind."""

from __future__ import annotations

from gongkai import law
from gongkai.apps.duties.fitness import PERSONAL, obstacles_of_content, personal_obstacles
from gongkai.apps.publishing.publishable import Subject, kind_of
from gongkai.exceptions import Obstacle
from gongkai.gongwen import personal

__all__ = ["PERSONAL", "content_obstacles", "fingerprint", "obstacles_of_words", "personal_obstacles"]


def fingerprint(subject: Subject) -> str:
    """SHA-256 of everything a reviewer judges. Any change asks them again."""
    return kind_of(subject).judged(subject)


def content_obstacles(subject: Subject) -> list[Obstacle]:
    """What in the record itself stands against making it public or handing it in: by its kind, and as for every kind."""
    kind = kind_of(subject)
    return obstacles_of_content(
        kind.content(subject), closed=bool(kind.closed(subject)), known=kind.obstacles(subject)
    )


def obstacles_of_words(words: str, name: str, cure: str = "") -> list[Obstacle]:
    """Why these words may not be kept: notes are public or stand in the ledger, which forgets nothing."""
    if hits := personal.unfit(words):
        sentence = f"{name}里有个人信息（{personal.named(hits)}），请改写，不要写出来。"
        return [Obstacle("words:personal", sentence, law.cite("privacy"), cure)]
    return []
