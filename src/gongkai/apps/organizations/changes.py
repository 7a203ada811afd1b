"""Who must know when a body's own facts change: its name and contacts stand on every page of its site.

All are told within the transaction. Watchers and movers may return what is to be done after the commit; followers move along
what must never be seen half done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.apps.organizations.models import Organization

Watcher = Callable[[Organization], Callable[[], None] | None]
Follower = Callable[[Organization], None]
Mover = Callable[[Organization], Callable[[], None]]
_watchers: list[Watcher] = []
_movers: list[Mover] = []
_followers: list[Follower] = []


def register_watcher(watcher: Watcher) -> None:
    """Let an upper floor know of every change of a body from now on; called once in `AppConfig.ready()`.

    It is told within the change's transaction and may return what is to be done after the commit.
    """
    if watcher not in _watchers:
        _watchers.append(watcher)


def announce(place: Organization) -> None:
    """Tell the watchers of a change, in its transaction."""
    for watcher in _watchers:
        after = watcher(place)
        if after is not None:
            transaction.on_commit(after)


def register_mover(mover: Mover) -> None:
    """Let an upper floor go along when a body gets another place: it notes what is before, and returns what to do then."""
    if mover not in _movers:
        _movers.append(mover)


@contextmanager
def moving(place: Organization) -> Iterator[None]:
    """Around every act that may change where a body's records are found: its parent, its site, its end. In one transaction."""
    afters = [mover(place) for mover in _movers]
    yield
    place.refresh_from_db()
    for after in afters:
        after()


def register_follower(follower: Follower) -> None:
    """Let an upper floor move along, in the same transaction, when a body got another place in the tree."""
    if follower not in _followers:
        _followers.append(follower)


def follow(place: Organization) -> None:
    """Let the followers move along what hangs on the place of this body and those below it."""
    for follower in _followers:
        follower(place)
