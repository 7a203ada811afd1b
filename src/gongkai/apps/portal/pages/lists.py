"""Lists of a column or of the whole site: filters, keyset paging, counts on the first page only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.catalogue.queries import open_topics
from gongkai.apps.documents.models import DOCUMENT_KINDS
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import figures, sites
from gongkai.apps.portal.pages import Page
from gongkai.apps.publishing.models import Placement, Publication, Validity
from gongkai.apps.publishing.queries import public_list
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks.moment import BEIJING
from gongkai.paging import moment_of, whole_number

LIMIT = 20
FIXED = (
    "zhidu",
    "nianbao",
)  # 制度、年报: fixed columns of a 政府信息公开 site, beside the guide and the open list
ENDED = (Validity.REPEALED, Validity.EXPIRED)


@dataclass(frozen=True)
class Choice:
    """What a reader narrowed a list by; wrong values are dropped silently, so no address breaks."""

    year: int | None = None
    topic: str = ""
    kind: str = ""
    validity: str = ""
    body: str = ""  # the word of a body that publishes on the site
    before: tuple[dt.datetime, int] | None = None

    @classmethod
    def of(cls, given: dict[str, str]) -> Choice:
        """Read from the query part of an address."""
        year = given.get("year", "")
        kind, validity = given.get("kind", ""), given.get("validity", "")
        return cls(
            year=number if (number := whole_number(year, 2999)) and number >= 1949 else None,
            topic=given.get("topic", "")[:20],
            kind=kind if (kind, kind) in DOCUMENT_KINDS else "",
            validity=validity if validity in Validity.values else "",
            body=given.get("body", "")[:60],
            before=_cursor(given.get("before", "")),
        )

    def __bool__(self) -> bool:
        return bool(self.year or self.topic or self.kind or self.validity or self.body)

    def query(self, before: str = "") -> str:
        """The same choice as the query part of an address."""
        parts = {
            "year": self.year, "topic": self.topic, "kind": self.kind, "validity": self.validity, "body": self.body,
        }  # fmt: skip
        given = {k: v for k, v in parts.items() if v}
        if before:
            given["before"] = before
        return f"?{urlencode(given)}" if given else ""


def _cursor(text: str) -> tuple[dt.datetime, int] | None:
    when, _, row = text.rpartition("~")
    number = whole_number(row, 2**63 - 1)
    try:
        return (moment_of(when), number) if number is not None else None
    except ValueError:
        return None


def list_page(site: Organization, column: Column | None = None, choice: Choice | None = None) -> Page:
    """One page of a column (with its sub-columns) or of everything a site has open."""
    choice = Choice() if choice is None else choice
    topic = Topic.objects.filter(code=choice.topic).first() if choice.topic else None
    body = Organization.objects.filter(slug=choice.body).first() if choice.body else None
    rows = public_list(
        site, column=column, year=choice.year, topic=topic, kind=choice.kind, validity=choice.validity, body=body,
        before=choice.before, limit=LIMIT + 1,
    )  # fmt: skip
    more, rows = len(rows) > LIMIT, rows[:LIMIT]
    parts = {"slug": column.slug} if column else {}
    path = sites.address(site, "column" if column else "list", **parts)
    unfiltered = not choice and choice.before is None
    first, last = _years(site, column, rows[0].published_at if rows and unfiltered else None)
    columns = columns_of(site)
    context = {
        "column": column,
        "columns": [c for c in columns if c.slug not in FIXED],
        "fixed": {c.slug: c for c in columns if c.slug in FIXED},
        "title": column.name if column else "政务公开",
        "rows": rows,
        "choice": choice,
        "body": body,
        "topics": open_topics(),
        "years": range(last, first - 1, -1) if first else [],
        "kinds": [k for k, _ in DOCUMENT_KINDS],
        "validities": Validity.choices,
        "newest": rows[0].published_at if rows and choice.before is None else None,
        "counts": _counts(site, column, choice) if choice.before is None else None,
        "earlier": path + choice.query(_mark(rows[-1])) if more else "",
        "newest_first": path + choice.query() if choice.before else "",
        "feed": sites.address(site, "column_feed", **parts) if column else sites.address(site, "feed"),
    }
    return Page(site, path, "portal/list.html", context, place="list")


def _mark(last: Publication) -> str:
    return f"{last.published_at.isoformat() if last.published_at else ''}~{last.pk}"


def columns_of(site: Organization) -> list[Column]:
    """The open columns of a site, parents before children, children listed under `below`."""
    rows = list(site.columns.filter(is_open=True).order_by("position", "id"))
    tops = [c for c in rows if c.parent_id is None]
    for column in tops:
        column.below = [c for c in rows if c.parent_id == column.pk]  # type: ignore[attr-defined]
    return tops


def _placed(site: Organization, column: Column | None) -> QuerySet[Placement]:
    live = Placement.objects.filter(is_live=True)
    if column is None:
        return live.filter(organization=site)
    below = list(column.children.values_list("pk", flat=True))
    # `=` lets the index give the order; with IN the rows of the column are sorted first
    return live.filter(column__in=[column.pk, *below]) if below else live.filter(column=column)


def _years(site: Organization, column: Column | None, newest: dt.datetime | None) -> tuple[int, int]:
    """The first and the last year of a list: one look at each end of an index, or one where the newest is known."""
    rows: QuerySet[Any] = (
        SearchDoc.objects.filter(site=site) if column is None else _placed(site, column)
    ).values_list("published_at", flat=True)
    first = rows.order_by("published_at").first()
    last = newest or rows.order_by("-published_at").first()
    if first is None or last is None:
        return 0, 0
    return first.astimezone(BEIJING).year, last.astimezone(BEIJING).year


def _counts(site: Organization, column: Column | None, choice: Choice) -> dict[str, int]:
    """How many items, and how many of them hold; a document in two sub-columns counts once."""
    if column is None and not choice:
        found = figures.in_force(site)
        return {"all": found.of, "in_force": found.met}
    placed = _placed(site, column)
    if choice.year:
        start = dt.datetime(choice.year, 1, 1, tzinfo=BEIJING)
        placed = placed.filter(published_at__gte=start, published_at__lt=start.replace(year=choice.year + 1))
    if choice.topic:
        by_topic = Q(publication__topic__code=choice.topic) | Q(publication__topic__parent__code=choice.topic)
        placed = placed.filter(by_topic)
    if choice.kind:
        placed = placed.filter(publication__kind=choice.kind)
    if choice.validity:
        placed = placed.filter(publication__validity=choice.validity)
    if choice.body:
        placed = placed.filter(publication__organization__slug=choice.body)
    several = column is None or column.children.exists()
    items: QuerySet[Any] = placed.values("publication").distinct() if several else placed.values("pk")
    everything = items.count()
    return {"all": everything, "in_force": everything - items.filter(publication__validity__in=ENDED).count()}
