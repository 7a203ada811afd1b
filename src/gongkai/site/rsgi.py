"""The application as Granian serves it: baked files from the event loop, bodies taken in whole, then Django in a thread.

A thread is given to a request only when all of its body has arrived, so a slow sender holds a socket and nothing else; a
slow reader likewise. Baked pages never wait for a thread, so the public face answers while all threads are busy.
"""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from gongkai.site.wsgi import dynamic  # loads Django, so it stands before all that needs it

# isort: split
from django.conf import settings

from gongkai.apps.portal.baking.front import front
from gongkai.apps.portal.baking.modes import MODES
from gongkai.site.bodies import CUT, Verdict, judge, length_of, limit_of, session_exists
from gongkai.site.statics import Statics

THREADS = 4
BODIES = 64  # that arrive at one time in a process, besides those of staff sessions
IN_MEMORY = 256 * 1024
AT_ONCE = 1024 * 1024  # an answer up to this size is sent in one piece
FROM_FILES = MODES | {""}  # what an address may bear to be answered without Django
_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection", "te", "trailer"}

Headers = list[tuple[str, str]]


class Reply:
    """A WSGI answer while it is drawn: status, headers, and the pieces of its body."""

    def __init__(self, run: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        self.status, self.headers = 500, Headers()
        self._body = run(environ, self._start)
        self._pieces: Iterator[bytes] = iter(self._body)
        self.first, self.ended = self._gather()

    def _start(self, status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        self.status = int(status[:3])
        self.headers = [(k, v) for k, v in headers if k.lower() not in _HOP]
        return self._write

    @staticmethod
    def _write(data: bytes) -> None:
        raise NotImplementedError("Django gives its body as an iterable")

    def _gather(self) -> tuple[bytes, bool]:
        held = io.BytesIO()
        try:
            for piece in self._pieces:
                held.write(piece)
                if held.tell() > AT_ONCE:
                    return held.getvalue(), False
        except BaseException:
            self.close()
            raise
        self.close()
        return held.getvalue(), True

    def more(self) -> bytes:
        """The next piece; empty at the end."""
        return next((p for p in self._pieces if p), b"")

    def close(self) -> None:
        """Let the answer go: Django ends the request here."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


def environ_of(scope: Any, body: IO[bytes], cut: Verdict | None) -> dict[str, Any]:
    """The request as WSGI wants it (PEP 3333). Names with an underscore are dropped: they could feign a proxy's."""
    host, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method, "SCRIPT_NAME": "", "PATH_INFO": scope.path.encode().decode("latin-1"),
        # some browsers and robots send Chinese words as they are, not in percents
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": host.strip("[]"), "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}", "REMOTE_ADDR": client.strip("[]"), "REMOTE_PORT": client_port,
        "wsgi.version": (1, 0), "wsgi.url_scheme": scope.scheme, "wsgi.input": body, "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        known = environ.get(key)
        environ[key] = (
            value
            if known is None or key == "HTTP_HOST"
            else f"{known}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        )
    if cut is not None:
        environ[CUT] = cut.value
    elif scope.method not in {"GET", "HEAD"}:
        environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
        body.seek(0)
    return environ


def _cookie(headers: Any) -> str:
    from django.http import parse_cookie

    return parse_cookie(headers.get("cookie") or "").get(settings.SESSION_COOKIE_NAME, "")


class Server:
    """What one worker process of Granian runs."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "request")
        self._baked = None if settings.FACE == "staff" else front(_absent)
        self._dynamic = self._baked.make(dynamic) if self._baked else dynamic
        self._statics = Statics(settings.STATIC_ROOT, settings.STATIC_URL)
        self._arriving = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            protocol.close(403)
            return
        if scope.method in {"GET", "HEAD"} and scope.path.startswith(settings.STATIC_URL):
            self._static(scope, protocol)
            return
        if self._baked and scope.method in {"GET", "HEAD"} and scope.query_string in FROM_FILES:
            try:
                reply = Reply(self._baked, environ_of(scope, io.BytesIO(), None))
            except _Absent:
                pass
            else:
                await self._send(protocol, reply, direct)
                return
        body, cut = await self._take(scope, protocol)
        try:
            run = asyncio.get_running_loop().run_in_executor
            reply = await run(self._threads, Reply, self._dynamic, environ_of(scope, body, cut))
        finally:
            body.close()
        await self._send(protocol, reply, lambda act: run(self._threads, act))

    def _static(self, scope: Any, protocol: Any) -> None:
        """A style sheet, script or picture of our own."""
        found = self._statics.find(scope.path, scope.headers.get("accept-encoding") or "")
        if found is None:
            protocol.response_str(404, [("content-type", "text/plain; charset=utf-8")], "没有这个文件。")
        elif scope.method == "HEAD":
            protocol.response_empty(200, found[1])
        else:
            protocol.response_file(200, found[1], found[0])

    async def _take(self, scope: Any, protocol: Any) -> tuple[IO[bytes], Verdict | None]:
        """The whole body, or why it was not taken."""
        body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by the caller
        if scope.method in {"GET", "HEAD"}:
            return body, None
        length = length_of(scope.headers.get("content-length") or "")
        held = (
            await self._has_session(scope)
            if length is None or length > settings.BODY_LIMITS["staff"]
            else False
        )
        cut = judge(scope.method, scope.path, length, lambda: held)
        if cut is None and not held and self._arriving >= BODIES:
            cut = Verdict.BUSY
        if cut is not None or length == 0:
            return body, cut
        self._arriving += not held
        try:
            return body, await receive(protocol, body, limit_of(scope.path, lambda: held))
        finally:
            self._arriving -= not held

    async def _has_session(self, scope: Any) -> bool:
        key = _cookie(scope.headers)
        if not key or not scope.path.startswith(settings.STAFF_PREFIX):
            return False
        return await asyncio.get_running_loop().run_in_executor(self._threads, session_exists, key)

    @staticmethod
    async def _send(protocol: Any, reply: Reply, run: Callable[[Callable[[], Any]], Any]) -> None:
        if reply.ended:
            protocol.response_bytes(reply.status, reply.headers, reply.first)
            return
        try:
            stream = protocol.response_stream(reply.status, reply.headers)
            piece = reply.first
            while piece:
                await stream.send_bytes(piece)
                piece = await run(reply.more)
        finally:
            await run(reply.close)


class _Absent(Exception):
    """The page is not baked."""


def _absent(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    raise _Absent


async def direct(act: Callable[[], Any]) -> Any:
    """Do it in the event loop: a read of a baked file is short."""
    return act()


async def receive(protocol: AsyncIterator[bytes], body: IO[bytes], limit: int) -> Verdict | None:
    """Take a body in while it keeps the pace and stays within the limit; None once it is whole."""
    began, got = time.monotonic(), 0
    pieces = aiter(protocol)
    while True:
        left = began + settings.BODY_PACE["grace"] + got / settings.BODY_PACE["bytes"] - time.monotonic()
        try:
            piece = await asyncio.wait_for(anext(pieces), max(left, 0.001))
        except StopAsyncIteration:
            return None
        except TimeoutError:
            return Verdict.SLOW
        got += len(piece)
        if got > limit:
            return Verdict.LARGE
        body.write(piece)


def end_with_parent(parent: int) -> None:
    """End this process soon after the one that started it is gone: nobody else would, and the port stays taken."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
    os._exit(1)


application = Server()
