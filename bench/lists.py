"""Staff lists at 1,000,000 documents of 2,000 schools, as the screens that people wait for: the whole answer, drawn.

`python -m bench.lists [--documents N] [--only sqlite] [--keep FOLDER]` on SQLite and, where one answers, on PostgreSQL
(GONGKAI_BENCH_PG, else the local server). For each list and person: p50 and p95 of the answer's own time (processor time
here, and what was waited for the database), and p95's ratio to the limit of 60 ms; the time by the clock; what the
database took of it, in how many questions. --keep: the built database is used again.

A processor that others use as well is slower by the second as well as by the clock. So before each answer a fixed piece
of work is timed: `at pace` is p95 as it would be were the processor always as quick as its quickest tenth here.
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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.million import FIRST, STEP, build
from bench.search import _postgres

Asked = Iterator[tuple[str, str, tuple[str, ...]]]
LIMIT_MS = 60.0
TIMES = 12  # a page; the first, which warms it, is not counted
SLOW = 1.0  # seconds: what takes so long is not asked so often
EVERYBODY = (
    "city auditor",
    "city office",
    "district office",
    "city section",
    "school leader",
    "school informant",
)


def asked(count: int) -> Asked:
    """Name, address and people of each measurement."""
    middle = FIRST + dt.timedelta(minutes=STEP * count // 2)
    deep = middle.isoformat().replace("+", "%2B") + f"~{count // 2}"
    documents, wide = "/workbench/documents/", ("city auditor", "city office", "district office")
    yield "home", "/workbench/", EVERYBODY
    yield "documents", documents, EVERYBODY
    yield "documents, deep", f"{documents}?after={deep}", EVERYBODY
    yield "documents, state", f"{documents}?stage=in_review", EVERYBODY
    yield "documents, attribute", f"{documents}?attribute=on_request", EVERYBODY
    yield "documents, kind", f"{documents}?kind=公告", EVERYBODY
    yield "documents, year", f"{documents}?year=2024", EVERYBODY
    yield "documents, body", f"{documents}?body=1", wide
    yield "documents, school", f"{documents}?unit=第123小学", wide
    yield "documents, common words", f"{documents}?q=课后服务", EVERYBODY
    yield "documents, rare words", f"{documents}?q=第88批阳光招生", EVERYBODY
    yield "documents, no such words", f"{documents}?q=没有这样的字", EVERYBODY
    yield "documents, number", f"{documents}?q=云教7〔2024〕30001号", EVERYBODY
    yield "documents, three filters", f"{documents}?kind=决定&year=2023&attribute=open", wide
    for view in ("mine", "overdue", "undecided", "review", "published", "own"):
        yield f"documents, tab {view}", f"{documents}?view={view}", EVERYBODY
    yield "deadlines", "/workbench/deadlines/", EVERYBODY
    yield "deadlines, words", "/workbench/deadlines/?q=阳光招生", wide
    yield "deadlines, mine", "/workbench/deadlines/?view=mine", EVERYBODY
    yield "ledger", "/workbench/ledger/", EVERYBODY
    yield "ledger, deep", f"/workbench/ledger/?after={deep}", ("city auditor", "school informant")
    yield "ledger, words", "/workbench/ledger/?q=没有这样的字", ("city auditor", "school informant")
    yield "to review", "/workbench/publishing/review/", ("city office", "district office", "city section")
    yield "to publish", "/workbench/publishing/waiting/", ("city office", "district office")
    yield "numbers", "/workbench/documents/register/", wide


def measure(
    count: int,
    made: bool,
    fill: Callable[[int], Any] = build,
    of: Callable[[int], Asked] = asked,
    now: dt.datetime | None = None,
) -> list[dict[str, Any]]:
    """All measurements on the database in use, which `fill` fills first if it is not made yet."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from gongkai.clocks import moment
    from gongkai.site.steady import steady

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    if not made:
        fill(count)
        print(f"{connection.vendor}: {count} built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        (Path(os.environ["GONGKAI_DATA"]) / "built").touch()
    with moment.fixed((now or FIRST + dt.timedelta(minutes=STEP * count)).isoformat()):
        found: list[dict[str, Any]] = []
        _client("city auditor").get("/workbench/")
        steady()  # as the server does
        for name, url, people in of(count):
            for person in people:
                found.append(_ask(name, url, person))
                print(f"  {found[-1]['p50']:8.1f} ms  {name} · {person}", file=sys.stderr, flush=True)
    return found


def _ask(name: str, url: str, person: str) -> dict[str, Any]:
    from django.db import connection

    client = _client(person)
    whole, own, paces = [], [], []
    status = client.get(url).status_code
    for turn in range(TIMES):
        paces.append(pace())
        asked = _Questions()
        with connection.execute_wrapper(asked):
            begin, spent = time.perf_counter(), time.process_time()
            client.get(url)
            spent, took = time.process_time() - spent, time.perf_counter() - begin
        whole.append(took * 1000)
        own.append((spent + asked.waited) * 1000)
        if took > SLOW and turn >= 2:
            break
    return {
        "list": name, "person": person, "status": status, "own": own, "pace": paces, "p50": part(own, 0.5), "p95": part(own, 0.95),
        "whole": part(whole, 0.5), "database": round(asked.took * 1000, 1), "questions": asked.count, "slowest": asked.slowest[1][:4000],
    }  # fmt: skip


class _Questions:
    """What a page asks of the database. took: seconds of the questions; waited: of these, what was not work of this
    process, so that nothing is counted twice. Django's own record of questions writes each out in full, which took a
    fifth of a page on PostgreSQL and was counted as the page's."""

    def __init__(self) -> None:
        self.count, self.took, self.waited, self.slowest = 0, 0.0, 0.0, (0.0, "")

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        begin, spent = time.perf_counter(), time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            took, spent = time.perf_counter() - begin, time.process_time() - spent
            self.count += 1
            self.took += took
            self.waited += max(0.0, took - spent)
            self.slowest = max(self.slowest, (took, sql))


def pace() -> float:
    """Milliseconds of processor time for a fixed piece of work of the kind that draws a page."""
    begin = time.process_time()
    kept: dict[int, str] = {}
    for n in range(20_000):
        kept[n % 97] = f"<td>{n}</td>"
    return (time.process_time() - begin) * 1000


def part(values: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


def _client(person: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from gongkai.apps.organizations.session import SEEN, SINCE
    from gongkai.clocks import moment

    names = {"school informant": None}
    users = get_user_model().objects
    user = users.get(username=person) if person not in names else users.get(username=_informant())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    session = client.session
    session[SINCE] = session[SEEN] = moment.now().timestamp()
    session.save()
    return client


def _informant() -> str:
    from gongkai.apps.organizations.models import Organization

    return f"u{Organization.objects.get(slug='school-1').pk}"


def _run(count: int, database: str, folder: str, made: bool) -> list[dict[str, Any]]:
    environment = os.environ | {
        "GONGKAI_DATA": folder, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "bench.lists",
        "--documents",
        str(count),
        "--one",
        *(["--made"] if made else []),
    ]
    out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: list[dict[str, Any]] = json.loads(out.stdout)
    return found


def show(database: str, found: list[dict[str, Any]], queries: bool) -> None:
    """One line a measurement, the worst first; then all of them together."""
    quick = part([p for r in found for p in r["pace"]], 0.1)
    for r in found:
        r["at_pace"] = part([t * quick / p for t, p in zip(r["own"], r["pace"], strict=True)], 0.95)
    for r in sorted(found, key=lambda r: -r["at_pace"]):
        print(
            f"  {r['at_pace'] / LIMIT_MS:6.2f} of the limit  p95 at pace {r['at_pace']:8.1f}, p95 {r['p95']:8.1f}, p50 {r['p50']:8.1f} ms, "
            f"clock {r['whole']:8.1f}, database {r['database']:8.1f} in {r['questions']:2d}  {r['list']} · {r['person']}"
            f"{'' if r['status'] == 200 else ' · ' + str(r['status'])}"
        )
        if queries and r["at_pace"] > LIMIT_MS:
            print(f"         {r['slowest']}")
    own = [t for r in found for t in r["own"]]
    even = [t * quick / p for r in found for t, p in zip(r["own"], r["pace"], strict=True)]
    over = [r for r in found if r["at_pace"] > LIMIT_MS]
    slowdown = part([p / quick for r in found for p in r["pace"]], 0.5)
    print(
        f"lists {database}: {len(found)} measured, {len(over)} with p95 over {LIMIT_MS:.0f} ms at pace; all answers p50 {part(own, 0.5)}, "
        f"p95 {part(own, 0.95)} ms, at pace p50 {part(even, 0.5)}, p95 {part(even, 0.95)} ms = {part(even, 0.95) / LIMIT_MS:.2f} of "
        f"the limit; at most {max(r['questions'] for r in found)} questions; the processor was {slowdown:.1f} times slower than at its best ({quick:.1f} ms for the fixed piece)"
    )


def main(count: int = 1_000_000, only: str = "", keep: str = "", queries: bool = False) -> None:
    """Measure each database in a process of its own."""
    for name in ("sqlite", "postgresql"):
        if only and name != only:
            continue
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as passing:
            folder = Path(keep or passing) / name
            made = (folder / "built").exists()
            folder.mkdir(parents=True, exist_ok=True)
            database = "" if name == "sqlite" else server(made)
            if name == "sqlite" or database:
                found = _run(count, database, str(folder), made)
                show(name, found, queries)


def server(made: bool, name: str = "") -> str:
    """Address of that database of the local server (as `bench.search` names it): the one that was built, or an empty one;
    '' where none answers."""
    if made:
        name = name or os.environ.get("GONGKAI_BENCH_DB", "gongkai_bench")
        base = os.environ.get("GONGKAI_BENCH_PG", "") or "postgresql://postgres@127.0.0.1:5432/postgres"
        return base.rpartition("/")[0] + f"/{name}"
    return _postgres(name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"), default="")
    parser.add_argument("--keep", default="", metavar="FOLDER")
    parser.add_argument(
        "--queries", action="store_true", help="print the slowest question of what is over the limit"
    )
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--made", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.documents, given.made), ensure_ascii=False))
    else:
        main(given.documents, given.only, given.keep, given.queries)
