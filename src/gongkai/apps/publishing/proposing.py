"""Where a record probably belongs: column and topic proposed from its title and from what its section published before.

A proposal is ticked in the form and said to be one; whoever publishes looks and changes it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.catalogue.queries import open_topics
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import Subject, label_of

LOOKED_AT = 100  # earlier publications of the section
ALIKE = 0.5  # share of common pairs of signs from which two titles are of one kind
MOSTLY = 0.6  # share of a section's publications in one column from which the next goes there too
_NUMBERS = re.compile(r"[\d〇零一二三四五六七八九十]+")
# columns that a disclosure site has by rule, by what their documents are called
BY_RULE = (
    ("nianbao", re.compile(r"信息公开(?:工作)?年度报告")),
    ("zhidu", re.compile(r"信息公开.{0,12}(?:制度|办法|规定|规程|细则)")),
)


@dataclass(frozen=True)
class Proposal:
    """Columns and topic with the words that say why; empty where nothing is sure."""

    columns: tuple[Column, ...] = ()
    topic: Topic | None = None
    why: str = ""


def proposal_for(subject: Subject, title: str) -> Proposal:
    """What the form begins with. A few questions, whatever the body has published."""
    site = rules.site_of(subject.organization)
    open_columns = {c.pk: c for c in Column.objects.filter(organization=site, is_open=True)}
    earlier = _earlier(subject)
    like = _most_alike(title, earlier)
    topic = _topic_named(title) or (like.topic if like and like.topic and like.topic.is_open else None)
    for slug, called in BY_RULE:
        ruled = [c for c in open_columns.values() if c.slug == slug]
        if ruled and called.search(title):
            return Proposal(tuple(ruled), topic, f"按标题预选了“{ruled[0].name}”，请核。")
    if like is not None:
        columns = _columns(like, open_columns)
        if columns:
            return Proposal(columns, topic, f"栏目和主题按相近的《{like.title[:40]}》预选，请核。")
    counted = Counter(c for p in earlier for c in _columns(p, open_columns))
    if counted:
        column, times = counted.most_common(1)[0]
        if times >= MOSTLY * len(earlier):
            return Proposal((column,), topic, f"本科室近来多发在“{column.name}”，已预选，请核。")
    return Proposal((), topic, "主题按标题预选，请核。" if topic else "")


def _earlier(subject: Subject) -> list[Publication]:
    rows = Publication.objects.filter(
        organization=subject.organization, section=subject.section, subject_type=label_of(subject),
        state=Publication.State.LIVE,
    ).exclude(subject_id=subject.pk)  # fmt: skip
    return list(
        rows.select_related("topic")
        .prefetch_related("placements")
        .order_by("-published_at", "-id")[:LOOKED_AT]
    )


def _columns(publication: Publication, open_columns: dict[int, Column]) -> tuple[Column, ...]:
    return tuple(
        open_columns[p.column_id] for p in publication.placements.all() if p.column_id in open_columns
    )


def _pairs(title: str) -> set[str]:
    """Pairs of neighbouring signs; numbers and years tell no kind."""
    plain = _NUMBERS.sub("", re.sub(r"\W", "", title))
    return {plain[n : n + 2] for n in range(len(plain) - 1)}


def _most_alike(title: str, earlier: list[Publication]) -> Publication | None:
    """The newest of those whose titles have most in common with this one, if it is enough."""
    own, best, found = _pairs(title), ALIKE, None
    for publication in earlier:
        other = _pairs(publication.title)
        share = len(own & other) / len(own | other) if own or other else 0.0
        if share > best or (share == best and found is None):
            best, found = share, publication
    return found


def _topic_named(title: str) -> Topic | None:
    """The topic whose name stands in the title, the longest of several."""
    named = [t for t in open_topics() if t.name in title]
    return max(named, key=lambda t: len(t.name), default=None)
