"""有效性: one document repeals, amends or replaces another; and what time itself changes."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q

from gongkai.apps.documents.actions import lock, refuse
from gongkai.apps.ledger.actions import SYSTEM, Actor, record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.versions import index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Publication, Relation, Validity
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

log = logging.getLogger("gongkai.publishing")


@transaction.atomic
def change_validity(
    user: User, source: Publication, target: Publication, *, kind: str, since: dt.date, note: str = ""
) -> Relation:
    """Record that `source` repeals, amends or replaces `target` from a day on; the link shows on both pages."""
    lock(target.document)
    found = rules.obstacles_to_relate(user, source, target)
    if kind not in Relation.Kind.values:
        found.append(Obstacle("relate:kind", "请选定是废止、修改还是替代。", cure="#kind"))
    if Relation.objects.filter(source=source, target=target, kind=kind).exists():
        found.append(Obstacle("relate:twice", "这一关系已经登记过。"))
    refuse(found)
    relation = Relation.objects.create(
        source=source, target=target, kind=kind, since=since, note=note.strip()[:300]
    )
    by = f"，被{source.number or source.title}{relation.get_kind_display()}"
    refresh(target, actor(user, target.organization), by=by, told=True)
    announce(Change(source, "validity", ()))
    return relation


def refresh(publication: Publication, who: Actor = SYSTEM, *, by: str = "", told: bool = False) -> bool:
    """Let the stored validity agree with dates and relations; true if it changed. `told`: record in any case."""
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    validity, since = rules.validity_on(publication, moment.today())
    changed = validity != publication.validity
    if not changed and not told:
        return False
    publication.validity, publication.validity_since = validity, since
    publication.save(update_fields=["validity", "validity_since"])
    version = publication.versions.order_by("-number").first()
    if publication.state == Publication.State.LIVE and version is not None:
        index_for_search(publication, version)
    record(
        events.VALIDITY, publication.document, who, chain=publication.organization.slug,
        title=publication.document.label, validity=Validity(validity).label, by=by,
    )  # fmt: skip
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "validity", columns))
    return changed


def expire_due(today: dt.date | None = None) -> int:
    """What a new day brings: documents that take effect, expire, or are reached by a repeal. Returns how many."""
    today = today or moment.today()
    candidates = Publication.objects.filter(state=Publication.State.LIVE).filter(
        Q(validity=Validity.UPCOMING, effective_on__lte=today)
        | Q(validity__in=[Validity.VALID, Validity.AMENDED, Validity.UPCOMING], expires_on__lt=today)
        | Q(
            validity__in=[Validity.VALID, Validity.AMENDED, Validity.UPCOMING],
            acted_on_by__since__lte=today,
            acted_on_by__kind__in=[Relation.Kind.REPEALS, Relation.Kind.REPLACES],
        )
        | Q(validity=Validity.VALID, acted_on_by__since__lte=today, acted_on_by__kind=Relation.Kind.AMENDS)
    )
    changed = 0
    for publication in candidates.distinct():
        try:
            with transaction.atomic():
                changed += refresh(publication)
        except Exception as error:  # one bad row keeps no other from following the date
            log.error("validity of publication %s: %s", publication.pk, type(error).__name__)
    return changed
