"""What every document screen does: find the record within reach, and say where an obstacle is mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations.permissions import CHANGE, VIEW, may
from gongkai.exceptions import Obstacle


def reach(user: Any, pk: int) -> OfficialDocument:
    """The document, if it lies within the user's reach; 404 otherwise, as if it were not there."""
    document = (
        OfficialDocument.objects.select_related("organization__parent", "section", "drafted_by")
        .filter(pk=pk)
        .first()
    )
    if document is None or not may(user, VIEW, document):
        raise Http404
    return document


def for_change(user: Any, pk: int) -> OfficialDocument:
    """The same, for whoever may change it; refused otherwise."""
    document = reach(user, pk)
    if not may(user, CHANGE, document):
        raise PermissionDenied
    return document


def cured(obstacles: Sequence[Obstacle], document: OfficialDocument) -> list[Obstacle]:
    """The same obstacles with an address at which each can be mended."""
    edit = reverse("documents:edit", args=[document.pk])
    addresses = {
        "#title": f"{edit}#id_title",
        "#number": f"{edit}#id_number",
        "#signed_on": f"{edit}#id_signed_on",
        "#copied_to": f"{edit}#id_copied_to",
        "#printed": f"{edit}#id_printed",
        "#expires_on": f"{edit}#id_expires_on",
        "#attribute": reverse("documents:attribute", args=[document.pk]),
        "#files": reverse("documents:detail", args=[document.pk]) + "#files",
        "#text": f"{edit}#text",
        "#pictures": reverse("documents:pictures", args=[document.pk]),
    }
    return [Obstacle(o.code, o.sentence, o.article, addresses.get(o.cure, o.cure)) for o in obstacles]
