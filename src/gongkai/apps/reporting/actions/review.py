"""送审, 审定, 退回, 签发, 重开: three people, and the figures frozen from the first of these acts on."""

from __future__ import annotations

from django.db import transaction

from gongkai.apps.deadlines.queries import was_met
from gongkai.apps.notices import actions as notices
from gongkai.apps.organizations.models import User
from gongkai.apps.reporting import events, rules
from gongkai.apps.reporting.actions.common import keep, lock, refuse, tell
from gongkai.apps.reporting.actions.drafting import keep_clock
from gongkai.apps.reporting.checking import blocking, open_points, previous_reading
from gongkai.apps.reporting.compiled import freeze, live, seal_holds, title_of
from gongkai.apps.reporting.models import FrozenRecords, Report, State
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import people_for, rounds_of
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


@transaction.atomic
def submit(user: User, report: Report) -> Report:
    """送审: count once more, check, freeze. What the reviewer sees is what will be issued."""
    report = lock(report)
    state = live(report)
    points = blocking(open_points(state, previous_reading(report)))
    refuse(rules.obstacles_to_submit(user, report, len(points), moment.today()))
    frozen, sha256 = freeze(state)
    keep(report, state=State.IN_REVIEW, frozen=frozen, sha256=sha256)
    reviews.open_round(
        user, report, code="report", organization=report.organization, section=report.section,
        drafter=report.drafted_by, hands=rules.hands_of(report), fingerprint=sha256,
    )  # fmt: skip
    tell(events.SUBMITTED, user, report, sha256=sha256[:16], full=sha256)
    _notify_next(report, "待您审定")
    return report


def _notify_next(report: Report, what: str) -> None:
    """Whoever may take the present step and had no part in the report."""
    round_ = _round(report)
    _notify(report, set(people_for(round_, round_.present).values_list("pk", flat=True)), what)


def _round(report: Report) -> Round:
    """The round that stands, locked."""
    return reviews.lock(rounds_of(report).order_by("-id")[0])


def _notify(report: Report, people: set[int], what: str) -> None:
    url = f"/workbench/reports/{report.pk}/"
    notices.tell(people, f"{title_of(report)}：{what}", report, url)


def _thawed(report: Report, **values: object) -> Report:
    FrozenRecords.objects.filter(report=report).delete()
    return keep(report, state=State.DRAFT, frozen=None, sha256="", **values)


@transaction.atomic
def recall(user: User, report: Report) -> Report:
    """撤回送审: figures run again."""
    report = lock(report)
    refuse(rules.obstacles_to_recall(user, report))
    reviews.recall(_round(report))
    _thawed(report)
    tell(events.RECALLED, user, report)
    return report


@transaction.atomic
def agree(user: User, report: Report, opinion: str = "") -> Report:
    """审定同意, by a second person."""
    report = lock(report)
    refuse(rules.obstacles_to_review(user, report))
    reviews.agree(user, _round(report), opinion)
    keep(report, state=State.APPROVED, opinion=opinion.strip()[:1000])
    tell(events.AGREED, user, report, because=report.opinion, sha256=report.sha256)
    _notify_next(report, "待签发")
    return report


@transaction.atomic
def return_report(user: User, report: Report, opinion: str) -> Report:
    """退回 with a reason; figures run again."""
    report = lock(report)
    judge = rules.obstacles_to_issue if report.state == State.APPROVED else rules.obstacles_to_review
    found = judge(user, report)  # who is to issue may also send back
    if not opinion.strip():
        found.append(Obstacle("report:opinion", "退回须写明原因。", cure="#id_opinion"))
    refuse(found)
    reviews.send_back(user, _round(report), [], opinion)
    _thawed(report, opinion=opinion.strip()[:1000])
    tell(events.RETURNED, user, report, because=report.opinion)
    _notify(report, {report.drafted_by_id}, f"退回：{report.opinion[:100]}")
    return report


@transaction.atomic
def issue(user: User, report: Report) -> Report:
    """签发 what was reviewed, by a third person. Refused where the frozen report is no longer what was hashed."""
    report = lock(report)
    refuse(rules.obstacles_to_issue(user, report))
    if not seal_holds(report):
        raise Refused(
            [
                Obstacle(
                    "report:seal",
                    "冻结的数与校验码不符，可能被改动过，不能签发；请退回重新送审，并告诉系统管理员。",
                )
            ]
        )
    reviews.agree(user, _round(report))
    keep(report, state=State.ISSUED)
    tell(events.ISSUED, user, report, sha256=report.sha256[:16], full=report.sha256)
    _notify(report, {report.drafted_by_id}, "已签发，请送公开")
    return report


@transaction.atomic
def reopen(user: User, report: Report, opinion: str) -> Report:
    """重开 an issued report to correct it: a new round of review; the public keeps the old text until the correction."""
    report = lock(report)
    found = rules.obstacles_to_reopen(user, report)
    if not opinion.strip():
        found.append(Obstacle("report:because", "重开须写明原因。", cure="#id_opinion"))
    refuse(found)
    before = report.sha256
    _thawed(report, opinion=opinion.strip()[:1000])
    if not was_met(report, matter=rules.PROVISION):
        keep_clock(report)
    tell(events.REOPENED, user, report, because=opinion, sha256=before)
    return report
