"""A body got another office above it: what waits for a second person goes along, or nobody could finish it."""

from __future__ import annotations

from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Countersign


def follow(place: Organization) -> None:
    """Give unsigned acts of the body, and of all below it, to who does the office's work now."""
    unsigned = Countersign.objects.filter(
        signed_at__isnull=True, publication__organization__path__startswith=place.path
    )
    for pending in unsigned.select_related("publication"):
        pending.organization = rules.publishing_body(pending.publication.subject)
        pending.save(update_fields=["organization"])
