"""What an open staff address asks of who comes. The door (organizations) judges; here are only the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Level(Enum):
    """Who may come at all, before any verb is asked."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    POST = "holds a post"


@dataclass(frozen=True)
class Office:
    """A place of a record: wherever the office's work is done *now* for the body that this field names."""

    body: str


@dataclass(frozen=True)
class Below:
    """A place of a record: at a body, or anywhere below one, that the person watches over (verb OVERSEE)."""

    body: str


@dataclass(frozen=True)
class Needs:
    """What an open address asks: level, one of the verbs, and, with `of`, that verb on the record it names.

    of: model label; by: keyword of the URL; field: the model's field it is looked up by; places: pairs of
    (body field, section field), `Office` or `Below`, any of which may bring the record into reach. owner: instead of places,
    the field that names the one person to whom the record belongs.
    """

    level: Level = Level.POST
    verbs: tuple[str, ...] = ()
    of: str = ""
    by: str = "pk"
    field: str = "pk"
    places: tuple[tuple[str, str] | Office | Below, ...] = (("organization", "section"),)
    owner: str = ""


ANYONE = Needs(Level.ANYONE)
SIGNED_IN = Needs(Level.SIGNED_IN)
ANY_POST = Needs(Level.POST)


def needs(*verbs: str, **kwargs: Any) -> Needs:
    """An address that asks one of these verbs (see Needs)."""
    return Needs(Level.POST, verbs, **kwargs)
