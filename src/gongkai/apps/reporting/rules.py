"""The life of a report: drafted by one, reviewed by a second, issued by a third, then public by the common way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai import law
from gongkai.apps.ledger.queries import acts_on
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import (
    CHANGE,
    DRAFT,
    PUBLISH,
    REVIEW_OFFICE,
    SUBMIT,
    VIEW,
    grants,
    may,
)
from gongkai.apps.reporting import events
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reviews import queries as reviews
from gongkai.apps.reviews.rules import obstacles_to_judge
from gongkai.exceptions import Obstacle
from gongkai.statforms.forms import all_forms, form_for_year

PROVISION = "annual_dept"  # which day is law data, chosen by the year it falls due in
FIRST_YEAR = 2014
TRAITS_AT_FIRST = ("no_rulemaking_power",)  # a bureau of education makes no 规章


# acts of the ledger that put something into the report
_WRITING = (
    events.OPENED, events.TRAITS, events.FILLED, events.ZEROED, events.WRITTEN,
)  # fmt: skip


def hands_of(report: Report) -> frozenset[int]:
    """Everybody who typed a figure or a text of the report, and its drafter."""
    typed = {int(who) for who, _ in acts_on(report, _WRITING) if who.isdigit()}
    return reviews.hands_before(report) | typed | {report.drafted_by_id}


def obstacles_to_open(
    user: Any, organization: Organization, section: Organization, year: int, today: dt.date
) -> list[Obstacle]:
    """Why no report can be begun for that body and year."""
    found = []
    place = section if section.is_section else organization
    if not may(user, DRAFT, place):
        found.append(Obstacle("report:no_power", "您的岗位不能编制这个单位的年度报告。"))
    if not FIRST_YEAR <= year <= today.year or form_for_year(year) is None:
        found.append(
            Obstacle(
                "report:year",
                f"{year}年不在可以编制的年度（{FIRST_YEAR}年至{today.year}年）之内。",
                cure="#year",
            )
        )
    if Report.objects.filter(organization=organization, year=year).exists():
        found.append(
            Obstacle(
                "report:twice",
                f"{organization.name}{year}年的报告已经在编制，一年只有一份。",
                law.cite("one_report"),
                "#year",
            )
        )
    return found


def obstacles_to_change(user: Any, report: Report) -> list[Obstacle]:
    """Why nothing may be typed now."""
    found = []
    if not may(user, CHANGE, report):
        found.append(Obstacle("report:no_power", "您的岗位不能改写这份年度报告。"))
    if report.state != State.DRAFT:
        found.append(
            Obstacle(
                "report:locked",
                f"报告{report.get_state_display()}，各数已经冻结，任何人不得改动；需要改动请先撤回送审或由审定人退回。",
            )
        )
    return found


def obstacles_to_submit(user: Any, report: Report, blocking: int, today: dt.date) -> list[Obstacle]:
    """Why the report may not go to review. blocking: open points that must be mended first."""
    found = []
    if not may(user, SUBMIT, report):
        found.append(Obstacle("report:no_power", "您的岗位不能送审这份年度报告。"))
    if report.state != State.DRAFT:
        found.append(Obstacle("report:state", f"报告{report.get_state_display()}，不能再送审。"))
    if today <= dt.date(report.year, 12, 31):
        found.append(
            Obstacle(
                "report:early", f"{report.year}年还没有结束，数还会变。", "年度报告的统计期限到12月31日止"
            )
        )
    if blocking:
        found.append(Obstacle("report:findings", f"还有{blocking}处必须先改。", cure="#finds"))
    return found


def obstacles_to_recall(user: Any, report: Report) -> list[Obstacle]:
    """Why the report can't be taken back from review."""
    if report.state not in {State.IN_REVIEW, State.APPROVED}:
        return [Obstacle("report:state", "报告不在审定中。")]
    return [] if may(user, SUBMIT, report) else [Obstacle("report:no_power", "您的岗位不能撤回送审。")]


