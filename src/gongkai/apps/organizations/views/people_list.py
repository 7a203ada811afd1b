"""人员与岗位: who holds which post at the bodies an administrator keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from gongkai.apps.organizations.models import Membership, Role, Scope, User
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, verbs_anywhere
from gongkai.apps.organizations.queries import bodies_in_reach, in_force, people_in_reach, posts_in_reach
from gongkai.desk.listing import Choice, Column, Listing, Words

People = QuerySet[User]


def _rows(user: Any) -> People:
    posts = posts_in_reach(user).filter(in_force()).select_related("organization__body")
    shown = posts.order_by("organization__path", "id")
    return people_in_reach(user).prefetch_related(Prefetch("memberships", queryset=shown, to_attr="posts"))


def _places(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    return [(p.pk, f"　{p.name}" if p.is_section else p.name) for p in bodies_in_reach(user)]


def _at(rows: People, place: str, user: Any) -> People:
    at = Q(organization_id=place) | Q(organization__body_id=place)
    return rows.filter(pk__in=posts_in_reach(user).filter(in_force()).filter(at).values("user"))


def _as(rows: People, role: str, user: Any) -> People:
    return rows.filter(pk__in=posts_in_reach(user).filter(in_force(), role=role).values("user"))


def _post(post: Membership) -> str:
    place = post.organization
    body = f"{place.body.name} " if place.is_section and place.body else ""
    below = "（含下级）" if post.scope == Scope.SUBTREE else ""
    until = f" 至{post.valid_to.year}年{post.valid_to.month}月{post.valid_to.day}日" if post.valid_to else ""
    return f"{body}{place.name}，{post.get_role_display()}{below}{until}"


def _posts(person: Any) -> Any:
    return [_post(post) for post in person.posts] or "现在没有岗位"


def _state(person: User) -> str:
    if not person.is_active:
        return "已停用"
    return "还没有改首次口令" if person.must_change_password else ""


def _seen(person: User) -> Any:
    if _state(person):
        return ""
    return person.last_login or "没有登录过"


PEOPLE = Listing(
    name="人员与岗位", noun="人员", unit="人", rows=_rows, order=("id",), newest_first=False,
    may_see=lambda user: MANAGE_PEOPLE in verbs_anywhere(user),
    columns=(
        Column("姓名", "name", link=lambda p: reverse("people:person", args=[p.pk]), head=True),
        Column("账号", "username"),
        Column("岗位", _posts, wide=True),
        Column("登录", _seen, mark=_state),
    ),
    filters=(
        Words("q", "姓名或账号", fields=("name", "username")),
        Choice("at", "单位", choices=_places, by=_at),
        Choice("role", "岗位", choices=Role.choices, by=_as),
    ),
    lead="授予、结束都记入台账。", head="organizations/_people_head.html", above="organizations/_people_nav.html",
    empty=("还没有人员", "可以逐个新增，也可以从表格导入。"),
)  # fmt: skip
