"""Reading the ledger: the history of a record in sentences, a person's last acts, the check of the chains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from gongkai import crypt
from gongkai.apps.ledger import events
from gongkai.apps.ledger.actions import digest, sealed_context, subject_type
from gongkai.apps.ledger.models import Chain, Entry, Sealed


@dataclass(frozen=True)
class Line:
    """One entry as a Chinese sentence."""

    entry: Entry
    sentence: str

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def at(self) -> dt.datetime:
        return self.entry.at


def in_words(entry: Entry) -> Line:
    """“许航 登记公文 云教〔2026〕18号…”, with the reason where one was given."""
    return Line(entry, events.sentence(entry.event, entry.facts))


def history(subject: models.Model, limit: int = 200) -> list[Line]:
    """What happened to a record, oldest first."""
    entries = Entry.objects.filter(subject_type=subject_type(subject), subject_id=str(subject.pk))
    return [in_words(e) for e in entries.order_by("id")[:limit]]


def acts_on(subject: models.Model, named: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Who did one of these acts to a record (the actor's id), with the facts of the entry; oldest first."""
    found = Entry.objects.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk), event__in=list(named)
    )
    yield from found.order_by("id").values_list("actor_id", "facts")


def unseal(entry: Entry, name: str) -> str | None:
    """The personal datum that an entry carries under `name`; None where it was erased or never was one.

    Only for `people.gate`, which asks who reads and notes it.
    """
    fact = entry.facts.get(name)
    commitment = fact.get("sealed", "") if isinstance(fact, dict) else ""
    kept = Sealed.objects.filter(commitment=commitment).first() if commitment else None
    return crypt.keyring().decrypt(kept.value, sealed_context(commitment)) if kept else None


def last_acts(actor_id: str, limit: int = 6) -> list[Line]:
    """A person's latest acts, newest first."""
    return [in_words(e) for e in Entry.objects.filter(actor_id=actor_id).order_by("-at", "-id")[:limit]]


@dataclass(frozen=True)
class Break:
    """The first entry of a chain that does not hold, and why."""

    chain: str
    number: int
    sentence: str


def verify(chain: str | None = None) -> Iterator[Break]:
    """Walk every chain (or one) and yield the first broken entry of each; nothing if all hold."""
    names = [chain] if chain else list(Chain.objects.order_by("name").values_list("name", flat=True))
    strays = Entry.objects.exclude(chain__in=names) if not chain else Entry.objects.none()
    for name in [*names, *strays.order_by("chain").values_list("chain", flat=True).distinct()]:
        found = _first_break(name)
        if found:
            yield found


def _first_break(name: str) -> Break | None:
    number, previous = 0, ""
    for entry in Entry.objects.filter(chain=name).order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            return Break(name, number + 1, f"第{number + 1}号记录不在了")
        if entry.previous_hash != previous:
            return Break(name, entry.number, f"第{entry.number}号记录与上一号接不上")
        if entry.hash != digest(entry):
            return Break(name, entry.number, f"第{entry.number}号记录的内容被改动过")
        number, previous = entry.number, entry.hash
    head = Chain.objects.filter(name=name).first()
    if head is None or (head.last_number, head.last_hash) != (number, previous):
        return Break(name, number + 1, f"第{number}号之后的记录被截去，或链头被改动")
    return None


def day_head(chain: str, day: dt.date) -> Entry | None:
    """The last entry of a chain up to the end of a day: its hash is the fingerprint published for that day."""
    return Entry.objects.filter(chain=chain, at__date__lte=day).order_by("-number").first()
