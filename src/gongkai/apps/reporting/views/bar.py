"""The bar at the foot: what may be done now, by whom, and what stands against it before anyone presses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.apps.organizations.permissions import SUBMIT, may
from gongkai.apps.reporting import rules
from gongkai.apps.reporting.actions.publication import same_text
from gongkai.apps.reporting.checking import Open, blocking
from gongkai.apps.reporting.compiled import Compiled, seal_holds
from gongkai.apps.reporting.models import Report, State
from gongkai.apps.reviews.queries import judgements, latest
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle


@dataclass(frozen=True)
class Act:
    """One button: name of the route, words, whether it is the main one, what stands against it."""

    route: str
    name: str
    obstacles: list[Obstacle] = field(default_factory=list)
    main: bool = False
    asks: str = ""  # a reason must be typed


@dataclass(frozen=True)
class Bar:
    """Words on the left, buttons on the right."""

    says: str
    note: str
    acts: list[Act]
    warnings: tuple[str, ...] = ()

    @property
    def barred(self) -> list[Act]:
        """The acts that stand grey, each reason said once: no grey button without its sentence."""
        told: set[str] = set()
        found = []
        for act in sorted(self.acts, key=lambda a: not a.main):
            new = [o for o in act.obstacles if o.code not in told]
            told |= {o.code for o in new}
            if new:
                found.append(replace(act, obstacles=new))
        return found


def bar_of(user: Any, state: Compiled, points: list[Open]) -> Bar:
    """The bar for this person and this state."""
    report = state.report
    draw = {
        State.DRAFT: _draft,
        State.IN_REVIEW: _in_review,
        State.APPROVED: _approved,
        State.ISSUED: _issued,
    }
    return draw[State(report.state)](user, state, points)


def _powerless(obstacles: list[Obstacle]) -> bool:
    return any(o.code in {"report:no_power", "review:no_power"} for o in obstacles)


def _who(report: Report, step: str) -> str:
    """Who took a step of the round that stands."""
    round_ = latest(report)
    taken = [w.person.get_full_name() for w in judgements(round_) if w.step == step] if round_ else []
    return taken[-1] if taken else ""


def _draft(user: Any, state: Compiled, points: list[Open]) -> Bar:
    must = len(blocking(points))
    check = sum(p.level == "check" for p in points)
    obstacles = rules.obstacles_to_submit(user, state.report, must, moment.today())
    says = f"送审前还差{must}项" if must else "还不能送审" if obstacles else "可以送审"
    note = f"请核{check}处" if check else "没有要核的"
    if state.report.opinion:
        note += f"；上次退回：{state.report.opinion}"
    return Bar(
        says,
        note,
        [] if _powerless(obstacles) else [Act("reporting:submit", "送负责人审定", obstacles, True)],
    )


def _in_review(user: Any, state: Compiled, points: list[Open]) -> Bar:
    obstacles = rules.obstacles_to_review(user, state.report)
    acts = []
    if not _powerless(obstacles):
        acts = [
            Act("reporting:return", "退回", obstacles, asks="opinion"),
            Act("reporting:agree", "同意", obstacles, True),
        ]
    if may(user, SUBMIT, state.report):
        acts.insert(0, Act("reporting:recall", "撤回送审"))
    return Bar(
        "待审定",
        f"{state.report.drafted_by}编制，各数已冻结，校验 {state.report.sha256[:8]}",
        acts,
        _seal(state),
    )


def _approved(user: Any, state: Compiled, points: list[Open]) -> Bar:
    obstacles = rules.obstacles_to_issue(user, state.report)
    acts = []
    if not _powerless(obstacles):
        acts = [
            Act("reporting:return", "退回", obstacles, asks="opinion"),
            Act("reporting:issue", "签发", obstacles, True),
        ]
    if may(user, SUBMIT, state.report):
        acts.insert(0, Act("reporting:recall", "撤回送审"))
    note = f"{_who(state.report, 'agree')}已审定"
    return Bar(
        "待签发", f"{note}：{state.report.opinion}" if state.report.opinion else note, acts, _seal(state)
    )


def _issued(user: Any, state: Compiled, points: list[Open]) -> Bar:
    report = state.report
    acts = []
    reopen = rules.obstacles_to_reopen(user, report)
    if not _powerless(reopen):
        acts.append(Act("reporting:reopen", "重开", reopen, asks="opinion"))
    if report.organization.parent_id and may(user, SUBMIT, report.organization):
        acts.append(Act("reporting:hand_in_own", "报送上级"))
    over = rules.obstacles_to_hand_over(user, report)
    done = report.document is not None and report.document.stage == "published" and same_text(report)
    if not _powerless(over) and not done:
        acts.append(Act("reporting:hand_over", "送公开", over, True))
    if report.document is None:
        note = "还没有送公开"
    else:
        note = f"公文{report.document.get_stage_display()}"
    warnings = _seal(state)
    if not same_text(report):
        warnings = (*warnings, "登记的公文与签发的年报文字不一致，请核对；要改年报请重开。")
    return Bar(f"{_who(report, 'issue')}签发", note, acts, warnings)


def _seal(state: Compiled) -> tuple[str, ...]:
    return () if seal_holds(state.report) else ("冻结的数与校验码不符，可能被改动过，请告诉系统管理员。",)
