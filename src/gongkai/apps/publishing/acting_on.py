"""此件废止、修改了…: what a published document probably does to others, read from its text and its attachments.

A proposal stands in the form with the line it was read from; whoever registers it looks and changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.models import Publication, Relation, Version
from gongkai.apps.publishing.publishable import with_subjects
from gongkai.files.web import rows
from gongkai.gongwen.citing import Cited, cited_in, words_of

MOST = 60  # proposals that one form shows
_VERBS = (
    (Relation.Kind.REPEALS, re.compile(r"废止|停止执行|不再执行|失效")),
    (Relation.Kind.REPLACES, re.compile(r"代替|替代|取代")),
    (Relation.Kind.AMENDS, re.compile(r"修改|修订|调整为|作如下修正|改为")),
)
_OPENS = re.compile(r"[:：]\s*$")  # what a line announces holds for the lines below it
_ITEM = re.compile(r"^\s*[（(]?[\d一二三四五六七八九十]{1,3}[）).．、]|^\s*《|\t")


@dataclass(frozen=True)
class Proposed:
    """One published document that is named. kind: what is probably done to it, "" where it is only mentioned."""

    target: Publication
    kind: str
    line: str
    where: str


def proposed(user: Any, publication: Publication) -> list[Proposed]:
    """Those that this person may register, in the order in which they are named; what is registered already stays out."""
    version = queries.public_version(publication)
    if version is None:
        return []
    named = list(_named(version))
    known = queries.cited(publication, *words_of(cited for cited, *_ in named))
    done = set(Relation.objects.filter(source=publication).values_list("target_id", flat=True))
    found: dict[int, Proposed] = {}
    for cited, kind, line, where in named:
        target = known.get(cited.words)
        if (
            target is None
            or target.pk in done
            or not target.organization.path.startswith(publication.organization.path)
        ):
            continue
        kept = found.get(target.pk)
        if kept is None or (kind and not kept.kind):
            found[target.pk] = Proposed(target, kind, line, where)
    listed = list(found.values())[:MOST]
    with_subjects([p.target for p in listed])
    return [p for p in listed if rules.at_the_office(user, powers.CORRECT, p.target.subject)]


def _named(version: Version) -> Iterator[tuple[Cited, str, str, str]]:
    """Every citation with what its line, or the line that announces its list, does to it."""
    whole = _verb(version.title)
    yield from _in_lines(version.text.split("\n"), whole, "正文")
    for fact in version.facts.get("attachments") or []:
        page = fact.get("page")
        if page and default_storage.exists(page["stored"]):
            with default_storage.open(page["stored"]) as stored:
                lines = rows.lines(stored.read().decode())
            yield from _in_lines(lines, _verb(fact["name"]) or whole, fact["name"])


def _in_lines(lines: Iterable[str], whole: str, where: str) -> Iterator[tuple[Cited, str, str, str]]:
    announced = ""
    for line in lines:
        own = _verb(line)
        if _OPENS.search(line):
            announced = own
        elif not own and not _ITEM.search(line):
            announced = ""
        for cited in cited_in(line):
            yield cited, own or announced or whole, " ".join(line.split())[:120], where


def _verb(line: str) -> str:
    """What a line does to what it names: the first of the words that stands in it."""
    met = [(m.start(), kind) for kind, word in _VERBS if (m := word.search(line))]
    return str(min(met)[1]) if met else ""
