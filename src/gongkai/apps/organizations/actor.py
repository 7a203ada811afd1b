"""The acting person as the ledger keeps it: name, post and body in words."""

from __future__ import annotations

from gongkai.apps.ledger.actions import Actor
from gongkai.apps.organizations.models import Membership, Organization, User
from gongkai.apps.organizations.permissions import grants


def actor(user: User, at: Organization | None = None) -> Actor:
    """Snapshot of who acts; the post is the one held nearest to `at` (the body of the record)."""
    held = grants(user)
    ids = [g.organization_id for g in held]
    posts = list(
        Membership.objects.filter(user=user, organization_id__in=ids).select_related("organization__body")
    )
    if at is not None:
        body_id = at.body_id or at.pk
        posts.sort(key=lambda m: (m.organization.body_id or m.organization_id) != body_id)
    if not posts:
        return Actor(name=user.get_full_name(), id=str(user.pk))
    post = posts[0]
    place = post.organization
    body = place.body or place
    section = f"{place.name} " if place.is_section else ""
    return Actor(
        name=user.get_full_name(), post=f"{section}{post.get_role_display()}", body=body.name, id=str(user.pk)
    )
