"""The rows of a list as a file: in the answer while they are few, by a carrier in the background when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

from gongkai.desk.files import xlsx

if TYPE_CHECKING:
    from gongkai.desk.listing import Asked, Listing

FILE = "export.xlsx"
AT_ONCE = 2000  # rows that a request may write: a second or two


class Carrier(Protocol):
    """Who keeps account of what is taken away, and makes large files without anybody waiting."""

    def taken(self, user: Any, name: str, rows: int) -> None:
        """So many rows of a list went out in the answer."""

    def ask(self, request: HttpRequest, listing: Listing, asked: Asked) -> HttpResponse:
        """Make the file in the background; the answer leads to where the person sees how far it is."""


_carriers: list[Carrier] = []  # the one there is


def carry_with(carrier: Carrier) -> None:
    """From now on lists are taken away through this carrier."""
    _carriers[:] = [carrier]


def view_of(listing: Listing) -> Any:
    """The view of its file, by which `listings_of` finds the list again."""

    def export(request: HttpRequest) -> HttpResponse:
        return _answer(request, listing)

    view: Any = login_required(export)
    view.listing = listing
    return view


def listings_of(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, Listing]]:
    """The lists that may be taken away, each with the name of its file's address."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from listings_of(entry.url_patterns, inner)
        elif hasattr(entry.callback, "listing"):
            yield f"{space}{entry.name}", entry.callback.listing


def sheet_of(listing: Listing, user: Any, asked: Asked) -> Mapping[str, Any]:
    """What `gongkai.sheets` writes: headings, rows that are read as they are written, widths."""
    columns = listing.shown(user, "sheet")
    return {
        "headings": [c.title for c in columns], "widths": [c.width for c in columns],
        "rows": listing.lines(listing.taken_away(user, asked), columns, user),
    }  # fmt: skip


def _answer(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The same rows under the same conditions, as a file. What is begun by it in the background begins with a POST."""
    user: Any = request.user
    if not listing.lets_take(user):
        raise PermissionDenied
    asked = listing.asked(user, request.GET)
    carrier = next(iter(_carriers), None)
    many = carrier is not None and listing.taken_away(user, asked)[: AT_ONCE + 1].count() > AT_ONCE
    if carrier is not None and many:
        if request.method == "POST":
            return carrier.ask(request, listing, asked)
        messages.info(request, f"超过{AT_ONCE}行的表在后台做：请按〔导出表格〕，做好后提醒您下载。")
        return redirect(f"{request.path.removesuffix(FILE)}?{request.GET.urlencode()}")
    sheet = sheet_of(listing, user, asked)
    rows = list(sheet["rows"])
    answer = xlsx(listing.name, sheet["headings"], rows, sheet["widths"])
    if carrier is not None:
        carrier.taken(user, listing.name, len(rows))
    return answer
