"""送审 and review: the steps, who may take which, and what stands against each word."""

from __future__ import annotations

from typing import Any

from gongkai.apps.documents import events as document_events
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.queries import acts_on
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.models import Step, Submission
from gongkai.apps.publishing.rules.content import content_obstacles, fingerprint
from gongkai.apps.publishing.rules.places import may_at, place_of_step
from gongkai.exceptions import Obstacle

STEPS = (Step.SECTION, Step.SECRECY, Step.OFFICE)
VERBS = {
    Step.SECTION: powers.REVIEW_SECTION,
    Step.SECRECY: powers.REVIEW_SECRECY,
    Step.OFFICE: powers.REVIEW_OFFICE,
}
RETURN_REASONS = {
    "personal": "含个人信息",
    "attribute": "属性不当",
    "basis": "依据不全",
    "attachment": "附件有误",
    "wording": "文字差错",
    "interpretation": "缺解读",
    "other": "其他",
}
SUBMITTABLE = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PUBLISHED, Stage.WITHDRAWN})
# acts of the ledger that put something into what is judged
_WRITING = (
    document_events.REGISTERED, document_events.CHANGED, document_events.ATTRIBUTED,
    document_events.FILE_ADDED, document_events.FILE_REMOVED,
)  # fmt: skip


def next_step(step: str) -> Step | None:
    """The step after this one; None after the last."""
    position = STEPS.index(Step(step)) + 1
    return STEPS[position] if position < len(STEPS) else None


def hands_of(document: OfficialDocument) -> frozenset[int]:
    """Everybody who ever put something into the document: by the ledger, and as kept with earlier submissions."""
    hands = {
        int(actor)
        for actor, facts in acts_on(document, _WRITING)
        if actor.isdigit() and facts.get("fields") != "拟稿人"  # a handover names another drafter, no more
    }
    earlier = Submission.hands.through.objects.filter(submission__document=document)
    return frozenset(hands | {document.drafted_by_id} | set(earlier.values_list("user_id", flat=True)))


def barred(submission: Submission) -> frozenset[int]:
    """Who may take no further step on this submission: those who wrote it, and those who gave their word on it."""
    wrote = {u.pk for u in submission.hands.all()} | {submission.drafter_id, submission.submitted_by_id}
    return frozenset(wrote | {r.reviewer_id for r in submission.reviews.all()})


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
    for step in STEPS:
        body, section = place_of_step(document, step)
        people = powers.holders(VERBS[step], body, section).exclude(pk__in=hands)
        if not people.exists():
            where = section.name if section is not None else body.name
            found.append(
                Obstacle(
                    f"submit:nobody:{step.value}",
                    f"{where}没有能做{step.label}的第二个人（动过这份稿子的不算），请系统管理员先设岗位。",
                    "条例第十七条",
                )
            )
    return found


def obstacles_to_review(user: Any, submission: Submission) -> list[Obstacle]:
    """Why this user may not give a word on this submission at all."""
    found = []
    document = submission.document
    step = Step(submission.step)
    if submission.state != Submission.State.OPEN:
        return [Obstacle("review:closed", f"此次送审{submission.get_state_display()}，不再需要审核。")]
    if not may_at(user, VERBS[step], *place_of_step(document, step)):
        found.append(Obstacle("review:no_power", f"现在是{step.label}，您不在这个岗位上。"))
    if user.pk in {submission.drafter_id, submission.submitted_by_id}:
        found.append(
            Obstacle("review:own", "您是本件拟稿人，不能审核自己的稿件，须由第二个人审核。", "条例第十七条")
        )
    elif user.pk in {u.pk for u in submission.hands.all()}:
        found.append(
            Obstacle("review:hand", "您改过送审的内容，不能审核它，须由第二个人审核。", "条例第十七条")
        )
    earlier = [r for r in submission.reviews.all() if r.reviewer_id == user.pk]
    if earlier:
        found.append(
            Obstacle(
                "review:twice",
                f"您已做过本件的{Step(earlier[0].step).label}，后面的环节须由另一个人办。",
                "条例第十七条",
            )
        )
    return found


def obstacles_to_agree(user: Any, submission: Submission) -> list[Obstacle]:
    """Why this user may not agree: the above, a changed text, or what the document still lacks."""
    found = obstacles_to_review(user, submission)
    document = submission.document
    if submission.revision_id != document.latest_revision_id or submission.fingerprint != fingerprint(
        document
    ):
        found.append(Obstacle("review:changed", "送审后内容有变动，请退回重新送审。", "条例第十七条"))
    return found + content_obstacles(document)


def obstacles_to_recall(user: Any, submission: Submission) -> list[Obstacle]:
    """Why the submission may not be taken back: it can be, until the document is public, filed or set for a time."""
    found = []
    waiting = submission.state == Submission.State.APPROVED and submission.document.stage == Stage.APPROVED
    if submission.state != Submission.State.OPEN and not waiting:
        found.append(Obstacle("recall:closed", f"此次送审{submission.get_state_display()}，不能撤回送审。"))
    if user.pk not in {submission.submitted_by_id, submission.drafter_id}:
        found.append(Obstacle("recall:not_own", "只有拟稿人或送审人可以撤回送审。"))
    return found


def approved_submission(document: OfficialDocument) -> Submission | None:
    """The approval that holds for the text as it stands; None if there is none or the text moved on."""
    last = document.submissions.order_by("-id").first()
    if last is None or last.state != Submission.State.APPROVED:
        return None
    same = last.revision_id == document.latest_revision_id and last.fingerprint == fingerprint(document)
    return last if same else None
