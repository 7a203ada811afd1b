"""更正: a new public version beside the old one, with what changed for the reader."""

from __future__ import annotations

from django.db import transaction

from gongkai.apps.documents.actions import lock, refuse
from gongkai.apps.documents.models import Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.actions.versions import freeze, index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Publication, Version
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


@transaction.atomic
def correct(user: User, publication: Publication, change_note: str) -> Version:
    """Put the reviewed correction in the place of the public text. The change note is public."""
    document = lock(publication.document)
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    publication.document = document
    found = rules.obstacles_to_publish(user, document)
    if publication.state != Publication.State.LIVE:
        found.append(Obstacle("correct:state", f"此件{publication.get_state_display()}，不能更正。"))
    if not change_note.strip():
        found.append(Obstacle("correct:note", "请写明改了什么，公众会看到这句话。", cure="#change_note"))
    refuse(found)
    publication.title, publication.number = document.title, document.number
    publication.kind, publication.signed_on = document.kind, document.signed_on
    publication.effective_on = document.effective_on or publication.effective_on
    publication.expires_on = document.expires_on or publication.expires_on
    publication.validity, publication.validity_since = rules.validity_on(publication, moment.today())
    publication.save()
    version = freeze(publication, document, by=user, change_note=change_note)
    document.stage = Stage.PUBLISHED
    document.updated_at = moment.now()
    document.save(update_fields=["stage", "updated_at"])
    index_for_search(publication, version)
    record(
        events.CORRECTED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, version=version.number, note=version.change_note, sha256=version.sha256,
    )  # fmt: skip
    tell_drafter(document, "更正已公开")
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "corrected", columns))
    return version
