"""What may be done with a document before it goes to review; pure decisions over plain facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai import law
from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.organizations.permissions import CHANGE, may
from gongkai.exceptions import GongkaiError, Obstacle
from gongkai.law import lists

# how a document that nobody may change comes back to its drafter
WAYS_BACK = {
    Stage.IN_REVIEW: "撤回送审，或由审核人退回",
    Stage.APPROVED: "撤回送审，或由发布人退回",
    Stage.SCHEDULED: "由发布人取消定时，再退回",
}
EDITABLE = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.FILED})
OPENING = "proactive"  # the provision whose clock runs from 成文日期 (条例第二十六条)
TURNED_OPEN = "turned_open_on"  # in `evidence`: the day on which a filed document was found fit to be open
REVIEW_PERIOD_YEARS = (
    1  # 定期评估审查 has no period in 条例第十八条; a year is the habit, the date is editable
)


def obstacles_to_change(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why the text or the facts may not be changed now."""
    found = []
    if not may(user, CHANGE, document):
        found.append(Obstacle("document:no_power", "您的岗位不能修改这件公文。"))
    if document.stage not in EDITABLE:
        found.append(
            Obstacle(
                "document:locked",
                f"此件{document.get_stage_display()}，任何人不得改动；需要改动请先{WAYS_BACK[Stage(document.stage)]}。",
                "条例第十七条",
            )
        )
    return found


def obstacles_of_attribute(
    *,
    attribute: str,
    ground: str,
    ground_note: str,
    party_and_government: bool,
    disclosing_body: str,
    authorisation: str,
) -> list[Obstacle]:
    """What is still missing in a decision on the attribute (源头认定)."""
    found: list[Obstacle] = []
    cure = "#attribute"
    if attribute not in Attribute.values or attribute == Attribute.UNDECIDED:
        return [Obstacle("attribute:undecided", "还没有认定公开属性。", "条例第十七条", cure)]
    entry = lists.entry("attributes", attribute)
    if entry.facts.get("needs_ground"):
        allowed = {g.code: g for g in lists.grounds_for(attribute)}
        if ground not in allowed:
            found.append(
                Obstacle(
                    "attribute:ground", f"{entry.label}须选定理由。", f"条例{entry.source.article}", cure
                )
            )
    if party_and_government:
        if not disclosing_body:
            found.append(
                Obstacle(
                    "attribute:disclosing_body", "党政联合制发的文件须写明由谁公开。", "条例第十条", cure
                )
            )
        if not authorisation and attribute == Attribute.OPEN:
            found.append(
                Obstacle(
                    "attribute:authorisation", "党政联合制发的文件须写明公开的授权依据。", "条例第十条", cure
                )
            )
    return found


def attribute_obstacles(document: OfficialDocument) -> list[Obstacle]:
    """The same for a stored document."""
    return obstacles_of_attribute(
        attribute=document.attribute,
        ground=document.ground,
        ground_note=document.ground_note,
        party_and_government=document.party_and_government,
        disclosing_body=document.disclosing_body,
        authorisation=document.authorisation,
    )


def ground_of(document: OfficialDocument) -> law.Entry | None:
    """The coded ground with its article; None where none is set or the code is no longer in the list."""
    if not document.ground:
        return None
    try:
        return lists.entry("grounds", document.ground)
    except GongkaiError:
        return None


def next_attribute_review(document: OfficialDocument, today: dt.date) -> dt.date | None:
    """When a document that is not open is looked at again (条例第十八条); None for open ones."""
    if document.attribute not in {Attribute.ON_REQUEST, Attribute.CLOSED}:
        return None
    try:
        return today.replace(year=today.year + REVIEW_PERIOD_YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year + REVIEW_PERIOD_YEARS, day=28)


def opening_clock_runs(document: OfficialDocument) -> bool:
    """Whether the 20 working days of 条例第二十六条 run: open, dated, not yet public."""
    return (
        document.attribute == Attribute.OPEN
        and document.signed_on is not None
        and document.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN, Stage.FILED}
    )


def opening_starts_on(document: OfficialDocument, signed_on: dt.date) -> dt.date:
    """成文日期; for one that was filed as not open and is opened after its 定期评估审查, the day of that change:
    条例第二十六条 counts from 形成或者变更之日."""
    turned = str(document.evidence.get(TURNED_OPEN) or "")
    return max(signed_on, dt.date.fromisoformat(turned)) if turned else signed_on


def obstacles_to_discard(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why the registration may not be given up: only a draft that was never handed in and holds no number may."""
    found = obstacles_to_change(user, document)
    if document.stage != Stage.DRAFT:
        found.append(Obstacle("document:not_draft", "只有登记中的公文可以作废登记。"))
    if document.number:
        found.append(Obstacle("document:numbered", "已有发文字号的公文不能删去，请在流水目录中说明空号。"))
    if document.submissions.exists():
        found.append(Obstacle("document:handed_in", "这件公文送审过，审核记录要留存，不能作废登记。"))
    return found
