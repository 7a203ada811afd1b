"""补签: the second person signs what could not wait, or does not agree, and then it is undone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.standing import named, page_of, refuse, write
from gongkai.apps.publishing.actions.validity import redo_relation, remove_relation
from gongkai.apps.publishing.actions.withdrawal import put_back, withdraw
from gongkai.apps.publishing.models import Countersign, Publication, Relation
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


@transaction.atomic
def countersign(user: User, pending: Countersign, opinion: str = "") -> Countersign:
    """Sign as the second person; from then on the act is no longer listed as open."""
    pending = _locked(pending)
    refuse(
        rules.obstacles_to_countersign(user, pending)
        + rules.obstacles_of_words(opinion, "补签意见", "#opinion")
    )
    _decide(user, pending, Countersign.Outcome.AGREED, opinion)
    subject = pending.publication.subject
    write(
        events.COUNTERSIGNED, subject, user, because=opinion, act=pending.get_act_display(),
    )  # fmt: skip
    return pending


@transaction.atomic
def refuse_countersign(
    user: User, pending: Countersign, opinion: str, *, reason: str = "", public_note: str = ""
) -> Countersign:
    """不同意: the second person does not stand for the act, and it is undone.

    An emergency publication is withdrawn (with `reason` and `public_note`, itself signed by another person), unless a
    text that passed its reviews took its place; a withdrawn one is public again as it was; a repeal is taken back.
    """
    pending = _locked(pending)
    found = rules.obstacles_to_countersign(user, pending)
    if not opinion.strip():
        found.append(Obstacle("countersign:reason", "不同意须写明理由。", cure="#opinion"))
    refuse(found + rules.obstacles_of_words(opinion, "不同意的理由", "#opinion"))
    _decide(user, pending, Countersign.Outcome.REFUSED, opinion)
    subject = pending.publication.subject
    write(
        events.NOT_SIGNED, subject, user, because=opinion, act=pending.get_act_display(), then=THEN[Countersign.Act(pending.act)],
    )  # fmt: skip
    tell(
        [pending.done_by],
        f"{pending.get_act_display()}没有得到第二人同意（{opinion.strip()}）：{named(subject)}",
        subject,
        page_of(subject),
    )
    _undo(user, pending, reason, public_note)
    return pending


# what follows where the second person does not agree; shown before the button and kept in the ledger
THEN = {
    Countersign.Act.EMERGENCY: "，撤回公开",
    Countersign.Act.WITHDRAWAL: "，恢复公开",
    Countersign.Act.VALIDITY: "，撤销登记",
    Countersign.Act.UNDOING: "，恢复登记",
}


def emergency_stands(pending: Countersign) -> bool:
    """Whether what went out in the emergency is still what the public reads."""
    publication = pending.publication
    return publication.state == Publication.State.LIVE and publication.versions.count() == 1


def _undo(user: User, pending: Countersign, reason: str, public_note: str) -> None:
    publication = pending.publication
    if pending.act == Countersign.Act.EMERGENCY and emergency_stands(pending):
        withdraw(user, publication, reason=reason, public_note=public_note)
    elif pending.act == Countersign.Act.WITHDRAWAL:
        put_back(user, publication, pending.done_at)
    elif pending.act == Countersign.Act.VALIDITY:
        made = Relation.objects.filter(
            target=publication, source_id=pending.facts["source"], kind=pending.facts["kind"]
        ).select_related("source", "target").first()  # fmt: skip
        if made is not None:
            remove_relation(user, made, pending.opinion)
    elif pending.act == Countersign.Act.UNDOING:
        facts = {**pending.facts, "since": dt.date.fromisoformat(pending.facts["since"])}
        redo_relation(user, publication, **facts)


def _decide(user: User, pending: Countersign, outcome: str, opinion: str) -> None:
    pending.signed_by, pending.signed_at, pending.outcome = user, moment.now(), outcome
    pending.opinion = opinion.strip()[:500]
    pending.save(update_fields=["signed_by", "signed_at", "outcome", "opinion"])


def _locked(pending: Countersign) -> Countersign:
    return (
        Countersign.objects.select_for_update(of=("self",))
        .select_related("publication", "done_by")
        .get(pk=pending.pk)
    )
