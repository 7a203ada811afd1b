"""补签: the second person signs what could not wait."""

from __future__ import annotations

from django.db import transaction

from gongkai.apps.documents.actions import refuse
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.models import Countersign
from gongkai.clocks import moment


@transaction.atomic
def countersign(user: User, pending: Countersign, opinion: str = "") -> Countersign:
    """Sign as the second person; from then on the act is no longer listed as open."""
    pending = (
        Countersign.objects.select_for_update(of=("self",))
        .select_related("publication__document__organization__parent")
        .get(pk=pending.pk)
    )
    refuse(rules.obstacles_to_countersign(user, pending))
    pending.signed_by, pending.signed_at = user, moment.now()
    pending.opinion = opinion.strip()[:500]
    pending.save(update_fields=["signed_by", "signed_at", "opinion"])
    document = pending.publication.document
    record(
        events.COUNTERSIGNED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=opinion, act=pending.get_act_display(),
    )  # fmt: skip
    return pending
