"""Where a document stands after an act."""

from __future__ import annotations

from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.publishing.models import Publication
from gongkai.clocks import moment


def settle(document: OfficialDocument, stage: Stage) -> None:
    """The document stands there from now on."""
    document.stage = stage
    document.updated_at = moment.now()
    document.save(update_fields=["stage", "updated_at"])


def stage_outside_review(document: OfficialDocument, otherwise: Stage = Stage.DRAFT) -> Stage:
    """Where a document stands again once a review ended without approval: a public one stays public."""
    state = Publication.objects.filter(document=document).values_list("state", flat=True).first()
    if state == Publication.State.LIVE:
        return Stage.PUBLISHED
    if state == Publication.State.WITHDRAWN:
        return Stage.WITHDRAWN
    return otherwise
