"""What of documents goes along when duties are handed over: all that is not finished, wherever it lies now."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.apps.documents import events
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actions.handover import Part
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User

# what somebody else has in hand now comes back to its drafter: it goes along, or it would come back to nobody
_ON_THE_WAY = (Stage.DRAFT, Stage.RETURNED, Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED)


def _in_work(person: User, places: QuerySet[Organization]) -> QuerySet[OfficialDocument]:
    return OfficialDocument.objects.filter(
        drafted_by=person, stage__in=_ON_THE_WAY, section__in=places
    ).select_related("organization")


def _titles(person: User, places: QuerySet[Organization]) -> list[str]:
    found = _in_work(person, places).only("title", "number", "stage").select_related(None)
    return [f"{d.label}（{d.get_stage_display()}）" for d in found]


def _move(by: User, giver: User, taker: User, places: QuerySet[Organization]) -> None:
    """The taker becomes the drafter: what is returned, recalled or turned back comes to him. Reviews given stand, and
    the submission still names who handed it in."""
    for document in _in_work(giver, places).select_for_update(of=("self",)):
        document.drafted_by = taker
        document.save(update_fields=["drafted_by"])
        record(
            events.CHANGED, document, actor(by, document.organization), chain=document.organization.slug,
            title=document.label, because=f"{giver.name}移交{taker.name}", fields="拟稿人",
        )  # fmt: skip


DRAFTS = Part("公文", _titles, _move)
