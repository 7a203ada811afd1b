"""Freezing what the public sees, and telling search about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from gongkai.apps.duties.publishable import Content, PublicFile
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import addresses, rules
from gongkai.apps.publishing.models import Publication, Version
from gongkai.apps.publishing.publishable import Subject, kind_of
from gongkai.apps.search import actions as search
from gongkai.clocks import moment
from gongkai.files.web import rows


def facts_of(publication: Publication, content: Content) -> dict[str, Any]:
    """The metadata block and the attachments as shown, as JSON."""
    facts: dict[str, Any] = {
        "index_number": publication.index_number,
        "topic": publication.topic.name if publication.topic else "",
        "issuer": content.issuer or publication.organization.name,
        "number": content.number,
        "kind": content.kind,
        "addressee": content.addressee,
        "signed_on": content.signed_on.isoformat() if content.signed_on else None,
        "effective_on": publication.effective_on.isoformat() if publication.effective_on else None,
        "expires_on": publication.expires_on.isoformat() if publication.expires_on else None,
        "published_at": publication.published_at.isoformat() if publication.published_at else None,
        "attachments": [_file(f) for f in content.attachments],
    }
    if content.pictures:
        facts["pictures"] = [_file(f) for f in content.pictures]
    if content.original is not None:
        facts["original"] = _file(content.original)
    return {**facts, "more": [list(row) for row in content.more]} if content.more else facts


def _file(file: PublicFile) -> dict[str, Any]:
    told = {
        "key": file.key, "name": file.name, "size": file.size, "media_type": file.media_type, "sha256": file.sha256,
        "detail": file.detail, "stored": file.stored,
    }  # fmt: skip
    return {**told, "page": {"stored": file.page, "sha256": file.page_sha256}} if file.page else told


def content_hash(title: str, html: str, facts: dict[str, Any], change_note: str) -> str:
    """SHA-256 of all that a version shows, hexadecimal: the fingerprint that the public and the ledger hold."""
    content = json.dumps([title, html, facts, change_note], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def freeze(publication: Publication, subject: Subject, *, by: User, change_note: str = "") -> Version:
    """The next public version, with the hash of everything in it."""
    last = publication.versions.order_by("-number").values_list("number", flat=True).first() or 0
    content = kind_of(subject).content(subject)
    facts = facts_of(publication, content)
    change_note = change_note.strip()[:500]
    return Version.objects.create(
        publication=publication, number=last + 1, revision=getattr(subject, "latest_revision", None),
        title=content.title, html=content.html, text=content.text, facts=facts, change_note=change_note,
        at=moment.now(), by=by, sha256=content_hash(content.title, content.html, facts, change_note),
    )  # fmt: skip


def _files_to_find(publication: Publication, version: Version) -> Iterator[tuple[str, str, list[str]]]:
    """Name, address and lines of each attachment that the public can look at."""
    for fact in version.facts["attachments"]:
        page = fact.get("page")
        if page and default_storage.exists(page["stored"]):
            with default_storage.open(page["stored"]) as stored:
                lines = rows.lines(stored.read().decode())
            yield fact["name"], addresses.attachment_page_path(publication, fact["key"]), lines


def index_for_search(publication: Publication, version: Version) -> None:
    """Put the public version into the index; withdrawn ones are removed by their own action."""
    shown_since = publication.published_at or moment.now()
    placement = publication.placements.select_related("column").order_by("id").first()
    names = " ".join(a["name"] for a in version.facts["attachments"])
    search.index(
        publication,
        organization=publication.organization,
        site=rules.site_of(publication.organization),
        url=addresses.publication_path(publication),
        title=version.title,
        number=publication.number,
        body=f"{version.text}\n{names}".strip(),
        files=list(_files_to_find(publication, version)),
        kind=publication.kind,
        topic=publication.topic.name if publication.topic else "",
        column=placement.column.name if placement else "",
        year=(publication.signed_on or shown_since).year,
        validity=publication.validity,
        in_force=publication.validity in rules.IN_FORCE,
        published_at=shown_since,
    )
