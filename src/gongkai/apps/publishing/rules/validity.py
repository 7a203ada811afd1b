"""有效性: what a day and the acts of others make of a published one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai import law
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.models import Publication, Relation, Validity
from gongkai.apps.publishing.rules.places import at_the_office
from gongkai.exceptions import Obstacle

IN_FORCE = frozenset({Validity.VALID, Validity.AMENDED, Validity.UPCOMING})
# 文种 that lay down what holds from then on; a budget, a report or a notice of one day is neither valid nor invalid
LASTING = frozenset({"决议", "决定", "命令", "意见", "通知", "通告", "批复"})


def states_validity(publication: Publication) -> bool:
    """Whether the public is told if it still holds: it has a number and a lasting 文种, or dates and acts say something."""
    if publication.validity != Validity.VALID or publication.effective_on or publication.expires_on:
        return True
    return bool(publication.number) and publication.kind in LASTING


def obstacles_to_be_related(user: Any, target: Publication) -> list[Obstacle]:
    """Why nothing may be recorded about the validity of this publication by this user."""
    found = []
    if not at_the_office(user, powers.CORRECT, target.subject):
        found.append(Obstacle("relate:no_power", "您的岗位不能改动它的有效性。"))
    if target.state != Publication.State.LIVE:
        found.append(Obstacle("relate:target", f"此件{target.get_state_display()}，不能登记有效性。"))
    return found


def obstacles_to_act_on(user: Any, source: Publication) -> list[Obstacle]:
    """Why this user may not record what this publication does to others."""
    found = []
    if not at_the_office(user, powers.CORRECT, source.subject):
        found.append(Obstacle("relate:no_power", "您的岗位不能登记它废止、修改了什么。"))
    if source.state != Publication.State.LIVE:
        sentence = f"此件{source.get_state_display()}，不能作为废止、修改的依据。"
        found.append(Obstacle("relate:source", sentence, law.cite("scope_normative")))
    return found


def obstacles_to_relate(user: Any, source: Publication, target: Publication) -> list[Obstacle]:
    """Why one publication may not be recorded as repealing, amending or replacing the other."""
    found = obstacles_to_be_related(user, target)
    if source.pk == target.pk:
        found.append(Obstacle("relate:self", "一件信息不能废止或修改它自己。"))
    if source.state != Publication.State.LIVE:
        found.append(
            Obstacle(
                "relate:source", "作出废止或修改的文件还没有公开，不能作为依据。", law.cite("scope_normative")
            )
        )
    above = target.organization.path.startswith(source.organization.path)
    if not above:
        found.append(Obstacle("relate:foreign", "只有本机关或上级机关的文件可以废止、修改它。"))
    return found


def obstacles_to_undo_relation(user: Any, relation: Relation, because: str) -> list[Obstacle]:
    """Why this user may not take back the record of a repeal, amendment or replacement."""
    found = []
    if not at_the_office(user, powers.CORRECT, relation.target.subject):
        found.append(Obstacle("undo:no_power", "您的岗位不能改动它的有效性。"))
    if not because.strip():
        found.append(Obstacle("undo:because", "请写明为什么撤销这条登记。", cure="#because"))
    return found


def validity_on(publication: Publication, today: dt.date) -> tuple[Validity, dt.date | None]:
    """有效性 on a day and since when, from its own dates and the acts of others on it."""
    acts = sorted(publication.acted_on_by.all(), key=lambda r: (r.since, r.pk))
    ended = [
        r for r in acts if r.kind in {Relation.Kind.REPEALS, Relation.Kind.REPLACES} and r.since <= today
    ]
    if ended:
        return Validity.REPEALED, ended[0].since
    if publication.expires_on and publication.expires_on < today:
        return Validity.EXPIRED, publication.expires_on + dt.timedelta(days=1)
    if publication.effective_on and publication.effective_on > today:
        return Validity.UPCOMING, publication.effective_on
    amended = [r for r in acts if r.kind == Relation.Kind.AMENDS and r.since <= today]
    if amended:
        return Validity.AMENDED, amended[-1].since
    return Validity.VALID, publication.effective_on
