"""What is asked for by address: each view finds its site, makes one page and answers. No view sets a cookie."""

from __future__ import annotations

import functools
import io
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.catalogue.models import Column
from gongkai.apps.intake import pace
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.moved import leads_to
from gongkai.apps.portal.packing import pressed, zipped
from gongkai.apps.portal.pages import Page, about, feeds, wished
from gongkai.apps.portal.pages.document import (
    document_page,
    file_page,
    public_files,
    suffix_of,
    version_page,
    withdrawn_page,
)
from gongkai.apps.portal.pages.heads import heads_page
from gongkai.apps.portal.pages.home import home_page
from gongkai.apps.portal.pages.lists import Choice, list_page
from gongkai.apps.portal.pages.register import register_page, register_sheet
from gongkai.apps.portal.pages.search import search_page
from gongkai.apps.portal.pages.suggest import suggestions
from gongkai.apps.portal.tampering import Altered, check_file
from gongkai.apps.premises.models import VerificationFile
from gongkai.apps.publishing.addresses import site_prefix
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.queries import public_version
from gongkai.apps.publishing.rules import site_of
from gongkai.apps.search.missed import What, note
from gongkai.bodies import takes_body
from gongkai.clocks import moment
from gongkai.paging import whole_number

log = logging.getLogger(__name__)

SUGGESTED = 30  # seconds for which the browser that asked may show the same suggestions again
SMALL = 1024  # bytes that are not worth compressing
MOST_OPENED = 400  # bytes of words that are read
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INLINE = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as a response, in the reader's mode."""
    body = page.render(elder=wished(request.GET.get("elder")), large=wished(request.GET.get("large")))
    response = HttpResponse(body, content_type=page.media, status=page.status)
    response["Cache-Control"] = "no-cache"
    return packed(request, response)


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer compressed where the reader takes it. Only for pages that hold no secret and echo none beside it."""
    patch_vary_headers(response, ["Accept-Encoding"])
    accepted = request.headers.get("Accept-Encoding", "")
    if len(response.content) < SMALL:
        return response
    if "br" in accepted:
        response.content, response["Content-Encoding"] = pressed(response.content), "br"
    elif "gzip" in accepted:
        response.content, response["Content-Encoding"] = zipped(response.content), "gzip"
    return response


def unless_altered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What is not as it was frozen is not shown, and the reader is told so (503): it may be mended at any time."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, site: str = "", **parts: Any) -> HttpResponseBase:
        try:
            return view(request, *args, site=site, **parts)
        except Altered as error:
            log.error("%s %s", request.path, error.sentence)
            here = sites.site_for(request, site)
            return answer(request, Page(here, request.path_info, "portal/altered.html", status=503))

    return checked


def on_site(make: Callable[..., Page]) -> Callable[..., HttpResponseBase]:
    """A view of a page that needs nothing but its site."""

    @require_safe
    def view(request: HttpRequest, site: str = "", **parts: Any) -> HttpResponseBase:
        return answer(request, make(sites.site_for(request, site), **parts))

    return view


@require_safe
def home(request: HttpRequest, site: str = "") -> HttpResponseBase:
    """The home page; under the host name of a sub-site, that site's."""
    if not site:
        own = sites.site_of_host(request)
        if own is not None and site_prefix(own) != "/":
            response = HttpResponse(status=302)
            response["Location"] = site_prefix(own)
            return response
        if sites.top_site() is None:
            return _unready(request)
    return answer(request, home_page(sites.site_for(request, site)))


guide = on_site(about.guide_page)
bodies = on_site(about.bodies_page)
site_map = on_site(about.map_page)
accessibility = on_site(about.accessibility_page)
record = on_site(about.record_page)
corrections = on_site(about.corrections_page)
sitemap = on_site(feeds.sitemap_page)


def _column(site: Organization, slug: str) -> Column | None:
    if not slug:
        return None
    return get_object_or_404(
        Column.objects.select_related("parent"), organization=site, slug=slug, is_open=True
    )


@require_safe
def listing(request: HttpRequest, site: str = "", slug: str = "") -> HttpResponseBase:
    """A column, or all columns, narrowed by the query part."""
    here = sites.site_for(request, site)
    return answer(request, list_page(here, _column(here, slug), Choice.of(request.GET.dict())))


@require_safe
def feed(request: HttpRequest, site: str = "", slug: str = "") -> HttpResponseBase:
    """RSS of a site or a column."""
    here = sites.site_for(request, site)
    return answer(request, feeds.feed_page(here, _column(here, slug)))


@require_safe
def sitemap_month(request: HttpRequest, month: str, site: str = "") -> HttpResponseBase:
    """The site map of one month."""
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", month):
        raise Http404
    return answer(request, feeds.month_page(sites.site_for(request, site), month))


def _publication(request: HttpRequest, site: str, key: str) -> Publication:
    here = sites.site_for(request, site)
    found = get_object_or_404(
        Publication.objects.exclude(
            state=Publication.State.SCHEDULED, published_at__isnull=True
        ).select_related("organization__parent__parent__parent", "topic__parent"),
        key=key,
    )
    if site_of(found.organization).pk != here.pk:
        raise Http404
    return found


@require_safe
@unless_altered
def document(request: HttpRequest, key: str, site: str = "") -> HttpResponseBase:
    """A document, or what stays after it was withdrawn."""
    found = _publication(request, site, key)
    if found.state == Publication.State.LIVE:
        return answer(request, document_page(found))
    if found.withdrawals.exists():
        return answer(request, withdrawn_page(found))
    raise Http404


@require_safe
@unless_altered
def version(request: HttpRequest, key: str, number: int, site: str = "") -> HttpResponseBase:
    """An earlier version of a document that is still open."""
    found = _publication(request, site, key)
    page = version_page(found, number) if found.state == Publication.State.LIVE else None
    if page is None:
        raise Http404
    return answer(request, page)


