"""有效性: one publication repeals, amends or replaces another; and what time itself changes."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from gongkai.apps.ledger.actions import SYSTEM, Actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import events, rules
from gongkai.apps.publishing.actions.standing import ask_second, lock, refuse, write
from gongkai.apps.publishing.actions.versions import index_for_search
from gongkai.apps.publishing.faces import Change, announce
from gongkai.apps.publishing.models import Pressing, Publication, Relation, Validity
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Signature, State
from gongkai.apps.reviews.queries import signatures_of
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

log = logging.getLogger(__name__)


@transaction.atomic
def change_validity(
    user: User, source: Publication, target: Publication, *, kind: str, since: dt.date, note: str = ""
) -> Relation:
    """Record that `source` repeals, amends or replaces `target` from a day on; the link shows on both pages.

    It works at once and stays listed until a second person signs (补签), who may also undo it.
    """
    target.subject = lock(target.subject)
    found = rules.obstacles_to_relate(user, source, target)
    if kind not in Relation.Kind.values:
        found.append(Obstacle("relate:kind", "请选定是废止、修改还是替代。", cure="#kind"))
    if Relation.objects.filter(source=source, target=target, kind=kind).exists():
        found.append(Obstacle("relate:twice", "这一关系已经登记过。"))
    refuse(found + rules.obstacles_of_words(note, "说明", "#note"))
    relation = _relate(user, target, source=source, kind=kind, since=since, note=note.strip()[:300])
    _ask_second(user, relation, Pressing.VALIDITY, sentence_of(relation))
    return relation


@transaction.atomic
def change_many(
    user: User,
    source: Publication,
    targets: Sequence[tuple[Publication, str]],
    *,
    since: dt.date,
    note: str = "",
) -> list[Relation]:
    """What one document does to several others, all or none; each with its own second signature.

    A refusal says which of them it is about.
    """
    made, refused = [], []
    for target, kind in targets:
        try:
            with transaction.atomic():
                made.append(change_validity(user, source, target, kind=kind, since=since, note=note))
        except Refused as error:
            name = target.number or target.title
            refused += [Obstacle(o.code, f"{name}：{o.sentence}", o.article, o.cure) for o in error.obstacles]
    refuse(refused)
    return made


def _relate(
    user: User, target: Publication, *, source: Publication, kind: str, since: dt.date, note: str
) -> Relation:
    relation = Relation.objects.create(source=source, target=target, kind=kind, since=since, note=note)
    by = f"，被{source.number or source.title}{relation.get_kind_display()}"
    refresh(target, user, by=by, told=True)
    announce(Change(source, "validity", ()))
    return relation


def sentence_of(relation: Relation) -> str:
    """“云教规〔2026〕1号废止云教规〔2020〕3号，自2026年3月1日起”."""
    source, target, since = relation.source, relation.target, relation.since
    day = f"{since.year}年{since.month}月{since.day}日"
    return f"{source.number or source.title}{relation.get_kind_display()}{target.number or target.title}，自{day}起"


def _ask_second(user: User, relation: Relation, act: str, reason: str) -> Signature:
    return ask_second(
        user, relation.target, act, reason, source=relation.source_id, kind=relation.kind,
        since=relation.since.isoformat(), note=relation.note,
    )  # fmt: skip


@transaction.atomic
def undo_relation(user: User, relation: Relation, because: str) -> Signature:
    """撤销登记 of a repeal, amendment or replacement, with its reason; a second person signs this too.

    One that nobody had signed yet is simply no longer to be signed.
    """
    relation.target.subject = lock(relation.target.subject)
    refuse(
        rules.obstacles_to_undo_relation(user, relation, because)
        + rules.obstacles_of_words(because, "理由", "#because")
    )
    unsigned = signatures_of(relation.target).filter(
        act=Pressing.VALIDITY,
        round__state=State.OPEN,
        facts__source=relation.source_id,
        facts__kind=relation.kind,
    )
    for overtaken in unsigned:
        reviews.recall(overtaken.round)
    asked = _ask_second(user, relation, Pressing.UNDOING, f"{sentence_of(relation)}：{because.strip()}")
    remove_relation(user, relation, because)
    return asked


def remove_relation(user: User, relation: Relation, because: str) -> None:
    """Take the link from both pages; validity is what it was without it. The ledger keeps that it was there."""
    source, target = relation.source, relation.target
    subject = target.subject
    write(
        events.RELATION_UNDONE, subject, user, because=because.strip(),
        relation=sentence_of(relation),
    )  # fmt: skip
    relation.delete()
    refresh(target, user, by="，登记已撤销", told=True)
    announce(Change(source, "validity", ()))


def redo_relation(
    user: User, target: Publication, *, source: int, kind: str, since: dt.date, note: str
) -> None:
    """Put an undone link back: the second person did not agree to the undoing."""
    acting = Publication.objects.filter(pk=source, state=Publication.State.LIVE).first()
    if acting is not None and not Relation.objects.filter(source=acting, target=target, kind=kind).exists():
        _relate(user, target, source=acting, kind=kind, since=since, note=note)


def refresh(
    publication: Publication, who: User | Actor = SYSTEM, *, by: str = "", told: bool = False
) -> bool:
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
    write(events.VALIDITY, publication.subject, who, validity=Validity(validity).label, by=by)
    columns = tuple(publication.placements.values_list("column_id", flat=True))
    announce(Change(publication, "validity", columns))
    return changed


def expire_due(today: dt.date | None = None) -> int:
    """What a new day brings: publications that take effect, expire, or are reached by a repeal. Returns how many."""
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
        except Exception as error:  # one bad row keeps no other from following its date
            log.error("validity of publication %s: %s", publication.pk, type(error).__name__)
    return changed
