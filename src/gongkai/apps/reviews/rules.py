"""Who may judge, and what a verb makes of a round: pure answers over frozen facts.

One rule for all kinds of records: whoever wrote any part of what is judged judges none of it, and nobody takes two
steps of one round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai import law
from gongkai.exceptions import Obstacle, Refused
from gongkai.law.processes import Process

OPEN, APPROVED, RETURNED, RECALLED = "open", "approved", "returned", "recalled"
TRANSITIONS: Mapping[tuple[str, str], str] = {
    (OPEN, "agree"): OPEN,
    (OPEN, "agree_last"): APPROVED,
    (OPEN, "send_back"): RETURNED,
    (OPEN, "recall"): RECALLED,
    (OPEN, "refuse"): RETURNED,
    (OPEN, "lapse"): RECALLED,  # overtaken: an emergency, a withdrawal
    (APPROVED, "recall"): RECALLED,
    (APPROVED, "turn_back"): RETURNED,
}
ENDED_AFTER = {
    APPROVED: "已经补签，不用再签。", RETURNED: "第二人已不同意，不用再签。", RECALLED: "所办的事已经撤销，不用补签。",
}  # fmt: skip
_NAMED = frozenset({"report", "second"})  # whose step is said as it is called, not as 审核
ENDED = {APPROVED: "审核完毕", RETURNED: "已退回", RECALLED: "已撤回送审"}


@dataclass(frozen=True)
class Facts:
    """A round as the rules see it. wrote: everybody who put something into it; judged: person → step taken."""

    process: Process
    state: str
    step: str
    drafter: int
    submitter: int
    wrote: frozenset[int]
    judged: Mapping[int, str]

    @property
    def barred(self) -> frozenset[int]:
        """Who may take no further step."""
        return self.wrote | frozenset(self.judged) | {self.drafter, self.submitter}


def after(state: str, verb: str) -> str:
    """The state that a verb leads to; refused where it leads nowhere from here."""
    try:
        return TRANSITIONS[state, verb]
    except KeyError:
        raise Refused(
            [Obstacle("review:closed", f"此次送审{ENDED.get(state, '审核中')}，不能这样办。")]
        ) from None


def second_person(person: int, facts: Facts, act: str = "审核") -> list[Obstacle]:
    """Why this person is no second person to the round; empty for one who had no part in it."""
    author = facts.process.drafter
    if person in {facts.drafter, facts.submitter}:
        sentence = f"您是本件{author}，不能自己{act}，须由第二个人{act}。"
        return [Obstacle("review:own", sentence, law.cite("second_person"))]
    if person in facts.wrote:
        what = "它" if facts.process.code == "second" else "送审"
        sentence = f"您改过{what}的内容，不能{act}，须由第二个人{act}。"
        return [Obstacle("review:hand", sentence, law.cite("second_person"))]
    if person in facts.judged:
        done = facts.process.name_of(facts.judged[person])
        sentence = f"您已做过本件的{done}，后面的环节须由另一个人办。"
        return [Obstacle("review:twice", sentence, law.cite("second_person"))]
    return []


def obstacles_to_judge(person: int, *, holds_post: bool, facts: Facts) -> list[Obstacle]:
    """Why this person may not give a word on the present step."""
    if facts.state != OPEN:
        ended = (ENDED_AFTER if facts.process.code == "second" else ENDED).get(facts.state, "")
        return [
            Obstacle(
                "review:closed",
                ended if facts.process.code == "second" else f"此次送审{ended}，不再需要审核。",
            )
        ]
    found = []
    label = facts.process.name_of(facts.step)
    if not holds_post:
        found.append(Obstacle("review:no_power", f"现在是{label}，您不在这个岗位上。"))
    return found + second_person(person, facts, label if facts.process.code in _NAMED else "审核")


def obstacles_of_refusal(opinion: str) -> list[Obstacle]:
    """Who does not stand for what was done says why."""
    return [] if opinion.strip() else [Obstacle("refuse:reason", "不同意须写明理由。", cure="#opinion")]


def obstacles_of_return(process: Process, reasons: list[str], opinion: str) -> list[Obstacle]:
    """A return must say what is to be mended: by a coded reason, or in words."""
    known = [r for r in reasons if r in process.returns]
    if opinion.strip() or (known and known != ["other"]):
        return []
    return [Obstacle("return:reason", "请选退回原因，或写明要改什么。", cure="#opinion")]
