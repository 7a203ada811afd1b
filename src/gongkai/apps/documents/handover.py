"""What of documents goes along when duties are handed over: the drafts in work."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.apps.documents import events
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actions.handover import Part
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User


def _in_work(person: User, places: QuerySet[Organization]) -> QuerySet[OfficialDocument]:
    return OfficialDocument.objects.filter(
        drafted_by=person, stage__in=[Stage.DRAFT, Stage.RETURNED], section__in=places
    ).select_related("organization")


def _titles(person: User, places: QuerySet[Organization]) -> list[str]:
    return [d.label for d in _in_work(person, places).only("title", "number").select_related(None)]


def _move(by: User, giver: User, taker: User, places: QuerySet[Organization]) -> None:
    """The taker becomes the drafter, so he may not review them; what is in review stays with whom it was."""
    for document in _in_work(giver, places).select_for_update(of=("self",)):
        document.drafted_by = taker
        document.save(update_fields=["drafted_by"])
        record(
            events.CHANGED, document, actor(by, document.organization), chain=document.organization.slug,
            title=document.label, because=f"{giver.name}移交{taker.name}", fields="拟稿人",
        )  # fmt: skip


DRAFTS = Part("草稿", _titles, _move)
