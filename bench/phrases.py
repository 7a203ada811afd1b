"""What people type into the search box of the demonstration city, and whether a fitting document stands first or among
the first three. The phrases are by another hand, which had not seen the search (`tests/apps/search/phrases.toml`).

`python -m bench.phrases [--misses]`: beside the search of the site the same for the very words typed, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PHRASES = Path(__file__).parent.parent / "tests" / "apps" / "search" / "phrases.toml"


def measure() -> dict[str, Any]:
    """By kind: phrases, fit in the first, fit in the first three; the same for the very words; and what missed."""
    import django

    django.setup()

    from gongkai.apps.catalogue.models import Topic
    from gongkai.apps.organizations.models import Organization
    from gongkai.apps.search.queries import Filters, Results, search

    site = Organization.objects.get(slug="yunchuan")
    topics = list(Topic.objects.filter(is_open=True).values_list("name", flat=True))

    def ask(typed: str, *, exact: bool = False) -> Results:
        return search(site, typed, Filters(wide=True), exact=exact, topics=topics)

    def first_three(results: Results) -> list[str]:
        return [hit.doc.url for hit in results.hits[:3]]

    asked = tomllib.loads(PHRASES.read_text("utf-8"))
    all_of, first, three, plain = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    missed: list[tuple[str, str, list[str]]] = []
    answers: list[tuple[str, str, bool]] = []
    doubted = 0
    for one in asked["phrase"]:
        kind, fits = one["kind"], one["fits"]
        results = ask(one["typed"])
        shown = first_three(results)
        if results.answer:
            answers.append((one["typed"], results.answer.clause, results.answer.doc.url in fits))
        doubted += bool(results.unwritten)
        all_of[kind] += 1
        first[kind] += _fit(shown[:1], fits)
        three[kind] += _fit(shown, fits)
        plain[kind] += _fit(first_three(ask(one["typed"], exact=True)), fits)
        if not _fit(shown, fits):
            missed.append((kind, one["typed"], shown))
    vain = [ask(one["typed"]) for one in asked["nothing"]]
    answers += [(r.query.typed, r.answer.clause, False) for r in vain if r.answer]
    empty, said = sum(not r.hits for r in vain), sum(bool(r.hits and r.unwritten) for r in vain)
    return {
        "kinds": {k: [n, first[k], three[k], plain[k]] for k, n in all_of.items()}, "missed": missed,
        "nothing": [len(vain), empty, said], "doubted": doubted, "answers": answers,
    }  # fmt: skip


def _fit(shown: Sequence[str], fits: Sequence[str]) -> bool:
    return any(url in fits for url in shown)


def main(misses: bool = False) -> None:
    """Make the city in a throw-away folder, or take that of GONGKAI_DATA, and print the shares."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        given = os.environ.get("GONGKAI_BENCH_CITY", "")
        env = os.environ | {
            "GONGKAI_DATA": given or folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        }  # fmt: skip
        if not given:
            subprocess.run(
                [sys.executable, "-m", "gongkai.site.prepare", "--demo"],
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        out = subprocess.run(
            [sys.executable, "-m", "bench.phrases", "--one"],
            env=env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    found = json.loads(out.stdout.splitlines()[-1])
    rows = found["kinds"] | {"all": [sum(c) for c in zip(*found["kinds"].values(), strict=True)]}
    for kind, (n, first, three, plain) in rows.items():
        print(
            f"phrases {kind}: {n}, a fitting document first {first / n:.0%}, among the first three {three / n:.0%}; "
            f"by the very words {plain / n:.0%}"
        )
    n, empty, said = found["nothing"]
    print(
        f"phrases that nothing answers: {n}, without a hit {empty}, told which word stands in no document {said}; "
        f"told so of the others {found['doubted']}"
    )
    right = sum(fits for _, _, fits in found["answers"])
    print(f"clauses quoted: {len(found['answers'])}, from a fitting document {right}")
    for typed, clause, fits in found["answers"] if misses else ():
        print(f"  quoted {'from a fitting document' if fits else 'WRONGLY'}: {typed} → {clause}")
    for kind, typed, shown in found["missed"] if misses else ():
        print(f"  missed {kind}: {typed} → {' '.join(shown)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what missed")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(), ensure_ascii=False))
    else:
        main(given.misses)
