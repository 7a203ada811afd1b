"""Public pages as values: an address, a template and what stands in it. Rendered alike for a request and for a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"

# page, name: what the main navigation leads to
NAVIGATION = (
    ("home", "首页"),
    ("list", "政务公开"),
    ("register", "公文流水目录"),
    ("guide", "公开指南"),
    ("bodies", "学校与机构"),
)


@dataclass(frozen=True)
class Page:
    """One public page. `place` is the entry of the navigation under which it stands."""

    site: Organization
    path: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    media: str = HTML
    status: int = 200

    def render(self, *, elder: bool = False, large: bool = False) -> bytes:
        """The page's bytes. `elder` and `large` are the reader's wishes where no script runs."""
        context = {**surroundings(self.site, self.path, self.place, elder=elder, large=large), **self.context}
        return render_to_string(self.template, context).encode()


def surroundings(
    site: Organization, path: str, place: str = "", *, elder: bool = False, large: bool = False
) -> dict[str, Any]:
    """What `portal/base.html` and its parts need on every page."""
    return {
        "site": site,
        "prefix": (prefix := sites.site_prefix(site)),
        "prefixes": {site.pk: prefix},  # of the bodies on this page, filled as they come up
        "base_url": sites.base_url(site),
        "path": path,
        "place": place,
        "navigation": NAVIGATION,
        "elder": elder,
        "large": large,
    }


def frame(request: HttpRequest, site: Organization) -> dict[str, Any]:
    """Letterhead and foot for the forms of the floors below (`intake.frame`)."""
    elder, large = bool(request.GET.get("elder")), bool(request.GET.get("large"))
    return {"skeleton": "portal/base.html", **surroundings(site, request.path, elder=elder, large=large)}