def obstacles_to_review(user: Any, report: Report) -> list[Obstacle]:
    """Why this person may not agree or return."""
    if report.state != State.IN_REVIEW:
        return [Obstacle("report:state", f"报告{report.get_state_display()}，不在待审定。")]
    return _obstacles_to_judge(user, report)


def obstacles_to_issue(user: Any, report: Report) -> list[Obstacle]:
    """Why this person may not issue, or return instead of issuing."""
    if report.state != State.APPROVED:
        return [Obstacle("report:state", f"报告{report.get_state_display()}，审定后才能签发。")]
    return _obstacles_to_judge(user, report)


def _obstacles_to_judge(user: Any, record: Report | Received) -> list[Obstacle]:
    round_ = reviews.latest(record)
    if round_ is None:
        return [Obstacle("report:state", "报告没有送审。")]
    holds = reviews.holds_post(user, round_)
    return obstacles_to_judge(user.pk, holds_post=holds, facts=reviews.facts_of(round_))


def obstacles_to_reopen(user: Any, report: Report) -> list[Obstacle]:
    """Why an issued report may not be opened again."""
    found = []
    if not may(user, PUBLISH, report.organization):
        found.append(Obstacle("report:no_power", "您的岗位不能重开年度报告。"))
    if report.state != State.ISSUED:
        found.append(Obstacle("report:state", "只有已签发的报告才用得着重开。"))
    if report.document is not None and report.document.stage == "in_review":
        found.append(Obstacle("report:document", "报告登记的公文正在审核，请先撤回送审。"))
    return found


def obstacles_to_hand_over(user: Any, report: Report) -> list[Obstacle]:
    """Why the issued report may not be registered and sent for publication.

    The drafter does it, so that drafter and document agree and every reviewer is a second person.
    """
    found = []
    if report.state != State.ISSUED:
        found.append(Obstacle("report:state", "签发后才能送公开。"))
    if not may(user, DRAFT, report) or not may(user, SUBMIT, report):
        found.append(Obstacle("report:no_power", "您的岗位不能登记和送审公文。"))
    if report.drafted_by_id != user.pk and grants(report.drafted_by):
        found.append(
            Obstacle(
                "report:not_drafter",
                f"由编制人{report.drafted_by}送公开，审核人才都是第二人。",
                law.cite("second_person"),
            )
        )
    if report.document is not None and report.document.stage not in {
        "draft",
        "returned",
        "published",
        "withdrawn",
    }:
        found.append(Obstacle("report:document", f"报告登记的公文{report.document.get_stage_display()}。"))
    return found


def obstacles_to_hand_in(
    user: Any, organization: Organization, receiver: Organization | None, year: int, today: dt.date
) -> list[Obstacle]:
    """Why a report can't be handed in for a body."""
    found = []
    if receiver is None:
        return [Obstacle("received:receiver", f"{organization.name}没有上级单位，不需要报送。")]
    if not (may(user, SUBMIT, organization) or may(user, REVIEW_OFFICE, receiver)):
        found.append(Obstacle("received:no_power", "您的岗位不能为这个单位报送年度报告。"))
    if not all_forms()[0].first_year <= year <= today.year:
        found.append(Obstacle("received:year", f"{year}年不在可以报送的年度之内。", cure="#id_year"))
    standing = Received.objects.filter(organization=organization, receiver=receiver, year=year).exclude(
        state=Received.State.RETURNED
    )
    if standing.exists():
        found.append(
            Obstacle(
                "received:twice",
                f"{organization.name}{year}年的报告已经报送；要换一份，请接收单位先退回。",
                cure="#id_year",
            )
        )
    return found


def obstacles_to_decide(user: Any, received: Received) -> list[Obstacle]:
    """Why this person may not accept or return a report that was handed in."""
    if received.state != Received.State.RECEIVED:
        return [Obstacle("received:state", f"这份报告{received.get_state_display()}。")]
    return _obstacles_to_judge(user, received)


def readable(user: Any, received: Received) -> bool:
    """The body that hands in and the body that receives both see it."""
    return may(user, VIEW, received.organization) or may(user, VIEW, received.receiver)
