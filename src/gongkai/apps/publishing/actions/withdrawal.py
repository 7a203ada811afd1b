"""撤回: the public text goes at once; a second person signs afterwards."""

from __future__ import annotations

from django.db import transaction

from gongkai.apps.documents.actions import lock, refuse
from gongkai.apps.documents.models import Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Countersign, Publication, Submission, Withdrawal
from gongkai.apps.search import actions as search
from gongkai.clocks import moment
from gongkai.law import lists


@transaction.atomic
def withdraw(
    user: User, publication: Publication, *, reason: str, public_note: str, hide_title: bool = False
) -> Withdrawal:
    """Take a publication from page, list, search, feed and file. Waiting for a second person would prolong the
    harm, so it works at once and stays listed until another person signs."""
    document = lock(publication.document)
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    publication.document = document
    refuse(
        rules.obstacles_to_withdraw(user, publication) + rules.obstacles_of_withdrawal(reason, public_note)
    )
    now = moment.now()
    publication.state = Publication.State.WITHDRAWN
    publication.save(update_fields=["state"])
    publication.placements.update(is_live=False)
    for submission in document.submissions.filter(state=Submission.State.OPEN):
        submission.state, submission.ended_at = Submission.State.RECALLED, now
        submission.save(update_fields=["state", "ended_at"])
    document.stage = Stage.WITHDRAWN
    document.updated_at = now
    document.save(update_fields=["stage", "updated_at"])
    search.remove(subject_type(publication), str(publication.pk))
    withdrawal = Withdrawal.objects.create(
        publication=publication, reason=reason, public_note=public_note.strip()[:500], hide_title=hide_title,
        by=user, at=now,
    )  # fmt: skip
    entry = lists.entry("withdrawal", reason)
    Countersign.objects.create(
        organization=rules.publishing_body(document), publication=publication, act=Countersign.Act.WITHDRAWAL,
        reason=f"{entry.label}：{public_note.strip()}"[:500], done_by=user, done_at=now,
    )  # fmt: skip
    record(
        events.WITHDRAWN, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=public_note, reason=entry.label, basis=entry.basis, code=reason,
    )  # fmt: skip
    tell_drafter(document, "已撤回公开")
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "withdrawn", columns))
    return withdrawal
