"""What was set for a time: carried out when it comes, taken back before, or given back where it no longer fits."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction

from gongkai import law
from gongkai.apps.catalogue.models import Column
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.correction import replace_public_text
from gongkai.apps.publishing.actions.planning import forget_plan
from gongkai.apps.publishing.actions.publication import Place, go_live
from gongkai.apps.publishing.actions.standing import keep_clock, lock, named, page_of, refuse, settle, write
from gongkai.apps.publishing.models import Planned, Publication
from gongkai.apps.publishing.publishable import Subject, kind_of
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

log = logging.getLogger(__name__)


@transaction.atomic
def unschedule(user: User, publication: Publication) -> Subject:
    """取消定时: the approval stands, and everything else is as it was before the time was set."""
    subject = lock(publication.subject)
    refuse(rules.obstacles_to_unschedule(user, subject))
    forget_plan(publication)
    settle(subject, Stage.APPROVED)
    keep_clock(subject)
    write(
        events.UNSCHEDULED, subject, user, )  # fmt: skip
    return subject


def publish_due(now: dt.datetime | None = None) -> list[Publication]:
    """Publish what was set for a time that has come. Each in its own transaction; safe to run at any time."""
    now = now or moment.now()
    waiting = Planned.objects.filter(due_at__lte=now).order_by("due_at", "id")
    done = []
    for publication_id in list(waiting.values_list("publication_id", flat=True)):
        try:
            with transaction.atomic():
                publication = _publish_planned(publication_id, now)
        except Refused as refused:
            log.warning("scheduled publication %s refused: %s", publication_id, refused.sentence)
            _fell_through(publication_id, refused)
        except Exception:  # one that fails keeps nobody else waiting
            log.exception("scheduled publication %s failed", publication_id)
        else:
            if publication is not None:
                done.append(publication)
    return done


def _publish_planned(publication_id: int, now: dt.datetime) -> Publication | None:
    found = Publication.objects.filter(pk=publication_id).first()
    if found is None:
        return None  # taken back
    subject = lock(found.subject)
    planned = (
        Planned.objects.select_for_update(of=("self",))
        .select_related("set_by", "topic")
        .filter(publication_id=publication_id, due_at__lte=now)
        .first()
    )
    if planned is None:
        return None  # another process was faster, or it was taken back
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication_id)
    publication.subject = subject
    columns = list(planned.columns.select_related("organization"))
    planned.delete()
    _still_fit(subject, publication, columns)
    if publication.state == Publication.State.LIVE:
        replace_public_text(planned.set_by, publication, planned.change_note)
    else:
        place = Place(columns, planned.topic)
        go_live(planned.set_by, publication, place, events.PUBLISHED, change_note=planned.change_note)
    return publication


def _still_fit(subject: Subject, publication: Publication, columns: Sequence[Column]) -> None:
    """What four people agreed to is what goes out; where the approval no longer fits, nothing does."""
    found = kind_of(subject).obstacles_together(subject)
    if subject.stage != Stage.SCHEDULED or rules.approved_submission(subject) is None:
        found.append(
            Obstacle("publish:not_approved", "审核后又有改动，没有按时发布。", law.cite("same_text"))
        )
    if publication.state != Publication.State.LIVE:
        found += rules.obstacles_of_placement(subject, list(columns), None, moment.now())
    refuse(found)


@transaction.atomic
def _fell_through(publication_id: int, refused: Refused) -> None:
    """Back to 待发布 with a word to whoever set the time: a plan that cannot be carried out is not tried for ever."""
    publication = Publication.objects.get(pk=publication_id)
    subject = lock(publication.subject)
    planned = Planned.objects.select_related("set_by").filter(publication=publication).first()
    if planned is None:
        return
    told = f"没有按时发布（{refused.sentence}）：{named(subject)}"
    tell([planned.set_by], told, subject, page_of(subject))
    forget_plan(publication)
    if subject.stage == Stage.SCHEDULED:
        settle(subject, Stage.APPROVED)
        keep_clock(subject)
    write(
        events.FELL_THROUGH, subject, planned.set_by, reason=refused.sentence[:200],
    )  # fmt: skip
