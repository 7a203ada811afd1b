"""What of documents stands on an officer's home: attributes to decide, own drafts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai import prepared
from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.documents.queries import changeable
from gongkai.apps.duties import MENU_UP_TO, Pile, Started
from gongkai.apps.organizations import permissions as powers


def piles(user: Any) -> list[Pile]:
    """属性待认定: drafts in the person's reach of which nobody has said whether they will be open."""
    if powers.CHANGE not in powers.verbs_anywhere(user):
        return []
    count = prepared.count(("undecided", powers.asker(user)), lambda: _undecided(user), MENU_UP_TO)
    return [Pile("属性待认定", count, reverse("documents:list") + "?view=undecided", position=60)]


def _undecided(user: Any) -> QuerySet[OfficialDocument]:
    return changeable(user).filter(attribute=Attribute.UNDECIDED, stage__in=[Stage.DRAFT, Stage.RETURNED])


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
