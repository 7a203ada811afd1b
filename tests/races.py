"""Threads of one test on one database: PostgreSQL as it is; SQLite as a file, since its shared memory knows no waiting."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseOperations
from django.db.backends.sqlite3.base import DatabaseOperations as Sqlite

_flush, _flush_sqlite = DatabaseOperations.sql_flush, Sqlite.sql_flush


def _flush_the_ledger_too(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
    """What empties the tables after a `transaction=True` test: the ledger's own triggers would refuse it."""
    trigger = "ALTER TABLE ledger_entry {} TRIGGER ledger_entry_no_truncate"
    return [trigger.format("DISABLE"), *_flush(self, *args, **kwargs), trigger.format("ENABLE")]


def _flush_the_ledger_of_sqlite_too(self: Sqlite, *args: Any, **kwargs: Any) -> list[str]:
    """The same on SQLite, where a trigger cannot be switched off: it goes and comes back."""
    with self.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger%'"
        )
        triggers = cursor.fetchall()
    dropped = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    return [*dropped, *_flush_sqlite(self, *args, **kwargs), *(sql for _, sql in triggers)]


DatabaseOperations.sql_flush = _flush_the_ledger_too  # type: ignore[method-assign]
Sqlite.sql_flush = _flush_the_ledger_of_sqlite_too  # type: ignore[method-assign]


@contextmanager
def real_database(folder: Path) -> Iterator[None]:
    """Within, every thread's connection waits for the others as in a served process. For `transaction=True` tests."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = folder / "race.sqlite3"
    target = sqlite3.connect(file)
    memory.backup(target)
    target.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(file)
    try:
        connection.connect()
        yield
    finally:
        connection.connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


def at_once(*acts: Callable[[], Any]) -> Sequence[Any]:
    """Run the acts in threads that start together, each under the test's clock; what each gave, or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=copy_context().run, args=(run, i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
