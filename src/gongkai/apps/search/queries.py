"""Searching: ranked ids first, with a cap; then one read of the rows on the page. No hit is ever scored by a sub-query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search import missed, suggest
from gongkai.apps.search.clauses import Answer, answer, beginnings
from gongkai.apps.search.describing import describe
from gongkai.apps.search.engines import IN_FORCE, Engine, Match, Where, engine
from gongkai.apps.search.highlight import Marker
from gongkai.apps.search.loosen import Loose, loosely
from gongkai.apps.search.marks import mark
from gongkai.apps.search.models import FORM_FEED, SearchDoc, SearchText
from gongkai.apps.search.query import Group, Query, elsewhere, groups_of, says, shipped, understand
from gongkai.apps.search.tokenize import normalise

PAGE_SIZE = 15
SEVERAL = 6  # signs in a row that are more than one word
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
    """One result; `title_html` and `excerpt_html` are safe HTML with the found words marked.

    file, file_url: the attachment that holds them, and where in it, where the text itself does not.
    """

    doc: SearchDoc
    title_html: str
    excerpt_html: str
    file: str = ""
    file_url: str = ""


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
    instead: tuple[str, ...] = ()  # what was searched instead of what was typed
    unwritten: tuple[
        str, ...
    ] = ()  # words of it that stand in no document: what is shown holds the others only
    answer: Answer | None = None  # the one clause that answers it, where that is sure
    absent: bool = False  # no item holds what was typed
    capped: bool = False  # there are more hits than are looked at: counts say nothing then and are left out

    @property
    def ended(self) -> int:
        return self.total - self.in_force


def search(
    site: Organization,
    typed: str,
    filters: Filters | None = None,
    page: int = 1,
    *,
    exact: bool = False,
    topics: Iterable[str] = (),
) -> Results:
    """Search the public items of a site: in force first, title hits before text hits, newest first.

    A document number found exactly stands on top. Where no item holds what was typed, `instead` says what was searched
    (`loosen`); `exact` searches the very words only. topics: names of topics, by which what is meant is guessed;
    asked for only where it has to be.
    A search without a hit is counted as demand.
    """
    filters = Filters() if filters is None else filters
    groups = () if exact else groups_of(site)
    query = understand(typed, exact=exact, groups=groups)
    results = Results(query=query, filters=filters, page=max(1, page))
    if not query:
        return results
    store, own = engine(), _own(site, filters)
    match = Match(query.terms, filters.marks(site))
    ranks, sure = _ranked(
        store, query, match, _typed_first(store, query, match, store.ranks(match, CAP)), own
    )
    if not exact and not sure and (not ranks or _asks(query)):
        loose = loosely(store, query.typed, match.marks, own, groups, topics)
        if loose.ranks and (not ranks or loose.more):
            results.absent = not ranks
            ranks = [*loose.ranks, *(r for r in ranks if r not in set(loose.ranks))][:CAP]
            results.query, results.instead = loose.query(query.typed), loose.words
            results.unwritten = loose.unwritten if results.absent else ()
            if not filters and results.page == 1:
                results.answer = _answer(query.typed, loose)
            query = results.query
    if not exact:
        ranks = _elsewhere_last(query, ranks)
    results.total, results.capped = len(ranks), len(ranks) == CAP
    results.in_force = sum(1 for r in ranks if r >= IN_FORCE)
    if not ranks:
        if not filters and results.page == 1:
            missed.note(site, query.typed)
        return results
    if not filters and results.page == 1:
        missed.note(site, query.typed, missed.What.SHOWN)
    results.pages = -(-len(ranks) // PAGE_SIZE)
    results.page = min(results.page, results.pages)  # an old link: the list became shorter, it is not empty
    if results.capped:
        _offer(results, site)
    else:
        _count(results, ranks)
    shown = ranks[(results.page - 1) * PAGE_SIZE : results.page * PAGE_SIZE]
    results.hits = _hits(query, shown)
    return results


def _answer(typed: str, loose: Loose) -> Answer | None:
    """A clause of what fits best, where nothing that was typed stayed without a document."""
    if loose.unwritten:
        return None
    rows = SearchDoc.objects.select_related("organization", "text").filter(rank=loose.ranks[0])
    return answer(typed, loose.pieces, rows)


def _asks(query: Query) -> bool:
    """Whether what was typed is worth another reading although some text holds it: a saying, or several words in one."""
    plain = normalise(query.typed)
    return len(plain) >= SEVERAL or any(said in plain for said in says())


def _elsewhere_last(query: Query, ranks: list[int]) -> list[int]:
    """Of the first pages those behind, in which the signs of a word stand by chance: 教学区 does not lead for 学区."""
    words = {t.typed.text: elsewhere()[t.typed.text] for t in query.terms if t.typed.text in elsewhere()}
    if not words:
        return ranks
    first = ranks[: 3 * PAGE_SIZE]
    texts = beginnings(first)
    chance = {rank for rank, (title, body) in texts.items() if _by_chance(f"{title}\n{body}", words)}
    return [
        *(r for r in first if r not in chance),
        *(r for r in first if r in chance),
        *ranks[3 * PAGE_SIZE :],
    ]


def _by_chance(text: str, words: Mapping[str, Sequence[str]]) -> bool:
    plain = normalise(text)
    for word, others in words.items():
        if word in plain:
            for other in others:
                plain = plain.replace(other, "\n")
            if word not in plain:
                return True
    return False


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
    found = describe(text, Filters(wide=True).marks(site), most)
    return Public(_hits(found.query, list(found.ranks)), found.known, found.missing)


def _own(site: Organization, filters: Filters) -> str:
    """The mark of the asked site, where the sites below it are searched too: its own stands first."""
    return mark("s", site.pk) if filters.wide else ""


def _ranked(
    store: Engine, query: Query, match: Match, everywhere: list[int], own: str
) -> tuple[list[int], bool]:
    """The order shown: the number asked for, then in force before ended; in each the hits in titles first, and of them
    those that hold the words as typed, then the site's own, then hits in texts, last those in attachments only.
    Second: whether a title or a number holds what was asked."""
    if not everywhere:
        return [], False
    everywhere = _first(everywhere, store.ranks(replace(match, where=Where.TEXT), CAP))
    titles = store.ranks(replace(match, where=Where.TITLE), CAP)
    numbered: list[int] = []
    if query.number is not None:
        numbered = store.ranks(replace(match, marks=(*match.marks, query.number.mark)), CAP)
    if own and titles:
        titles = _first(
            titles, store.ranks(replace(match, where=Where.TITLE, marks=(*match.marks, own)), CAP)
        )
        here = store.ranks(replace(match, where=Where.TEXT, marks=(*match.marks, own)), CAP)
        everywhere = _first(everywhere, here)
    if query.close_words and titles:
        typed = tuple(replace(t, close=()) for t in query.terms)
        titles = _first(titles, store.ranks(replace(match, where=Where.TITLE, terms=typed), CAP))
    first = set(titles)
    order = [
        *numbered,
        *(r for r in titles if r >= IN_FORCE),
        *(r for r in everywhere if r >= IN_FORCE and r not in first),
        *(r for r in titles if r < IN_FORCE),
        *(r for r in everywhere if r < IN_FORCE and r not in first),
    ]
    return list(dict.fromkeys(order))[:CAP], bool(titles or numbered)


def _first(ranks: list[int], those: list[int]) -> list[int]:
    """The same, those that are among the others first."""
    ahead = set(those)
    return sorted(ranks, key=lambda r: r not in ahead)


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
    texts = {t.pk: t for t in SearchText.objects.filter(doc__in=[d.pk for d in docs.values()])}
    marker = Marker(query)
    return [_hit(marker, doc, texts.get(doc.pk)) for rank in ranks if (doc := docs.get(rank)) is not None]


def _hit(marker: Marker, doc: SearchDoc, text: SearchText | None) -> Hit:
    body, *files = text.body.split(FORM_FEED) if text is not None else [""]
    title = marker.title(doc.title)
    if text is not None and not marker.finds(body):
        for (name, url), held in zip(text.files, files, strict=False):
            for number, line in enumerate(held.split("\n") if marker.finds(held) else ()):
                if marker.finds(line):
                    return Hit(doc, title, marker.excerpt(line), name, f"{url}#r{number}")
    return Hit(doc, title, marker.excerpt(body))


def close_groups(site: Organization) -> tuple[Group, ...]:
    """The groups of close words in use at a site."""
    return groups_of(site)


def shipped_groups() -> tuple[Group, ...]:
    """Those that the package brings."""
    return shipped()


READ_OF_A_BEGINNING = suggest.READ  # signs of what is being typed


def suggested(site: Organization, typed: str) -> list[SearchDoc]:
    """Public items whose title fits what is being typed; it is kept nowhere."""
    return suggest.titles(site, typed)


def fits(name: str, typed: str) -> bool:
    """Whether a name holds what is being typed, or sounds so."""
    return suggest.fits(name, typed)


def has_topic(site: Organization, topic: str) -> bool:
    """Whether a site itself holds something public under a topic of this name."""
    return suggest.has_topic(site, topic)


def wanted(site: Organization, limit: int = 5) -> list[str]:
    """Topics under which the site has most in force, for “大家在搜” before there is any search to count."""
    rows = (
        SearchDoc.objects.filter(site=site, in_force=True).exclude(topic="").values_list("topic", flat=True)
    )
    recent = Counter(rows.order_by("-published_at")[:300])
    return [topic for topic, _ in recent.most_common(limit)]
