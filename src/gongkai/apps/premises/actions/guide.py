"""修订公开指南: somebody has looked at it since its data changed, and says to the public what is new."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.apps.duties.public import site_changed
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.premises import events, guide
from gongkai.apps.premises.models import GuideEdition
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused
from gongkai.gongwen import personal


@transaction.atomic
def revise(user: User, place: Organization, changed: str) -> GuideEdition:
    """记为已修订, with the date and what changed, which the guide shows."""
    if not may(user, MANAGE_SITE, place):
        raise PermissionDenied
    found = (
        []
        if changed.strip()
        else [Obstacle("guide:changed", "请写明改了什么，公众会看到。", cure="#id_changed")]
    )
    found += personal.unmasked([("guide", "改了什么", changed, "#id_changed")])
    if found:
        raise Refused(found)
    made = GuideEdition.objects.create(
        organization=place, edition=guide.edition(), changed=changed.strip()[:300], by=user, at=moment.now()
    )
    record(
        events.GUIDE_REVISED,
        place,
        actor(user, place),
        chain=place.slug,
        title=place.name,
        changed=made.changed,
    )
    site_changed(place)
    return made
