"""The chain holds, shows the first broken entry, and cannot be changed through the database."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai import crypt
from gongkai.apps.ledger import events
from gongkai.apps.ledger.actions import Actor, forget, keep_heads, record, renew_sealed, seal
from gongkai.apps.ledger.models import Chain, DayHead, Entry, Sealed
from gongkai.apps.ledger.queries import Head, in_words, read_heads, verify
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

pytestmark = pytest.mark.django_db
events.register({"test:done": "办了{what}"})
NO_TRIGGERS = ("*", 0)  # what an intruder had to remove first is named too
WHO = Actor(name="许航", post="基础教育科 信息员", body="东湖区教育局", id="7")


def write(n: int = 3, chain: str = "donghu") -> list[Entry]:
    head, _ = Chain.objects.get_or_create(name="anything")
    return [record("test:done", head, WHO, chain=chain, title=f"第{i}件", what=f"事{i}") for i in range(n)]


def without_triggers(sql: str, *values: object) -> None:
    """What an intruder with the database in hand would do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_delete")
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
    assert [(b.chain, b.number) for b in verify()] == [NO_TRIGGERS, ("donghu", 3)]


def test_a_removed_entry_is_named():
    write(5)
    without_triggers("DELETE FROM ledger_entry WHERE chain=%s AND number=2", "donghu")
    assert [(b.number, b.sentence) for b in verify()][1:] == [(2, "第2号记录不在了")]


def test_a_cut_off_end_is_found():
    write(5)
    without_triggers("DELETE FROM ledger_entry WHERE chain=%s AND number>3", "donghu")
    assert [b.number for b in verify()] == [0, 4]


def test_a_recomputed_entry_breaks_the_next_link():
    from gongkai.apps.ledger.hashing import digest

    write(4)
    entry = Entry.objects.get(chain="donghu", number=2)
    entry.actor_name = "别人"
    without_triggers(
        "UPDATE ledger_entry SET actor_name=%s, hash=%s WHERE id=%s", "别人", digest(entry), entry.pk
    )
    assert [b.number for b in verify()] == [0, 3]


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


def rewritten(chain: str, since: int) -> None:
    """Change an entry and hash all anew from there on, head included: the chain holds in itself."""
    from gongkai.apps.ledger.hashing import digest

    previous = Entry.objects.get(chain=chain, number=since - 1).hash if since > 1 else ""
    for entry in Entry.objects.filter(chain=chain, number__gte=since).order_by("number"):
        entry.previous_hash = previous
        if entry.number == since:
            entry.actor_name = "别人"
        entry.hash = previous = digest(entry)
        without_triggers(
            "UPDATE ledger_entry SET actor_name=%s, previous_hash=%s, hash=%s WHERE id=%s",
            entry.actor_name, entry.previous_hash, entry.hash, entry.pk,
        )  # fmt: skip
    Chain.objects.filter(name=chain).update(last_hash=previous)


def kept(chain: str = "donghu") -> list[Head]:
    found = Chain.objects.get(name=chain)
    return read_heads([f"2026-05-20 {chain} {found.last_number} {found.last_hash}"])


def test_a_chain_hashed_all_anew_is_met_by_a_head_kept_outside():
    write(5)
    heads = kept()
    write(2)
    assert list(verify(heads=heads)) == []
    rewritten("donghu", 3)
    assert [(b.chain, b.number) for b in verify()] == [NO_TRIGGERS]  # the chain itself says nothing
    assert [(b.chain, b.number) for b in verify(heads=heads)] == [NO_TRIGGERS, ("donghu", 5)]


def test_a_tail_cut_off_with_its_head_set_back_is_met_by_a_head_kept_outside():
    write(5)
    heads = kept()
    without_triggers("DELETE FROM ledger_entry WHERE chain=%s AND number>3", "donghu")
    last = Entry.objects.get(chain="donghu", number=3)
    Chain.objects.filter(name="donghu").update(last_number=3, last_hash=last.hash)
    assert [b.number for b in verify(heads=heads)] == [0, 4]


