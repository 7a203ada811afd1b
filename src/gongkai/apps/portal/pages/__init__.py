"""Public pages as values: an address, a template and what stands in it. Rendered alike for a request and for a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.publishing.addresses import site_prefix

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


def wished(value: str | None) -> bool:
    """Whether a switch of an address is on: `?elder=1`. `?elder=0` is off."""
    return (value or "").strip().lower() in {"1", "true", "yes", "on"}


def _navigation(prefix: str) -> list[tuple[str, str, str]]:
    """Place, name and address of each entry; the forms of duties stand before the bodies."""
    own = [(page, name, prefix + sites.path_of(page)) for page, name in NAVIGATION]
    brought = [(link.path, link.entry, prefix + link.path) for link in registry().links if link.entry]
    return [*own[:-1], *brought, own[-1]]


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
        context = {
            "site": self.site,
            "prefix": (prefix := site_prefix(self.site)),
            "prefixes": {self.site.pk: prefix},  # of the bodies on this page, filled as they come up
            "base_url": (base := sites.base_url(self.site)),
            "site_domain": base.partition("://")[2],
            "path": self.path,
            "place": self.place,
            "navigation": _navigation(prefix),
            "ways_in": [(link, prefix + link.path) for link in registry().links],
            "elder": elder,
            "large": large,
            **self.context,
        }
        return render_to_string(self.template, context).encode()
