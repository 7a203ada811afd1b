"""How a duty below the portal shows something to the public, without knowing the portal.

The portal gives its frame at the start: it finds the site of an address, draws content between its head and foot, and
makes the files of a page anew when the page changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gongkai.apps.duties.declaration import PublicContent
from gongkai.exceptions import GongkaiError


class Frame(Protocol):
    """What the portal does for a duty."""

    def site(self, request: HttpRequest, slug: str) -> Any:
        """The site that an address means; 404 where there is none."""

    def answer(
        self, request: HttpRequest, site: Any, content: PublicContent, *, title: str, place: str, status: int
    ) -> HttpResponse:
        """The content between head and foot of the site."""

    def remake(self, site: Any, name: str, parts: Mapping[str, Any]) -> Callable[[], None]:
        """Note in the act's transaction that a public page is stale; returns what is to be done after the commit."""

    def remake_site(self, site: Any) -> Callable[[], None]:
        """The same for all pages of a site but its documents."""


_frame: list[Frame] = []
_suspended: ContextVar[bool] = ContextVar("gongkai_public_suspended", default=False)


def set_frame(frame: Frame) -> None:
    """Called once by the portal when it starts."""
    _frame[:] = [frame]


def frame() -> Frame:
    """The portal's frame. Raises GongkaiError where this process has no portal."""
    if not _frame:
        raise GongkaiError("本进程没有门户，不能显示公开页面。")
    return _frame[0]


def site_of(request: HttpRequest, slug: str) -> Any:
    """The site of a public address; views of `Duty.public` get its slug as `site`."""
    return frame().site(request, slug)


def answer(
    request: HttpRequest, site: Any, content: PublicContent, *, title: str, place: str = "", status: int = 200
) -> HttpResponse:
    """Answer a citizen with content in the portal's frame: forms, receipts, what no file can hold."""
    return frame().answer(request, site, content, title=title, place=place, status=status)


@contextmanager
def suspended() -> Iterator[None]:
    """No page is made: for loads of many records, after which all are made at once."""
    token = _suspended.set(True)
    try:
        yield
    finally:
        _suspended.reset(token)


def page_changed(site: Any, name: str, **parts: Any) -> None:
    """What the public sees on this page changed: its old file goes when the transaction is committed, a new one follows.

    site: the body whose site it is. name: of the PublicPage. parts: what stands in its path.
    """
    if not _suspended.get() and _frame:
        transaction.on_commit(frame().remake(site, name, parts))


def site_changed(site: Any) -> None:
    """What stands on many pages of a site changed: their files go on commit, new ones follow. Documents keep theirs."""
    if not _suspended.get() and _frame:
        transaction.on_commit(frame().remake_site(site))
