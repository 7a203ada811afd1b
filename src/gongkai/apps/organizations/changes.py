"""Who must know when a body's own facts change: its name and contacts stand on every page of its site."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from gongkai.apps.organizations.models import Organization

Watcher = Callable[[Organization], None]
_watchers: list[Watcher] = []


def register_watcher(watcher: Watcher) -> None:
    """Let an upper floor know of every change of a body from now on; called once in `AppConfig.ready()`."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def announce(place: Organization) -> None:
    """Tell the watchers when the change is committed."""
    for watcher in _watchers:
        transaction.on_commit(lambda watcher=watcher: watcher(place))  # type: ignore[misc]
