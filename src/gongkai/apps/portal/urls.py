"""Public addresses: once for the site at the top, once below the name of every other site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from gongkai.apps.portal import duties, views

app_name = "portal"


class VerificationName(StringConverter):
    """The name of a 站点验证文件, at the root of the host."""

    regex = r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,70}\.(?:html|txt|xml)"


register_converter(VerificationName, "verification")

PAGES: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("list/", views.listing, name="list"),
    path("list/<slug:slug>/", views.listing, name="column"),
    path("list/<slug:slug>/feed.xml", views.feed, name="column_feed"),
    path("doc/<slug:key>.html", views.document, name="document"),
    path("doc/<slug:key>/v<int:number>.html", views.version, name="version"),
    path("doc/<slug:key>/view-<uuid:file>.html", views.attachment_page, name="attachment_page"),
    path("doc/<slug:key>/<slug:file>.<slug:suffix>", views.attachment, name="attachment"),
    path("register/", views.register, name="register"),
    path("register/<int:year>/", views.register, name="register_year"),
    path("register/<int:year>.xlsx", views.sheet, name="register_sheet"),
    path("heads.txt", views.heads, name="heads"),
    path("guide/", views.guide, name="guide"),
    path("record/", views.record, name="record"),
    path("corrections/", views.corrections, name="corrections"),
    path("bodies/", views.bodies, name="bodies"),
    path("map/", views.site_map, name="map"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/opened/", views.opened, name="opened"),
    path("feed.xml", views.feed, name="feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:month>.xml", views.sitemap_month, name="sitemap_month"),
    *duties.patterns(),
]

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    *PAGES,
    path("<slug:site>/", include((PAGES, "sub"))),
    path("<verification:name>", views.verification, name="verification"),
]
