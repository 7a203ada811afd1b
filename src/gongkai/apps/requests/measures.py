"""What a bureau wants to know of its requests in any period: how many, how fast, how open, by channel and by section.

Each measure is a figure with exactly the cases that were counted. Where there is nothing to divide by, there is no rate:
missing is never 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

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


def measures(organization: Organization, first: dt.date, last: dt.date) -> Iterator[Measure]:
    """All of them, in the order of a page."""
    period = f"{organization.name}在{day(first)}至{day(last)}"
    new, handled = received(organization, first, last), ended(organization, first, last)
    before, after = carried(organization, first), carried(organization, last + dt.timedelta(days=1))
    yield _many("received", "新收", f"{period}新收到的申请", new)
    yield _many("carried_in", "期初结转", f"{day(first)}之前收到、还没有办结的申请", before)
    yield _many("ended", "办结", f"{period}办结的申请", handled)
    yield _many("carried_out", "期末未办结", f"到{day(last)}收到、还没有办结的申请", after)
    yield from _speed(handled, period)
    yield from _share("open_rate", "公开率", f"{period}办结的申请里予以公开、部分公开的占比", handled,
                      handled.filter(counted_outcome__in=OPEN))  # fmt: skip
    rated = Request.objects.filter(
        organization=organization, rating__said_on__gte=first, rating__said_on__lte=last
    ).order_by("received_on", "id")
    yield from _share("satisfied_rate", "满意率", f"{period}评价过的申请里很满意、满意的占比", rated,
                      rated.filter(rating__score__gte=Rating.Score.GOOD))  # fmt: skip
    for entry in lists.entries("channels"):
        found = new.filter(channel=entry.code)
        yield _many(entry.code, f"收到：{entry.label}", f"{period}收到的申请，{entry.label}的", found)
    yield from _sections(new, period)
    fees = paid(organization, first, last)
    yield Measure(
        "x.request_fees", "收取信息处理费", "元", Figure(yuan(fees), f"{period}收取的信息处理费（元）", fees)
    )


def _many(code: str, name: str, sentence: str, found: QuerySet[Request]) -> Measure:
    return Measure(f"x.requests_{code}", name, "件", Figure(found.count(), sentence, found, WITHIN))


def late(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those whose counted ending came after the last day of their own clock."""
    over = Deadline.objects.filter(
        subject_type="requests.request", subject_id=OuterRef("pk"), provision="reply",
        ended_on=OuterRef("counted_on"), ended_on__gt=F("due_on"),
    )  # fmt: skip
    return rows.filter(Exists(over))


def _speed(handled: QuerySet[Request], period: str) -> Iterator[Measure]:
    over = late(handled)
    on_time = handled.exclude(pk__in=over.order_by().values("pk"))
    yield from _share(
        "on_time_rate", "按期办结率", f"{period}办结的申请里没有超过法定期限的占比", handled, on_time
    )
    yield _many("late", "超期办结", f"{period}办结、超过法定期限的申请", over)
    calendar = clocks.known_calendar()
    took = [
        calendar.working_between(start, end)
        for start, end in handled.order_by().values_list("received_on", "counted_on")
        if start is not None and end is not None
    ]
    if took:
        said = f"{period}办结的申请，从收到次日到办结用的工作日（停计的也算）的中位数"
        yield Measure(
            "x.requests_median_days",
            "办结用时中位数",
            "个工作日",
            Figure(_plain(median(took)), said, handled),
        )


def _share(
    code: str, name: str, sentence: str, whole: QuerySet[Request], part: QuerySet[Request]
) -> Iterator[Measure]:
    """A rate in per cent; the list behind it is the whole, since both what counts and what does not make it."""
    total = whole.count()
    if total:
        share = _plain(round(part.count() * 100 / total, 1))
        yield Measure(f"x.requests_{code}", name, "%", Figure(share, sentence, whole))


def _sections(new: QuerySet[Request], period: str) -> Iterator[Measure]:
    rows = new.order_by().values_list("section_id", "section__name").annotate(n=Count("pk"))
    for key, name, _ in sorted(rows, key=lambda row: (-row[2], row[0])):
        found = new.filter(section_id=key)
        yield _many(f"section_{key}", f"收到：{name}承办", f"{period}收到的申请，{name}承办的", found)


def _plain(value: float) -> Number:
    return int(value) if float(value).is_integer() else float(value)
