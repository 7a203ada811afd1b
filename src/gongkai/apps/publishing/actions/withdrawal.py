"""撤回: the public text goes at once; a second person signs afterwards."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.notices import tell_drafter
from gongkai.apps.publishing.actions.planning import forget_plan
from gongkai.apps.publishing.actions.standing import ask_second, lock_publication, refuse, settle, write
from gongkai.apps.publishing.actions.versions import index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Pressing, Publication, Withdrawal
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.search import actions as search
from gongkai.clocks import moment
from gongkai.law import lists


@transaction.atomic
def withdraw(
    user: User, publication: Publication, *, reason: str, public_note: str, hide_title: bool = False
) -> Withdrawal:
    """Take a publication from page, list, search, feed and file. Waiting for a second person would prolong the
    harm, so it works at once and stays listed until another person signs."""
    publication = lock_publication(publication)
    subject = publication.subject
    refuse(
        rules.obstacles_to_withdraw(user, publication) + rules.obstacles_of_withdrawal(reason, public_note)
    )
    now = moment.now()
    publication.state = Publication.State.WITHDRAWN
    publication.save(update_fields=["state"])
    publication.placements.update(is_live=False)
    forget_plan(publication)
    reviews.lapse(subject)
    settle(subject, Stage.WITHDRAWN)
    search.remove(subject_type(publication), str(publication.pk))
    withdrawal = Withdrawal.objects.create(
        publication=publication, reason=reason, public_note=public_note.strip()[:500], hide_title=hide_title,
        by=user, at=now,
    )  # fmt: skip
    entry = lists.entry("withdrawal", reason, moment.today())
    ask_second(user, publication, Pressing.WITHDRAWAL, f"{entry.label}：{public_note.strip()}")
    write(
        events.WITHDRAWN, subject, user, because=public_note, reason=entry.label, basis=entry.basis, code=reason,
    )  # fmt: skip
    tell_drafter(subject, "已撤回公开")
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "withdrawn", columns))
    return withdrawal


def put_back(user: User, publication: Publication, withdrawn_at: dt.datetime) -> None:
    """恢复公开: the second person did not agree to the withdrawal, so what four people had agreed to stands again.

    The very version that was taken away. Nothing is done where others have decided since: another version is public,
    it was withdrawn once more, or filed as not open.
    """
    publication = lock_publication(publication)
    subject = publication.subject
    last = publication.withdrawals.order_by("-id").first()
    decided = publication.state != Publication.State.WITHDRAWN or subject.stage == Stage.FILED
    if decided or last is None or last.at > withdrawn_at:
        return
    publication.state = Publication.State.LIVE
    publication.validity, publication.validity_since = rules.validity_on(publication, moment.today())
    publication.save(update_fields=["state", "validity", "validity_since"])
    publication.placements.update(is_live=True)
    publication.withdrawals.filter(pk=last.pk).update(undone_at=moment.now())
    if subject.stage == Stage.WITHDRAWN:
        settle(subject, Stage.PUBLISHED)
    version = publication.versions.order_by("-number")[0]
    index_for_search(publication, version)
    write(
        events.PUT_BACK, subject, user, version=version.number, sha256=version.sha256,
    )  # fmt: skip
    tell_drafter(subject, "已恢复公开")
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "published", columns))