@pytest.mark.parametrize("emptied", [True, False])
def test_a_chain_that_is_gone_is_missed(emptied):
    write(3), write(2, "xiling")
    heads = kept("xiling")
    without_triggers("DELETE FROM ledger_entry WHERE chain=%s", "xiling")
    if emptied:
        Chain.objects.filter(name="xiling").update(last_number=0, last_hash="")
    else:
        Chain.objects.filter(name="xiling").delete()
    assert [(b.chain, b.number) for b in verify(expected=["donghu", "xiling"])] == [
        NO_TRIGGERS,
        ("xiling", 1),
    ]
    assert [b.chain for b in verify(heads=heads)] == ["*", "xiling"]


def test_row_ids_turned_round_are_named():
    first, second, _ = write(3)
    for old, new in ((first.pk, -1), (second.pk, first.pk), (-1, second.pk)):
        without_triggers("UPDATE ledger_entry SET id=%s WHERE id=%s", new, old)
    assert [b.number for b in verify()] == [0, 2]


def test_daily_heads_are_kept_once_and_used_by_the_check():
    write(4)
    with moment.fixed("2026-05-21"):
        assert keep_heads(dt.date(2026, 5, 20)) == 1
        assert keep_heads(dt.date(2026, 5, 20)) == 0
    write(1)
    assert DayHead.objects.get().number == 4
    rewritten("donghu", 2)
    assert [b.number for b in verify()] == [0, 4]


@pytest.mark.parametrize("line", ["x", "2026-05-20 donghu vier " + "a" * 64, "2026-05-20 donghu 4 kurz"])
def test_a_file_that_holds_no_heads_is_refused(line):
    with pytest.raises(ValueError, match="第2行"):
        read_heads(["# 台账指纹", line])


def test_the_command_writes_heads_and_verifies_against_them(tmp_path, capsys):
    from gongkai.cli import main

    write(3)
    file = tmp_path / "heads.txt"
    assert main(["ledger", "heads", "--out", str(file)]) == 0
    assert main(["ledger", "verify", "--heads", str(file)]) == 0
    rewritten("donghu", 1)
    assert main(["ledger", "verify", "--heads", str(file)]) == 1
    assert "与留存的指纹不符" in capsys.readouterr().out
    assert main(["ledger", "verify", "--heads", str(tmp_path / "no.txt")]) == 2


@pytest.mark.parametrize(
    "column", ["facts", "because", "actor_name", "subject_title", "event", "previous_hash"]
)
def test_a_change_of_any_word_of_an_entry_is_named(column):
    write(3)
    value = '{"what": "别的"}' if column == "facts" else "别的"
    without_triggers(f"UPDATE ledger_entry SET {column} = %s WHERE number = 2", value)  # noqa: S608
    assert [(b.chain, b.number) for b in verify()] == [NO_TRIGGERS, ("donghu", 2)]


def test_a_chain_whose_head_was_deleted_is_missed():
    write(3)
    Chain.objects.filter(name="donghu").delete()
    assert [b.chain for b in verify()] == ["donghu"]


def test_two_seals_of_one_value_differ_so_that_nobody_can_guess_it():
    first, second = (
        record(
            "test:done",
            Chain.objects.get_or_create(name="x")[0],
            WHO,
            chain="x",
            what="",
            personal={"name": "张三"},
        )
        for _ in range(2)
    )
    assert first.facts["name"]["sealed"] != second.facts["name"]["sealed"]


def test_what_is_sealed_for_a_holder_is_forgotten_with_him_and_nobody_elses():
    for holder, value in (
        ("people:1", "张三丰"),
        ("people:1", "13800138000"),
        ("people:2", "李玥"),
        ("", "无主"),
    ):
        seal(value, holder)
    assert forget("people:1") == 2
    assert sorted(Sealed.objects.values_list("holder", flat=True)) == ["", "people:2"]
    assert forget("people:1") == 0


def test_no_holder_is_nobody_and_takes_nothing_with_him():
    seal("无主")
    assert forget("") == 0 and Sealed.objects.count() == 1


def test_a_line_has_the_number_and_the_time_of_its_entry():
    entry = write(1)[0]
    line = in_words(entry)
    assert (line.number, line.at) == (entry.number, entry.at)


def test_sealed_values_move_to_the_newest_key_in_portions(settings):
    """`gongkai keys renew` asks again until nothing is left: each call says how many it wrote."""
    for n in range(3):
        seal(f"值{n}")
    assert renew_sealed(10) == 0, "all are under the newest already"
    settings.FIELD_KEYS = [crypt.new_key(), *settings.FIELD_KEYS]
    assert [renew_sealed(2) for _ in range(3)] == [2, 1, 0]
