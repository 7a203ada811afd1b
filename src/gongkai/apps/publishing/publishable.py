"""Whatever a duty declares `publishable`, seen as one. Publications and rounds name their record by this label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.apps.duties.publishable import Content, Publishable
from gongkai.apps.duties.registry import registry
from gongkai.apps.publishing.models import Publication
from gongkai.exceptions import GongkaiError

Subject = Any  # a record of one of the kinds, with what duties.publishable.Publishable asks of its model
LONG = ("html", "text", "evidence")  # what no list reads


def kinds() -> tuple[Publishable, ...]:
    """All kinds that are made public here."""
    return tuple(registry().publishable.values())


def label_of(subject: Subject) -> str:
    """How publications, rounds, clocks and the ledger name its kind."""
    return str(subject._meta.label_lower)


def kind_of(subject: Subject) -> Publishable:
    """The kind of a record."""
    return kind(label_of(subject))


def kind(label: str) -> Publishable:
    """The kind of that label. GongkaiError where no duty declares it."""
    found = registry().publishable.get(label)
    if found is None:
        raise GongkaiError(f"没有哪项业务声明“{label}”可以公开发布。")
    return found


def rows(of: Publishable) -> QuerySet[Any]:
    """The records of a kind with place and drafter."""
    found: QuerySet[Any] = apps.get_model(of.model)._default_manager.all()
    return found.select_related("organization__parent", "section", "drafted_by")


def slim(of: Publishable) -> QuerySet[Any]:
    """The same without their long texts, for lists."""
    names = {f.name for f in apps.get_model(of.model)._meta.concrete_fields}
    return rows(of).defer(*(name for name in LONG if name in names))


def on_paper(subject: Subject) -> Content:
    """What the public would read, as staff screens show it."""
    of = kind_of(subject)
    content = of.content(subject)
    return replace(content, html=of.paper(subject, content.html)) if of.paper else content


def publication_of(subject: Subject) -> Publication | None:
    """What the public has of a record, or had."""
    found = Publication.objects.filter(subject_type=label_of(subject), subject_id=subject.pk)
    return found.select_related("organization", "topic").first()


def publications_of(label: str, keys: Iterable[int]) -> dict[int, Publication]:
    """The publications of many records of one kind, by the record's key: one question."""
    found = Publication.objects.filter(subject_type=label, subject_id__in=list(keys))
    return {p.subject_id: p for p in found}


def with_subjects(publications: Iterable[Publication]) -> list[Publication]:
    """The same publications, each with its record at hand: one question a kind, however many."""
    listed = list(publications)
    wanted: dict[str, set[int]] = {}
    for publication in listed:
        wanted.setdefault(publication.subject_type, set()).add(publication.subject_id)
    found = {label: slim(kind(label)).in_bulk(keys) for label, keys in wanted.items()}
    for publication in listed:
        publication.subject = found[publication.subject_type][publication.subject_id]
    return listed


def subjects_of(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """Records by label and key, without their long texts: one question a kind. What is no more is left out."""
    wanted: dict[str, set[int]] = {}
    for label, key in pairs:
        wanted.setdefault(label, set()).add(key)
    return {
        (label, key): subject
        for label, keys in wanted.items()
        for key, subject in slim(kind(label)).in_bulk(keys).items()
    }


def where(condition: Q, type_field: str, key_field: str) -> Q:
    """For rows that name a record: those whose record meets the condition, of whatever kind it is."""
    met = Q(pk__in=[])
    for of in kinds():
        same = rows(of).select_related(None).order_by().filter(condition, pk=OuterRef(key_field))
        met |= Q(Exists(same), **{type_field: of.label})
    return met
