"""What is done to personal data: enter, correct, close, erase. The ledger learns of each act, never of the person."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from gongkai import crypt
from gongkai.apps.ledger.actions import SYSTEM, Actor, forget, record
from gongkai.apps.ledger.models import Entry, subject_type
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import ERASE, SIGN_ERASURE, may
from gongkai.apps.people import events, rules
from gongkai.apps.people.details import FIELD_WORDS, GROUPS, NAME, Details
from gongkai.apps.people.gate import context, holder, holding_of, opened, parties, subject_of
from gongkai.apps.people.models import Erasure, Party
from gongkai.apps.people.queries import due_to_go, index_values
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused
from gongkai.law import lists

log = logging.getLogger("gongkai.people")


def _refuse(obstacles: Collection[Obstacle]) -> None:
    if obstacles:
        raise Refused(list(obstacles))


@transaction.atomic
def enter(
    subject: models.Model,
    organization: Organization,
    given: Details,
    *,
    part: str,
    kind: str,
    retention: str,
    needs: Collection[str] = (NAME,),
    article: str = "",
    by: Actor = SYSTEM,
) -> Party:
    """登记: keep the particulars of a person in a record that is saved already.

    retention: code of the retention schedule. by: the officer who typed them in, or the system for the public form.
    Raises Refused with every missing or wrong particular, GongkaiError for an unregistered record or rule.
    """
    holding_of(subject_type(subject))
    lists.entry("retention", retention)
    given = given.tidy()
    _refuse(rules.obstacles_to_enter(kind, given, needs, article))
    party = Party(
        organization=organization, subject_type=subject_type(subject), subject_id=subject.pk, part=part, kind=kind,
        retention=retention, given_at=moment.now(),
    )  # fmt: skip
    _write(party, given)
    party.save(force_insert=True)
    record(
        events.ENTERED, subject, by, chain=organization.slug,
        part=party.get_part_display(), kind=party.get_kind_display(),
    )  # fmt: skip
    return party


def _write(party: Party, given: Details) -> None:
    ring = crypt.keyring()
    for group in GROUPS:
        setattr(party, group, ring.encrypt(given.group(group), context(party, group)))
    for column, value in index_values(given).items():
        setattr(party, column, ring.index(value, f"people.{column}"))


def _locked(party: Party) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("organization").get(pk=party.pk)


@transaction.atomic
def correct(
    user: User, party: Party, given: dict[str, str], because: str, needs: Collection[str] = (NAME,)
) -> Party:
    """更正: a wrong telephone, a misheard name. The ledger keeps which fields, not what stood in them."""
    party = _locked(party)
    subject = subject_of(user, party)
    if party.erased_at:
        raise Refused([Obstacle("people:erased", "这份个人信息已经删除，不能更正。")])
    before = opened(party)
    after = replace(before, **given).tidy()
    _refuse(rules.obstacles_to_enter(party.kind, after, needs))
    refuse_names([party], because)
    changed = [FIELD_WORDS[k] for k, v in asdict(after).items() if getattr(before, k) != v]
    if changed:
        _write(party, after)
        party.save()
        record(
            events.CORRECTED, subject, actor(user, party.organization), chain=party.organization.slug,
            because=because, part=party.get_part_display(), fields="、".join(changed),
        )  # fmt: skip
    return party


def refuse_names(of: Iterable[Party], text: str) -> None:
    """For duties, before a free text goes into the ledger: Refused if it holds a particular of these people."""
    for party in of:
        if not party.erased_at and rules.named(text, opened(party).values()):
            raise Refused(
                [
                    Obstacle(
                        "people:named",
                        f"文字里写了{party.get_part_display()}的个人信息，请改用称呼，不写姓名、号码。",
                    )
                ]
            )


def settle(subject: models.Model, closed_on: dt.date | None) -> int:
    """The record was closed (or opened again: None): from here the retention schedule runs. How many people."""
    rows = list(parties(subject).filter(erased_at__isnull=True))
    for party in rows:
        party.keep_until = rules.keep_until(closed_on, party.retention) if closed_on else None
    Party.objects.bulk_update(rows, ["keep_until"])
    return len(rows)


def _subject(party: Party) -> models.Model | None:
    model, _ = holding_of(party.subject_type)
    return model._default_manager.filter(pk=party.subject_id).first()


def _closed_on(party: Party) -> dt.date | None:
    subject = _subject(party)
    _, holding = holding_of(party.subject_type)
    return holding.closed_on(subject) if subject is not None else dt.date.min


def obstacles_to_erase(party: Party, ground: str, because: str) -> list[Obstacle]:
    """What stands against asking for erasure; the page shows it before the button."""
    return rules.obstacles_to_erase(
        ground,
        because,
        erased=party.erased_at is not None,
        open_already=party.erasures.filter(outcome="").exists(),
        closed_on=_closed_on(party),
        values=opened(party).values(),
    )


@transaction.atomic
def open_erasure(user: User, party: Party, *, ground: str, because: str) -> Erasure:
    """提请删除 a person's particulars: who, why, on which ground. Another person signs."""
    party = _locked(party)
    if not may(user, ERASE, party.organization):
        raise PermissionDenied
    subject = subject_of(user, party)
    _refuse(obstacles_to_erase(party, ground, because))
    erasure = Erasure.objects.create(
        party=party, ground=ground, because=because.strip()[:300], opened_by=user, opened_at=moment.now()
    )
    record(
        events.ERASURE_OPENED, subject, actor(user, party.organization), chain=party.organization.slug,
        because=because, part=party.get_part_display(), ground=lists.entry("erasure", ground).basis,
    )  # fmt: skip
    return erasure


