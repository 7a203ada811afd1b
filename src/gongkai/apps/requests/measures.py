"""What a bureau wants to know of its requests in any period: how many, how fast, how open, by channel and by section.

Each measure is a figure with exactly the cases that were counted. Where there is nothing to divide by, there is no rate:
missing is never 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from gongkai import clocks
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests.counted import carried, ended, paid, received, yuan
from gongkai.apps.requests.letters import day
from gongkai.apps.requests.models import Rating, Request
from gongkai.figures import Figure, Number
from gongkai.law import lists

OPEN = ("r3_1", "r3_2")  # 予以公开, 部分公开
WITHIN = "统计表内一件一计"


@dataclass(frozen=True)
class Measure:
    """One figure with its short name and its unit."""

    cell: str
    name: str
    unit: str
    figure: Figure


@dataclass(frozen=True)
class Kind:
    """A measure not counted yet. records: the cases it is counted from; value: None where there is nothing to count."""

    code: str
    name: str
    unit: str
    sentence: str
    records: QuerySet[Any]
    value: Callable[[], Number | None]
    law: str = ""


def measures(organization: Organization, first: dt.date, last: dt.date) -> Iterator[Measure]:
    """All of them, in the order of a page."""
    for kind in kinds(organization, first, last):
        value = kind.value()
        if value is not None:
            figure = Figure(value, kind.sentence, kind.records, kind.law)
            yield Measure(f"x.{kind.code}", kind.name, kind.unit, figure)


def behind(organization: Organization, name: str, first: dt.date, last: dt.date) -> QuerySet[Any] | None:
    """What one measure is counted from; nothing is counted. None for a name that no measure has."""
    return next((kind.records for kind in kinds(organization, first, last) if kind.name == name), None)


def kinds(organization: Organization, first: dt.date, last: dt.date) -> Iterator[Kind]:
    """All of them, none counted; the sections of a body are asked for only when it comes to them."""
    period = f"{organization.name}在{day(first)}至{day(last)}"
    new, handled = received(organization, first, last), ended(organization, first, last)
    before, after = carried(organization, first), carried(organization, last + dt.timedelta(days=1))
    yield _many("received", "新收", f"{period}新收到的申请", new)
    yield _many("carried_in", "期初结转", f"{day(first)}之前收到、还没有办结的申请", before)
    yield _many("ended", "办结", f"{period}办结的申请", handled)
    yield _many("carried_out", "期末未办结", f"到{day(last)}收到、还没有办结的申请", after)
    yield from _speed(handled, period)
    yield _share("open_rate", "公开率", f"{period}办结的申请里予以公开、部分公开的占比", handled,
                 handled.filter(counted_outcome__in=OPEN))  # fmt: skip
    rated = Request.objects.filter(
        organization=organization, rating__said_on__gte=first, rating__said_on__lte=last
    ).order_by("received_on", "id")
    yield _share("satisfied_rate", "满意率", f"{period}评价过的申请里很满意、满意的占比", rated,
                 rated.filter(rating__score__gte=Rating.Score.GOOD))  # fmt: skip
    for entry in lists.entries("channels"):
        found = new.filter(channel=entry.code)
        yield _many(entry.code, f"收到：{entry.label}", f"{period}收到的申请，{entry.label}的", found)
    fees = paid(organization, first, last)
    yield Kind(
        "request_fees", "收取信息处理费", "元", f"{period}收取的信息处理费（元）", fees, lambda: yuan(fees)
    )
    yield from _sections(new, period)


def _many(code: str, name: str, sentence: str, found: QuerySet[Request]) -> Kind:
    return Kind(f"requests_{code}", name, "件", sentence, found, found.count, WITHIN)


def late(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those whose counted ending came after the last day of their own clock."""
    over = Deadline.objects.filter(
        subject_type="requests.request", subject_id=OuterRef("pk"), provision="reply",
        ended_on=OuterRef("counted_on"), ended_on__gt=F("due_on"),
    )  # fmt: skip
    return rows.filter(Exists(over))


def _speed(handled: QuerySet[Request], period: str) -> Iterator[Kind]:
    over = late(handled)
    on_time = handled.exclude(pk__in=over.order_by().values("pk"))
    yield _share(
        "on_time_rate", "按期办结率", f"{period}办结的申请里没有超过法定期限的占比", handled, on_time
    )
    yield _many("late", "超期办结", f"{period}办结、超过法定期限的申请", over)
    said = f"{period}办结的申请，从收到次日到办结用的工作日（停计的也算）的中位数"
    days = handled.order_by().values_list("received_on", "counted_on")
    yield Kind("requests_median_days", "办结用时中位数", "个工作日", said, handled, lambda: median_days(days))


def median_days(days: Iterable[tuple[dt.date | None, dt.date | None]]) -> Number | None:
    """The median of the working days from the day after receipt to the ending, in working days; None without any."""
    calendar = clocks.known_calendar()
    took = [calendar.working_between(start, end) for start, end in days if start and end]
    return _plain(median(took)) if took else None


def per_cent(part: int, whole: int) -> Number | None:
    """A rate with one decimal; None where there is nothing to divide by."""
    return _plain(round(part * 100 / whole, 1)) if whole else None


def _share(code: str, name: str, sentence: str, whole: QuerySet[Request], part: QuerySet[Request]) -> Kind:
    """A rate in per cent; the list behind it is the whole, since both what counts and what does not make it."""
    return Kind(f"requests_{code}", name, "%", sentence, whole, lambda: per_cent(part.count(), whole.count()))


def _sections(new: QuerySet[Request], period: str) -> Iterator[Kind]:
    rows = new.order_by().values_list("section_id", "section__name").annotate(n=Count("pk"))
    for key, name, _ in sorted(rows, key=lambda row: (-row[2], row[0])):
        found = new.filter(section_id=key)
        yield _many(f"section_{key}", f"收到：{name}承办", f"{period}收到的申请，{name}承办的", found)


def _plain(value: float) -> Number:
    return int(value) if float(value).is_integer() else float(value)
