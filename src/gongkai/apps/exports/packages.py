"""Files about one record, larger than a page can wait for: the duty that owns the record says who may have them.

    packages.register(Package("requests.case", Request, …))     # once, in the duty's `ready()`

Such a file may hold what lies encrypted everywhere else: it is kept encrypted, for a day, and handed out only to the one
who asked for it, while the duty still lets this person have it and the record is what it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.db import models

from gongkai.exceptions import Obstacle

DAYS = 1


@dataclass(frozen=True)
class Package:
    """code: kept with each file. obstacles(user, record): why this person may not have it now, [] if nothing stands against it.

    stamp(record): changes with every act that changes the file. name(record): with its suffix. write(user, record, out):
    to an open file, from its start. taken(user, record, sha256, size): notes in the ledger that it left the house.
    """

    code: str
    model: type[models.Model]
    media_type: str
    obstacles: Callable[[Any, Any], list[Obstacle]]
    stamp: Callable[[Any], str]
    name: Callable[[Any], str]
    write: Callable[[Any, Any, IO[bytes]], None]
    taken: Callable[[Any, Any, str, int], None]


_KNOWN: dict[str, Package] = {}


def register(package: Package) -> None:
    """Make a kind of file known."""
    _KNOWN[package.code] = package


def find(code: str, subject: int | None) -> tuple[Package, Any] | None:
    """The kind and the record, if there still are such."""
    package = _KNOWN.get(code)
    record = package.model._default_manager.filter(pk=subject).first() if package else None
    return (package, record) if package is not None and record is not None else None
