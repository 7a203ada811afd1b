"""From approval on: who may publish, correct, withdraw, sign as the second person, and what stands against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai import law
from gongkai.apps.catalogue.models import Column
from gongkai.apps.documents.models import Attribute, NumberState, OfficialDocument, Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.models import Countersign, Publication, Version
from gongkai.apps.publishing.rules.content import content_obstacles, obstacles_of_words
from gongkai.apps.publishing.rules.places import at_the_office, may_at, publishing_body, site_of
from gongkai.apps.publishing.rules.review import approved_submission, facts_of, hands_of
from gongkai.exceptions import Obstacle
from gongkai.law import lists


def obstacles_to_publish(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not publish the document now: for the first time, or again after a withdrawal."""
    found = _release_obstacles(user, document)
    if Publication.objects.filter(document=document, state=Publication.State.LIVE).exists():
        found.insert(0, Obstacle("publish:live", "此件已经公开，改动请走“发布更正”。", cure="#correct"))
    return found


def obstacles_to_correct(user: Any, publication: Publication) -> list[Obstacle]:
    """Why this user may not put the reviewed correction in the place of the public text."""
    found = _release_obstacles(user, publication.document)
    if publication.state != Publication.State.LIVE:
        sentence = f"此件{publication.get_state_display()}，没有公开的文字可以更正。"
        found.append(Obstacle("correct:state", sentence))
    return found


def _release_obstacles(user: Any, document: OfficialDocument) -> list[Obstacle]:
    found = publisher_obstacles(user, document)
    if document.attribute != Attribute.OPEN:
        found.append(
            Obstacle(
                "publish:attribute",
                f"公开属性是“{document.get_attribute_display()}”，不向社会发布。",
                law.cite("openness"),
            )
        )
    if document.stage == Stage.SCHEDULED:
        return [*found, Obstacle("publish:scheduled", "此件已定时；要改时间或马上发，请先取消定时。")]
    approval = approved_submission(document)
    if document.stage != Stage.APPROVED or approval is None:
        found.append(
            Obstacle("publish:not_approved", "审核没有走完，或审核后又有改动。", law.cite("same_text"))
        )
        return found
    facts = facts_of(approval)
    if user.pk in {facts.drafter, facts.submitter, document.drafted_by_id}:
        found.append(Obstacle("publish:own", "您是本件拟稿人，须由第二个人发布。", law.cite("second_person")))
    elif user.pk in facts.judged:
        found.append(
            Obstacle("publish:reviewer", "您审核过本件，须由另一个人发布。", law.cite("second_person"))
        )
    elif user.pk in facts.wrote:
        found.append(
            Obstacle("publish:hand", "您改过送审的内容，须由第二个人发布。", law.cite("second_person"))
        )
    return found + content_obstacles(document) + _double(document)


def _double(document: OfficialDocument) -> list[Obstacle]:
    """Another public document of the body under the same number: the public register could name only one."""
    if document.number_state != NumberState.NUMBERED:
        return []
    same = Publication.objects.filter(
        document__organization=document.organization, document__number_agency=document.number_agency,
        document__number_year=document.number_year, document__number_serial=document.number_serial,
        document__number_state=NumberState.NUMBERED, state=Publication.State.LIVE,
    ).exclude(document=document)  # fmt: skip
    other = same.values_list("title", flat=True).first()
    if other is None:
        return []
    sentence = f"同一文号{document.number}已有一件公开（{other[:40]}），请核对文号，更正错的那一件后再发布。"
    return [Obstacle("publish:double", sentence, law.cite("document_number"), "#number")]


def obstacles_to_unschedule(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not take back a set time."""
    found = publisher_obstacles(user, document)
    if document.stage != Stage.SCHEDULED:
        found.append(Obstacle("unschedule:stage", "此件没有在等定时发布。"))
    return found


def obstacles_to_turn_back(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why this user may not give an approved document back to its drafter instead of publishing it."""
    found = []
    if not may_at(user, powers.PUBLISH, publishing_body(document), None):
        found.append(Obstacle("turn_back:no_power", "您的岗位不能发布这件公文，也不能退回它。"))
    if user.pk == document.drafted_by_id:
        found.append(Obstacle("turn_back:own", "您是本件拟稿人，请用“撤回送审”拿回来改。"))
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
                "publish:index_code",
                "本机关没有设机构代码，编不出索引号，请系统管理员补上。",
                law.cite("catalogue"),
            )
        )
    return found


def obstacles_of_placement(
    document: OfficialDocument,
    columns: list[Column],
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
    return found + obstacles_of_time(scheduled_for, now)


def obstacles_of_time(scheduled_for: dt.datetime | None, now: dt.datetime) -> list[Obstacle]:
    """Why it cannot go out at that time; None is at once."""
    if scheduled_for is None or scheduled_for > now:
        return []
    sentence = "定时发布的时间已经过去，请改为以后的时间，或立即发布。"
    return [Obstacle("publish:past", sentence, cure="#scheduled_for")]


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
                law.cite("emergency"),
            )
        )
    if document.attribute != Attribute.OPEN:
        found.append(
            Obstacle("publish:attribute", "只有主动公开的公文可以紧急发布。", law.cite("scope_emergency"))
        )
    if len(reason.strip()) < 5:
        found.append(Obstacle("emergency:reason", "请写明紧急的理由。", law.cite("emergency"), "#reason"))
    return found + _double(document) + obstacles_of_words(reason, "紧急的理由", "#reason")


def obstacles_to_withdraw(user: Any, publication: Publication) -> list[Obstacle]:
    """Why the publication may not be withdrawn."""
    found = []
    document = publication.document
    if not at_the_office(user, powers.WITHDRAW, document):
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
    return found + obstacles_of_words(public_note, "对外说明", "#public_note")


def obstacles_to_countersign(user: Any, countersign: Countersign) -> list[Obstacle]:
    """Why this user may not sign as the second person."""
    found = []
    document = countersign.publication.document
    if countersign.signed_at:
        found.append(Obstacle("countersign:done", f"已经补签（{countersign.get_outcome_display()}）。"))
    if not may_at(user, powers.COUNTERSIGN, publishing_body(document), None):
        found.append(Obstacle("countersign:no_power", "您的岗位不能补签。"))
    if user.pk in {countersign.done_by_id, document.drafted_by_id}:
        found.append(
            Obstacle("countersign:own", "经办人和拟稿人不能补签，须由第二个人签。", law.cite("second_person"))
        )
    elif countersign.act == Countersign.Act.EMERGENCY and user.pk in hands_of(document):
        found.append(
            Obstacle(
                "countersign:hand",
                "您改过这件公文的内容，须由没有动过稿子的人补签。",
                law.cite("second_person"),
            )
        )
    return found
