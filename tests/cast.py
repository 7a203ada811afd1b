"""Who and what stands in the worlds of the tests: one way to make a body or a section, a person with a post, a signed-in browser.

Written straight into the tables, without an act and its ledger line: what a test is about comes after.
"""

from __future__ import annotations

from typing import Any

from django.test import Client

from gongkai.apps.organizations.models import Membership, Organization, Scope, User
from gongkai.apps.organizations.session import SEEN, SINCE
from gongkai.clocks import moment

PASSWORD = "Wenjin-2026-x"


def organization(**values: Any) -> Organization:
    """A node of the tree with path and body kept right."""
    made = Organization(path=f"tmp{values['slug']}", **values)
    made.save()
    made.path = (made.parent.path if made.parent else "") + f"{made.pk:06d}"
    made.body = made.parent.body if made.is_section and made.parent else made
    made.save()
    return made


def person(
    username: str,
    at: Organization | None = None,
    role: str = "",
    *,
    subtree: bool = False,
    since: str = "2020-01-01",
    **fields: Any,
) -> User:
    """Somebody with a post there since that day, reaching what lies below too if `subtree`; without `at`, with no post."""
    given = {"name": username, "password": PASSWORD, **fields}
    user: User = User.objects.create_user(username=username, **given)
    if at is not None:
        scope = Scope.SUBTREE if subtree else Scope.OWN
        Membership.objects.create(user=user, organization=at, role=role, scope=scope, valid_from=since)
    return user


def browser(user: User, **client: Any) -> Client:
    """A browser without scripts, signed in as that person just now."""
    made = Client(**client)
    made.force_login(user)
    session = made.session
    session[SINCE] = session[SEEN] = moment.now().timestamp()
    session.save()
    return made
