"""Suggestions below the search box: topics, schools and titles that are public here and fit what is being typed."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from gongkai.apps.catalogue.queries import open_topics
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.portal import sites
from gongkai.apps.publishing.models import Publication, Validity
from gongkai.apps.publishing.rules import site_of
from gongkai.apps.search.queries import READ_OF_A_BEGINNING, fits, has_topic, suggested
from gongkai.clocks.moment import BEIJING

MOST_TOPICS, MOST_BODIES = 2, 3
LOOKED_AT = 6  # topics of which is asked whether something stands under them
ENDED = {Validity.REPEALED.value: "已废止", Validity.EXPIRED.value: "已失效"}


class Suggestion(TypedDict):
    """One line below the box. kind: 主题, 单位 or 文件; note: what tells it from others of the name."""

    kind: str
    words: str
    note: str
    href: str


def suggestions(site: Organization, typed: str) -> list[Suggestion]:
    """What may be meant: topics and bodies with something public, then titles. Empty where nothing is typed."""
    typed = " ".join(typed.split())[:READ_OF_A_BEGINNING]
    if not typed:
        return []
    return [*_topics(site, typed), *_bodies(site, typed), *_documents(site, typed)]


def _topics(site: Organization, typed: str) -> list[Suggestion]:
    topics = list(open_topics())
    found: list[Suggestion] = []
    for topic in [t for t in topics if fits(t.name, typed)][:LOOKED_AT]:
        names = [topic.name, *(t.name for t in topics if t.parent_id == topic.pk)]
        if len(found) < MOST_TOPICS and any(has_topic(site, name) for name in names[:LOOKED_AT]):
            href = f"{sites.address(site, 'list')}?{urlencode({'topic': topic.code})}"
            found.append({"kind": "主题", "words": topic.name, "note": "", "href": href})
    return found


def _bodies(site: Organization, typed: str) -> list[Suggestion]:
    """Bodies on this site or below: to their own site, else to the list of what they published."""
    live = Publication.objects.filter(organization=OuterRef("pk"), state=Publication.State.LIVE)
    below = Organization.objects.filter(path__gt=site.path, path__lt=site.path + ":", closed_on=None)
    below = below.exclude(kind=Kind.SECTION)
    if typed.isascii():
        names = below.order_by("path").values_list("pk", "name")
        named = below.filter(pk__in=[pk for pk, name in names if fits(name, typed)][:LOOKED_AT])
    else:
        named = below.filter(name__contains=typed)
    rows = named.annotate(published=Exists(live)).select_related("parent__parent__parent").order_by("path")
    found: list[Suggestion] = []
    for body in rows[: 2 * LOOKED_AT]:
        if body.has_site:
            href = sites.address(body, "home")
        elif body.published:
            href = f"{sites.address(site_of(body), 'list')}?{urlencode({'body': body.slug})}"
        else:
            continue
        found.append({"kind": "单位", "words": body.name, "note": "", "href": href})
    return found[:MOST_BODIES]


def _documents(site: Organization, typed: str) -> list[Suggestion]:
    found: list[Suggestion] = []
    for doc in suggested(site, typed):
        body = doc.organization.name if doc.organization_id != site.pk else ""
        day = doc.published_at.astimezone(BEIJING).date().isoformat()
        note = "，".join(part for part in (body, day, ENDED.get(doc.validity, "")) if part)
        found.append({"kind": "文件", "words": doc.title, "note": note, "href": doc.url})
    return found
