"""送审, 审定, 签发, 重开, 送公开, 报送 of our own report, declared once: buttons, addresses, what the door asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from gongkai.apps.organizations.acts import Act, Acts
from gongkai.apps.organizations.permissions import DRAFT, PUBLISH, REVIEW_OFFICE, SUBMIT, VIEW
from gongkai.apps.reporting import actions, queries, rules
from gongkai.apps.reporting.actions.publication import same_text
from gongkai.apps.reporting.checking import blocking, open_points, part_url, previous_reading
from gongkai.apps.reporting.compiled import compiled
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reporting.outlines import outline
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

JUDGED = frozenset({State.IN_REVIEW, State.APPROVED})


def to_submit(user: Any, report: Report) -> list[Obstacle]:
    """What stands against 送审, with the points that must be mended counted."""
    points = open_points(compiled(report), previous_reading(report))
    return rules.obstacles_to_submit(user, report, len(blocking(points)), moment.today())


def to_return(user: Any, report: Report) -> list[Obstacle]:
    """Who takes the present step may also send back."""
    judge = rules.obstacles_to_issue if report.state == State.APPROVED else rules.obstacles_to_review
    return judge(user, report)


def to_hand_in_own(user: Any, report: Report) -> list[Obstacle]:
    """What stands against 报送上级."""
    return rules.obstacles_to_hand_in(
        user, report.organization, report.organization.parent, report.year, moment.today()
    )


def _whose_step_it_is(user: Any, report: Report) -> bool:
    return report.state in JUDGED and not any(o.code == "review:no_power" for o in to_return(user, report))


def _unlike_the_public_text(user: Any, report: Report) -> bool:
    """Issued, and the public does not see these very words yet."""
    done = report.document is not None and report.document.stage == "published" and same_text(report)
    return report.state == State.ISSUED and not done


def came_from(request: HttpRequest, report: Report) -> str:
    """The part from which a button was pressed; the report itself where none is named."""
    key = request.POST.get("part", "")
    known = outline(report.form).part(key)
    return part_url(report, key) if known else reverse("reporting:detail", args=[report.pk])


# The steps ask for a post at the round (law/data/reviews/report.toml); VIEW is what the door asks beforehand.
REPORTS = Acts(
    "reporting.Report", "reporting", reach=queries.reach, page="reporting:detail", home=came_from,
    acts=(
        Act(
            "submit", "送负责人审定", actions.submit, SUBMIT, to_submit, main=True, done="已送审，各数已经冻结。",
            shown=lambda user, r: r.state == State.DRAFT,
        ),
        Act(
            "recall", "撤回送审", actions.recall, SUBMIT, rules.obstacles_to_recall, done="已撤回送审，可以再改。",
            shown=lambda user, r: r.state in JUDGED,
        ),
        Act(
            "return", "退回", actions.return_report, VIEW, to_return, asks="退回的原因", done="已退回编制人。",
            shown=_whose_step_it_is,
        ),
        Act(
            "agree", "同意", actions.agree, VIEW, rules.obstacles_to_review, main=True, done="已同意，待签发。",
            shown=lambda user, r: r.state == State.IN_REVIEW and _whose_step_it_is(user, r),
        ),
        Act(
            "issue", "签发", actions.issue, PUBLISH, rules.obstacles_to_issue, main=True,
            done="已签发，请编制人送公开。", at=lambda r: r.organization,
            shown=lambda user, r: r.state == State.APPROVED and _whose_step_it_is(user, r),
        ),
        Act(
            "reopen", "重开", actions.reopen, PUBLISH, rules.obstacles_to_reopen, asks="重开的原因",
            done="已重开，改好后重新送审；公开页面上仍是原来的一版。", at=lambda r: r.organization,
            shown=lambda user, r: r.state == State.ISSUED,
        ),
        Act(
            "hand_in_own", "报送上级", actions.hand_in_own, SUBMIT, to_hand_in_own, done="已报送上级。",
            at=lambda r: r.organization,
            shown=lambda user, r: r.state == State.ISSUED and r.organization.parent_id is not None,
        ),
        Act(
            "hand_over", "送公开", actions.hand_over, DRAFT, rules.obstacles_to_hand_over, main=True,
            done="已登记为公文并送审；审完由发布人公开。", shown=_unlike_the_public_text,
        ),
    ),
)  # fmt: skip


def _waits(user: Any, received: Received) -> bool:
    return received.state == Received.State.RECEIVED


RECEIVED = Acts(
    "reporting.Received", "reporting", reach=queries.reach_received, page="reporting:received", prefix="inbox/",
    places=(("receiver", ""),),
    acts=(
        Act(
            "give_back", "退回修改", actions.send_back, REVIEW_OFFICE, rules.obstacles_to_decide, asks="退回的原因",
            done="已退回，问题清单一并告知报送单位。", at=lambda r: r.receiver, shown=_waits,
        ),
        Act(
            "accept", "接收", actions.accept, REVIEW_OFFICE, rules.obstacles_to_decide, main=True, done="已接收。",
            at=lambda r: r.receiver, shown=_waits,
        ),
    ),
)  # fmt: skip
