"""The publish and the review act at 100,000 documents: all that happens before the screen answers, as an officer waits.

`python -m bench.publish [--documents N] [--acts N]`: SQLite in a throw-away folder. Aims: publishing p50 at most 60 ms,
agreeing p50 at most 40 ms. Pages are made between the acts, as the background process does; a pass is timed too.
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
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bench.search import documents, fill

if TYPE_CHECKING:
    from gongkai.apps.catalogue.models import Column
    from gongkai.apps.organizations.models import Organization, User

P = ParamSpec("P")
T = TypeVar("T")
Rows = list[tuple[str, str, str, int]]

AIM_MS, REVIEW_MS = 60.0, 40.0


def _city() -> tuple[Organization, Organization, Column, dict[str, User]]:
    """One bureau with the people a publication takes."""
    from gongkai.apps.catalogue.models import Column
    from gongkai.apps.organizations.models import Membership, Organization, User

    body = Organization.objects.get(slug="bench")
    Organization.objects.filter(pk=body.pk).update(
        path=f"{body.pk:06d}", body=body, has_site=True, index_code="000000001"
    )
    body.refresh_from_db()
    section = Organization.objects.create(
        kind="section",
        name="基础教育科",
        slug="bench-section",
        parent=body,
        body=body,
        path=f"{body.path}000002",
    )
    column = Column.objects.create(organization=body, slug="zhengce", name="政策文件")
    people = {}
    for role in ("informant", "section_head", "secrecy", "office", "leader"):
        user = User.objects.create(username=role, name=role)
        place = section if role in {"informant", "section_head"} else body
        Membership.objects.create(user=user, organization=place, role=role, valid_from="2020-01-01")
        people[role] = user
    return body, section, column, people


def _stock(
    rows: Rows, body: Organization, section: Organization, column: Column, people: dict[str, User]
) -> None:
    """The documents already public, written straight into the tables."""
    from gongkai.apps.documents.models import OfficialDocument
    from gongkai.apps.publishing.models import Placement, Publication
    from gongkai.clocks.moment import BEIJING

    first = dt.datetime(2022, 1, 4, 9, tzinfo=BEIJING)
    for start in range(0, len(rows), 5000):
        part = list(enumerate(rows[start : start + 5000], start))
        docs = OfficialDocument.objects.bulk_create(
            OfficialDocument(
                organization=body, section=section, drafted_by=people["informant"], stage="published", title=title,
                number=number, number_state="numbered", number_agency="云教", number_year=year, number_serial=n + 1,
                html=f"<p>{text}</p>", text=text, attribute="open", signed_on=dt.date(year, 3, 1),
                created_at=first + dt.timedelta(minutes=22 * n), updated_at=first,
            )
            for n, (number, title, text, year) in part
        )  # fmt: skip
        shown = Publication.objects.bulk_create(
            Publication(
                subject_type="documents.officialdocument", subject_id=d.pk, organization=body, section=section, key=f"bench-{n}", index_number=f"000000001/2022-{n:06d}",
                state="live", published_at=first + dt.timedelta(minutes=22 * n), drafter=people["informant"],
                published_by=people["leader"], title=d.title, number=d.number, kind="通知", signed_on=d.signed_on,
            )
            for (n, _), d in zip(part, docs, strict=True)
        )  # fmt: skip
        Placement.objects.bulk_create(
            Placement(publication=p, organization=body, column=column, published_at=p.published_at)
            for p in shown
        )


def measure(count: int, acts: int) -> dict[str, list[float]]:
    """p50, p95 and worst in milliseconds of publishing, of agreeing, and of the pass that makes the pages afterwards."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from gongkai.apps.documents import actions as documents_actions
    from gongkai.apps.portal.baking import make
    from gongkai.apps.publishing import actions

    call_command("migrate", verbosity=0)
    rows = documents(count)
    fill(rows)
    body, section, column, people = _city()
    _stock(rows, body, section, column, people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times: dict[str, list[float]] = {"publish": [], "review": [], "pass": []}

    def timed(name: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        begin = time.perf_counter()
        done = act(*args, **kwargs)
        times[name].append((time.perf_counter() - begin) * 1000)
        return done

    for n in range(acts):
        document = documents_actions.register(
            people["informant"], organization=body, section=section,
            fields={
                "title": rows[n][1], "number": f"云教测〔2026〕{n + 1}号", "signed_on": dt.date(2026, 5, 8),
                "html": f"<p>{rows[n][2]}</p>",
            },
        )  # fmt: skip
        documents_actions.decide_attribute(people["informant"], document, attribute="open")
        submission = actions.submit(people["informant"], document)
        for role in ("section_head", "secrecy", "office"):
            submission = timed("review", actions.agree, people[role], submission)
        timed("publish", actions.publish, people["leader"], document, columns=[column])
        timed("pass", make.work_off, 60)
    return {
        name: [part[len(part) // 2], part[int(len(part) * 0.95)], part[-1]]
        for name, part in sorted_parts(times)
    }


def sorted_parts(times: dict[str, list[float]]) -> Iterator[tuple[str, list[float]]]:
    """Each kind of time in order."""
    return ((name, sorted(part)) for name, part in times.items())


def main(count: int = 100_000, acts: int = 40) -> None:
    """Measure in a process of its own on a throw-away database and print the ratio against the aim."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = os.environ | {
            "GONGKAI_DATA": folder, "DATABASE_URL": "", "GONGKAI_NOW": "2026-05-20T09:00:00",
            "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        }  # fmt: skip
        out = subprocess.run(
            [sys.executable, "-m", "bench.publish", "--documents", str(count), "--acts", str(acts), "--one"],
            env=env, check=True, stdout=subprocess.PIPE, text=True,  # what goes wrong is seen
        )  # fmt: skip
    found = json.loads(out.stdout)
    for name, aim in (("publish", AIM_MS), ("review", REVIEW_MS), ("pass", None)):
        p50, p95, worst = found[name]
        ratio = f" ({p50 / aim:.2f} of the limit {aim:.0f} ms)" if aim else ""
        print(
            f"{name} on SQLite with {count} public documents: p50 {p50:.0f} ms{ratio}, p95 {p95:.0f} ms, worst {worst:.0f} ms"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--acts", type=int, default=40)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.documents, given.acts)))
    else:
        main(given.documents, given.acts)
