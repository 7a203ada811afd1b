"""Telling people on their workbench that something waits for them."""

from __future__ import annotations

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import people_for


def tell_reviewers(submission: Round, document: OfficialDocument) -> None:
    """Whoever may do the present step and is not excluded by an earlier part in it."""
    step = submission.present
    url = f"/workbench/publishing/review/{submission.pk}/"
    tell(people_for(submission, step), f"待{step.label}：{document.label}", document, url)


def tell_publishers(submission: Round, document: OfficialDocument) -> None:
    """Whoever may publish and had no part in drafting or reviewing."""
    people = powers.holders(powers.PUBLISH, rules.publishing_body(document)).exclude(
        pk__in=rules.facts_of(submission).barred
    )
    tell(people, f"待发布：{document.label}", document, _document_url(document))


def tell_drafter(document: OfficialDocument, text: str) -> None:
    """The drafter learns what became of the document."""
    tell([document.drafted_by], f"{text}：{document.label}", document, _document_url(document))


def _document_url(document: OfficialDocument) -> str:
    return f"/workbench/documents/{document.pk}/"
