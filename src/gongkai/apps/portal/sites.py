"""Sites of one installation: the top body's at `/`, the others below their name, each also under its own host."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest

from gongkai.apps.duties.registry import format_of, registry
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.publishing.addresses import site_prefix
from gongkai.apps.publishing.rules import site_of

# Where each public page lies below the site's prefix. Frozen after launch: an old link never dies.
PATHS = {
    "home": "",
    "list": "list/",
    "column": "list/{slug}/",
    "column_feed": "list/{slug}/feed.xml",
    "document": "doc/{key}.html",
    "version": "doc/{key}/v{number}.html",
    "attachment_page": "doc/{key}/view-{file}.html",
    "register": "register/",
    "register_year": "register/{year}/",
    "register_sheet": "register/{year}.xlsx",
    "heads": "heads.txt",
    "guide": "guide/",
    "record": "record/",
    "corrections": "corrections/",
    "bodies": "bodies/",
    "map": "map/",
    "accessibility": "accessibility/",
    "search": "search/",
    "suggest": "search/suggest/",
    "feed": "feed.xml",
    "sitemap": "sitemap.xml",
    "sitemap_month": "sitemap-{month}.xml",
}


def address(site: Organization, page: str, **parts: object) -> str:
    """The path of a page of a site, e.g. `/donghu/list/tongzhi/`."""
    return site_prefix(site) + path_of(page).format(**parts)


def path_of(page: str) -> str:
    """The path of a page below its site, with its parts in braces; those of duties included."""
    return PATHS[page] if page in PATHS else format_of(registry().pages[page].path)


def base_url(site: Organization) -> str:
    """Scheme and host for links that leave the site: feeds, site map, two-dimensional code."""
    if site.host:
        return f"https://{site.host}"
    return str(settings.PUBLIC_URL).rstrip("/")


def open_sites() -> list[Organization]:
    """Every body with a public site, in the order of the tree."""
    return list(
        Organization.objects.filter(has_site=True).select_related("parent__parent__parent").order_by("path")
    )


def top_site() -> Organization | None:
    """The body whose site lies at `/`."""
    return (
        Organization.objects.filter(has_site=True).select_related("parent__parent").order_by("path").first()
    )


def site_for(request: HttpRequest, slug: str = "") -> Organization:
    """The site that an address means; 404 where there is none."""
    if slug:
        found = (
            Organization.objects.filter(slug=slug, has_site=True)
            .select_related("parent__parent__parent")
            .first()
        )
        if found is not None and site_prefix(found) == f"/{slug}/":
            return found
        raise Http404
    top = top_site()
    if top is None:
        raise Http404
    return top


def site_of_host(request: HttpRequest) -> Organization | None:
    """The sub-site whose own host name was asked for; its pages keep their prefix under that host.

    Where the body's site has ended it is the site that took it up.
    """
    host = request.get_host().rpartition(":")[0] or request.get_host()
    named = Organization.objects.filter(host=host.lower()).select_related("parent__parent__parent").first()
    return site_of(named) if named is not None else None


def bodies_of(site: Organization) -> list[Organization]:
    """The bodies that publish on a site: itself and those below that have none of their own."""
    below = Organization.objects.filter(path__gte=site.path, path__lt=site.path + ":").exclude(
        kind=Kind.SECTION
    )
    rows = list(below.order_by("path"))
    others = [b.path for b in rows if b.has_site and b.pk != site.pk]
    return [b for b in rows if not any(b.path.startswith(path) for path in others)]


def sites_below(site: Organization) -> list[Organization]:
    """Sites of bodies under this one, in the order of the tree."""
    below = Q(path__gt=site.path, path__lt=site.path + ":")
    return list(
        Organization.objects.filter(below, has_site=True)
        .select_related("parent__parent__parent")
        .order_by("path")
    )
