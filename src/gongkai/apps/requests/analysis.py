"""分析: what is asked, by which way, where it goes, how it ends and how fast, over a period and month by month.

All cases of the period are read once; each figure has the name under which the list shows exactly its cases.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests import measures
from gongkai.apps.requests.counted import counted, ended, received
from gongkai.apps.requests.measures import OPEN, late, median_days, per_cent
from gongkai.law import lists

OTHER = "其他内容"
TOPIC, OUTCOME = "内容：", "办结："  # before the name of a figure that the list opens
MOST_MONTHS = 36


@dataclass(frozen=True)
class Topic:
    """One class of what is asked, and the words that lead to it."""

    name: str
    words: tuple[str, ...]

    def holds(self) -> Q:
        """For a queryset of cases: one of the words stands in the matter."""
        found = Q()
        for word in self.words:
            found |= Q(subject__contains=word)
        return found


@cache
def topics() -> tuple[Topic, ...]:
    """As shipped, in the order in which they are tried."""
    data = tomllib.loads((resources.files("gongkai.apps.requests.data") / "topics.toml").read_text("utf-8"))
    return tuple(Topic(raw["name"], tuple(raw["words"])) for raw in data["topic"])


def topic_of(subject: str) -> str:
    """The first class that fits."""
    return next((t.name for t in topics() if any(word in subject for word in t.words)), OTHER)


def behind(organization: Organization, name: str, first: dt.date, last: dt.date) -> QuerySet[Any] | None:
    """The cases behind a figure of a topic or an outcome, or a measure; None for a name that none has."""
    if name.startswith(TOPIC):
        rows = received(organization, first, last)
        for topic in topics():
            if topic.name == name.removeprefix(TOPIC):
                return rows.filter(topic.holds())
            rows = rows.exclude(topic.holds())
        return rows if name == f"{TOPIC}{OTHER}" else rows.none()
    if name.startswith(OUTCOME):
        codes = [e.code for e in lists.entries("decisions") if e.label == name.removeprefix(OUTCOME)]
        return ended(organization, first, last).filter(counted_outcome__in=codes)
    return measures.behind(organization, name, first, last)


@dataclass(frozen=True)
class Bar:
    """One row of a chart. figure: the name under which the list shows its cases. width: in per cent of the longest."""

    name: str
    count: int
    figure: str
    width: float = 0


@dataclass(frozen=True)
class Month:
    """One month, as far as it lies in the period. Rates and days are None where nothing was handled: missing is never 0."""

    first: dt.date
    last: dt.date
    new: int
    handled: int
    days: float | None
    on_time: float | None
    open: float | None


@dataclass(frozen=True)
class Group:
    """One chart of bars."""

    title: str
    said: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Analysis:
    """Everything a page shows."""

    groups: tuple[Group, ...]
    months: tuple[Month, ...]


@dataclass(frozen=True)
class _Case:
    pk: int
    received_on: dt.date
    counted_on: dt.date | None
    channel: str
    section: str
    outcome: str
    subject: str


def analyse(organization: Organization, first: dt.date, last: dt.date) -> Analysis:
    """The period, in two questions whatever it holds."""
    span = Q(received_on__range=(first, last)) | Q(counted_on__range=(first, last))
    rows = counted(organization).filter(span)
    columns = ("pk", "received_on", "counted_on", "channel", "section__name", "counted_outcome", "subject")
    cases = [_Case(*row) for row in rows.values_list(*columns)]
    over = set(late(ended(organization, first, last)).order_by().values_list("pk", flat=True))
    new = [case for case in cases if first <= case.received_on <= last]
    handled = [case for case in cases if case.counted_on and first <= case.counted_on <= last]
    channels = {entry.code: entry.label for entry in lists.entries("channels")}
    outcomes = {entry.code: entry.label for entry in lists.entries("decisions")}
    groups = (
        _group("按内容", "新收的申请，按事项里的词归类", new, lambda c: topic_of(c.subject), lambda n: f"{TOPIC}{n}"),
        _group("按渠道", "新收的申请", new, lambda c: channels.get(c.channel, c.channel), lambda n: f"收到：{n}"),
        _group("按承办科室", "新收的申请", new, lambda c: c.section, lambda n: f"收到：{n}承办"),
        _group(
            "按结果", "办结的申请，一件一种结果", handled, lambda c: outcomes.get(c.outcome, c.outcome),
            lambda n: f"{OUTCOME}{n}",
        ),
    )  # fmt: skip
    months = tuple(_month(start, end, new, handled, over) for start, end in months_of(first, last))
    return Analysis(groups, months)


def _group(
    title: str, said: str, cases: Iterable[_Case], name: Callable[[_Case], str], figure: Callable[[str], str]
) -> Group:
    found = sorted(Counter(map(name, cases)).items(), key=lambda pair: (-pair[1], pair[0]))
    most = found[0][1] if found else 1
    bars = (Bar(label, count, figure(label), round(count * 100 / most, 1)) for label, count in found)
    return Group(title, said, tuple(bars))


def _month(
    first: dt.date, last: dt.date, new: Sequence[_Case], handled: Sequence[_Case], over: set[int]
) -> Month:
    done = [case for case in handled if case.counted_on and first <= case.counted_on <= last]
    return Month(
        first, last, sum(first <= case.received_on <= last for case in new), len(done),
        median_days((case.received_on, case.counted_on) for case in done),
        per_cent(sum(case.pk not in over for case in done), len(done)),
        per_cent(sum(case.outcome in OPEN for case in done), len(done)),
    )  # fmt: skip


def months_of(first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The months of a period, the first and the last as far as they lie in it; of a very long one the latest."""
    found, start = [], first
    while start <= last:
        following = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        found.append((start, min(following - dt.timedelta(days=1), last)))
        start = following
    return found[-MOST_MONTHS:]


# --- the picture of the months: two columns a month, in a frame of its own units ---
HIGH, STEP, COLUMN = 120, 44, 16


@dataclass(frozen=True)
class Columns:
    """What the template draws for one month: where it stands, how high its two columns are."""

    month: Month
    x: int
    new: float
    handled: float

    @property
    def top_new(self) -> float:
        """Upper edge of the first column."""
        return HIGH - self.new

    @property
    def top_handled(self) -> float:
        """Upper edge of the second."""
        return HIGH - self.handled


def drawn(months: Sequence[Month]) -> list[Columns]:
    """The columns of all months, the highest as high as the frame."""
    most = max((max(m.new, m.handled) for m in months), default=0) or 1
    scale = (HIGH - 12) / most
    return [
        Columns(month, n * STEP + 4, round(month.new * scale, 1), round(month.handled * scale, 1))
        for n, month in enumerate(months)
    ]
