"""What may be done with a document before it goes to review; pure decisions over plain facts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from gongkai import law
from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.documents.publicity import publicity_of
from gongkai.apps.organizations.permissions import CHANGE, may
from gongkai.clocks import chinese_day, moment
from gongkai.exceptions import GongkaiError, Obstacle
from gongkai.law import lists

# how a document that nobody may change comes back to its drafter
WAYS_BACK = {
    Stage.IN_REVIEW: "撤回送审，或由审核人退回",
    Stage.APPROVED: "撤回送审，或由发布人退回",
    Stage.SCHEDULED: "由发布人取消定时，再退回",
}
EDITABLE = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.FILED})
OPENING = "proactive"  # the provision whose clock runs from 成文日期
TURNED_OPEN = "turned_open_on"  # in `evidence`: the day on which a filed document was found fit to be open


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
                law.cite("same_text"),
            )
        )
    return found


def obstacles_of_facts(document: OfficialDocument, today: dt.date) -> list[Obstacle]:
    """What no document can be: without a title, or signed on a day that has not come."""
    found = []
    if not document.title:
        found.append(Obstacle("document:title", "请填写标题。", cure="#title"))
    if document.signed_on and document.signed_on > today:
        found.append(
            Obstacle(
                "document:signed_on",
                f"成文日期{chinese_day(document.signed_on)}晚于今天（{chinese_day(today)}），请按落款核对。",
                cure="#signed_on",
            )
        )
    return found


def obstacles_of_version(document: OfficialDocument, seen: str) -> list[Obstacle]:
    """Somebody else's change since the screen was opened. seen: `version_of` then; empty where no screen was."""
    if not seen or seen == version_of(document):
        return []
    return [
        Obstacle(
            "document:changed_since",
            "您打开这一页以后，这件公文又被改过。现在存的和您填的都列在下面，核对后再存。",
        )
    ]


# what a form shows and an act may change
_VERSIONED = (
    "title", "kind", "number", "issuer", "addressee", "copied_to", "printed", "normative", "signed_on", "effective_on", "expires_on", "html",
    "attribute", "ground", "ground_note", "party_and_government", "disclosing_body", "authorisation", "stage",
)  # fmt: skip


def version_of(document: OfficialDocument) -> str:
    """The state of the row, to be handed back with a form: two tabs never overwrite each other."""
    said = json.dumps([str(getattr(document, name)) for name in _VERSIONED], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def obstacles_to_discard(user: Any, document: OfficialDocument) -> list[Obstacle]:
    """Why the record may not be taken away: only what was never handed in, holds no number and binds nothing."""
    found = obstacles_to_change(user, document)
    if document.stage != Stage.DRAFT:
        found.append(Obstacle("document:not_draft", "只有登记中的公文可以作废登记。"))
    if document.number:
        found.append(Obstacle("document:numbered", "已有发文字号的公文不能删去，请在流水目录中说明空号。"))
    if _bound(document):
        found.append(
            Obstacle(
                "document:has_history",
                "这件公文送审过，审核和索引号的记录要留存，不能作废登记；不再办的，请认定为不公开后归档。",
            )
        )
    return found


def _bound(document: OfficialDocument) -> bool:
    """Whether records of another floor (a round of review, an index number, a report) hang on this one and must stay."""
    if document.submissions.exists() or publicity_of([document.pk]):
        return True
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=document)
    try:
        collector.collect([document])
    except (ProtectedError, RestrictedError):
        return True
    return False


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
        return [Obstacle("attribute:undecided", "还没有认定公开属性。", law.cite("attribute_first"), cure)]
    entry = lists.entry("attributes", attribute, moment.today())
    if entry.facts.get("needs_ground"):
        allowed = {g.code: g for g in lists.grounds_for(attribute, moment.today())}
        if ground not in allowed:
            found.append(Obstacle("attribute:ground", f"{entry.label}须选定理由。", entry.citation, cure))
    if party_and_government:
        if not disclosing_body:
            found.append(
                Obstacle(
                    "attribute:disclosing_body",
                    "党政联合制发的文件须写明由谁公开。",
                    law.cite("joint_document"),
                    cure,
                )
            )
        if not authorisation and attribute == Attribute.OPEN:
            found.append(
                Obstacle(
                    "attribute:authorisation",
                    "党政联合制发的文件须写明公开的授权依据。",
                    law.cite("joint_document"),
                    cure,
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
    try:
        return lists.entry("grounds", document.ground)
    except GongkaiError:
        return None


def next_attribute_review(document: OfficialDocument, today: dt.date) -> dt.date | None:
    """When a document that is not open is looked at again; None for open ones."""
    if document.attribute not in {Attribute.ON_REQUEST, Attribute.CLOSED}:
        return None
    year = today.year + law.amount("attribute_period")
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return today.replace(year=year, day=28)


def opening_clock_runs(document: OfficialDocument) -> bool:
    """Whether the limit of its provision runs: open, dated, not yet public."""
    return (
        document.attribute == Attribute.OPEN
        and document.signed_on is not None
        and not before_the_law(document.signed_on)
        and document.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN, Stage.FILED}
    )


def opening_rule() -> law.Version:
    """The newest national text on how soon an open document is public, to be shown with its article."""
    return law.provision(OPENING).versions[-1]


def before_the_law(signed_on: dt.date) -> bool:
    """Whether a document is older than the first version of the provision: no clock counts from it."""
    versions = [v for provision in law.known_law().peers(OPENING) for v in provision.versions]
    return all(version.start > signed_on for version in versions)


def opening_starts_on(document: OfficialDocument, signed_on: dt.date) -> dt.date:
    """成文日期; for one that was filed as not open and is opened after its 定期评估审查, the day of that change:
    the law counts from 形成或者变更之日."""
    turned = str(document.evidence.get(TURNED_OPEN) or "")
    return max(signed_on, dt.date.fromisoformat(turned)) if turned else signed_on
