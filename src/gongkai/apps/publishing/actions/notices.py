"""Telling people on their workbench that something waits for them."""

from __future__ import annotations

from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.actions.standing import named, page_of
from gongkai.apps.publishing.publishable import Subject
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import people_for


def tell_reviewers(submission: Round, subject: Subject) -> None:
    """Whoever may do the present step and is not excluded by an earlier part in it."""
    step = submission.present
    url = f"/workbench/publishing/review/{submission.pk}/"
    tell(people_for(submission, step), f"待{step.label}：{named(subject)}", subject, url)


def tell_publishers(submission: Round, subject: Subject) -> None:
    """Whoever may publish and had no part in drafting or reviewing."""
    people = powers.holders(powers.PUBLISH, rules.publishing_body(subject)).exclude(
        pk__in=rules.facts_of(submission).barred
    )
    tell(people, f"待发布：{named(subject)}", subject, page_of(subject))


def tell_drafter(subject: Subject, text: str) -> None:
    """The drafter learns what became of the record."""
    tell([subject.drafted_by], f"{text}：{named(subject)}", subject, page_of(subject))
