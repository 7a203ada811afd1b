"""For machines: RSS of a site or column, and the site map by month."""

from __future__ import annotations

import datetime as dt

from django.db.models.functions import TruncMonth

from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.pages import XML, Page
from gongkai.apps.publishing.models import Placement, Publication
from gongkai.apps.publishing.queries import public_list
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


def sitemap_page(site: Organization) -> Page:
    """The index of the site maps: one a month of publication, so that a new item changes a small file."""
    placed = Placement.objects.filter(organization=site, is_live=True).order_by()
    months = placed.annotate(month=TruncMonth("published_at", tzinfo=BEIJING)).values_list("month", flat=True)
    context = {"months": sorted({m.strftime("%Y-%m") for m in months.distinct() if m}, reverse=True)}
    return Page(site, sites.address(site, "sitemap"), "portal/sitemap.xml", context, media=XML)


def month_page(site: Organization, month: str) -> Page:
    """The addresses of one month; that of the fixed pages stands in the newest."""
    first = dt.datetime.strptime(month + "-01+0800", "%Y-%m-%d%z").replace(tzinfo=BEIJING)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    placed = Placement.objects.filter(
        organization=site, is_live=True, published_at__gte=first, published_at__lt=after
    ).values("publication")
    rows = Publication.objects.filter(pk__in=placed).select_related("organization__parent__parent")
    path = sites.address(site, "sitemap_month", month=month)
    context = {"rows": rows.only("key", "published_at", "organization").order_by("-published_at")[:50_000]}
    return Page(site, path, "portal/sitemap-month.xml", context, media=XML)
