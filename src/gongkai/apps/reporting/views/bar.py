"""The bar at the foot: what may be done now, by whom, and what stands against it before anyone presses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gongkai.apps.organizations.acts import Button
from gongkai.apps.reporting import rules
from gongkai.apps.reporting.actions.publication import same_text
from gongkai.apps.reporting.acts import REPORTS
from gongkai.apps.reporting.checking import Open, blocking
from gongkai.apps.reporting.compiled import Compiled, seal_holds
from gongkai.apps.reporting.models import Report, State
from gongkai.apps.reviews.queries import judgements, latest
from gongkai.clocks import moment


@dataclass(frozen=True)
class Bar:
    """Words on the left, buttons on the right."""

    says: str
    note: str
    buttons: list[Button]
    warnings: tuple[str, ...] = ()

    @property
    def barred(self) -> list[Button]:
        """The acts that stand grey, each reason said once: no grey button without its sentence."""
        told: set[str] = set()
        found = []
        for button in sorted(self.buttons, key=lambda b: not b.main):
            new = [o for o in button.obstacles if o.code not in told]
            told |= {o.code for o in new}
            if new:
                found.append(replace(button, obstacles=new))
        return found


def bar_of(user: Any, state: Compiled, points: list[Open]) -> Bar:
    """The bar for this person and this state."""
    report = state.report
    must = len(blocking(points))
    to_submit = rules.obstacles_to_submit(user, report, must, moment.today())
    buttons = REPORTS.buttons(user, report, {"submit": to_submit})
    if report.state == State.DRAFT:
        check = sum(p.level == "check" for p in points)
        says = f"送审前还差{must}项" if must else "还不能送审" if to_submit else "可以送审"
        returned = f"；上次退回：{report.opinion}" if report.opinion else ""
        return Bar(says, (f"请核{check}处" if check else "没有要核的") + returned, buttons)
    says, note = _WORDS[State(report.state)](report)
    return Bar(says, note, buttons, _warnings(state))


def _in_review(report: Report) -> tuple[str, str]:
    return "待审定", f"{report.drafted_by}编制，各数已冻结，校验 {report.sha256[:8]}"


def _approved(report: Report) -> tuple[str, str]:
    note = f"{_who(report, 'agree')}已审定"
    return "待签发", f"{note}：{report.opinion}" if report.opinion else note


def _issued(report: Report) -> tuple[str, str]:
    document = report.document
    note = "还没有送公开" if document is None else f"公文{document.get_stage_display()}"
    return f"{_who(report, 'issue')}签发", note


_WORDS = {State.IN_REVIEW: _in_review, State.APPROVED: _approved, State.ISSUED: _issued}


def _who(report: Report, step: str) -> str:
    """Who took a step of the round that stands."""
    round_ = latest(report)
    taken = [w.person.get_full_name() for w in judgements(round_) if w.step == step] if round_ else []
    return taken[-1] if taken else ""


def _warnings(state: Compiled) -> tuple[str, ...]:
    found = []
    if not seal_holds(state.report):
        found.append("冻结的数与校验码不符，可能被改动过，请告诉系统管理员。")
    if state.report.state == State.ISSUED and not same_text(state.report):
        found.append("登记的公文与签发的年报文字不一致，请核对；要改年报请重开。")
    return tuple(found)