@transaction.atomic
def sign_erasure(user: User, erasure: Erasure, *, agree: bool = True, because: str = "") -> Erasure:
    """签批: a second person agrees, and the particulars are gone when this returns; or does not agree, with a reason."""
    party = _locked(erasure.party)
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("opened_by").get(pk=erasure.pk)
    if not may(user, SIGN_ERASURE, party.organization):
        raise PermissionDenied
    _refuse(obstacles_to_sign(user, erasure, agree=agree, because=because))
    refuse_names([party], because)
    erasure.signed_by, erasure.signed_at = user, moment.now()
    if agree:
        return _erase(party, erasure, actor(user, party.organization))
    erasure.outcome = Erasure.Outcome.DECLINED
    erasure.save()
    _note(events.ERASURE_DECLINED, party, actor(user, party.organization), because, erasure)
    return erasure


def obstacles_to_sign(user: User, erasure: Erasure, *, agree: bool, because: str) -> list[Obstacle]:
    """Why this person may not sign."""
    found = []
    if erasure.outcome:
        found.append(Obstacle("erasure:closed", f"这项提请已经签批：{erasure.get_outcome_display()}。"))
    if erasure.opened_by_id == user.pk:
        found.append(Obstacle("erasure:second", "提请人不能自己签批，请另一人办理。"))
    if agree and _closed_on(erasure.party) is None:
        found.append(Obstacle("erasure:running", "事项重新办理，还没有办结，现在不能删除。"))
    if not agree and not because.strip():
        found.append(Obstacle("erasure:because", "不同意的，请写明理由。", cure="#because"))
    return found


def _note(event: str, party: Party, by: Actor, because: str, erasure: Erasure) -> None:
    record(
        event, _subject(party) or party, by, chain=party.organization.slug, because=because,
        part=party.get_part_display(), ground=lists.entry("erasure", erasure.ground).basis,
    )  # fmt: skip


def _erase(party: Party, erasure: Erasure, by: Actor) -> Erasure:
    """The tokens, the indexes, what the ledger sealed: gone. Kind, part and place stay for the figures."""
    values = opened(party).values()
    erasure.traces = [
        e.number
        for e in Entry.objects.filter(subject_type=party.subject_type, subject_id=str(party.subject_id))
        if rules.named(f"{e.subject_title} {e.because} {e.facts}", values)
    ]
    for column in (*GROUPS, *index_values(Details())):
        setattr(party, column, "")
    party.erased_at = moment.now()
    party.save()
    forget(holder(party))
    subject = _subject(party)
    if subject is not None:
        holding_of(party.subject_type)[1].forget(subject, party)
    erasure.outcome = Erasure.Outcome.DONE
    erasure.save()
    _note(events.ERASED, party, by, erasure.because, erasure)
    return erasure


def erase_due(today: dt.date | None = None, limit: int = 500) -> int:
    """What the retention schedule lets go: each row in a transaction of its own, one that fails stops no other."""
    done = 0
    for party in due_to_go(today or moment.today())[:limit]:
        try:
            done += _erase_by_schedule(party, today or moment.today())
        except Exception:
            log.exception("erasure by schedule failed for party %s", party.pk)
    return done


@transaction.atomic
def _erase_by_schedule(party: Party, today: dt.date) -> int:
    party = _locked(party)
    if party.erased_at or party.keep_until is None or party.keep_until >= today or _closed_on(party) is None:
        return 0
    party.erasures.filter(outcome="").delete()  # somebody asked for what the schedule now does
    _erase(
        party,
        Erasure(party=party, ground="retention", because="保存期限届满", opened_at=moment.now()),
        SYSTEM,
    )
    return 1


def renew(limit: int) -> int:
    """Write up to `limit` rows under the newest key (`gongkai keys renew`); how many were written."""
    mark = crypt.keyring().mark
    stale: Any = models.Q(pk__in=[])
    for group in GROUPS:
        stale |= ~models.Q(**{group: ""}) & ~models.Q(**{f"{group}__startswith": mark})
    with transaction.atomic():
        rows = list(Party.objects.filter(stale).select_for_update().order_by("id")[:limit])
        for party in rows:
            _write(party, opened(party))
        Party.objects.bulk_update(rows, [*GROUPS, *index_values(Details())])
    return len(rows)
