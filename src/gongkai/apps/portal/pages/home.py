"""The home page: search, what one comes for, the newest, and how well the body keeps its word."""

from __future__ import annotations

from collections import Counter

from django.db.models import Exists, OuterRef

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import figures, sites
from gongkai.apps.portal.pages import Page
from gongkai.apps.publishing.models import Placement, Publication, Validity
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment

CHANGED = (Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED)


def home_page(site: Organization) -> Page:
    """The home page of a site."""
    today = moment.today()
    context = {
        "no_compact_search": True,
        "documents": _newest(site, Column.Shows.DOCUMENTS, 6),
        "notices": _newest(site, Column.Shows.NOTICES, 6),
        "changed": changed_validity(site),
        "topics": busy_topics(site),
        "below": sites.sites_below(site)[:8],
        "year": today.year,
        "on_time": figures.on_time(site),
        "in_force": figures.in_force(site),
        "numbers": figures.numbers(site, today.year),
    }
    return Page(site, sites.address(site, "home"), "portal/home.html", context, place="home")


def _newest(site: Organization, shows: str, limit: int) -> list[Publication]:
    """The newest of all columns of one kind: a few rows of each column's index range, then the newest of those."""
    columns = site.columns.filter(shows=shows, is_open=True).values_list("pk", flat=True)
    rows: dict[int, Placement] = {}
    for column in columns:
        newest = Placement.objects.filter(column=column, is_live=True).order_by(
            "-published_at", "-publication_id"
        )
        for placement in newest[:limit]:
            rows[placement.publication_id] = placement
    chosen = sorted(rows.values(), key=lambda p: (p.published_at, p.publication_id), reverse=True)[:limit]
    found = Publication.objects.select_related("organization__parent__parent").in_bulk(
        [p.publication_id for p in chosen]
    )
    return [found[p.publication_id] for p in chosen]


def busy_topics(site: Organization, limit: int = 5) -> list[Topic]:
    """The topics of what was published last on this site, the most frequent first: each has a list with rows."""
    recent = SearchDoc.objects.filter(site=site, in_force=True).exclude(topic="").order_by("-published_at")
    keys = recent.filter(subject_type=Publication._meta.label_lower).values_list("subject_id", flat=True)
    shown = Placement.objects.filter(publication=OuterRef("pk"), organization=site, is_live=True)
    rows = Publication.objects.filter(Exists(shown), pk__in=list(keys[:300]), topic__isnull=False)
    counted = Counter(rows.values_list("topic_id", flat=True))
    found = Topic.objects.in_bulk(list(counted))
    return [found[key] for key, _ in sorted(counted.items(), key=lambda row: (-row[1], row[0]))[:limit]]


def changed_validity(site: Organization, limit: int = 5) -> list[Publication]:
    """Documents that lately ceased to hold or were amended, newest change first."""
    shown = Placement.objects.filter(publication=OuterRef("pk"), organization=site, is_live=True)
    rows: list[Publication] = []
    for validity in CHANGED:  # each by itself is read off the index in order
        rows += (
            Publication.objects.filter(Exists(shown), state=Publication.State.LIVE, validity=validity)
            .filter(validity_since__isnull=False)
            .select_related("organization__parent__parent")
            .order_by("-validity_since")[:limit]
        )
    return sorted(rows, key=lambda p: (str(p.validity_since), p.pk), reverse=True)[:limit]
