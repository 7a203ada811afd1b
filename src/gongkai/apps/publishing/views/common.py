"""Finding a document for those who review or publish it, though they may not belong to its body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.views import common as documents
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.queries import AT_THE_OFFICE
from gongkai.exceptions import Obstacle


def readable(user: Any, pk: int) -> OfficialDocument:
    """The document, if the user may view it or does a later step for its body (a school's parent bureau)."""
    document = (
        OfficialDocument.objects.select_related("organization__parent", "section", "drafted_by")
        .filter(pk=pk)
        .first()
    )
    if document is None:
        raise Http404
    office = rules.publishing_body(document)
    if powers.may(user, powers.VIEW, document) or any(
        rules.may_at(user, v, office, None) for v in AT_THE_OFFICE
    ):
        return document
    raise Http404


def cured(obstacles: Sequence[Obstacle], document: OfficialDocument) -> list[Obstacle]:
    """The obstacles with the address at which each can be mended, those of publication included."""
    correct = reverse("publishing:correct", args=[document.pk])
    return [
        Obstacle(o.code, o.sentence, o.article, correct) if o.cure == "#correct" else o
        for o in documents.cured(obstacles, document)
    ]
