"""From approval on: who may publish, correct, withdraw, sign as the second person, and what stands against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai import law
from gongkai.apps.catalogue.models import Column
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.models import Publication, Version
from gongkai.apps.publishing.publishable import Subject, kind_of, label_of
from gongkai.apps.publishing.rules.content import content_obstacles, obstacles_of_words
from gongkai.apps.publishing.rules.places import at_the_office, may_at, publishing_body, site_of
from gongkai.apps.publishing.rules.review import approved_submission, facts_of
from gongkai.apps.reviews.models import Round
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle
from gongkai.gongwen import numbers
from gongkai.law import lists


def obstacles_to_publish(user: Any, subject: Subject, approval: Round | None = None) -> list[Obstacle]:
    """Why this user may not publish the record now: for the first time, or again after a withdrawal.

    approval: `approved_submission` of the record, where the caller has it already.
    """
    found = _release_obstacles(user, subject, approval or approved_submission(subject))
    if is_live(subject):
        found.insert(0, Obstacle("publish:live", "此件已经公开，改动请走“发布更正”。", cure="#correct"))
    return found


def judged_note(subject: Subject) -> str:
    """更正说明 as its drafter wrote it and the reviewers agreed to it; "" where none was written."""
    return note_of(approved_submission(subject))


def note_of(approval: Round | None) -> str:
    """The same of an approval that holds."""
    return approval.change_note if approval is not None else ""


def was_public(subject: Subject) -> bool:
    """Whether the public read it once: what changes now is told in a note."""
    public = Publication.objects.filter(subject_type=label_of(subject), subject_id=subject.pk)
    return public.filter(published_at__isnull=False).exists()


def is_live(subject: Subject) -> bool:
    """Whether the public reads it now."""
    public = Publication.objects.filter(subject_type=label_of(subject), subject_id=subject.pk)
    return public.filter(state=Publication.State.LIVE).exists()


def obstacles_to_correct(
    user: Any, publication: Publication, approval: Round | None = None
) -> list[Obstacle]:
    """Why this user may not put the reviewed correction in the place of the public text. approval: as above."""
    subject = publication.subject
    found = _release_obstacles(user, subject, approval or approved_submission(subject))
    if publication.state != Publication.State.LIVE:
        sentence = f"此件{publication.get_state_display()}，没有公开的文字可以更正。"
        found.append(Obstacle("correct:state", sentence))
    return found


def _release_obstacles(user: Any, subject: Subject, approval: Round | None) -> list[Obstacle]:
    found = publisher_obstacles(user, subject)
    if closed := kind_of(subject).closed(subject):
        sentence = f"公开属性是“{closed}”，不向社会发布。"
        found.append(Obstacle("publish:attribute", sentence, law.cite("openness")))
    if subject.stage == Stage.SCHEDULED:
        return [*found, Obstacle("publish:scheduled", "此件已定时；要改时间或马上发，请先取消定时。")]
    if subject.stage != Stage.APPROVED or approval is None:
        found.append(
            Obstacle("publish:not_approved", "审核没有走完，或审核后又有改动。", law.cite("same_text"))
        )
        return found
    facts = facts_of(approval)
    if user.pk in {facts.drafter, facts.submitter, subject.drafted_by_id}:
        found.append(Obstacle("publish:own", "您是本件拟稿人，须由第二个人发布。", law.cite("second_person")))
    elif user.pk in facts.judged:
        found.append(
            Obstacle("publish:reviewer", "您审核过本件，须由另一个人发布。", law.cite("second_person"))
        )
    elif user.pk in facts.wrote:
        found.append(
            Obstacle("publish:hand", "您改过送审的内容，须由第二个人发布。", law.cite("second_person"))
        )
    return found + content_obstacles(subject) + _together(subject)


def _together(subject: Subject) -> list[Obstacle]:
    """What beside the record itself stands against its release: its bundle, its number."""
    return kind_of(subject).obstacles_together(subject) + _double(subject)


def _double(subject: Subject) -> list[Obstacle]:
    """Another public record of the body under the same number: the public register could name only one."""
    number = kind_of(subject).content(subject).number
    read = numbers.parse_number(number)
    if read is None or read.damaged or not (read.agency and read.year and read.serial):
        return []  # none, or an order (令), whose numbers begin anew
    same = Publication.objects.filter(
        number=number, organization=subject.organization, state=Publication.State.LIVE
    ).exclude(subject_type=label_of(subject), subject_id=subject.pk)
    other = same.values_list("title", flat=True).first()
    if other is None:
        return []
    sentence = f"同一文号{number}已有一件公开（{other[:40]}），请核对文号，更正错的那一件后再发布。"
    return [Obstacle("publish:double", sentence, law.cite("document_number"), "#number")]


def obstacles_to_unschedule(user: Any, subject: Subject) -> list[Obstacle]:
    """Why this user may not take back a set time."""
    found = publisher_obstacles(user, subject)
    if subject.stage != Stage.SCHEDULED:
        found.append(Obstacle("unschedule:stage", "此件没有在等定时发布。"))
    return found


def obstacles_to_turn_back(user: Any, subject: Subject) -> list[Obstacle]:
    """Why this user may not give an approved record back to its drafter instead of publishing it."""
    found = []
    if not may_at(user, powers.PUBLISH, publishing_body(subject), None):
        found.append(
            Obstacle("turn_back:no_power", f"您的岗位不能发布这件{kind_of(subject).noun}，也不能退回它。")
        )
    if user.pk == subject.drafted_by_id:
        found.append(Obstacle("turn_back:own", "您是本件拟稿人，请用“撤回送审”拿回来改。"))
    if subject.stage != Stage.APPROVED:
        found.append(Obstacle("turn_back:stage", f"此件{subject.get_stage_display()}，不在等待发布。"))
    return found


def publisher_obstacles(user: Any, subject: Subject) -> list[Obstacle]:
    found = []
    if not may_at(user, powers.PUBLISH, publishing_body(subject), None):
        found.append(Obstacle("publish:no_power", f"您的岗位不能发布这件{kind_of(subject).noun}。"))
    if not subject.organization.index_code:
        found.append(
            Obstacle(
                "publish:index_code",
                "本机关没有设机构代码，编不出索引号，请系统管理员补上。",
                law.cite("catalogue"),
            )
        )
    return found


def obstacles_of_placement(
    subject: Subject,
    columns: list[Column],
    scheduled_for: dt.datetime | None,
    now: dt.datetime,
) -> list[Obstacle]:
    """What is wrong with the facts chosen at publication."""
    found = []
    site = site_of(subject.organization)
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


def obstacles_to_emergency(user: Any, subject: Subject, reason: str) -> list[Obstacle]:
    """Why the emergency path is closed. The record itself must still be fit for the public."""
    found = publisher_obstacles(user, subject) + content_obstacles(subject)
    if subject.stage in {Stage.PUBLISHED, Stage.SCHEDULED, Stage.FILED, Stage.WITHDRAWN}:
        found.append(Obstacle("emergency:stage", f"此件{subject.get_stage_display()}，不能走紧急发布。"))
    elif Version.objects.filter(
        publication__subject_type=label_of(subject), publication__subject_id=subject.pk
    ).exists():
        found.append(
            Obstacle(
                "emergency:again",
                f"这件{kind_of(subject).noun}公开过，不能走紧急发布；内容有误请先撤回公开，改好后再送审。",
                law.cite("emergency"),
            )
        )
    if kind_of(subject).closed(subject):
        found.append(
            Obstacle("publish:attribute", "只有主动公开的信息可以紧急发布。", law.cite("scope_emergency"))
        )
    if len(reason.strip()) < 5:
        found.append(Obstacle("emergency:reason", "请写明紧急的理由。", law.cite("emergency"), "#reason"))
    return found + _together(subject) + obstacles_of_words(reason, "紧急的理由", "#reason")


def obstacles_to_withdraw(user: Any, publication: Publication) -> list[Obstacle]:
    """Why the publication may not be withdrawn."""
    found = []
    subject = publication.subject
    if not at_the_office(user, powers.WITHDRAW, subject):
        found.append(Obstacle("withdraw:no_power", "您的岗位不能撤回已公开的信息。"))
    if publication.state != Publication.State.LIVE:
        found.append(Obstacle("withdraw:state", f"此件{publication.get_state_display()}，不能再撤回。"))
    return found


def obstacles_of_withdrawal(reason: str, public_note: str) -> list[Obstacle]:
    """What is missing in the facts of a withdrawal."""
    found = []
    if reason not in {e.code for e in lists.entries("withdrawal", moment.today())}:
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
