"""The life of a document from 送审 on: steps, who may act, what stands against it. Refusals are values.

Second person everywhere (条例第十七条 的审查机制): whoever drafts never reviews, whoever reviewed one step
reviews no other of the same submission, and whoever publishes did neither.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from gongkai.apps.catalogue.models import Column
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.models import Attribute, DocumentFile, NumberState, OfficialDocument, Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing.models import Publication, Relation, Step, Submission, Validity, Version
from gongkai.exceptions import Obstacle
from gongkai.gongwen.personal import find_personal
from gongkai.law import lists

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
# Findings in files that may not reach the public while they stand (条例第十五条; 个人信息保护法第二十五条).
# A mobile number may be a contact that is meant to be known: it is shown to the reviewer, not refused.
PERSONAL = frozenset({"id_card", "bank_card"})


def fingerprint(document: OfficialDocument) -> str:
    """SHA-256 of everything a reviewer judges: text, facts, attribute, attachments. Any change asks them again."""
    files = document.files.filter(part=DocumentFile.Part.ATTACHMENT).values_list("name", "sha256")
    content = [
        document.title, document.kind, document.number, document.issuer, document.addressee,
        str(document.signed_on), str(document.effective_on), str(document.expires_on), document.normative, document.html, document.attribute, document.ground, document.ground_note,
        document.party_and_government, document.disclosing_body, document.authorisation,
        sorted([name, sha] for name, sha in files),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def place_of_step(document: OfficialDocument, step: str) -> tuple[Organization, Organization | None]:
    """Where a step is done: in the drafting section, or at the body (its parent where that reviews for it)."""
    if step == Step.SECTION:
        return document.organization, document.section
    return publishing_body(document), None


def publishing_body(document: OfficialDocument) -> Organization:
    """The body whose office reviews and publishes: the issuer, or its parent (schools without an office)."""
    body = document.organization
    return body.parent if body.reviewed_by_parent and body.parent else body


def site_of(body: Organization) -> Organization:
    """The body on whose site it publishes: itself or the nearest one above that has a site."""
    while not body.has_site and body.parent is not None:
        body = body.parent
    return body


def may_at(user: Any, verb: str, body: Organization, section: Organization | None) -> bool:
    """`permissions.may` for a place that is not a record."""
    return powers.may(user, verb, section if section is not None and section.is_section else body)


def next_step(step: str) -> Step | None:
    """The step after this one; None after the last."""
    position = STEPS.index(Step(step)) + 1
    return STEPS[position] if position < len(STEPS) else None


# --- obstacles ---------------------------------------------------------------------------------------


def content_obstacles(document: OfficialDocument) -> list[Obstacle]:
    """What in the document itself stands against making it public or handing it in."""
    found = document_rules.attribute_obstacles(document)
    if not document.title:
        found.append(Obstacle("document:title", "没有标题。", cure="#title"))
    attachments = list(document.files.filter(part=DocumentFile.Part.ATTACHMENT))
    if not document.text and not attachments:
        found.append(Obstacle("document:empty", "没有正文，也没有附件。", cure="#text"))
    if document.number_state == NumberState.DAMAGED:
        found.append(
            Obstacle(
                "document:number",
                f"发文字号“{document.number}”读不准，请核对原件。",
                "GB/T 9704-2012",
                "#number",
            )
        )
    if document.attribute == Attribute.OPEN:
        if document.signed_on is None:
            found.append(
                Obstacle(
                    "document:signed_on", "没有成文日期，算不出公开期限。", "条例第二十六条", "#signed_on"
                )
            )
        found += _personal_in_text(document) + personal_obstacles(attachments)
    if document.effective_on and document.expires_on and document.expires_on < document.effective_on:
        found.append(Obstacle("document:dates", "有效期早于施行日期。", cure="#expires_on"))
    return found


def _personal_in_text(document: OfficialDocument) -> list[Obstacle]:
    hits = [p for p in find_personal(document.text) if p.kind in PERSONAL]
    if not hits:
        return []
    shown = "、".join(dict.fromkeys(f"{p.name}{p.masked}" for p in hits[:5]))
    return [
        Obstacle(
            "text:personal", f"正文有{len(hits)}处个人信息没有遮盖（{shown}）。", "条例第十五条", "#text"
        )
    ]


def personal_obstacles(attachments: list[DocumentFile]) -> list[Obstacle]:
    """Personal data found in the files that would go out."""
    found = []
    for file in attachments:
        hits = [f for f in file.hidden if f.get("kind") in PERSONAL]
        if hits:
            places = "；".join(dict.fromkeys(str(f.get("place", "")) for f in hits if f.get("place")))
            count = len(hits)
            found.append(
                Obstacle(
                    f"file:personal:{file.pk}",
                    f"附件“{file.name}”有{count}处个人信息没有遮盖"
                    + (f"（{places[:120]}）" if places else "")
                    + "。",
                    "条例第十五条",
                    "#files",
                )
            )
    return found


def obstacles_to_submit(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not hand the document in for review now."""
    found = []
    if not powers.may(user, powers.SUBMIT, document):
        found.append(Obstacle("submit:no_power", "您的岗位不能送审这件公文。"))
    if document.stage not in SUBMITTABLE:
        found.append(Obstacle("submit:stage", f"此件{document.get_stage_display()}，不能再送审。"))
    found += content_obstacles(document)
    found += _missing_people(document)
    if document.stage == Stage.PUBLISHED and not found and not _changed_since_published(document):
        found.append(Obstacle("submit:unchanged", "公开后没有改动，不需要再送审。"))
    return found


