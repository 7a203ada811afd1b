"""What stands against taking a list away, now: asked before it is made, while it is made, and when it is fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from gongkai.apps.exports import packages
from gongkai.apps.exports.models import UNFINISHED, Export
from gongkai.apps.exports.settings import KEPT
from gongkai.apps.organizations.door import admits, routes
from gongkai.apps.organizations.permissions import grants
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

MOST = 3  # large files that one person has made at a time


class List(Protocol):
    """What is asked of a list (desk.listing.Listing): whether the person sees it, and may take it away."""

    @property
    def may_see(self) -> Callable[[Any], bool]: ...
    def lets_take(self, user: Any) -> bool: ...


def posts_of(user: Any) -> list[list[Any]]:
    """The posts held today, as an export keeps them: where, as what, how far."""
    return sorted([g.path, g.role, g.subtree] for g in grants(user))


def obstacles_to_make(user: Any, route: str, listing: List | None) -> list[Obstacle]:
    """Why the list may not be made into a file for this person."""
    needs = routes().get(route)
    open_to = listing is not None and needs is not None and admits(user, needs, {})
    if not (open_to and listing is not None and listing.may_see(user) and listing.lets_take(user)):
        return [Obstacle("exports:powers", "您现在的岗位不能看或不能导出这份表；需要的话请找系统管理员。")]
    return []


def obstacles_to_ask(user: Any) -> list[Obstacle]:
    """Why no further file may be asked for."""
    if Export.objects.filter(user_id=user.pk, state__in=UNFINISHED).count() >= MOST:
        return [Obstacle("exports:many", f"您已有{MOST}份表在做；请等做好一份，或者去掉一份，再导出。")]
    return []


def obstacles_to_fetch(user: Any, export: Export, listing: List | None) -> list[Obstacle]:
    """Why the file may not be handed out. It holds what the posts of that day reached: one of them gone, it stays shut."""
    if export.state != Export.State.DONE:
        return [Obstacle("exports:unfinished", "还没有做好。")]
    if export.expires_at <= moment.now():
        return [Obstacle("exports:expired", "保留的日子已过，请到原来的地方再导出一次。")]
    if export.package:
        return obstacles_to_package(user, export)
    held = {tuple(post) for post in posts_of(user)}
    if not {tuple(post) for post in export.posts} <= held:
        return [Obstacle("exports:posts", "做好以后您的岗位有变动，请到原来的表再导出一次。")]
    return obstacles_to_make(user, export.route, listing)


def days_of(export: Export) -> int:
    """How long the file is kept."""
    return packages.DAYS if export.package else KEPT.number


def obstacles_to_package(user: Any, export: Export) -> list[Obstacle]:
    """Why a file about one record may be neither made nor handed out: asked of the duty that owns the record."""
    found = packages.find(export.package, export.subject)
    if found is None:
        return [Obstacle("exports:gone", "这一件已经不在，文件不再给出。")]
    package, record = found
    if obstacles := package.obstacles(user, record):
        return obstacles
    if package.stamp(record) != export.stamp:
        return [Obstacle("exports:changed", "要了以后这一件又有办理，文件已经不全；请回到原件重新下载。")]
    return []
