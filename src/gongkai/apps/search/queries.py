"""Searching: ranked ids first, with a cap; then one read of the rows on the page. No hit is ever scored by a sub-query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search import missed
from gongkai.apps.search.describing import describe
from gongkai.apps.search.engines import IN_FORCE, Engine, Match, engine
from gongkai.apps.search.highlight import Marker
from gongkai.apps.search.marks import mark
from gongkai.apps.search.models import SearchDoc, SearchText
from gongkai.apps.search.query import Group, Query, groups_of, shipped, understand

PAGE_SIZE = 15
CAP = 2000  # ranked hits that are looked at; whoever needs more narrows the search


@dataclass(frozen=True)
class Filters:
    """Narrowing. `force` is “yes”, “no” or empty; `wide` also searches the bodies below the site."""

    year: int | None = None
    topic: str = ""
    kind: str = ""
    force: str = ""
    wide: bool = False

    def marks(self, site: Organization) -> tuple[str, ...]:
        """As words of the index."""
        found = [mark("u", site.path) if self.wide else mark("s", site.pk)]
        if self.force:
            found.append("v1" if self.force == "yes" else "v0")
        for kind, value in (("y", self.year), ("t", self.topic), ("k", self.kind)):
            if value:
                found.append(mark(kind, value))
        return tuple(found)

    def __bool__(self) -> bool:
        return bool(self.year or self.topic or self.kind or self.force)


@dataclass(frozen=True)
class Hit:
    """One result; `title_html` and `excerpt_html` are safe HTML with the found words marked."""

    doc: SearchDoc
    title_html: str
    excerpt_html: str


@dataclass(frozen=True)
class Facet:
    """One value to narrow by, with its count."""

    value: str
    count: int | None


@dataclass
class Results:
    """A page of results and how the query was read."""

    query: Query
    filters: Filters
    page: int = 1
    total: int = 0
    in_force: int = 0
    hits: list[Hit] = field(default_factory=list)
    years: list[Facet] = field(default_factory=list)
    topics: list[Facet] = field(default_factory=list)
    kinds: list[Facet] = field(default_factory=list)
    pages: int = 0
    capped: bool = False  # there are more hits than are looked at: counts say nothing then and are left out

    @property
    def ended(self) -> int:
        return self.total - self.in_force


def search(
    site: Organization, typed: str, filters: Filters | None = None, page: int = 1, *, exact: bool = False
) -> Results:
    """Search the public items of a site: in force first, title hits before text hits, newest first.

    A document number found exactly stands on top. A search without a hit is counted as demand.
    """
    filters = Filters() if filters is None else filters
    query = understand(typed, exact=exact, groups=() if exact else groups_of(site))
    results = Results(query=query, filters=filters, page=max(1, page))
    if not query:
        return results
    store = engine()
    match = Match(query.terms, filters.marks(site))
    ranks = _ranked(store, query, match, _typed_first(store, query, match, store.ranks(match, CAP)))
    results.total, results.capped = len(ranks), len(ranks) == CAP
    results.in_force = sum(1 for r in ranks if r >= IN_FORCE)
    if not ranks:
        if not filters and results.page == 1:
            missed.note(site, query.typed)
        return results
    results.pages = -(-len(ranks) // PAGE_SIZE)
    results.page = min(results.page, results.pages)  # an old link: the list became shorter, it is not empty
    if results.capped:
        _offer(results, site)
    else:
        _count(results, ranks)
    shown = ranks[(results.page - 1) * PAGE_SIZE : results.page * PAGE_SIZE]
    results.hits = _hits(query, shown)
    return results


def _typed_first(store: Engine, query: Query, match: Match, everywhere: list[int]) -> list[int]:
    """Where more is found than is looked at, what holds the very words typed is not crowded out by close ones."""
    if len(everywhere) < CAP or not query.close_words:
        return everywhere
    typed = store.ranks(replace(match, terms=tuple(replace(t, close=()) for t in query.terms)), CAP)
    kept = set(typed)
    return sorted([*typed, *[r for r in everywhere if r not in kept][: CAP - len(typed)]], reverse=True)


@dataclass(frozen=True)
class Public:
    """What is public of a described matter. known, missing: its words that stand in the index, and those in none."""

    hits: list[Hit]
    known: tuple[str, ...]
    missing: tuple[str, ...]


def described(site: Organization, text: str, most: int = 3) -> Public:
    """What a site and the sites below it hold of a matter described in sentences. The description is kept nowhere."""
    found = describe(site, text, Filters(wide=True).marks(site), most)
    return Public(_hits(found.query, list(found.ranks)), found.known, found.missing)


def _ranked(store: Engine, query: Query, match: Match, everywhere: list[int]) -> list[int]:
    """The order shown: the number asked for, then in force before ended, and in each the hits in titles first."""
    if not everywhere:
        return []
    titles = store.ranks(replace(match, title_only=True), CAP)
    numbered: list[int] = []
    if query.number is not None:
        numbered = store.ranks(replace(match, marks=(*match.marks, query.number.mark)), CAP)
    first = set(titles)
    order = [
        *numbered,
        *(r for r in titles if r >= IN_FORCE),
        *(r for r in everywhere if r >= IN_FORCE and r not in first),
        *(r for r in titles if r < IN_FORCE),
        *(r for r in everywhere if r < IN_FORCE and r not in first),
    ]
    return list(dict.fromkeys(order))[:CAP]


def _count(results: Results, ranks: list[int]) -> None:
    rows = SearchDoc.objects.filter(rank__in=ranks).values_list("year", "topic", "kind")
    years: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (year, topic, kind), n in Counter(rows).items():
        if year:
            years[str(year)] += n
        if topic:
            topics[topic] += n
        if kind:
            kinds[kind] += n
    results.years = [Facet(y, years[y]) for y in sorted(years, reverse=True)]
    results.topics = [Facet(t, n) for t, n in topics.most_common(12)]
    results.kinds = [Facet(k, n) for k, n in kinds.most_common(12)]


def _offer(results: Results, site: Organization) -> None:
    """Ways to narrow a search that found too much: every year of the site, without counts."""
    years = SearchDoc.objects.filter(site=site).exclude(year=None).values_list("year", flat=True)
    first, last = years.order_by("published_at").first(), years.order_by("-published_at").first()
    if first and last:
        results.years = [Facet(str(y), None) for y in range(last, first - 1, -1)]
    shown = SearchDoc.objects.filter(site=site, in_force=True).order_by("-published_at")
    recent = list(shown.values_list("topic", "kind")[:500])
    results.topics = [Facet(t, None) for t, _ in Counter(t for t, _ in recent if t).most_common(12)]
    results.kinds = [Facet(k, None) for k, _ in Counter(k for _, k in recent if k).most_common(12)]


def _hits(query: Query, ranks: list[int]) -> list[Hit]:
    docs = {d.rank: d for d in SearchDoc.objects.select_related("organization").filter(rank__in=ranks)}
    texts = dict(
        SearchText.objects.filter(doc__in=[d.pk for d in docs.values()]).values_list("doc_id", "body")
    )
    marker = Marker(query)
    return [
        Hit(doc, marker.title(doc.title), marker.excerpt(texts.get(doc.pk, "")))
        for rank in ranks
        if (doc := docs.get(rank)) is not None
    ]


def close_groups(site: Organization) -> tuple[Group, ...]:
    """The groups of close words in use at a site."""
    return groups_of(site)


def shipped_groups() -> tuple[Group, ...]:
    """Those that the package brings."""
    return shipped()


def wanted(site: Organization, limit: int = 5) -> list[str]:
    """Topics under which the site has most in force, for “大家在搜” before there is any search to count."""
    rows = (
        SearchDoc.objects.filter(site=site, in_force=True).exclude(topic="").values_list("topic", flat=True)
    )
    recent = Counter(rows.order_by("-published_at")[:300])
    return [topic for topic, _ in recent.most_common(limit)]
