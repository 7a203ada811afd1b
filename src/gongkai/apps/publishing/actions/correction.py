"""更正: a new public version beside the old one, with what changed for the reader."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.actions.planning import plan
from gongkai.apps.publishing.actions.publication import take_facts
from gongkai.apps.publishing.actions.standing import lock_publication, refuse, settle, write
from gongkai.apps.publishing.actions.versions import freeze, index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Publication, Version
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


@transaction.atomic
def correct(
    user: User, publication: Publication, change_note: str = "", *, scheduled_for: dt.datetime | None = None
) -> Version | None:
    """Put the reviewed correction in the place of the public text, now or at a set time. The note is public: the one that the drafter
    wrote and the reviewers judged, or `change_note` where none was written.

    Until the time comes the public reads the old text, and nothing about it changes. None where a time was set.
    """
    publication = lock_publication(publication)
    approval = rules.approved_submission(publication.subject)
    found = rules.obstacles_to_correct(user, publication, approval)
    change_note = rules.note_of(approval) or change_note
    if not change_note.strip():
        found.append(Obstacle("correct:note", "请写明改了什么，公众会看到这句话。", cure="#change_note"))
    found += rules.obstacles_of_words(change_note, "更正说明", "#change_note")
    found += rules.obstacles_of_time(scheduled_for, moment.now())
    refuse(found)
    if scheduled_for is not None:
        plan(user, publication, scheduled_for, change_note=change_note)
        return None
    return replace_public_text(user, publication, change_note)


def replace_public_text(user: User, publication: Publication, change_note: str) -> Version:
    """The next version of a live publication; 发布日期 stays, 更正日期 is today. The caller has judged it."""
    subject = publication.subject
    take_facts(publication, subject)
    publication.corrected_at = moment.now()
    publication.validity, publication.validity_since = rules.validity_on(publication, moment.today())
    publication.save()
    version = freeze(publication, subject, by=user, change_note=change_note)
    settle(subject, Stage.PUBLISHED)
    index_for_search(publication, version)
    write(
        events.CORRECTED, subject, user, version=version.number, note=version.change_note, sha256=version.sha256,
    )  # fmt: skip
    tell_drafter(subject, "更正已公开")
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "corrected", columns))
    return version
