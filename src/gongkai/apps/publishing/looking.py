"""预览公开页: the very page the public will get, made by doing the act and taking it back before anything is kept."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from gongkai.apps.organizations.acts import Look
from gongkai.apps.publishing.faces import paint, suspended
from gongkai.apps.publishing.models import Publication, Version
from gongkai.apps.publishing.publishable import Subject, kind_of, publication_of
from gongkai.exceptions import GongkaiError


class _Seen(Exception):
    """Takes the act back once its page is drawn."""


def page_to_come(user: Any, subject: Subject, do: Callable[..., Any], typed: Mapping[str, Any]) -> str:
    """The public page as HTML that stands by itself: pictures within it, files by their staff addresses.

    A set time is left out: it is shown as if it went out now. Raises what the act raises; nothing of it stays, and no face is told.
    """
    html = ""
    try:
        with suspended(), transaction.atomic():
            do(user, subject, **{**typed, "scheduled_for": None} if "scheduled_for" in typed else typed)
            publication = publication_of(subject)
            if publication is None:
                raise GongkaiError("没有公开页面可看。")
            html = _standing_alone(paint(publication).decode(), publication, subject)
            raise _Seen
    except _Seen:
        subject.refresh_from_db()
    return html


def _standing_alone(html: str, publication: Publication, subject: Subject) -> str:
    """What lies at addresses that do not exist yet is put into the page, or found where staff find it."""
    version: Version = publication.versions.order_by("-number")[0]
    for fact in version.facts.get("pictures") or []:
        html = _addressed(html, publication, fact["key"], _picture(fact))
    file = kind_of(subject).file
    for fact in [*(version.facts.get("attachments") or []), version.facts.get("original")]:
        if fact and file:
            html = _addressed(html, publication, fact["key"], reverse(file, args=[subject.pk, fact["key"]]))
    return html


def _picture(fact: Mapping[str, Any]) -> str:
    if not default_storage.exists(fact["stored"]):
        return ""
    with default_storage.open(fact["stored"]) as stored:
        return f"data:{fact['media_type']};base64,{base64.b64encode(stored.read()).decode()}"


def _addressed(html: str, publication: Publication, key: str, to: str) -> str:
    place = re.compile(rf'[^"\'\s]*doc/{re.escape(publication.key)}/(?:view-)?{re.escape(str(key))}\.\w+')
    return place.sub(lambda _: to, html)


LOOK = Look("publishing/_look.html", "预览公开页", page_to_come)
