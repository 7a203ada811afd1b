"""A baked page in the reader's modes (`?elder=1`, `?large=1`): made once by Django, then kept as long as the page's own file stands.

What is kept belongs to one state of that file. A correction or a withdrawal takes the file away in its own commit, and the
modes of it with it; so a page in elder mode is never older than the page itself. Kept in memory, per process.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from gongkai.apps.portal.packing import zipped

MODES = frozenset({"elder=1", "large=1", "elder=1&large=1", "large=1&elder=1"})
MOST = 300  # pages that a process keeps
LARGEST = 512 * 1024  # bytes of a page that is kept

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
State = tuple[int, int]


@dataclass(frozen=True)
class Kept:
    """A page as Django made it. state: of the file it belongs to."""

    state: State
    headers: tuple[tuple[str, str], ...]
    plain: bytes
    packed: bytes

    @property
    def tag(self) -> str:
        """ETag of the page in this mode."""
        return f'"{self.state[0]:x}-{self.state[1]:x}-{len(self.plain):x}"'


class Modes:
    """What a process keeps. Its methods may be called from several threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, name: str, query: str) -> Kept | None:
        """The page of a baked file in a mode, if it was made since the file was."""
        state = state_of(name)
        with self._lock:
            kept = self._pages.get((name, query))
            if kept is None or state is None or kept.state != state:
                self._pages.pop((name, query), None)
                return None
            self._pages.move_to_end((name, query))
            return kept

    def making(
        self, name: str, query: str, run: Callable[..., Iterable[bytes]]
    ) -> Callable[..., Iterable[bytes]]:
        """The application `run`, whose answer is kept for this file and mode where it is a whole page for everybody."""
        if not name.endswith(".html"):
            return run
        state = state_of(name)  # before it is made: what changes meanwhile takes the file away

        def made(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
            if state is None or environ["REQUEST_METHOD"] != "GET":
                return run(environ, start_response)
            told: list[tuple[str, Headers]] = []

            def start(status: str, headers: Headers, exc_info: Any = None) -> None:
                told.append((status, headers))

            body = run({**environ, "HTTP_ACCEPT_ENCODING": ""}, start)  # packed here, when it is kept
            try:
                whole = b"".join(body)
            finally:
                getattr(body, "close", lambda: None)()
            status, headers = told[-1]
            kept = self._keep(name, query, state, status, headers, whole)
            if kept is not None:
                return sent(kept, environ, start_response)
            start_response(status, headers)
            return [whole]

        return made

    def _keep(
        self, name: str, query: str, state: State, status: str, given: Headers, whole: bytes
    ) -> Kept | None:
        headers = {k.lower(): v for k, v in given}
        for_all = "set-cookie" not in headers and "content-encoding" not in headers
        page = status.startswith("200 ") and "text/html" in headers.get("content-type", "")
        if not for_all or not page or len(whole) > LARGEST:
            return None
        passed = tuple((k, v) for k, v in given if k.lower() not in {"content-length", "vary", "etag"})
        kept = Kept(state, passed, whole, zipped(whole))
        with self._lock:
            self._pages[name, query] = kept
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)
        return kept


def sent(kept: Kept, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The answer with a kept page: packed on wish, 304 where the reader has it."""
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    headers = [*kept.headers, ("ETag", kept.tag), ("Vary", "Accept-Encoding")]
    if kept.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return [b""]
    body = kept.packed if packed else kept.plain
    headers += [("Content-Encoding", "gzip")] if packed else []
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def state_of(name: str) -> State | None:
    """When a file was written and its length; None where there is none."""
    try:
        found = os.stat(name)  # noqa: PTH116 (asked at every request)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
