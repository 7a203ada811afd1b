"""The search page. It is never a file: each answer is made when it is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from gongkai.apps.catalogue.models import Topic
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.pages import Page, wished
from gongkai.apps.portal.templatetags.portal import TAGS
from gongkai.apps.portal.text import anchor_of
from gongkai.apps.publishing.models import Validity
from gongkai.apps.search.queries import Filters, Results, search, wanted
from gongkai.paging import whole_number


def search_page(site: Organization, given: dict[str, str]) -> Page:
    """Results for a query, with every way to narrow, widen or undo as a link."""
    typed = given.get("q", "").replace("\x00", "")[:200]
    below = bool(sites.sites_below(site))
    year, page = given.get("year", ""), given.get("page", "")
    force = given.get("force", "")
    filters = Filters(
        year=whole_number(year, 2999) or None,
        topic=given.get("topic", "")[:40],
        kind=given.get("kind", "")[:20],
        force=force if force in {"yes", "no"} else "",
        wide=below and given.get("wide", "") != "0",
    )
    number = whole_number(page) or 1
    exact = wished(given.get("exact"))
    topics = Topic.objects.filter(is_open=True).values_list("name", flat=True)
    results = search(site, typed, filters, number, exact=exact, topics=topics)
    links = Links(site, typed, filters, exact, below)
    words = {v.value: (TAGS[v], v.label) for v in Validity}
    context: dict[str, Any] = {
        "no_compact_search": True,
        "typed": typed,
        "results": results,
        "filters": filters,
        "exact": exact,
        "below": below,
        "links": links,
        "facets": _facets(links, results, below),
        "hits": [(hit, *words.get(hit.doc.validity, ("tag-kind", ""))) for hit in results.hits],
        "answer_link": _answer_link(results),
        "pages": _pages(links, results),
        "wanted": wanted(site) if not results.hits else [],
    }
    return Page(site, sites.address(site, "search"), "portal/search.html", context)


def _answer_link(results: Results) -> str:
    """The page of the quoted clause, opened at it."""
    found = results.answer
    return f"{found.doc.url}#{anchor_of(found.before, found.clause)}" if found else ""


class Links:
    """Addresses of the same search with one thing changed."""

    def __init__(self, site: Organization, typed: str, filters: Filters, exact: bool, below: bool) -> None:
        self._path = sites.address(site, "search")
        self._now: dict[str, Any] = {
            "q": typed,
            "force": filters.force,
            "year": filters.year,
            "topic": filters.topic,
            "kind": filters.kind,
            "wide": "" if filters.wide or not below else "0",
            "exact": "1" if exact else "",
        }

    def but(self, **changed: Any) -> str:
        """The search with these parts changed; an empty value takes a part out."""
        parts = {k: v for k, v in {**self._now, **changed}.items() if v}
        return f"{self._path}?{urlencode(parts)}"

    @property
    def exactly(self) -> str:
        return self.but(exact="1")

    @property
    def with_close(self) -> str:
        return self.but(exact="")

    @property
    def unfiltered(self) -> str:
        return self.but(force="", year="", topic="", kind="")


def _facets(
    links: Links, results: Results, below: bool
) -> list[tuple[str, list[tuple[str, str, Any, bool]]]]:
    """Groups of (words, address, count, chosen)."""
    f, few = results.filters, not results.capped
    force = [
        ("有效的在前", links.but(force=""), results.total if few and not f.force else "", not f.force),
        (
            "只看现行有效",
            links.but(force="yes"),
            results.in_force if few and f.force != "no" else "",
            f.force == "yes",
        ),
        (
            "已废止、失效",
            links.but(force="no"),
            results.ended if few and f.force != "yes" else "",
            f.force == "no",
        ),
    ]
    groups = [("有效性", force)]
    for name, part, chosen, values in (
        ("年份", "year", str(f.year or ""), results.years[:8]),
        ("主题", "topic", f.topic, results.topics),
        ("文种", "kind", f.kind, results.kinds),
    ):
        rows: list[tuple[str, str, Any, bool]] = [
            (v.value, links.but(**{part: v.value}), "" if v.count is None else v.count, v.value == chosen)
            for v in values
        ]
        if chosen:
            rows.insert(0, (f"全部{name}", links.but(**{part: ""}), "", False))
        if len(rows) > 1:
            groups.append((name, rows))
    if below:
        groups.append(
            (
                "范围",
                [
                    ("连同下属各站", links.but(wide=""), "", f.wide),
                    ("只看本站", links.but(wide="0"), "", not f.wide),
                ],
            )
        )
    return groups


def _pages(links: Links, results: Results) -> list[tuple[str, str, bool]]:
    """(words, address, current) of the pages around this one."""
    last, here = results.pages, results.page
    if last < 2:
        return []
    near = [n for n in range(1, last + 1) if n in {1, last} or abs(n - here) <= 2]
    rows: list[tuple[str, str, bool]] = []
    previous = 0
    for n in near:
        if n > previous + 1:
            rows.append(("…", "", False))
        rows.append((str(n), links.but(page=n), n == here))
        previous = n
    if here < last:
        rows.append(("下一页", links.but(page=here + 1), False))
    return rows
