"""Telling people on their workbench that something waits for them."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.apps.deadlines.models import Notice
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Step, Submission
from gongkai.clocks import moment


def tell(people: Iterable[User], text: str, url: str) -> None:
    """Leave a notice for each."""
    now = moment.now()
    Notice.objects.bulk_create([Notice(user=p, text=text[:300], url=url, at=now) for p in people])


def tell_reviewers(submission: Submission) -> None:
    """Whoever may do the present step and is not excluded by an earlier part in it."""
    document = submission.document
    body, section = rules.place_of_step(document, submission.step)
    people = powers.holders(rules.VERBS[Step(submission.step)], body, section).exclude(
        pk__in=rules.barred(submission)
    )
    tell(
        people,
        f"待{Step(submission.step).label}：{document.label}",
        f"/workbench/publishing/review/{submission.pk}/",
    )


def tell_publishers(submission: Submission) -> None:
    """Whoever may publish and had no part in drafting or reviewing."""
    document = submission.document
    people = powers.holders(powers.PUBLISH, rules.publishing_body(document)).exclude(
        pk__in=rules.barred(submission)
    )
    tell(people, f"待发布：{document.label}", _document_url(document))


def tell_drafter(document: OfficialDocument, text: str) -> None:
    """The drafter learns what became of the document."""
    tell([document.drafted_by], f"{text}：{document.label}", _document_url(document))


def _document_url(document: OfficialDocument) -> str:
    return f"/workbench/documents/{document.pk}/"
