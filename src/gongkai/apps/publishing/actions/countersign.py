"""补签: the second person signs what could not wait, or does not agree, and then it is undone.

Who may is the floor of reviews' to say; what follows from it is ours.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.standing import named, page_of, write
from gongkai.apps.publishing.actions.validity import redo_relation, remove_relation
from gongkai.apps.publishing.actions.withdrawal import put_back, withdraw
from gongkai.apps.publishing.models import Pressing, Publication, Relation
from gongkai.apps.publishing.queries import publication_signed
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Signature


@transaction.atomic
def countersign(user: User, pending: Signature, opinion: str = "") -> Signature:
    """Sign as the second person; from then on the act is no longer listed as open."""
    pending = reviews.lock_signature(pending)
    reviews.sign(user, pending, opinion, more=rules.obstacles_of_words(opinion, "补签意见", "#opinion"))
    write(events.COUNTERSIGNED, publication_signed(pending).subject, user, because=opinion, act=pending.label)
    return pending


@transaction.atomic
def refuse_countersign(
    user: User, pending: Signature, opinion: str, *, reason: str = "", public_note: str = ""
) -> Signature:
    """不同意: the second person does not stand for the act, and it is undone.

    An emergency publication is withdrawn (with `reason` and `public_note`, itself signed by another person), unless a
    text that passed its reviews took its place; a withdrawn one is public again as it was; a repeal is taken back.
    """
    pending = reviews.lock_signature(pending)
    reviews.refuse(user, pending, opinion, more=rules.obstacles_of_words(opinion, "不同意的理由", "#opinion"))
    publication = publication_signed(pending)
    subject = publication.subject
    write(
        events.NOT_SIGNED, subject, user, because=opinion, act=pending.label, then=THEN[Pressing(pending.act)],
    )  # fmt: skip
    tell(
        [pending.done_by],
        f"{pending.label}没有得到第二人同意（{opinion.strip()}）：{named(subject)}",
        subject,
        page_of(subject),
    )
    _undo(user, pending, publication, opinion, reason, public_note)
    return pending


# what follows where the second person does not agree; shown before the button and kept in the ledger
THEN = {
    Pressing.EMERGENCY: "，撤回公开",
    Pressing.WITHDRAWAL: "，恢复公开",
    Pressing.VALIDITY: "，撤销登记",
    Pressing.UNDOING: "，恢复登记",
}


def emergency_stands(pending: Signature) -> bool:
    """Whether what went out in the emergency is still what the public reads."""
    publication = publication_signed(pending)
    return publication.state == Publication.State.LIVE and publication.versions.count() == 1


def _undo(
    user: User, pending: Signature, publication: Publication, opinion: str, reason: str, public_note: str
) -> None:
    if pending.act == Pressing.EMERGENCY and emergency_stands(pending):
        withdraw(user, publication, reason=reason, public_note=public_note)
    elif pending.act == Pressing.WITHDRAWAL:
        put_back(user, publication, pending.done_at)
    elif pending.act == Pressing.VALIDITY:
        made = Relation.objects.filter(
            target=publication, source_id=pending.facts["source"], kind=pending.facts["kind"]
        ).select_related("source", "target").first()  # fmt: skip
        if made is not None:
            remove_relation(user, made, opinion)
    elif pending.act == Pressing.UNDOING:
        facts = {**pending.facts, "since": dt.date.fromisoformat(pending.facts["since"])}
        redo_relation(user, publication, **facts)
