"""A body got another office above it: what waits for a second person goes along, or nobody could finish it."""

from __future__ import annotations

from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Countersign, Submission


def follow(place: Organization) -> None:
    """Give open submissions and unsigned acts of the body, and of all below it, to who does the office's work now."""
    below = {"organization__path__startswith": place.path}
    opened = Submission.objects.filter(
        state__in=[Submission.State.OPEN, Submission.State.APPROVED],
        **{f"document__{key}": value for key, value in below.items()},
    )
    for submission in opened.select_related("document__organization", "document__section"):
        here = rules.place_of_step(submission.document, submission.step)[0]
        if here.pk != submission.reviewing_body_id:
            submission.reviewing_body = here
            submission.save(update_fields=["reviewing_body"])
    unsigned = Countersign.objects.filter(
        signed_at__isnull=True, **{f"publication__document__{key}": value for key, value in below.items()}
    )
    for pending in unsigned.select_related("publication__document__organization"):
        pending.organization = rules.publishing_body(pending.publication.document)
        pending.save(update_fields=["organization"])
