"""Who must know when a body's own facts change: its name and contacts stand on every page of its site.

Watchers hear of it after the commit; followers act within it, for what must never be seen half done.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from gongkai.apps.organizations.models import Organization

Watcher = Callable[[Organization], None]
_watchers: list[Watcher] = []
_followers: list[Watcher] = []


def register_watcher(watcher: Watcher) -> None:
    """Let an upper floor know of every change of a body from now on; called once in `AppConfig.ready()`."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def announce(place: Organization) -> None:
    """Tell the watchers when the change is committed."""
    for watcher in _watchers:
        transaction.on_commit(lambda watcher=watcher: watcher(place))  # type: ignore[misc]


def register_follower(follower: Watcher) -> None:
    """Let an upper floor move along, in the same transaction, when a body got another place in the tree."""
    if follower not in _followers:
        _followers.append(follower)


def follow(place: Organization) -> None:
    """Let the followers move along what hangs on the place of this body and those below it."""
    for follower in _followers:
        follower(place)
