"""零结果检索: a search that found nothing, or of which nobody opened a hit, is counted as demand; no reader waits for it.

The reader's process only adds a line to a file; the background process folds the lines into the table. So a database
that is busy, or that lets the public face read only, costs nobody a second.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from gongkai.apps.duties import Setting
from gongkai.apps.operations.actions import remove
from gongkai.apps.organizations.models import Organization
from gongkai.apps.search.models import MissedQuery
from gongkai.clocks import moment

KEPT = Setting("GONGKAI_MISSED_DAYS", "400", "days the words of searches without a hit are kept")
MOST_A_DAY = 2000  # distinct words a site and day; a flood of nonsense stops here
MOST_WAITING = 1 << 20  # bytes not yet folded; what comes beyond is not counted
SEEN = 90  # days that the office looks back
FEWEST = 3  # times that words were found and not opened before they are shown
_PERSONAL = re.compile(r"\d{11,}")  # telephone and identity numbers are never kept


def _folder() -> Path:
    return Path(settings.DATA) / "missed"


class What(StrEnum):
    """What became of a search: no hit, hits, a hit opened. The names are those of the columns."""

    MISSED = "count"
    SHOWN = "shown"
    OPENED = "opened"


def note(site: Organization, words: str, what: What = What.MISSED) -> None:
    """Add one search: day, site, words and what became of it; no person, address or session. Never raises, never waits."""
    words = " ".join(words.lower().split())[:80]
    if not words or _PERSONAL.search(re.sub(r"[\s-]", "", words)):
        return
    line = json.dumps([moment.today().isoformat(), site.pk, words, what], ensure_ascii=False) + "\n"
    with contextlib.suppress(OSError):
        waiting = _folder() / "waiting"
        if waiting.exists() and waiting.stat().st_size > MOST_WAITING:
            return
        _folder().mkdir(parents=True, exist_ok=True)
        with waiting.open("ab") as file:  # one write of a short line: lines of several processes do not mix
            file.write(line.encode())


def fold() -> int:
    """Bring the lines that wait into the table; returns how many. Lines of a pass that was cut off come again."""
    waiting = _folder() / "waiting"
    with contextlib.suppress(FileNotFoundError):
        waiting.rename(_folder() / f"{os.getpid()}-{time.time_ns()}")
    done = 0
    for file in sorted(_folder().glob("*-*")) if _folder().is_dir() else []:
        counts = _read(file)
        with transaction.atomic():
            for (day, site_id, words), seen in counts.items():
                _add(day, site_id, words, seen)
            transaction.on_commit(partial(file.unlink, missing_ok=True))
        done += sum(seen.total() for seen in counts.values())
    return done


def prune(limit: int) -> int:
    """Drop counts of days long past, and of days that are over what was found and opened; how many went."""
    today = moment.today()
    old = remove(
        MissedQuery.objects.filter(day__lt=today - dt.timedelta(days=KEPT.number)).order_by("day"), limit
    )
    met = MissedQuery.objects.filter(day__lt=today, count=0, opened__gt=0).order_by("day")
    return old + (remove(met, limit - old) if limit > old else 0)


@dataclass(frozen=True)
class Wanted:
    """Words that people look for in vain. missed: without a hit; unopened: with hits of which none was opened."""

    words: str
    missed: int
    unopened: int


def wanted_of(site: Organization, most: int = 100) -> list[Wanted]:
    """What was looked for on a site in the last `SEEN` days and not found, or found and never opened, the most wanted first."""
    rows = MissedQuery.objects.filter(site=site, day__gt=moment.today() - dt.timedelta(days=SEEN))
    sums = rows.values_list("words").annotate(Sum("count"), Sum("shown"), Sum("opened"))
    found = [Wanted(words, missed, 0 if opened else shown) for words, missed, shown, opened in sums]
    found = [one for one in found if one.missed or one.unopened >= FEWEST]
    return sorted(found, key=lambda one: (-one.missed, -one.unopened, one.words))[:most]


def _read(file: Path) -> dict[tuple[dt.date, int, str], Counter[What]]:
    found: dict[tuple[dt.date, int, str], Counter[What]] = defaultdict(Counter)
    known = set(Organization.objects.values_list("pk", flat=True))
    for line in file.read_bytes().splitlines():
        with contextlib.suppress(ValueError, TypeError):
            day, site_id, words, *what = json.loads(line)
            if site_id in known:
                found[dt.date.fromisoformat(day), site_id, str(words)[:80]][What(*what or [What.MISSED])] += 1
    return found


def _add(day: dt.date, site_id: int, words: str, seen: Counter[What]) -> None:
    today = MissedQuery.objects.filter(day=day, site=site_id)
    if today.filter(words=words).update(**{what: F(what) + n for what, n in _columns(seen).items()}):
        return
    if (
        seen[What.MISSED] or seen[What.SHOWN]
    ) and today.count() < MOST_A_DAY:  # what was only opened nobody typed
        MissedQuery.objects.create(day=day, site_id=site_id, words=words, **_columns(seen))


def _columns(seen: Counter[What]) -> dict[str, int]:
    return {what.value: n for what, n in seen.items()}
