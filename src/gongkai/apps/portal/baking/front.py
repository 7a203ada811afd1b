"""Serving the baked files before Django is asked: a plain look into one folder, nothing else.

A page in a reader's mode (?elder=1) is answered from memory as long as its file stands (`modes`). Any other query part, any
other method, and whatever is not there go on to Django.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate, parsedate_to_datetime
from io import FileIO
from pathlib import Path
from typing import Any

from gongkai.apps.portal.baking.modes import MODES, Modes, sent

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

TYPES = {
    "html": "text/html; charset=utf-8", "xml": "application/xml; charset=utf-8", "pdf": "application/pdf",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "txt": "text/plain; charset=utf-8",
}  # fmt: skip
PAGES = {"html", "xml", "txt"}
PIECE = 1 << 18
SHOWN = {"pdf", "jpg", "jpeg", "png"}  # uploaded files that a browser may open itself

# No dot at the beginning of a part, so neither `..` nor the lock; no other sign than those we write ourselves.
_SAFE = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*/?")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}")
_DOCUMENT_FILE = re.compile(r"/doc/[^/]+/[^/]+\.([a-z0-9]{1,5})$")


class Front:
    """A WSGI application around another one."""

    def __init__(
        self,
        inner: Application,
        root: Path,
        headers: Iterable[tuple[str, str]],
        fit: Callable[[Environ], bool] | None = None,
        modes: Modes | None = None,
    ) -> None:
        self._inner = inner
        self._modes = Modes() if modes is None else modes
        self._root = os.path.realpath(root)
        self._hosts = self._root + "/.hosts/"
        self._headers = list(headers)
        self._fit = fit  # whether a request came by a host and a scheme under which Django would answer it

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        query = environ.get("QUERY_STRING") or ""
        if (query and query not in MODES) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._inner(environ, start_response)
        path = environ.get("PATH_INFO") or "/"
        if not self._ours(environ, path):
            return self._inner(environ, start_response)
        name = self._file(path)
        if query:
            kept = self._modes.find(name, query)
            if kept is None:
                return self._modes.making(name, query, self._inner)(environ, start_response)
            return sent(kept, environ, start_response)
        suffix = name.rpartition(".")[2]
        uploaded = _DOCUMENT_FILE.search(path)
        page = suffix in PAGES and not (uploaded and not path.rpartition("/")[2].startswith("v"))
        found = self._open(name, environ.get("HTTP_ACCEPT_ENCODING", "") if page else "")
        if found is None:
            return self._inner(environ, start_response)
        handle, encoding = found
        stat = os.fstat(handle.fileno())
        headers = self._answer(suffix, page, stat, encoding)
        if self._unchanged(environ, headers):
            handle.close()
            start_response("304 Not Modified", headers)
            return [b""]
        headers.append(("Content-Length", str(stat.st_size)))
        start_response("200 OK", headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            handle.close()
            return [b""]
        return _Pieces(handle) if stat.st_size > PIECE else [_whole(handle)]

    def _file(self, path: str) -> str:
        return self._root + (path + "index.html" if path.endswith("/") else path)

    def make(self, inner: Application) -> Application:
        """Django itself, which makes what was not there; a page in a reader's mode is kept."""

        def made(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            query, path = environ.get("QUERY_STRING") or "", environ.get("PATH_INFO") or "/"
            if query not in MODES or not self._ours(environ, path):
                return inner(environ, start_response)
            return self._modes.making(self._file(path), query, inner)(environ, start_response)

        return made

    def _ours(self, environ: Environ, path: str) -> bool:
        """Whether the address is that of a file of ours, under a host and scheme that Django takes."""
        if not _SAFE.fullmatch(path) or (path == "/" and self._own_host(environ)):
            return False
        return self._fit is None or self._fit(environ)

    def _own_host(self, environ: Environ) -> bool:
        """Under the host name of a sub-site `/` is not the top site's home; Django leads on."""
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        return bool(_HOST.fullmatch(host)) and os.path.exists(self._hosts + host)  # noqa: PTH110 (never raises)

    @staticmethod
    def _open(name: str, accepted: str) -> tuple[FileIO, str] | None:
        for encoding, ending in (("br", ".br"), ("gzip", ".gz"), ("", "")):
            if encoding in accepted:
                if os.path.realpath(name + ending) != name + ending:
                    continue  # a link leads to what we did not write
                try:
                    return FileIO(name + ending), encoding
                except (OSError, ValueError):
                    continue
        return None

    def _answer(self, suffix: str, page: bool, stat: os.stat_result, encoding: str) -> list[tuple[str, str]]:
        kind = TYPES.get(suffix, "application/octet-stream") if page or suffix in SHOWN else ""
        headers = [
            ("Content-Type", kind or "application/octet-stream"),
            ("ETag", f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'),
            ("Last-Modified", formatdate(stat.st_mtime, usegmt=True)),
            ("Cache-Control", "no-cache"),  # ask each time: a withdrawal must be seen at once
            *self._headers,
        ]
        if page:
            headers.append(("Vary", "Accept-Encoding"))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        if not page and suffix not in SHOWN:
            headers.append(("Content-Disposition", "attachment"))
        return headers

    @staticmethod
    def _unchanged(environ: Environ, headers: list[tuple[str, str]]) -> bool:
        given = environ.get("HTTP_IF_NONE_MATCH")
        if given:
            return headers[1][1] in given
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since:
            return False
        try:
            return parsedate_to_datetime(headers[2][1]) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False


def _whole(handle: FileIO) -> bytes:
    with handle:
        return handle.readall()


class _Pieces:
    """A large attachment piece by piece, closed when the server is done with it."""

    def __init__(self, handle: FileIO) -> None:
        self._handle = handle

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._handle.read(PIECE):
            yield piece

    def close(self) -> None:
        self._handle.close()


def front(inner: Application) -> Front:
    """The wrapper with this installation's folder and the same security headers that Django sets."""
    from csp.constants import HEADER
    from csp.utils import build_policy
    from django.conf import settings

    headers = [
        (HEADER, build_policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if getattr(settings, "SECURE_HSTS_SECONDS", 0):
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"))
    return Front(inner, Path(settings.BAKED_ROOT), headers, _fit)


def _fit(environ: Environ) -> bool:
    """What Django's own checks would let pass: a host of this installation, https where it is demanded."""
    from django.conf import settings

    return _known_host(environ.get("HTTP_HOST", "")) and (
        not getattr(settings, "SECURE_SSL_REDIRECT", False) or _secure(environ)
    )


@functools.lru_cache(512)
def _known_host(given: str) -> bool:
    from django.conf import settings
    from django.http.request import split_domain_port, validate_host

    host, _ = split_domain_port(given)
    return bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


def _secure(environ: Environ) -> bool:
    from django.conf import settings

    name, value = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("", "")
    return environ.get("wsgi.url_scheme") == "https" or bool(name and environ.get(name, "").strip() == value)
