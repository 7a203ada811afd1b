"""依申请公开 at 100,000 cases of a city with 2,000 schools: its list by tab and filter, the page of a case.

`python -m bench.requests [--cases N] [--only sqlite] [--keep FOLDER]`, measured and printed as `bench.lists` does. Cases are
rows as the database has them after years of acts: 97 of 100 closed, the newest 3 of 100 running, one in twelve of those late.
Sendings of the public form a second are measured by `bench.intake`, on the real server.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import lists
from bench.million import FIRST, Dialect, _bodies, _renumber, insert, without_indexes

DATABASE = "gongkai_bench_requests"  # on PostgreSQL its own: other measurements may run beside it
BETWEEN = 20  # minutes between two cases
PEOPLE = ("city auditor", "city office", "district office", "city handler", "school leader")


def build(count: int) -> None:
    """Fill an empty, migrated database."""
    from django.db import connection

    from gongkai.apps.deadlines.models import Deadline
    from gongkai.apps.ledger.models import Chain, Entry
    from gongkai.apps.organizations.models import Membership, Organization, Role, User
    from gongkai.apps.requests.models import Point, Request

    _bodies()
    handler = User.objects.create(username="city handler", name="city handler")
    Membership.objects.create(
        user=handler,
        organization=Organization.objects.get(slug="yunchuan"),
        role=Role.HANDLER,
        valid_from="2020-01-01",
    )
    say = Dialect(connection.vendor)
    running = f"s.i > {count - count * 3 // 100}"
    # half to the city, a third to districts, the rest to schools
    place = (
        "SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS n, id FROM organizations_organization WHERE kind = "
        "'{}'"
    )
    body = (
        "CASE WHEN s.i % 6 < 3 THEN 1 WHEN s.i % 6 < 5 THEN (SELECT id FROM bench_district WHERE n = s.i % 8) "
        "ELSE (SELECT id FROM bench_school WHERE n = s.i % 2000) END"
    )
    with connection.cursor() as cursor:
        for kind in ("district", "school"):
            cursor.execute(f"CREATE TABLE bench_{kind} AS {place.format(kind)}")
            cursor.execute(f"CREATE UNIQUE INDEX bench_{kind}_n ON bench_{kind} (n)")
    at = say.at(f"s.i * {BETWEEN}")
    day = say.day(f"s.i * {BETWEEN}")
    Chain.objects.create(name="yunchuan", last_number=count)
    with without_indexes(Request, Point, Deadline, Entry):
        insert(
            Request, say.series(count), id="s.i", organization=body, section=body, handler=str(handler.pk),
            number="CAST(2022 + s.i / 26280 AS varchar(4)) || '-' || s.i", channel="'counter'", submitted_on=day, confirmed_on=day,
            received_on=day, provision="'reply_2019'",
            applicant_kind="CASE WHEN s.i % 9 = 0 THEN 'biz' ELSE 'natural' END",
            subject="'第' || (s.i % 977) || '号小学' || (2020 + s.i % 6) || '年招生计划和对口地段'",
            wanted="'请公开招生计划、对口地段和班额。'",
            state=f"CASE WHEN {running} THEN CASE s.i % 6 WHEN 0 THEN 'in_review' WHEN 1 THEN 'correction' ELSE 'open' END "
                  "ELSE 'closed' END",
            outcome=f"CASE WHEN {running} THEN '' ELSE 'r3_1' END", counted_outcome=f"CASE WHEN {running} THEN '' ELSE 'r3_1' END",
            closed_on=f"CASE WHEN {running} THEN NULL ELSE {say.day(f's.i * {BETWEEN} + 20000')} END",
            counted_on=f"CASE WHEN {running} THEN NULL ELSE {say.day(f's.i * {BETWEEN} + 20000')} END",
            entered_at=at, updated_at=at,
        )  # fmt: skip
        insert(Point, "requests_request r", request="r.id", position="1", text="'招生计划'")
        clock = "CASE WHEN r.state = 'closed' THEN 'met' WHEN r.state = 'correction' THEN 'paused' ELSE 'running' END"
        insert(
            Deadline, "requests_request r", organization="r.organization_id", section="r.section_id", holder="r.handler_id",
            subject_type="'requests.request'", subject_id="r.id", title="r.number",
            url="'/workbench/requests/' || r.id || '/'", provision="'reply'", version="'reply_2019'", basis="'条例'",
            started_on="r.received_on", due_on=say.day(f"r.id * {BETWEEN} + 55000"), state=clock,
            ended_on="r.closed_on",
        )  # fmt: skip
        text = "varchar(40)" if say.postgres else "TEXT"
        insert(
            Entry, "requests_request r", chain="'yunchuan'", number="r.id", at="r.entered_at", event="'requests:entered'",
            subject_type="'requests.request'", subject_id=f"CAST(r.id AS {text})", subject_title="r.number",
            actor_id=f"CAST(r.handler_id AS {text})", actor_name="'承办'", previous_hash="'0'", hash="'0'",
        )  # fmt: skip
    _renumber(Request)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked(count: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, address and people of each measurement."""
    middle = FIRST + dt.timedelta(minutes=BETWEEN * count // 2)
    deep = middle.isoformat().replace("+", "%2B") + f"~{count // 2}"
    start = "/workbench/requests/"
    for view in ("", "late", "soon", "standing", "judge", "closed", "all"):
        yield f"requests, tab {view or 'running'}", f"{start}?view={view}", PEOPLE
    yield "requests, deep", f"{start}?view=all&after={deep}", PEOPLE
    yield "requests, state", f"{start}?view=all&state=correction", PEOPLE
    yield "requests, applicant", f"{start}?view=all&applicant_kind=biz", PEOPLE
    yield "requests, common words", f"{start}?view=all&q=招生计划", PEOPLE
    yield "requests, rare words", f"{start}?view=all&q=第88号小学2021", PEOPLE
    yield "requests, no such words", f"{start}?view=all&q=没有这样的字", PEOPLE
    yield "requests, number", f"{start}?view=all&q=2024-60000", PEOPLE
    for pk, state in ((count // 6 * 6, "open"), (60000 // 6 * 6 if count > 60000 else 6, "closed")):
        yield f"case, {state}", f"{start}{pk}/", ("city auditor", "city handler")


def main(count: int = 100_000, only: str = "", keep: str = "", queries: bool = False) -> None:
    """Measure each database in a process of its own."""
    for name in ("sqlite", "postgresql"):
        if only and name != only:
            continue
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as passing:
            folder = Path(keep or passing) / f"requests-{name}"
            made = (folder / "built").exists()
            folder.mkdir(parents=True, exist_ok=True)
            database = "" if name == "sqlite" else lists.server(made, DATABASE)
            if name == "sqlite" or database:
                lists.show(f"of requests, {name}", _run(count, database, folder, made), queries)


def _run(count: int, database: str, folder: Path, made: bool) -> list[dict[str, Any]]:
    environment = os.environ | {
        "GONGKAI_DATA": str(folder), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "bench.requests",
        "--cases",
        str(count),
        "--one",
        *(["--made"] if made else []),
    ]
    out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: list[dict[str, Any]] = json.loads(out.stdout)
    return found


def _one(count: int, made: bool) -> list[dict[str, Any]]:
    now = FIRST + dt.timedelta(minutes=BETWEEN * count)
    return lists.measure(count, made, build, asked, now)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"), default="")
    parser.add_argument("--keep", default="", metavar="FOLDER")
    parser.add_argument(
        "--queries", action="store_true", help="print the slowest question of what is over the limit"
    )
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--made", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(_one(given.cases, given.made), ensure_ascii=False))
    else:
        main(given.cases, given.only, given.keep, given.queries)
