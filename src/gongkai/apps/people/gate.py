"""The only way to what names a person: asks who reads and of which record, and notes each reading in the ledger.

An app that keeps people with its records says once, in its `ready()`, who may read them and when they may go:

    gate.register(Request, Holding(may_read=permissions.may_handle, closed_on=queries.closed_on))

Nothing else in the house decrypts a Party; a test of this app walks the imports for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.http import Http404

from gongkai import crypt
from gongkai.apps.ledger.actions import record
from gongkai.apps.ledger.models import Entry, subject_type
from gongkai.apps.ledger.queries import unseal
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.people import details, events
from gongkai.apps.people.details import CONTACT, GROUP_WORDS, GROUPS, IDENTITY, NAME, Details
from gongkai.apps.people.models import Kind, Party
from gongkai.exceptions import GongkaiError


@dataclass(frozen=True)
class Holding:
    """How an app answers for the people of one kind of record.

    may_read(user, record): whether this person handles, approves or audits it; asked at every reading.
    closed_on(record): the day on which it was closed, None while it is open. Open records keep their people.
    forget(record, party): erases what the record itself holds of the person (words, copies of documents); called in
    the transaction of the erasure act.
    """

    may_read: Callable[[User, Any], bool]
    closed_on: Callable[[Any], dt.date | None]
    forget: Callable[[Any, Party], None] = lambda record, party: None


_HOLDINGS: dict[str, tuple[type[models.Model], Holding]] = {}


def register(model: type[models.Model], holding: Holding) -> None:
    """Make a kind of record known as one that people belong to."""
    _HOLDINGS[model._meta.label_lower] = (model, holding)


def holding_of(label: str) -> tuple[type[models.Model], Holding]:
    """Model and answers of a kind of record. Raises GongkaiError for one that nobody registered."""
    try:
        return _HOLDINGS[label]
    except KeyError:
        raise GongkaiError(f"“{label}”没有登记为可以附个人信息的记录。") from None


def holder(party: Party) -> str:
    """The name under which the ledger seals what belongs to this person (`record(personal_of=…)`)."""
    return f"people.party:{party.pk}"


def context(party: Party, group: str) -> str:
    """What binds a token to its column and its row."""
    return f"people.{group}:{party.key.hex}"


def opened(party: Party, groups: Iterable[str] = (NAME, IDENTITY, CONTACT)) -> Details:
    """The particulars of some groups, without asking and without noting: for this app's own acts alone."""
    ring = crypt.keyring()
    return details.read(*(ring.decrypt(getattr(party, group), context(party, group)) for group in groups))


def parties(subject: models.Model) -> models.QuerySet[Party]:
    """The people of a record, erased ones too; nothing of them is open yet."""
    return Party.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk).order_by("id")


@transaction.atomic
def read(user: User, party: Party, groups: Sequence[str], because: str = "") -> Details:
    """What a member of staff asked to see of one person; the ledger notes who, when, of which record and why.

    groups: some of NAME, IDENTITY, CONTACT. Http404 for a record that is not this reader's, as if it were not there.
    An erased person reads as empty particulars, and nothing is noted.
    """
    subject = subject_of(user, party)
    unknown = set(groups) - set(GROUPS)
    if unknown or not groups:
        raise GongkaiError(f"个人信息没有“{'、'.join(sorted(unknown))}”这一组。")
    if party.erased_at:
        return Details()
    record(
        events.READ, subject, actor(user, party.organization), chain=party.organization.slug, because=because,
        part=party.get_part_display(), what="、".join(GROUP_WORDS[g] for g in GROUPS if g in groups),
    )  # fmt: skip
    return opened(party, groups)


def own_name(party: Party) -> str:
    """A person's name for that person, who has shown number and check code: no reading by another, so not noted."""
    return "" if party.erased_at else opened(party, [NAME]).name


def veiled(subject: models.Model, text: str, mark: str) -> str:
    """The text with every particular of the people of a record replaced by a mark. Nobody reads them by it: not noted."""
    for value in _particulars(subject):
        text = text.replace(value, mark)
    return text


def names_anyone(subject: models.Model, text: str) -> bool:
    """Whether a text holds a particular of the people of a record."""
    return any(value in text for value in _particulars(subject))


def _particulars(subject: models.Model) -> list[str]:
    """What may stand in no public word, the longest first. One sign alone (a name cut short) would veil half a text."""
    values = {v for party in parties(subject) if not party.erased_at for v in opened(party).values()}
    return sorted((value for value in values if len(value) > 1), key=len, reverse=True)


def read_entry(user: User, party: Party, entry: Entry, name: str, because: str = "") -> str | None:
    """A personal datum that a ledger entry of this person's record carries sealed; None where it was erased."""
    subject = subject_of(user, party)
    if (entry.subject_type, entry.subject_id) != (party.subject_type, str(party.subject_id)):
        raise Http404
    value = unseal(entry, name)
    if value is not None:
        with transaction.atomic():
            record(
                events.READ, subject, actor(user, party.organization), chain=party.organization.slug,
                because=because, part=party.get_part_display(), what=f"台账第{entry.number}号封存的内容",
            )  # fmt: skip
    return value


def subject_of(user: User, party: Party) -> models.Model:
    """The record a person belongs to, if this member of staff may read its people; Http404 otherwise."""
    model, holding = holding_of(party.subject_type)
    subject = model._default_manager.filter(pk=party.subject_id).first()
    if subject is None or not holding.may_read(user, subject):
        raise Http404
    return subject


def labels(user: User, subjects: Sequence[models.Model]) -> dict[int, str]:
    """For lists: “张＊＊” for a natural person, the name of an organization, by record id; not noted in the ledger.

    Records that this reader may not read are left out. One query for the list, whatever its length.
    """
    if not subjects:
        return {}
    _, holding = holding_of(subject_type(subjects[0]))
    mine = [s.pk for s in subjects if holding.may_read(user, s)]
    rows = Party.objects.filter(subject_type=subject_type(subjects[0]), subject_id__in=mine).order_by("-id")
    return {row.subject_id: masked(row) for row in rows}


def masked(party: Party) -> str:
    """The first sign of a natural person's name, the whole of an organization's; “已删除” after erasure."""
    if party.erased_at:
        return f"{party.get_kind_display()}（个人信息已删除）"
    name = opened(party, [NAME]).name
    if party.kind != Kind.NATURAL:
        return name
    return name[:1] + "＊" * min(max(len(name) - 1, 1), 2) if name else party.get_kind_display()
