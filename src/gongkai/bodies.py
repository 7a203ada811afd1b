"""Which views of the public face take a body, and how large. A view that does not say so knows GET alone.

The server asks before it reads a byte (`gongkai.site.bodies`), so a public address cannot be used to hold a worker or to
fill a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "gongkai_takes_body"


def takes_body(*, kilobytes: int) -> Callable[[View], View]:
    """Let a public view be sent a body of at most so many kilobytes. Put it outermost."""

    def mark(view: View) -> View:
        setattr(view, MARK, kilobytes * 1024)
        return view

    return mark


def taken_by(view: object) -> int:
    """Bytes a view takes; 0 for a view that was not marked."""
    return int(getattr(view, MARK, 0))
