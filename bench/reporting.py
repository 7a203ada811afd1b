"""Our own annual report over a full installation: counting, checking, freezing and printing, in seconds.

`python -m bench.reporting [--documents N] [--entries N]`: SQLite in a throw-away folder. Aim: at most 3 s in all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from bench.publish import _city, _stock
from bench.search import documents

if TYPE_CHECKING:
    from gongkai.apps.organizations.models import Organization

AIM_S = 3.0


def _ledger(count: int, body: Organization) -> None:
    """Entries as years of work leave them; the chain itself is no matter here, so the hashes are not computed."""
    from django.db import connection, transaction

    from gongkai.apps.ledger.models import Chain

    fields = (
        "chain, number, at, event, subject_type, subject_id, subject_title, actor_id, actor_name, actor_post, "
        "actor_body, because, facts, previous_hash, hash"
    )
    insert = f"INSERT INTO ledger_entry ({fields}) VALUES ({', '.join(['%s'] * 15)})"  # noqa: S608 — fixed names
    first = dt.datetime(2022, 1, 4, 1)
    with connection.cursor() as cursor:
        for start in range(0, count, 20_000):
            with transaction.atomic():
                cursor.executemany(
                    insert,
                    [
                        (
                            body.slug, n + 1, str(first + dt.timedelta(minutes=2 * n)), "documents:changed",
                            "documents.officialdocument", str(n % 100_000), "关于招生工作的通知", "1", "许航", "拟稿",
                            body.name, "", '{"fields":"正文"}', f"{n:064x}", f"{n + 1:064x}",
                        )
                        for n in range(start, min(start + 20_000, count))
                    ],
                )  # fmt: skip
    Chain.objects.create(name=body.slug, last_number=count, last_hash=f"{count:064x}")


def _mark() -> None:
    """Texts all different but one in five hundred; every fiftieth document is normative."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE documents_officialdocument SET normative = (id % 50 = 0), "
            "fingerprint = printf('%064x', CASE WHEN id % 500 = 1 THEN id - 1 ELSE id END)"
        )
        cursor.execute("ANALYZE")


def measure(count: int, entries: int) -> dict[str, float]:
    """Seconds of each stretch of the work, on the year in the middle of the stock."""
    import django

    django.setup()
    from django.core.management import call_command

    from gongkai.apps.organizations.models import Organization
    from gongkai.apps.reporting import actions
    from gongkai.apps.reporting.checking import open_points
    from gongkai.apps.reporting.compiled import freeze, live
    from gongkai.apps.reporting.outputs.page import page
    from gongkai.apps.reporting.outputs.sheets import spreadsheet
    from gongkai.apps.reporting.outputs.word import word
    from gongkai.statforms.forms import load_form

    call_command("migrate", verbosity=0)
    Organization.objects.create(name="云川市教育局", slug="bench", kind="city", path="000001")
    body, section, column, people = _city()
    _stock(documents(count), body, section, column, people)
    _mark()
    _ledger(entries, body)
    user, times = people["informant"], {}
    report = actions.open_report(user, organization=body, section=section, year=2024)
    for table in load_form(report.form).tables:
        actions.fill_zeros(user, report, table.id, vouched_by="许航")
    begin = time.perf_counter()
    state = live(report)
    times["count"] = time.perf_counter() - begin
    begin = time.perf_counter()
    open_points(state)
    times["check"] = time.perf_counter() - begin
    begin = time.perf_counter()
    freeze(state)
    times["freeze"] = time.perf_counter() - begin
    begin = time.perf_counter()
    sizes = len(word(state)) + len(spreadsheet(state)) + len(page(state))
    times["print"] = time.perf_counter() - begin
    return times | {
        "all": sum(times.values()),
        "bytes": sizes,
        "published": state.named["主动公开信息数"].value or 0,
    }


def main(count: int = 100_000, entries: int = 1_000_000) -> None:
    """Measure in a process of its own on a throw-away database and print the ratio against the aim."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = os.environ | {
            "GONGKAI_DATA": folder, "DATABASE_URL": "", "GONGKAI_NOW": "2026-05-20T09:00:00",
            "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        }  # fmt: skip
        arguments = ["--documents", str(count), "--entries", str(entries), "--one"]
        out = subprocess.run(
            [sys.executable, "-m", "bench.reporting", *arguments],
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
    r = json.loads(out.stdout)
    print(
        f"own report over {entries} ledger entries and {count} documents ({r['published']:.0f} in the year): "
        f"{r['all']:.2f} s ({r['all'] / AIM_S:.2f} of the limit {AIM_S:.0f} s): count {r['count']:.2f}, "
        f"check {r['check']:.2f}, freeze {r['freeze']:.2f}, print {r['print']:.2f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.documents, given.entries)))
    else:
        main(given.documents, given.entries)
