"""What of documents stands on an officer's home: attributes to decide, own drafts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.documents.queries import changeable
from gongkai.apps.duties import Pile, Started
from gongkai.apps.organizations import permissions as powers


def piles(user: Any) -> list[Pile]:
    """属性待认定: drafts in the person's reach of which nobody has said whether they will be open."""
    if powers.CHANGE not in powers.verbs_anywhere(user):
        return []
    undecided = changeable(user).filter(
        attribute=Attribute.UNDECIDED, stage__in=[Stage.DRAFT, Stage.RETURNED]
    )
    address = reverse("documents:list") + "?view=undecided"
    return [Pile("属性待认定", undecided.order_by().count(), address, position=60)]


def drafts(user: Any, limit: int) -> list[Started]:
    """The person's own half-done registrations, latest first, with what each still lacks."""
    rows = (
        OfficialDocument.objects.filter(drafted_by=user, stage=Stage.DRAFT)
        .defer("html", "evidence")
        .order_by("-updated_at")[:limit]
    )
    return [
        Started(d.label, reverse("documents:detail", args=[d.pk]), d.updated_at, _lacking(d)) for d in rows
    ]


def _lacking(document: OfficialDocument) -> str:
    if document.attribute == Attribute.UNDECIDED:
        return "差“公开属性”"
    if not document.signed_on:
        return "差“成文日期”"
    return "可以送审" if document.text else "差正文"