@require_safe
@unless_altered
def attachment(request: HttpRequest, key: str, file: str, suffix: str, site: str = "") -> HttpResponseBase:
    """A file of the current version of a live publication; nothing else is ever handed out."""
    found = _publication(request, site, key)
    shown = public_version(found) if found.state == Publication.State.LIVE else None
    facts = public_files(shown) if shown is not None else []
    fact = next((f for f in facts if f["key"] == file and suffix_of(f["name"]) == suffix), None)
    if fact is None or not default_storage.exists(fact["stored"]):
        raise Http404
    with default_storage.open(fact["stored"]) as stored:
        data = check_file(fact, stored.read())
    return FileResponse(
        io.BytesIO(data),
        as_attachment=suffix not in INLINE,
        filename=fact["name"],
        content_type=INLINE.get(suffix, "application/octet-stream"),
    )


@require_safe
@unless_altered
def attachment_page(request: HttpRequest, key: str, file: UUID, site: str = "") -> HttpResponseBase:
    """An attachment of the current version as a page to look at."""
    found = _publication(request, site, key)
    page = file_page(found, str(file)) if found.state == Publication.State.LIVE else None
    if page is None:
        raise Http404
    return answer(request, page)


def _has_year(year: int | None) -> None:
    """No page for years in which there can be no document."""
    if year is not None and not 1949 <= year <= moment.today().year + 1:
        raise Http404


heads = on_site(heads_page)


@require_safe
def register(request: HttpRequest, year: int | None = None, site: str = "") -> HttpResponseBase:
    """公文流水目录 of a year, or a block of one of its series."""
    _has_year(year)
    upto = request.GET.get("upto", "")
    return answer(
        request,
        register_page(
            sites.site_for(request, site),
            year,
            request.GET.get("code", "")[:40],
            whole_number(upto) or 0,
        ),
    )


@require_safe
def sheet(request: HttpRequest, year: int, site: str = "") -> HttpResponseBase:
    """The register of a year as xlsx."""
    _has_year(year)
    here = sites.site_for(request, site)
    response = HttpResponse(register_sheet(here, year), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="register-{year}.xlsx"'
    return response


@require_safe
def search(request: HttpRequest, site: str = "") -> HttpResponseBase:
    """Search."""
    return answer(request, search_page(sites.site_for(request, site), request.GET.dict()))


@require_safe
def suggest(request: HttpRequest, site: str = "") -> HttpResponse:
    """What may be meant by what is being typed, as JSON. It is kept nowhere: no count, no log, no shared cache."""
    here = sites.site_for(request, site)
    busy = pace.too_many("suggest", pace.visitor(request))
    found = [] if busy else suggestions(here, request.GET.get("q", "").replace("\x00", ""))
    response = JsonResponse(
        {"items": found}, status=429 if busy else 200, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store" if busy else f"private, max-age={SUGGESTED}"
    response["X-Robots-Tag"] = "noindex"
    return response


@takes_body(kilobytes=1)
@csrf_exempt  # a page of the public face sets no cookie; nothing is changed but one count
@require_POST
def opened(request: HttpRequest, site: str = "") -> HttpResponseBase:
    """A hit of a search was opened: counted with the words alone, so that the office sees which searches lead nowhere."""
    note(sites.site_for(request, site), request.body[:MOST_OPENED].decode("utf-8", "ignore"), What.OPENED)
    return HttpResponse(status=204)


def _unready(request: HttpRequest) -> HttpResponse:
    """Before there is a site: the first page of an empty installation, where this process has it."""
    if settings.FACE == "both" and not Organization.objects.exists():
        return redirect("setup")
    return not_found(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An old address leads on (301); where there never was a page, 404 says so and offers search."""
    leads = leads_to(request.path_info) if request.method in {"GET", "HEAD"} else None
    if leads is not None:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{leads}?{query}" if query else leads)
    return _apart(request, "portal/404.html", 404)


def refused(
    request: HttpRequest, title: str, sentence: str, status: int, texts: Sequence[str] = (), again: str = ""
) -> HttpResponse:
    """A page for what was sent and not taken: why, what to do, the texts that were typed, to be copied, and again: where."""
    context = {"title": title, "sentence": sentence, "texts": texts, "again": again}
    return _apart(request, "portal/refused.html", status, context)


def _apart(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    first = request.path_info.strip("/").partition("/")[0]
    known = Organization.objects.filter(slug=first, has_site=True).select_related("parent__parent__parent")
    site = known.first() or sites.top_site()
    if site is None:
        nobody = Organization(name="政务公开", slug="x")
        page = Page(nobody, request.path_info, "portal/unready.html", status=status)
    else:
        page = Page(site, request.path_info, template, context or {}, status=status)
    return answer(request, page)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt of the host that was asked: the site maps under it, and what is nothing for a crawler."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    here = [s for s in sites.open_sites() if not s.host or s.host == host.lower()]
    lines = ["User-agent: *", "Disallow: /search/", "Disallow: /*/search/", "Disallow: /workbench/", ""]
    lines += [f"Sitemap: {sites.base_url(s)}{sites.address(s, 'sitemap')}" for s in here]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def verification(request: HttpRequest, name: str) -> HttpResponse:
    """站点验证文件 of a search engine or a filing system, from its record."""
    kept = get_object_or_404(VerificationFile, name=name)
    media = {"html": "text/html", "xml": "application/xml", "txt": "text/plain"}[name.rpartition(".")[2]]
    return HttpResponse(kept.content, content_type=f"{media}; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """The sign that every browser asks for by itself."""
    response = HttpResponse(status=301)
    response["Location"] = static("portal/favicon.ico")
    return response
