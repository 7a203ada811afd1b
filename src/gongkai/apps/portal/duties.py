"""What duties bring to the public face: their pages, addresses, files and lines of the map, read from the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe

from gongkai.apps.duties import PublicContent, PublicPage
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.pages import Page

TEMPLATE = "portal/brought.html"


def brought_page(site: Organization, page: PublicPage, parts: Mapping[str, Any]) -> Page | None:
    """A duty's page of a site; None where the duty says there is none."""
    content = page.make(site, **parts)
    if content is None:
        return None
    address = sites.address(site, page.name, **parts)
    return _framed(site, address, content, title=page.title, place=page.place)


def _framed(
    site: Organization, address: str, content: PublicContent, *, title: str, place: str, status: int = 200
) -> Page:
    context = {"content": content.template, "page_title": title, **content.context}
    return Page(site, address, TEMPLATE, context, place=place, status=status)


def patterns() -> list[URLPattern | URLResolver]:
    """The addresses of all that duties show on a site."""
    pages = [path(p.path, _view(p), name=p.name) for p in registry().pages.values()]
    return [*pages, *registry().public_urls()]


def _view(page: PublicPage) -> Callable[..., HttpResponse]:
    @require_safe
    def view(request: HttpRequest, site: str = "", **parts: Any) -> HttpResponse:
        found = brought_page(sites.site_for(request, site), page, parts)
        if found is None:
            raise Http404
        return _response(request, found)

    return view


def _response(request: HttpRequest, page: Page) -> HttpResponse:
    from gongkai.apps.portal.views import answer

    return answer(request, page)


def baked(site: Organization) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The files of a site that duties bring: name of the page, and what stands in its path."""
    for page in registry().pages.values():
        if page.baked:
            for parts in page.parts(site) if page.parts else [{}]:
                yield page.name, parts


def map_lines(site: Organization) -> list[tuple[str, str]]:
    """Name and address of what duties put on the site map."""
    return [
        (p.title, sites.address(site, p.name)) for p in registry().pages.values() if p.title and not p.parts
    ]


class PortalFrame:
    """The portal as duties below it see it (see duties.public)."""

    def site(self, request: HttpRequest, slug: str) -> Organization:
        """The site of an address."""
        return sites.site_for(request, slug)

    def answer(
        self, request: HttpRequest, site: Any, content: PublicContent, *, title: str, place: str, status: int
    ) -> HttpResponse:
        """Content between head and foot of the site."""
        page = _framed(site, request.path, content, title=title, place=place, status=status)
        return _response(request, page)

    def remake(self, site: Any, name: str, parts: Mapping[str, Any]) -> Callable[[], None]:
        """Log that one page is stale; after the commit its file goes, and the background makes it anew."""
        from gongkai.apps.portal.baking.journal import of_page

        if not registry().pages[name].baked:
            return lambda: None
        return of_page(site, name, parts)

    def remake_site(self, site: Any) -> Callable[[], None]:
        """Log that the pages of a site are stale."""
        from gongkai.apps.portal.baking.journal import of_pages

        return of_pages(site)
