"""零结果检索: a search that found nothing is counted as demand, and no reader ever waits for the counting.

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
from collections import Counter
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.apps.duties import Setting
from gongkai.apps.operations.actions import remove
from gongkai.apps.organizations.models import Organization
from gongkai.apps.search.models import MissedQuery
from gongkai.clocks import moment

KEPT = Setting("GONGKAI_MISSED_DAYS", "400", "days the words of searches without a hit are kept")
MOST_A_DAY = 2000  # distinct words a site and day; a flood of nonsense stops here
MOST_WAITING = 1 << 20  # bytes not yet folded; what comes beyond is not counted
_PERSONAL = re.compile(r"\d{11,}")  # telephone and identity numbers are never kept


def _folder() -> Path:
    return Path(settings.DATA) / "missed"


def note(site: Organization, words: str) -> None:
    """Add one search that found nothing: day, site and words; no person, address or session. Never raises, never waits."""
    words = " ".join(words.lower().split())[:80]
    if not words or _PERSONAL.search(re.sub(r"[\s-]", "", words)):
        return
    line = json.dumps([moment.today().isoformat(), site.pk, words], ensure_ascii=False) + "\n"
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
            for (day, site_id, words), n in counts.items():
                _add(day, site_id, words, n)
            transaction.on_commit(partial(file.unlink, missing_ok=True))
        done += counts.total()
    return done


def prune(limit: int) -> int:
    """Drop counts of days long past, at most so many; how many went."""
    before = moment.today() - dt.timedelta(days=KEPT.number)
    return remove(MissedQuery.objects.filter(day__lt=before).order_by("day"), limit)


def _read(file: Path) -> Counter[tuple[dt.date, int, str]]:
    found: Counter[tuple[dt.date, int, str]] = Counter()
    known = set(Organization.objects.values_list("pk", flat=True))
    for line in file.read_bytes().splitlines():
        with contextlib.suppress(ValueError, TypeError):
            day, site_id, words = json.loads(line)
            if site_id in known:
                found[dt.date.fromisoformat(day), site_id, str(words)[:80]] += 1
    return found


def _add(day: dt.date, site_id: int, words: str, n: int) -> None:
    today = MissedQuery.objects.filter(day=day, site=site_id)
    if today.filter(words=words).update(count=F("count") + n):
        return
    if today.count() < MOST_A_DAY:
        MissedQuery.objects.create(day=day, site_id=site_id, words=words, count=n)
