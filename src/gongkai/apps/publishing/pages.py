"""What the page of a record shows of its public life, whatever kind it is (templates/publishing/_standing.html)."""

from __future__ import annotations

from typing import Any

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.ledger.queries import history
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.acts import Button
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.acts import life_of
from gongkai.apps.publishing.addresses import public_link
from gongkai.apps.publishing.after import PUBLICATIONS, SIGNATURES, SUBMISSIONS
from gongkai.apps.publishing.differing import difference
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import Subject, kind, kind_of, label_of, on_paper
from gongkai.apps.publishing.queries import relations_of
from gongkai.apps.publishing.views.timeline import last_return, life
from gongkai.apps.reviews.models import Round, Signature
from gongkai.apps.reviews.queries import latest, signatures_of


def standing(user: Any, subject: Subject, own: list[Button] | None = None) -> dict[str, Any]:
    """Where it stands, what may be done and what stands against it, what the public has, what happened.

    own: acts of the record's own duty, shown among the others.
    """
    found = Publication.objects.filter(subject_type=label_of(subject), subject_id=subject.pk)
    publication = found.select_related("topic", "organization", "planned").first()
    submission = latest(subject)
    signed = list(signatures_of(publication)) if publication else []
    main, others = buttons(user, subject, publication, submission, [s for s in signed if s.waits], own or [])
    acts_on, acted_on_by = relations_of(publication) if publication else ([], [])
    acts_on = [_linked(relation, relation.target) for relation in acts_on]
    acted_on_by = [_linked(relation, relation.source) for relation in acted_on_by]
    return {
        "record": subject, "content": on_paper(subject), "publication": publication,
        "submission": submission, "main": main, "others": others,
        "steps": life(subject, submission, publication), "history": history(subject),
        "public_link": public_link(publication) if publication and publication.published_at else "",
        "acts_on": acts_on, "acted_on_by": acted_on_by, "placed": _columns(publication) if publication else [],
        "may_undo": rules.at_the_office(user, powers.CORRECT, subject) if acted_on_by else False,
        "signatures": signed, "difference": difference(publication, subject),
        "returned": last_return(subject) if subject.stage == Stage.RETURNED else None,
    }  # fmt: skip


def buttons(
    user: Any,
    subject: Subject,
    publication: Publication | None,
    submission: Round | None,
    waiting: list[Signature],
    own: list[Button],
) -> tuple[Button | None, list[Button]]:
    """The act that is next for this person (solid), and all others they hold a power for. own: those of its duty."""
    judging = SUBMISSIONS.buttons(user, submission) if submission is not None else []
    life = life_of(kind_of(subject)).buttons(user, subject)
    main = next((b for b in [*judging, *life] if b.main), None)
    others = [*own, *judging, *life]
    if publication is not None:
        publication.subject = subject
        others += PUBLICATIONS.buttons(user, publication)
        for pending in waiting:
            pending.publication = publication  # type: ignore[attr-defined]
            others += SIGNATURES.buttons(user, pending)
    return main, [b for b in others if b is not main]


def _linked(relation: Any, other: Publication) -> Any:
    """The relation with the page of its other end."""
    relation.page = kind(other.subject_type).address(other.subject_id)
    return relation


def _columns(publication: Publication) -> list[str]:
    """Where it stands; for what was never public, where it will."""
    planned = getattr(publication, "planned", None)
    if planned is not None and publication.published_at is None:
        return [c.name for c in planned.columns.all()]
    return [p.column.name for p in publication.placements.select_related("column")]
