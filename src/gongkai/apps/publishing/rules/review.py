"""送审 and review of documents: what stands against each act, beside what the floor of reviews refuses to everybody."""

from __future__ import annotations

from typing import Any

from gongkai import law
from gongkai.apps.documents import events as document_events
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.queries import acts_on
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.rules.content import content_obstacles, fingerprint
from gongkai.apps.reviews import queries as reviews
from gongkai.apps.reviews.models import Round, State
from gongkai.apps.reviews.rules import Facts, obstacles_to_judge
from gongkai.exceptions import Obstacle
from gongkai.law.processes import process

PROCESS = process("document")
RETURN_REASONS = PROCESS.returns
SUBMITTABLE = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PUBLISHED, Stage.WITHDRAWN})
# acts of the ledger that put something into what is judged
_WRITING = (
    document_events.REGISTERED, document_events.CHANGED, document_events.ATTRIBUTED,
    document_events.FILE_ADDED, document_events.FILE_REMOVED,
)  # fmt: skip


def hands_of(document: OfficialDocument) -> frozenset[int]:
    """Everybody who ever put something into the document: by the ledger, and as kept with earlier rounds."""
    hands = {
        int(actor)
        for actor, facts in acts_on(document, _WRITING)
        if actor.isdigit() and facts.get("fields") != "拟稿人"  # a handover names another drafter, no more
    }
    return reviews.hands_before(document) | hands | {document.drafted_by_id}


def facts_of(submission: Round) -> Facts:
    """The round as the rules of the second person see it."""
    return reviews.facts_of(submission)


def obstacles_to_submit(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not hand the document in for review now."""
    found = []
    if not powers.may(user, powers.SUBMIT, document):
        found.append(Obstacle("submit:no_power", "您的岗位不能送审这件公文。"))
    if document.stage not in SUBMITTABLE:
        found.append(Obstacle("submit:stage", f"此件{document.get_stage_display()}，不能再送审。"))
    found += content_obstacles(document)
    found += _missing_people(document, hands_of(document) | {user.pk})
    if document.stage == Stage.PUBLISHED and not found and not _changed_since_published(document):
        found.append(Obstacle("submit:unchanged", "公开后没有改动，不需要再送审。"))
    return found


def _changed_since_published(document: OfficialDocument) -> bool:
    last = document.submissions.order_by("-id").first()
    return last is None or last.fingerprint != fingerprint(document)


def _missing_people(document: OfficialDocument, hands: frozenset[int]) -> list[Obstacle]:
    found = []
    coming = Round(process=PROCESS.code, organization=document.organization, section=document.section)
    for step in PROCESS.steps:
        body, section = reviews.place_of(coming, step)
        if not reviews.holders(step, body, section).exclude(pk__in=hands).exists():
            where = section.name if section is not None else body.name
            found.append(
                Obstacle(
                    f"submit:nobody:{step.code}",
                    f"{where}没有能做{step.label}的第二个人（动过这份稿子的不算），请系统管理员先设岗位。",
                    law.cite("second_person"),
                )
            )
    return found


def obstacles_to_review(user: Any, submission: Round) -> list[Obstacle]:
    """Why this user may not give a word on this submission at all."""
    holds = reviews.holds_post(user, submission)
    return obstacles_to_judge(user.pk, holds_post=holds, facts=reviews.facts_of(submission))


def obstacles_to_agree(user: Any, submission: Round, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not agree: the above, a changed text, or what the document still lacks."""
    return obstacles_to_review(user, submission) + obstacles_of_text(submission, document)


def obstacles_of_text(submission: Round, document: OfficialDocument) -> list[Obstacle]:
    """Why nobody may agree to the document as it stands: it is another than was handed in, or not fit."""
    found = []
    if not same_text(submission, document):
        found.append(Obstacle("review:changed", "送审后内容有变动，请退回重新送审。", law.cite("same_text")))
    return found + content_obstacles(document)


def same_text(submission: Round, document: OfficialDocument) -> bool:
    """Whether the document is still what was handed in."""
    return submission.revision_id == document.latest_revision_id and submission.fingerprint == fingerprint(
        document
    )


def obstacles_to_recall(user: Any, submission: Round, document: OfficialDocument) -> list[Obstacle]:
    """Why the submission may not be taken back: it can be, until the document is public, filed or set for a time."""
    found = []
    waiting = submission.state == State.APPROVED and document.stage == Stage.APPROVED
    if submission.state != State.OPEN and not waiting:
        found.append(Obstacle("recall:closed", f"此次送审{submission.get_state_display()}，不能撤回送审。"))
    if user.pk not in {submission.submitted_by_id, submission.drafter_id}:
        found.append(Obstacle("recall:not_own", "只有拟稿人或送审人可以撤回送审。"))
    return found


def approved_submission(document: OfficialDocument) -> Round | None:
    """The approval that holds for the text as it stands; None if there is none or the text moved on."""
    last = reviews.latest(document)
    if last is None or last.state != State.APPROVED or not same_text(last, document):
        return None
    return last
