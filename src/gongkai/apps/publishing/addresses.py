"""Public addresses, as every face and feed writes them. Frozen after launch: an old link never dies."""

from __future__ import annotations

from django.conf import settings

from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.rules import site_of


def site_prefix(site: Organization) -> str:
    """`/` for the site at the top of the tree, `/donghu/` for a sub-site served by path.

    Where a site has a host name of its own, the same paths are reached under that host.
    """
    above = site.parent
    while above is not None and not above.has_site:
        above = above.parent
    return "/" if above is None else f"/{site.slug}/"


def publication_path(publication: Publication) -> str:
    """The address of a publication's page."""
    return f"{site_prefix(site_of(publication.organization))}doc/{publication.key}.html"


def public_link(publication: Publication) -> str:
    """Where staff find the page that the public sees; another host where this process shows no public face."""
    path = publication_path(publication)
    return path if settings.FACE == "both" else f"{str(settings.PUBLIC_URL).rstrip('/')}{path}"


def attachment_path(publication: Publication, file_key: str, suffix: str) -> str:
    """The address of a published attachment; the name tells nothing, so nothing can be guessed from it."""
    return f"{site_prefix(site_of(publication.organization))}doc/{publication.key}/{file_key}.{suffix}"


def attachment_page_path(publication: Publication, file_key: str) -> str:
    """The address at which a published attachment is looked at as a page."""
    return f"{site_prefix(site_of(publication.organization))}doc/{publication.key}/view-{file_key}.html"
