"""Keeping the index: what becomes public comes in, what is withdrawn goes out, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search import sounds
from gongkai.apps.search.engines import IN_FORCE, Words, engine
from gongkai.apps.search.marks import mark
from gongkai.apps.search.models import FORM_FEED, IndexState, SearchDoc, SearchText
from gongkai.apps.search.tokenize import find_number, index_tokens, normal_number
from gongkai.clocks import moment

RULES = 4  # raised with every change of `tokenize`, `words_of` or `marks_of`; `keep_up` then fills the engine anew
MOST_OF_A_FILE = 300_000  # signs of an attachment that are found
FIRST_DAY = dt.date(1990, 1, 1).toordinal()


def index(
    subject: models.Model,
    *,
    site: Organization,
    url: str,
    title: str,
    number: str,
    body: str,
    kind: str,
    topic: str,
    column: str,
    year: int | None,
    validity: str,
    in_force: bool,
    published_at: dt.datetime,
    organization: Organization,
    files: Sequence[tuple[str, str, Sequence[str]]] = (),
) -> SearchDoc:
    """Put a public record into the index, or anew after a change. Nothing that is not public may be given here.

    files: name, address and lines of each attachment that can be looked at; a hit in one opens at its line.
    """
    body = FORM_FEED.join(
        [body.replace(FORM_FEED, " "), *("\n".join(lines)[:MOST_OF_A_FILE] for _, _, lines in files)]
    )
    with transaction.atomic():
        key = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
        remove(**key)
        doc = SearchDoc.objects.create(
            **key,
            site=site,
            organization=organization,
            url=url,
            title=title[:300],
            number=normal_number(number)[:80],
            kind=kind,
            topic=topic,
            column=column,
            year=year,
            validity=validity,
            in_force=in_force,
            published_at=published_at,
        )
        doc.rank, doc.marks = rank_of(doc), " ".join(marks_of(doc))
        doc.save(update_fields=["rank", "marks"])
        SearchText.objects.create(doc=doc, body=body, files=[[name, url] for name, url, _ in files])
        engine().put(doc.rank, words_of(doc, body))
        return doc


def remove(subject_type: str, subject_id: str | int) -> None:
    """Take a record out of the index; nothing happens if it is not there."""
    with transaction.atomic():
        doc = (
            SearchDoc.objects.select_for_update(of=("self",))
            .select_related("text")
            .filter(subject_type=subject_type, subject_id=str(subject_id))
            .first()
        )
        if doc is None:
            return
        if doc.rank is not None:
            engine().drop(doc.rank, words_of(doc, doc.text.body))
        doc.delete()


def rename(field: str, old: str, new: str, *, within: str = "") -> int:
    """Let rows stand under the new name of their topic or column; returns how many.

    field: `topic` or `column`. within: path of the site, empty for all sites.
    """
    rows = SearchDoc.objects.select_for_update(of=("self",)).filter(**{field: old})
    if within:
        rows = rows.filter(site__path=within)
    store, done = engine(), 0
    with transaction.atomic():
        for doc in rows.select_related("text", "site").iterator(500):
            before = words_of(doc, doc.text.body)
            setattr(doc, field, new)
            if doc.rank is not None:
                store.drop(doc.rank, before)
                doc.marks = " ".join(marks_of(doc))
                store.put(doc.rank, words_of(doc, doc.text.body))
            doc.save(update_fields=[field, "marks"])
            done += 1
    return done


def readdress(body: Organization, site: Organization, folder: str) -> int:
    """Let what a body made public stand in the index under the site and address that it has now; returns how many rows.

    folder: the address of the documents of that site, e.g. `/donghu/doc/`; the last part of each address stays.
    """
    rows = SearchDoc.objects.select_for_update(of=("self",)).filter(organization=body)
    store, done = engine(), 0
    with transaction.atomic():
        for doc in rows.select_related("text", "site").iterator(500):
            doc_words = words_of(doc, doc.text.body)
            doc.site, doc.url = site, folder + doc.url.rpartition("/")[2]
            doc.text.files = [[name, folder + "/".join(url.split("/")[-2:])] for name, url in doc.text.files]
            doc.text.save(update_fields=["files"])
            marks = " ".join(marks_of(doc))
            if marks != doc.marks and doc.rank is not None:
                store.drop(doc.rank, doc_words)
                doc.marks = marks
                store.put(doc.rank, words_of(doc, doc.text.body))
            doc.save(update_fields=["site", "url", "marks"])
            done += 1
    return done


def rank_of(doc: SearchDoc) -> int:
    """In force, then the day of publication, then the order of entering, in one number."""
    day = doc.published_at.astimezone(moment.BEIJING).date().toordinal() - FIRST_DAY
    return (IN_FORCE if doc.in_force else 0) | (min(max(day, 0), 0xFFFF) << 24) | (doc.pk & 0xFFFFFF)


def marks_of(doc: SearchDoc) -> list[str]:
    """The words to filter by: site, the bodies above it, force, year, kind, topic, column, number."""
    marks = [mark("s", doc.site_id), "v1" if doc.in_force else "v0"]
    path = doc.site.path
    marks += [mark("u", path[: i + 6]) for i in range(0, len(path), 6)]
    for kind, value in (("y", doc.year), ("k", doc.kind), ("t", doc.topic), ("c", doc.column)):
        if value:
            marks.append(mark(kind, value))
    number, _ = find_number(doc.number)
    if number is not None:
        marks += [number.mark, number.short.mark]
    return marks


def words_of(doc: SearchDoc, body: str) -> Words:
    """The words a row stands in the index with: a pure function of the row, so that they can be named again."""
    title = index_tokens(doc.title)
    if doc.number and doc.number not in doc.title:
        title = [*title, *index_tokens(doc.number)]
    text, _, files = body.partition(FORM_FEED)
    title = [*title, *sounds.of_title(doc.title)]
    return Words(title, index_tokens(text), doc.marks.split(), index_tokens(files))


def rebuild() -> int:
    """Fill the engine anew from the rows; needed after `RULES` changed."""
    store = engine()
    with transaction.atomic():
        store.clear()
        done = 0
        for doc in SearchDoc.objects.select_related("text", "site").order_by("pk").iterator(500):
            doc.rank, doc.marks = rank_of(doc), " ".join(marks_of(doc))
            doc.save(update_fields=["rank", "marks"])
            store.put(doc.rank, words_of(doc, doc.text.body))
            done += 1
    return done


def keep_up() -> int:
    """Fill the engine anew if its words were made by other rules; returns how many rows were."""
    state = IndexState.objects.filter(pk=1).first()
    if state is not None and state.rules == RULES:
        return 0
    with transaction.atomic():
        done = rebuild() if SearchDoc.objects.exists() else 0
        IndexState.objects.update_or_create(pk=1, defaults={"rules": RULES})
    return done
