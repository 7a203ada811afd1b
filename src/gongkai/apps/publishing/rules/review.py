"""送审 and review of records: what stands against each act, beside what the floor of reviews refuses to everybody."""

from __future__ import annotations

from typing import Any

from gongkai import law
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.ledger.queries import acts_on
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.publishable import Subject, kind_of, kinds
from gongkai.apps.publishing.rules.content import content_obstacles, fingerprint
from gongkai.apps.reviews import queries as reviews
from gongkai.apps.reviews.models import Round, State
from gongkai.apps.reviews.rules import Facts, obstacles_to_judge
from gongkai.exceptions import Obstacle
from gongkai.law.processes import Process, process

SUBMITTABLE = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PUBLISHED, Stage.WITHDRAWN})


def process_of(subject: Subject) -> Process:
    """The steps by which a record is judged."""
    return process(kind_of(subject).process)


def processes() -> list[Process]:
    """Those of all kinds, each once."""
    return [process(code) for code in dict.fromkeys(kind.process for kind in kinds())]


def hands_of(subject: Subject) -> frozenset[int]:
    """Everybody who ever put something into the record: by the ledger, by its kind, and as kept with earlier rounds."""
    kind = kind_of(subject)
    hands = {
        int(actor)
        for actor, facts in acts_on(subject, kind.writing)
        if actor.isdigit() and facts.get("fields") != "拟稿人"  # a handover names another drafter, no more
    }
    return reviews.hands_before(subject) | hands | {*kind.hands(subject)} | {subject.drafted_by_id}


def facts_of(submission: Round) -> Facts:
    """The round as the rules of the second person see it."""
    return reviews.facts_of(submission)


def obstacles_to_submit(user: Any, subject: Subject) -> list[Obstacle]:
    """Why this user may not hand the record in for review now."""
    found = []
    if not powers.may(user, kind_of(subject).submits, subject):
        found.append(Obstacle("submit:no_power", f"您的岗位不能送审这件{kind_of(subject).noun}。"))
    if subject.stage not in SUBMITTABLE:
        found.append(Obstacle("submit:stage", f"此件{subject.get_stage_display()}，不能再送审。"))
    found += content_obstacles(subject)
    found += _missing_people(subject, hands_of(subject) | {user.pk})
    if subject.stage == Stage.PUBLISHED and not found and not _changed_since_published(subject):
        found.append(Obstacle("submit:unchanged", "公开后没有改动，不需要再送审。"))
    return found


def _changed_since_published(subject: Subject) -> bool:
    """Against what was approved last: a correction that was returned or taken back is handed in again as it is."""
    rounds = reviews.rounds_of(subject).order_by("-id")
    last = rounds.filter(state=State.APPROVED).first() or rounds.first()
    return last is None or last.fingerprint != fingerprint(subject)


def _missing_people(subject: Subject, hands: frozenset[int]) -> list[Obstacle]:
    found = []
    steps = process_of(subject)
    coming = Round(process=steps.code, organization=subject.organization, section=subject.section)
    for step in steps.steps:
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


def obstacles_to_agree(user: Any, submission: Round, subject: Subject) -> list[Obstacle]:
    """Why this user may not agree: the above, a changed text, or what the record still lacks."""
    return obstacles_to_review(user, submission) + obstacles_of_text(submission, subject)


def obstacles_of_text(submission: Round, subject: Subject) -> list[Obstacle]:
    """Why nobody may agree to the record as it stands: it is another than was handed in, or not fit."""
    found = []
    if not same_text(submission, subject):
        found.append(Obstacle("review:changed", "送审后内容有变动，请退回重新送审。", law.cite("same_text")))
    return found + content_obstacles(subject)


def same_text(submission: Round, subject: Subject) -> bool:
    """Whether the record is still what was handed in."""
    kept = getattr(subject, "latest_revision_id", None)
    return submission.revision_id == kept and submission.fingerprint == fingerprint(subject)


def obstacles_to_recall(user: Any, submission: Round, subject: Subject) -> list[Obstacle]:
    """Why the submission may not be taken back: it can be, until the record is public, filed or set for a time."""
    found = []
    waiting = submission.state == State.APPROVED and subject.stage == Stage.APPROVED
    if submission.state != State.OPEN and not waiting:
        found.append(Obstacle("recall:closed", f"此次送审{submission.get_state_display()}，不能撤回送审。"))
    if user.pk not in {submission.submitted_by_id, submission.drafter_id}:
        found.append(Obstacle("recall:not_own", "只有拟稿人或送审人可以撤回送审。"))
    return found


def approved_submission(subject: Subject) -> Round | None:
    """The approval that holds for the text as it stands; None if there is none or the text moved on."""
    last = reviews.latest(subject)
    if last is None or last.state != State.APPROVED or not same_text(last, subject):
        return None
    return last