def _changed_since_published(document: OfficialDocument) -> bool:
    last = document.submissions.order_by("-id").first()
    return last is None or last.fingerprint != fingerprint(document)


def _missing_people(document: OfficialDocument) -> list[Obstacle]:
    found = []
    for step in STEPS:
        body, section = place_of_step(document, step)
        people = powers.holders(VERBS[step], body, section).exclude(pk=document.drafted_by_id)
        if not people.exists():
            where = section.name if section is not None else body.name
            found.append(
                Obstacle(
                    f"submit:nobody:{step.value}",
                    f"{where}没有能做{step.label}的第二个人，请系统管理员先设岗位。",
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


def obstacles_to_publish(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not publish the document (or its correction) now."""
    found = publisher_obstacles(user, document)
    if document.attribute != Attribute.OPEN:
        found.append(
            Obstacle(
                "publish:attribute",
                f"公开属性是“{document.get_attribute_display()}”，不向社会发布。",
                "条例第十三条",
            )
        )
    approval = approved_submission(document)
    if document.stage != Stage.APPROVED or approval is None:
        found.append(Obstacle("publish:not_approved", "审核没有走完，或审核后又有改动。", "条例第十七条"))
    else:
        if user.pk in {approval.drafter_id, approval.submitted_by_id, document.drafted_by_id}:
            found.append(Obstacle("publish:own", "您是本件拟稿人，须由第二个人发布。", "条例第十七条"))
        if any(r.reviewer_id == user.pk for r in approval.reviews.all()):
            found.append(Obstacle("publish:reviewer", "您审核过本件，须由另一个人发布。", "条例第十七条"))
        found += content_obstacles(document)
    return found


def obstacles_to_turn_back(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not give an approved document back to its drafter instead of publishing it."""
    found = []
    if not may_at(user, powers.PUBLISH, publishing_body(document), None):
        found.append(Obstacle("turn_back:no_power", "您的岗位不能发布这件公文，也不能退回它。"))
    if document.stage != Stage.APPROVED:
        found.append(Obstacle("turn_back:stage", f"此件{document.get_stage_display()}，不在等待发布。"))
    return found


def publisher_obstacles(user: Any, document: OfficialDocument) -> list[Obstacle]:
    found = []
    if not may_at(user, powers.PUBLISH, publishing_body(document), None):
        found.append(Obstacle("publish:no_power", "您的岗位不能发布这件公文。"))
    if not document.organization.index_code:
        found.append(
            Obstacle(
                "publish:index_code", "本机关没有设机构代码，编不出索引号，请系统管理员补上。", "条例第十二条"
            )
        )
    return found


def obstacles_of_placement(
    document: OfficialDocument,
    columns: list[Column],
    effective_on: dt.date | None,
    expires_on: dt.date | None,
    scheduled_for: dt.datetime | None,
    now: dt.datetime,
) -> list[Obstacle]:
    """What is wrong with the facts chosen at publication."""
    found = []
    site = site_of(document.organization)
    if not columns:
        found.append(Obstacle("publish:column", "请至少选一个栏目。", cure="#columns"))
    if any(c.organization_id != site.pk or not c.is_open for c in columns):
        found.append(
            Obstacle("publish:foreign_column", "所选栏目不在本机关网站上，或已停用。", cure="#columns")
        )
    if effective_on and expires_on and expires_on < effective_on:
        found.append(Obstacle("publish:dates", "有效期不能早于施行日期。", cure="#expires_on"))
    if scheduled_for and scheduled_for <= now:
        found.append(
            Obstacle(
                "publish:past",
                "定时发布的时间已经过去，请改为以后的时间，或立即发布。",
                cure="#scheduled_for",
            )
        )
    return found


def obstacles_to_emergency(user: Any, document: OfficialDocument, reason: str) -> list[Obstacle]:
    """Why the emergency path is closed. The document itself must still be fit for the public."""
    found = publisher_obstacles(user, document) + content_obstacles(document)
    if document.stage in {Stage.PUBLISHED, Stage.SCHEDULED, Stage.FILED, Stage.WITHDRAWN}:
        found.append(Obstacle("emergency:stage", f"此件{document.get_stage_display()}，不能走紧急发布。"))
    elif Version.objects.filter(publication__document=document).exists():
        found.append(
            Obstacle(
                "emergency:again",
                "这件公文公开过，不能走紧急发布；内容有误请先撤回公开，改好后再送审。",
                "条例第六条",
            )
        )
    if document.attribute != Attribute.OPEN:
        found.append(
            Obstacle("publish:attribute", "只有主动公开的公文可以紧急发布。", "条例第二十条第十二项")
        )
    if len(reason.strip()) < 5:
        found.append(Obstacle("emergency:reason", "请写明紧急的理由。", "条例第六条", "#reason"))
    return found


def obstacles_to_withdraw(user: Any, publication: Publication) -> list[Obstacle]:
    """Why the publication may not be withdrawn."""
    found = []
    document = publication.document
    if not (
        powers.may(user, powers.WITHDRAW, publication)
        or may_at(user, powers.WITHDRAW, publishing_body(document), None)
    ):
        found.append(Obstacle("withdraw:no_power", "您的岗位不能撤回已公开的信息。"))
    if publication.state != Publication.State.LIVE:
        found.append(Obstacle("withdraw:state", f"此件{publication.get_state_display()}，不能再撤回。"))
    return found


def obstacles_of_withdrawal(reason: str, public_note: str) -> list[Obstacle]:
    """What is missing in the facts of a withdrawal."""
    found = []
    if reason not in {e.code for e in lists.entries("withdrawal")}:
        found.append(Obstacle("withdraw:reason", "请选定撤回原因。", cure="#reason"))
    if not public_note.strip():
        found.append(
            Obstacle(
                "withdraw:note",
                "请写明对外说明：撤了什么、为什么、去哪里看更正后的内容。",
                cure="#public_note",
            )
        )
    return found


def obstacles_to_relate(user: Any, source: Publication, target: Publication) -> list[Obstacle]:
    """Why one document may not be recorded as repealing, amending or replacing the other."""
    found = []
    if not powers.may(user, powers.CORRECT, target):
        found.append(Obstacle("relate:no_power", "您的岗位不能改动这件公文的有效性。"))
    if source.pk == target.pk:
        found.append(Obstacle("relate:self", "一件公文不能废止或修改它自己。"))
    if source.state != Publication.State.LIVE:
        found.append(
            Obstacle("relate:source", "作出废止或修改的文件还没有公开，不能作为依据。", "条例第二十条第一项")
        )
    above = target.organization.path.startswith(source.organization.path)
    if not above:
        found.append(Obstacle("relate:foreign", "只有本机关或上级机关的文件可以废止、修改它。"))
    return found


def obstacles_to_countersign(user: Any, countersign: Any) -> list[Obstacle]:
    """Why this user may not sign as the second person."""
    found = []
    document = countersign.publication.document
    if countersign.signed_at:
        found.append(Obstacle("countersign:done", "已经补签。"))
    if not may_at(user, powers.COUNTERSIGN, publishing_body(document), None):
        found.append(Obstacle("countersign:no_power", "您的岗位不能补签。"))
    if user.pk in {countersign.done_by_id, document.drafted_by_id}:
        found.append(Obstacle("countersign:own", "经办人和拟稿人不能补签，须由第二个人签。", "条例第十七条"))
    return found


# --- validity ----------------------------------------------------------------------------------------


def validity_on(publication: Publication, today: dt.date) -> tuple[Validity, dt.date | None]:
    """有效性 on a day and since when, from the document's own dates and the acts of others on it."""
    acts = sorted(publication.acted_on_by.all(), key=lambda r: (r.since, r.pk))
    ended = [
        r for r in acts if r.kind in {Relation.Kind.REPEALS, Relation.Kind.REPLACES} and r.since <= today
    ]
    if ended:
        return Validity.REPEALED, ended[0].since
    if publication.expires_on and publication.expires_on < today:
        return Validity.EXPIRED, publication.expires_on + dt.timedelta(days=1)
    if publication.effective_on and publication.effective_on > today:
        return Validity.UPCOMING, publication.effective_on
    amended = [r for r in acts if r.kind == Relation.Kind.AMENDS and r.since <= today]
    if amended:
        return Validity.AMENDED, amended[-1].since
    return Validity.VALID, publication.effective_on


IN_FORCE = frozenset({Validity.VALID, Validity.AMENDED, Validity.UPCOMING})
