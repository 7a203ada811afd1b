"""Documents on the public site, a second person for what the administrator asks, and own holiday notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.apps.portal.conftest import commit, publish
from tests.cast import person

from gongkai.apps.organizations.actions import proposals
from gongkai.apps.organizations.models import Proposal, Role, User

__all__ = ["commit", "publish"]


@pytest.fixture
def chief(world) -> User:
    """The administrator of the city, whose reach covers both bureaus."""
    return person("city-admin", world.a.body.parent, Role.ADMIN, subtree=True, name="市管理员")


@pytest.fixture
def confirm(world, commit) -> Callable[..., Any]:
    """The leader of a bureau, or the administrator of the city, releases what was asked for."""

    def confirm(proposal: Proposal, by: User | None = None) -> Any:
        done = commit(proposals.confirm, by or world.a.leader, proposal)
        return done.after() if done.after is not None else None

    return confirm
