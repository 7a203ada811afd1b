"""What stands around every staff screen: whose workbench it is, the menu by role, the search box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from gongkai.apps.duties import Count, Entry, Group, counted
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Kind, Membership, Role

CALM = 10  # entries that a menu shows without folding


@dataclass(frozen=True)
class Item:
    """One entry of the menu: a single character that survives a collapsed bar, its name, where it leads."""

    mark: str
    name: str
    url: str
    current: bool = False
    count: int = 0
    late: bool = False
    starts: str = ""
    group: Group = Group.WORK

    @property
    def said(self) -> str:
        """How much waits, as the menu says it."""
        return counted(self.count)


@dataclass(frozen=True)
class Part:
    """The entries of one group. folded: it is opened by its name, because the menu would be long otherwise."""

    name: str
    items: list[Item]
    folded: bool = False

    @property
    def open(self) -> bool:
        """It is open where one stands in it."""
        return any(item.current for item in self.items)

    @property
    def count(self) -> int:
        """What waits in it, said beside its name while it is closed."""
        return sum(item.count for item in self.items)

    @property
    def said(self) -> str:
        """The same as the menu says it."""
        return counted(self.count)

    @property
    def late(self) -> bool:
        """Whether some of it is over its time."""
        return any(item.late for item in self.items)


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
    help_url: str = ""

    @property
    def parts(self) -> list[Part]:
        """The menu by groups; up to CALM entries all are shown, a longer one keeps only 办理 and its own group open."""
        groups: dict[Group, list[Item]] = {}
        for item in self.menu:
            groups.setdefault(item.group, []).append(item)
        long = len(self.menu) > CALM
        return [
            Part(g.value, items, long and g is not Group.WORK and len(items) > 1)
            for g, items in groups.items()
        ]


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
    post = powers.first_post(user)
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
        help_url=address("workbench:handbook") if post else "",
    )


def _menu(request: HttpRequest) -> list[Item]:
    """The entries of this person, in order; a school's informant sees only those that have a name for him."""
    user: Any = request.user
    held = powers.verbs_anywhere(user)
    unit = is_unit_officer(user)
    match = request.resolver_match
    best = _lit(match.view_name if match else "")
    return [
        _item(entry, user, unit, entry.route == best)
        for entry in registry().entries
        if (entry.unit or not unit) and (not entry.verbs or entry.verbs & held) and address(entry.route)
    ]


def _item(entry: Entry, user: Any, unit: bool, current: bool) -> Item:
    count = entry.count(user) if entry.count else Count()
    return Item(
        entry.mark, entry.unit if unit else entry.name, address(entry.route), current, count.number, count.late,
        entry.starts, entry.group,
    )  # fmt: skip


def _lit(here: str) -> str:
    """The entry under which a route stands: the longest beginning wins."""
    found, length = "", 0
    for entry in registry().entries:
        for beginning in (entry.route, *entry.also):
            if here.startswith(beginning) and len(beginning) > length:
                found, length = entry.route, len(beginning)
    return found
