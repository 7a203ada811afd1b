"""A real `gongkai serve` on loopback with a data folder of its own, stopped at the end whatever happens."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.migrated import BODY, seed

PATIENCE = 60.0  # seconds that anything may take before the test says no


def until(found: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """The first true answer within the time; fails the test otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO", "DATABASE"))}
    return {**kept, "GONGKAI_DATA": str(folder), **more}


class Serving:
    """The process and its address."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def status(self, method: str, path: str, **kwargs: Any) -> int:
        return self.ask(method, path, **kwargs)[0]

    def ask(self, method: str, path: str, timeout: float = 10, **kwargs: Any) -> tuple[int, Any, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            connection.request(method, path, **kwargs)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def connect(self, head: str, body: bytes = b"") -> socket.socket:
        """A request whose head is whole and whose body is only begun."""
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        opened.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        return opened

    def children(self) -> dict[int, str]:
        """Process ids and command lines of what the server started."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            try:
                found[int(pid)] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def background(self) -> int:
        found = (p for thread in self._threads() for p in thread)
        return next((pid for pid, line in found if "gongkai.site.background" in line), 0)

    def _threads(self) -> Iterator[list[tuple[int, str]]]:
        for task in Path(
            f"/proc/{self.process.pid}/task"
        ).iterdir():  # a child belongs to the thread that made it
            rows = []
            for pid in (task / "children").read_text().split():
                try:
                    line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
                rows.append((int(pid), line))
            yield rows


@contextmanager
def serving(folder: Path, *words: str, **environment: str) -> Iterator[Serving]:
    port, log = free_port(), folder / "serve.log"
    if not environment.get("DATABASE_URL") and not (folder / "gongkai.sqlite3").exists():
        seed(folder)
        env = clean_environment(folder, DJANGO_SETTINGS_MODULE="gongkai.site.settings", **environment)
        for command in (["-m", "gongkai.cli", "manage", "migrate", "-v0"], ["-c", BODY]):
            subprocess.run([sys.executable, *command], env=env, cwd=folder, check=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port), "--workers", "1", *words],
            env=clean_environment(folder, **environment), stdout=out, stderr=out, cwd=folder, start_new_session=True,
        )  # fmt: skip
    server = Serving(process, port, log)

    def up() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return server.status("GET", "/workbench/login/") == 200
        except OSError:
            return False

    try:
        until(up, 120)
        yield server
    finally:
        try:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("data"), GONGKAI_BODY_SECONDS="2") as running:
        yield running
