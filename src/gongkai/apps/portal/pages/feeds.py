"""For machines: RSS of a site or column, and the site map by month."""

from __future__ import annotations

import datetime as dt

from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.pages import XML, Page
from gongkai.apps.publishing.queries import public_list
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks.moment import BEIJING

RSS = "application/rss+xml; charset=utf-8"
FEED_LENGTH = 30


def feed_page(site: Organization, column: Column | None = None) -> Page:
    """The newest items of a site or a column as RSS 2.0."""
    name = f"{site.name}：{column.name}" if column else f"{site.name}政务公开"
    parts = {"slug": column.slug} if column else {}
    context = {
        "name": name,
        "about": column.description if column and column.description else f"{name}最新发布",
        "home": sites.address(site, "column" if column else "home", **parts),
        "rows": public_list(site, column=column, limit=FEED_LENGTH),
    }
    path = sites.address(site, "column_feed" if column else "feed", **parts)
    return Page(site, path, "portal/feed.xml", context, media=RSS)


def months_of(site: Organization) -> list[str]:
    """The months in which something was published that is still open, newest first."""
    rows = SearchDoc.objects.filter(site=site)
    ends = rows.order_by("published_at").first(), rows.order_by("-published_at").first()
    if ends[0] is None or ends[1] is None:
        return []
    month = ends[0].published_at.astimezone(BEIJING).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = []
    while month <= ends[1].published_at:
        after = _after(month)
        if rows.filter(published_at__gte=month, published_at__lt=after).exists():
            found.append(month.strftime("%Y-%m"))
        month = after
    return found[::-1]


def _after(month: dt.datetime) -> dt.datetime:
    return (month + dt.timedelta(days=32)).replace(day=1)


def sitemap_page(site: Organization) -> Page:
    """The index of the site maps: one a month of publication, so that a new item changes a small file."""
    context = {"months": months_of(site)}
    return Page(site, sites.address(site, "sitemap"), "portal/sitemap.xml", context, media=XML)


def month_page(site: Organization, month: str) -> Page:
    """The addresses of what was published in one month."""
    first = dt.datetime(int(month[:4]), int(month[5:]), 1, tzinfo=BEIJING)
    rows = SearchDoc.objects.filter(site=site, published_at__gte=first, published_at__lt=_after(first))
    found = rows.order_by("-published_at").values_list("url", "published_at")[:50_000]
    path = sites.address(site, "sitemap_month", month=month)
    return Page(site, path, "portal/sitemap-month.xml", {"rows": list(found)}, media=XML)
