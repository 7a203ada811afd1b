"""One act done to many records: each in its own transaction, with an outcome a row; what is refused stops no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.apps.organizations.acts import Act, Acts
from gongkai.exceptions import GongkaiError, Obstacle, Refused


@dataclass(frozen=True)
class Outcome:
    """What became of one record: what was said, or what stood against it."""

    record: Any
    done: str = ""
    obstacles: tuple[Obstacle, ...] = ()


def done_to_each(
    among: Acts, act: Act, user: Any, records: Iterable[Any], **typed: Any
) -> tuple[Outcome, ...]:
    """Do it to each. A record at whose place the person has not the power says so in its row."""
    return tuple(_one(among, act, user, record, typed) for record in records)


def _one(among: Acts, act: Act, user: Any, record: Any, typed: dict[str, Any]) -> Outcome:
    try:
        if not act.permitted(user, record):
            raise Refused(
                act.obstacles(user, record) or [Obstacle("many:power", f"您的岗位不能{act.label}。")]
            )
        done = act.do(user, record, **typed)
    except Refused as refused:
        return Outcome(record, obstacles=tuple(among.cure(refused.obstacles, record)))
    except GongkaiError as error:
        return Outcome(record, obstacles=(Obstacle("many:failed", error.sentence),))
    return Outcome(record, act.done if isinstance(act.done, str) else act.done(done))
