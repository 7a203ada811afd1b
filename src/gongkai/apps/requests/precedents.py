"""先例: closed cases within one's powers, found by words of what was asked and by how they ended. Never by who asked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.apps.requests import queries
from gongkai.apps.requests.models import Request, State
from gongkai.clocks import moment

YEARS = 3  # how far back a case is still a hint
NEAR = 0.4  # of the pairs of signs that two questions share
LOOKED_AT = 2000  # the latest cases that are compared
_BLANK = re.compile(r"[\s，。；、：,;:（）()〔〕“”\"'的及和与关于]+")


def closed(user: Any) -> QuerySet[Request]:
    """The closed cases that this person reads."""
    return queries.visible(user).filter(state=State.CLOSED)


def holding(rows: QuerySet[Request], words: str) -> QuerySet[Request]:
    """Those that hold every word in what was asked, item by item, or in the letter that answered it."""
    for word in words.split()[:8]:
        said = Q(subject__icontains=word) | Q(wanted__icontains=word) | Q(points__text__icontains=word)
        rows = rows.filter(said | Q(replies__text__icontains=word))
    return rows.distinct()


def near(user: Any, case: Request, most: int = 10) -> list[Request]:
    """Cases of the last years that asked for nearly the same, the nearest first: by the pairs of signs they share."""
    wanted = pairs(" ".join([case.subject, *(point.text for point in case.points.all())]))
    since = moment.today() - dt.timedelta(days=YEARS * 365)
    rows = queries.visible(user).filter(organization=case.organization, received_on__gte=since)
    rows = rows.exclude(pk=case.pk).exclude(state=State.MERGED)
    likeness = {
        key: alike(wanted, pairs(subject))
        for key, subject in rows.order_by("-received_on", "-id").values_list("pk", "subject")[:LOOKED_AT]
    }
    best = sorted((key for key, value in likeness.items() if value >= NEAR), key=lambda k: (-likeness[k], k))[
        :most
    ]
    found = rows.in_bulk(best)
    return [found[key] for key in best]


def pairs(text: str) -> frozenset[str]:
    """The neighbouring pairs of signs of a text, without what binds words."""
    plain = _BLANK.sub("", text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of the shorter question stands in the other."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0
