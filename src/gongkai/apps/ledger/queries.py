"""Reading the ledger: the history of a record in sentences, a person's last acts, the check of the chains."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from gongkai import crypt
from gongkai.apps.ledger import events
from gongkai.apps.ledger.hashing import digest, sealed_context
from gongkai.apps.ledger.models import Chain, DayHead, Entry, Sealed, subject_type
from gongkai.clocks import moment


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


def last_entry(subject: models.Model) -> Entry | None:
    """The latest act upon a record."""
    entries = Entry.objects.filter(subject_type=subject_type(subject), subject_id=str(subject.pk))
    return entries.order_by("-id").first()


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


@dataclass(frozen=True)
class Head:
    """A head that somebody kept outside: entry `number` of the chain had this hash."""

    chain: str
    number: int
    hash: str


def read_heads(lines: Iterable[str]) -> list[Head]:
    """The heads in a text of `day chain number hash` lines, as the public page and `ledger heads` write them.

    Lines that begin with # and empty ones are skipped; any other line raises ValueError with its number.
    """
    found = []
    for n, line in enumerate(lines, 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 4 or not words[2].isdigit() or len(words[3]) != 64:
            raise ValueError(f"第{n}行不是台账指纹")
        found.append(Head(words[1], int(words[2]), words[3].lower()))
    return found


def verify(
    chain: str | None = None, *, expected: Iterable[str] = (), heads: Iterable[Head] = ()
) -> Iterator[Break]:
    """Walk every chain (or one) and yield the first broken entry of each; nothing if all hold.

    expected: chains that must be there, since their bodies have records. heads: kept outside, so that a chain which
    was cut off or written anew from some entry on is found although it holds in itself; the daily heads join them.
    """
    if not triggers_stand():
        yield Break("*", 0, "台账表上防改动的触发器不在了，请查明是谁在何时删去，并重新执行迁移")
    known: dict[str, list[Head]] = defaultdict(list)
    for head in [*heads, *(Head(h.chain, h.number, h.hash) for h in DayHead.objects.all())]:
        known[head.chain].append(head)
    demanded = {*expected, *known}
    names = set(Chain.objects.values_list("name", flat=True)) | demanded
    names |= set(Entry.objects.order_by().values_list("chain", flat=True).distinct())
    for name in [chain] if chain else sorted(names):
        found = _first_break(name, known[name], demanded=name in demanded)
        if found:
            yield found


def triggers_stand() -> bool:
    """Whether the database itself still refuses to change or remove an entry."""
    wanted = {"ledger_entry_no_update", "ledger_entry_no_delete"}
    question = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
    if connection.vendor == "postgresql":
        wanted = {"ledger_entry_append_only", "ledger_entry_no_truncate"}
        question = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(question)
        return wanted <= {row[0] for row in cursor.fetchall()}


def _first_break(name: str, heads: Sequence[Head], *, demanded: bool) -> Break | None:
    number, previous, row = 0, "", 0
    wanted = {h.number: h.hash for h in heads}
    for entry in Entry.objects.filter(chain=name).order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            return Break(name, number + 1, f"第{number + 1}号记录不在了")
        if entry.previous_hash != previous:
            return Break(name, entry.number, f"第{entry.number}号记录与上一号接不上")
        if entry.hash != digest(entry):
            return Break(name, entry.number, f"第{entry.number}号记录的内容被改动过")
        if wanted.get(entry.number, entry.hash) != entry.hash:
            return Break(name, entry.number, f"第{entry.number}号或之前的记录被整条改写，与留存的指纹不符")
        if entry.pk <= row:
            return Break(name, entry.number, f"第{entry.number}号记录的行号次序被改动过")
        number, previous, row = entry.number, entry.hash, entry.pk
    beyond = [h for h in wanted if h > number]
    if beyond:
        return Break(name, number + 1, f"留存的指纹记有第{max(beyond)}号，台账只到第{number}号，之后的被截去")
    head = Chain.objects.filter(name=name).first()
    if number == 0 and (demanded or head is None):
        return Break(name, 1, "整条台账不在了")
    if head is None or (head.last_number, head.last_hash) != (number, previous):
        return Break(name, number + 1, f"第{number}号之后的记录被截去，或链头被改动")
    return None


def day_heads(chains: Iterable[str], *, days: int) -> list[DayHead]:
    """The kept heads of these chains, newest day first."""
    since = moment.today() - dt.timedelta(days=days)
    return list(DayHead.objects.filter(chain__in=list(chains), day__gte=since).order_by("-day", "chain"))


def day_head(chain: str, day: dt.date) -> Entry | None:
    """The last entry of a chain up to the end of a day: its hash is the fingerprint published for that day."""
    return Entry.objects.filter(chain=chain, at__date__lte=day).order_by("-number").first()
