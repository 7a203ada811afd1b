"""In which body's chain the acts on a person's account are kept."""

from __future__ import annotations

from gongkai.apps.organizations.models import Organization, User


def chain_of(user: User) -> str:
    """That of the body of the latest post; without one, of the body that asked for the account, else of the root."""
    post = user.memberships.select_related("organization__body").order_by("-valid_from", "-id").first()
    if post is not None:
        return (post.organization.body or post.organization).slug
    asked = user.proposals.select_related("place__body").order_by("-id").first()
    if asked is not None:
        return (asked.place.body or asked.place).slug
    root = Organization.objects.order_by("path").first()
    return root.slug if root else "platform"
