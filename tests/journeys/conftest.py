"""The real server on the small demonstration city, and a real browser. Each worker process has its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.migrated import seed

from gongkai.demo.people import PASSWORD

MOST_LOOKS = 3000
NOW = "2026-11-19T10:00:00"  # a Thursday without holidays near
LOAD = (
    "import django; django.setup();"
    "from gongkai.site.prepare import prepare; prepare(False);"
    "from gongkai.demo.load import load, bake; load(small=True); bake()"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True)
class Server:
    """A running installation: its address and the environment that commands on its data need."""

    url: str
    env: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `gongkai …` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "gongkai.cli", *words], env=self.env, capture_output=True, text=True
        )

    @property
    def data(self) -> Path:
        return Path(self.env["GONGKAI_DATA"])


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2)  # noqa: S310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def settings_of(folder: Path, **more: str) -> dict[str, str]:
    """The environment of an installation of its own on SQLite, on the day of the journeys."""
    return {
        **os.environ, "GONGKAI_DATA": str(folder), "GONGKAI_NOW": NOW, "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings", **more,
    }  # fmt: skip


@contextmanager
def serving(env: dict[str, str]) -> Iterator[Server]:
    """`gongkai serve` on that installation, until the end of the block."""
    port, log = free_port(), Path(env["GONGKAI_DATA"]) / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port), "--workers", "1"],
            env=env, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(MOST_LOOKS):
            if answers(f"{url}/") or process.poll() is not None:
                break
            threading.Event().wait(0.1)  # for another process to be ready, never for time to pass
        assert process.poll() is None, log.read_text()
        yield Server(url, env)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("city")
    env = settings_of(folder)
    seed(folder)
    subprocess.run([sys.executable, "-c", LOAD], env=env, check=True)
    with serving(env) as city:
        yield city


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("没有找到 Chromium，浏览器旅程跳过")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Person:
    """Somebody at a browser of his own."""

    def __init__(self, browser: Browser, server: Server, width: int = 1280) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        self.page: Page = self.context.new_page()
        self.server = server
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._console)

    def _console(self, message) -> None:
        if message.type == "error" and "404" not in message.text:
            self.faults.append(message.text)

    def go(self, path: str) -> Page:
        self.page.goto(self.server.url + path)
        return self.page

    def sign_in(self, username: str) -> Page:
        page = self.go("/workbench/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit], form button[type=submit]")
        page.wait_for_url("**/workbench/**")
        return page


@pytest.fixture
def person(browser, server):
    """A function that seats a person: signed in by name, or a citizen."""
    seated: list[Person] = []

    def seat(username: str = "", width: int = 1280) -> Person:
        somebody = Person(browser, server, width)
        seated.append(somebody)
        if username:
            somebody.sign_in(username)
        return somebody

    yield seat
    faults = [f for s in seated for f in s.faults]
    for somebody in seated:
        somebody.context.close()
    assert not faults, faults
