"""What comes in is tidied once, before anything reads it: no NUL in an address, nothing in a posted field that can be
neither stored nor seen (`gongkai.printable`; PostgreSQL's texts cannot hold a NUL, nobody can search an invisible sign)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from gongkai.printable import printable


class Tidy:
    """First of the middleware: the query string without `%00`; posted fields, whoever reads them, as they may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        if request.method not in {"GET", "HEAD"}:
            _tidy_when_read(request)
        return self.get_response(request)


def _tidy_when_read(request: HttpRequest) -> None:
    """Fields are read when a view asks for them and not before: what refuses a large body comes first."""
    read = request._load_post_and_files

    def tidied() -> None:
        read()
        request.POST = _tidy(request.POST)  # type: ignore[assignment]  # a property of every request that a server makes

    request._load_post_and_files = tidied  # type: ignore[method-assign]


def _tidy(fields: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        clean.setlist(printable(name), [printable(value) for value in values])
    clean._mutable = False
    return clean
