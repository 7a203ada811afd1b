"""The chain holds, shows the first broken entry, and cannot be changed through the database."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.apps.ledger import events
from gongkai.apps.ledger.actions import Actor, record
from gongkai.apps.ledger.models import Chain, Entry, Sealed
from gongkai.apps.ledger.queries import in_words, verify
from gongkai.exceptions import GongkaiError

pytestmark = pytest.mark.django_db
events.register({"test:done": "办了{what}"})
WHO = Actor(name="许航", post="基础教育科 信息员", body="东湖区教育局", id="7")


def write(n: int = 3, chain: str = "donghu") -> list[Entry]:
    head, _ = Chain.objects.get_or_create(name="anything")
    return [record("test:done", head, WHO, chain=chain, title=f"第{i}件", what=f"事{i}") for i in range(n)]


def without_triggers(sql: str, *values: object) -> None:
    """What an intruder with the database in hand would do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
            cursor.execute("DROP TRIGGER ledger_entry_no_delete")
        else:
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute(sql, values)


def test_numbers_run_without_gap_per_body():
    write(3), write(2, "xiling")
    assert list(Entry.objects.filter(chain="donghu").order_by("id").values_list("number", flat=True)) == [
        1,
        2,
        3,
    ]
    assert list(verify()) == []


def test_an_entry_reads_as_a_sentence():
    assert in_words(write(1)[0]).sentence == "办了事0"


@pytest.mark.parametrize("sql", ["UPDATE ledger_entry SET actor_name='别人'", "DELETE FROM ledger_entry"])
def test_the_database_refuses_change_and_removal(sql):
    write()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(verify()) == []


def test_a_changed_entry_is_named():
    write(5)
    without_triggers("UPDATE ledger_entry SET because='另一个理由' WHERE chain=%s AND number=3", "donghu")
    assert [(b.chain, b.number) for b in verify()] == [("donghu", 3)]


def test_a_removed_entry_is_named():
    write(5)
    without_triggers("DELETE FROM ledger_entry WHERE chain=%s AND number=2", "donghu")
    assert [(b.number, b.sentence) for b in verify()] == [(2, "第2号记录不在了")]


def test_a_cut_off_end_is_found():
    write(5)
    without_triggers("DELETE FROM ledger_entry WHERE chain=%s AND number>3", "donghu")
    assert [b.number for b in verify()] == [4]


def test_a_recomputed_entry_breaks_the_next_link():
    from gongkai.apps.ledger.hashing import digest

    write(4)
    entry = Entry.objects.get(chain="donghu", number=2)
    entry.actor_name = "别人"
    without_triggers(
        "UPDATE ledger_entry SET actor_name=%s, hash=%s WHERE id=%s", "别人", digest(entry), entry.pk
    )
    assert [b.number for b in verify()] == [3]


def test_unknown_events_are_refused():
    head, _ = Chain.objects.get_or_create(name="anything")
    with pytest.raises(GongkaiError):
        record("test:unknown", head, WHO, chain="donghu")


def test_an_act_outside_a_transaction_is_refused(monkeypatch):
    head, _ = Chain.objects.get_or_create(name="anything")
    monkeypatch.setattr("gongkai.apps.ledger.actions.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(GongkaiError):
        record("test:done", head, WHO, chain="donghu")
    assert not Entry.objects.exists()


def test_personal_data_can_be_erased_and_the_chain_still_holds():
    head, _ = Chain.objects.get_or_create(name="anything")
    entry = record(
        "test:done", head, WHO, chain="donghu", personal={"applicant": "陈某 13800000000"}, what="登记"
    )
    assert "13800000000" not in str(entry.facts)
    Sealed.objects.all().delete()
    assert list(verify()) == []
