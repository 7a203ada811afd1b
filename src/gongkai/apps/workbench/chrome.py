"""What stands around every staff screen: whose workbench it is, the menu by role, the search box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from gongkai.apps.deadlines.queries import running
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Kind, Membership, Role
from gongkai.apps.publishing import queries as publishing
from gongkai.clocks import moment


@dataclass(frozen=True)
class Item:
    """One entry of the menu: a single character that survives a collapsed bar, its name, where it leads."""

    mark: str
    name: str
    url: str
    current: bool = False
    count: int = 0
    late: bool = False


@dataclass(frozen=True)
class Chrome:
    """Everything `staff/_chrome.html` draws."""

    body_name: str
    person: str
    post: str
    menu: list[Item]
    search_url: str = ""
    words: str = ""
    account_url: str = ""
    logout_url: str = ""


# mark, name, route, verbs of which one is needed (empty: everybody), the other routes that light it up
_ENTRIES: list[tuple[str, str, str, frozenset[str], tuple[str, ...]]] = [
    ("台", "我的工作台", "workbench:home", frozenset(), ("workbench:deadlines", "workbench:notices")),
    ("文", "公文台账", "documents:list", frozenset({powers.VIEW}), ("documents:", "publishing:document", "office_documents:")),
    ("登", "登记公文", "documents:new", frozenset({powers.DRAFT}), ("documents:confirm",)),
    (
        "审", "待我审核", "publishing:review",
        frozenset({powers.REVIEW_SECTION, powers.REVIEW_SECRECY, powers.REVIEW_OFFICE}), ("publishing:review",),
    ),
    ("发", "待发布", "publishing:waiting", frozenset({powers.PUBLISH}), ("publishing:waiting",)),
    ("签", "待补签", "publishing:countersigns", frozenset({powers.COUNTERSIGN}), ("publishing:countersign",)),
    ("录", "流水目录", "documents:register", frozenset({powers.VIEW}), ("documents:register", "documents:explain")),
    ("统", "统计年报", "reporting:list", frozenset({powers.VIEW}), ("reporting:",)),
    ("账", "办理台账", "workbench:ledger", frozenset({powers.AUDIT}), ()),
    ("员", "机构人员", "people:list", frozenset({powers.MANAGE_PEOPLE}), ("people:",)),
]  # fmt: skip
_UNIT = {"workbench:home": "我要交什么", "documents:list": "本单位公文", "documents:new": "交一件公文"}


def staff(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `chrome` for staff screens, computed only if a template draws it."""
    return {"chrome": SimpleLazyObject(lambda: _chrome(request))}


def address(name: str, *args: Any) -> str:
    """The address of a route; "" where this process does not mount it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def is_unit_officer(user: Any) -> bool:
    """An information officer of a school or unit, and nothing else: three entries in the menu."""
    kept: bool | None = getattr(user, "_gongkai_unit_officer", None)
    if kept is None:
        posts = powers.grants(user)
        kept = bool(posts) and all(g.role == Role.INFORMANT and not g.subtree for g in posts)
        if kept:
            places = [g.body_id for g in posts]
            small = Membership.objects.filter(
                organization__body_id__in=places, organization__body__kind__in=[Kind.SCHOOL, Kind.UNIT]
            )
            kept = small.filter(user_id=user.pk).exists()
        user._gongkai_unit_officer = kept
    return kept


def _chrome(request: HttpRequest) -> Chrome:
    user = request.user
    if not user.is_authenticated:
        return Chrome("", "", "", [])
    post = _nearest_post(user)
    body = (post.organization.body or post.organization) if post else None
    section = f"{post.organization.name}　" if post and post.organization.is_section else ""
    return Chrome(
        body_name=body.name if body else "政务公开",
        person=user.get_full_name(),
        post=f"{section}{post.get_role_display()}" if post else "没有岗位",
        menu=_menu(request),
        search_url=address("documents:list") if powers.VIEW in powers.verbs_anywhere(user) else "",
        words=request.GET.get("q", "")[:60],
        account_url=address("account:home"),
        logout_url=address("logout"),
    )


def _nearest_post(user: Any) -> Membership | None:
    held = powers.grants(user)
    return (
        Membership.objects.filter(user_id=user.pk, organization_id__in=[g.organization_id for g in held])
        .select_related("organization__body")
        .order_by("id")
        .first()
    )


def _menu(request: HttpRequest) -> list[Item]:
    user = request.user
    held = powers.verbs_anywhere(user)
    unit = is_unit_officer(user)
    match = request.resolver_match
    here = match.view_name if match else ""
    counts = _counts(user, held)
    best = _lit(here)
    items = []
    for mark, name, route, verbs, _ in _ENTRIES:
        if unit and route not in _UNIT:
            continue
        url = address(route)
        if url and (not verbs or verbs & held):
            count, late = counts.get(route, (0, False))
            items.append(Item(mark, _UNIT[route] if unit else name, url, route == best, count, late))
    return items


def _lit(here: str) -> str:
    """The entry under which a route stands: the longest prefix wins."""
    found, length = "", 0
    for _, _, route, _, others in _ENTRIES:
        for prefix in (route, *others):
            if here.startswith(prefix) and len(prefix) > length:
                found, length = route, len(prefix)
    return found


def _counts(user: Any, held: frozenset[str]) -> dict[str, tuple[int, bool]]:
    """Open items behind the entries, at most four small counts a page."""
    counts: dict[str, tuple[int, bool]] = {}
    if held & {powers.REVIEW_SECTION, powers.REVIEW_SECRECY, powers.REVIEW_OFFICE}:
        counts["publishing:review"] = (publishing.queue(user).count(), False)
    if powers.PUBLISH in held:
        counts["publishing:waiting"] = (publishing.waiting_to_publish(user).count(), False)
    if powers.COUNTERSIGN in held:
        counts["publishing:countersigns"] = (publishing.open_countersigns(user).count(), False)
    if powers.VIEW in held:
        pressing = running(user).order_by().filter(due_on__lte=moment.today()).count()
        counts["workbench:home"] = (pressing, pressing > 0)
    return counts
