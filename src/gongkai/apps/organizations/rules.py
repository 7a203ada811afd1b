"""When a post may be given, a body moved, duties handed over: pure answers over facts already read."""

from __future__ import annotations

import datetime as dt
import re

from gongkai.apps.organizations.models import Kind, Membership, Organization, Proposal, Role, Scope, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, grants
from gongkai.exceptions import Obstacle

# 系统管理员 and 审计员 keep the machine and watch it; who does either has no part in the content
APART = {Role.ADMIN.value, Role.AUDITOR.value}
DEPTH = 9  # levels of the tree that a path can hold
NEEDS_SECTION = {Role.SECTION_HEAD.value}
# what these judge comes from the whole body; at a 科室, also at one called 办公室, they would reach that section's alone
WHOLE_BODY = {Role.OFFICE.value, Role.SECRECY.value, Role.LEADER.value}
AT_BODY_FIRST = {
    Role.HANDLER.value
}  # a section's handler works on what was assigned to it; the body's receives


def obstacles_to_place(role: str, *, kind: str, received: bool) -> list[Obstacle]:
    """Why a post of this role may not stand at a place of this kind (`Kind`; "section" for a 科室).

    received: whether somebody holds the same role at the body itself. Asked before an account is opened too, so that a
    table of people is judged row by row with the same words.
    """
    name = Role(role).label
    section = kind == Kind.SECTION
    if role in NEEDS_SECTION and not section and kind not in {Kind.SCHOOL, Kind.UNIT}:
        return [Obstacle("post:section", f"{name}要设在科室，请选到科室。")]
    if section and role in WHOLE_BODY:
        return [Obstacle("post:whole", f"{name}管全单位的事，要设在单位，请不选科室。")]
    if section and role in AT_BODY_FIRST and not received:
        return [
            Obstacle(
                "post:reception",
                f"本单位还没有设在单位的{name}，公众的申请没有人收；请先设一个（不选科室），再在科室设。",
            )
        ]
    return []


def obstacles_to_give(
    user: User,
    person: User,
    *,
    place: Organization,
    role: str,
    scope: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    held: list[Membership],
    received: bool,
) -> list[Obstacle]:
    """Why this post may not be given. `held`: the posts the person has now or later; `received` as in the place's rule."""
    found = []
    if user.pk == person.pk:
        found.append(Obstacle("post:self", "不能给自己授予岗位，请另一位系统管理员办理。"))
    if place.closed_on:
        found.append(Obstacle("post:closed", f"“{place.name}”已撤并，不能再设岗位。"))
    if valid_to and valid_to < valid_from:
        found.append(Obstacle("post:dates", "止日早于起日，请改日期。"))
    roles = {m.role for m in held} | {role}
    if roles & APART and len(roles) > 1:
        names = "、".join(sorted(Role(r).label for r in roles & APART))
        found.append(Obstacle("post:apart", f"{names}不得兼任其他岗位。"))
    if any(m.organization_id == place.pk and m.role == role and m.valid_to is None for m in held):
        found.append(Obstacle("post:twice", f"{person.name}在“{place.name}”已经是{Role(role).label}。"))
    found += obstacles_to_place(role, kind=place.kind, received=received)
    if scope == Scope.SUBTREE and not _reaches_below(user, place):
        found.append(Obstacle("post:scope", "您只管本单位，不能授予“本单位及下级”的岗位。"))
    return found


def _reaches_below(user: User, place: Organization) -> bool:
    return any(g.subtree and MANAGE_PEOPLE in g.verbs and place.path.startswith(g.path) for g in grants(user))


_SHAPES = {  # contacts that are changed at once carry nothing but numbers and an address
    "telephone": (
        r"[0-9０-９+＋()（）\-－—~～/、，,；; 转分机至]{0,60}",
        "电话只写号码，可用括号、短横、顿号和“转”。",
    ),
    "fax": (
        r"[0-9０-９+＋()（）\-－—~～/、，,；; 转分机至]{0,60}",
        "传真只写号码，可用括号、短横、顿号和“转”。",
    ),
    "postcode": (r"\d{6}|", "邮政编码是六位数字。"),
    "email": (r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,120}|", "电子邮箱应是 xxgk@example.gov.cn 的样子。"),
}


def obstacles_to_contacts(fields: dict[str, str]) -> list[Obstacle]:
    """Contacts that say something else than how to reach the body."""
    return [
        Obstacle("contacts:shape", sentence, cure=f"#id_{name}")
        for name, (shape, sentence) in _SHAPES.items()
        if name in fields and not re.fullmatch(shape, fields[name])
    ]


def obstacles_to_confirm(user: User, proposal: Proposal) -> list[Obstacle]:
    """Why this person may not decide on what another asked for."""
    if proposal.state != Proposal.State.WAITING:
        return [Obstacle("proposal:decided", "这一项已经办过了。")]
    found = []
    if proposal.asked_by_id == user.pk:
        found.append(Obstacle("proposal:own", "自己提出的事项由另一人确认。"))
    if proposal.person_id == user.pk:
        found.append(Obstacle("proposal:self", "关于自己的事项由另一人确认。"))
    return found


def obstacles_to_end(user: User, post: Membership) -> list[Obstacle]:
    """Why this post may not be ended by this person."""
    if post.user_id == user.pk:
        return [Obstacle("post:own_end", "不能结束自己的岗位，请另一位系统管理员办理。")]
    return []


def obstacles_to_manage_account(user: User, person: User, *, wholly_in_reach: bool) -> list[Obstacle]:
    """Why the account itself (password, code, stop) may not be touched: it opens every post of the person."""
    if user.pk == person.pk:
        return [Obstacle("account:own", "自己的账号请在“我的账号”中办理。")]
    if not wholly_in_reach:
        return [
            Obstacle(
                "account:elsewhere",
                f"{person.name}在其他单位还有岗位，账号由管得到全部岗位的上级管理员办理。",
            )
        ]
    return []


def obstacles_to_hand_over(user: User, giver: User, taker: User, taker_roles: set[str], roles: set[str]) -> list[Obstacle]:  # fmt: skip
    """Why duties may not go from one person to the other."""
    found = []
    if giver.pk == taker.pk:
        found.append(Obstacle("handover:same", "移交人和接收人不能是同一个人。"))
    if taker.pk == user.pk:
        found.append(Obstacle("handover:self", "不能把工作移交给自己，请另一位系统管理员办理。"))
    if not taker.is_active:
        found.append(Obstacle("handover:stopped", f"{taker.name}的账号已停用，不能接收。"))
    after = taker_roles | roles
    if after & APART and len(after) > 1:
        found.append(Obstacle("handover:apart", "系统管理员、审计员不得兼任其他岗位，请换一位接收人。"))
    return found


def obstacles_to_move(body: Organization, parent: Organization, tallest: int) -> list[Obstacle]:
    """Why a node may not go under another. `tallest`: levels below the node."""
    if parent.path.startswith(body.path):
        return [Obstacle("body:circle", f"“{parent.name}”在“{body.name}”之下，不能作它的上级。")]
    if parent.is_section:
        return [Obstacle("body:section", "科室下面不能再设单位。")]
    if len(parent.path) // 6 + 1 + tallest > DEPTH:
        return [Obstacle("body:deep", f"层级过深，最多{DEPTH}级。")]
    return []
