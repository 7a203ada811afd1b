"""The processes of `gongkai serve`: each ends or starts again as the others need it. With kill -9, as it happens."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys

import pytest
from tests.site.conftest import clean_environment, serving, until

from gongkai.site.addresses import address_of, is_link, is_loopback, reachable_host
from gongkai.site.keeper import Keeper


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("data")) as running:
        yield running


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_background_process_is_at_work_and_started_again_when_killed(mortal):
    def healthy() -> bool:
        return bool(json.loads(mortal.ask("GET", "/healthz")[2])["background"])

    until(healthy)
    first = until(mortal.background)
    os.kill(first, signal.SIGKILL)
    second = until(lambda: (pid := mortal.background()) != first and pid)
    assert second != first and mortal.status("GET", "/workbench/login/") == 200


def test_a_second_server_is_told_that_the_port_is_taken(mortal, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(mortal.port)],
        env=clean_environment(tmp_path), capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2 and "已被占用" in done.stderr


def test_a_restore_refuses_while_the_server_runs(mortal, tmp_path):
    data = mortal.log.parent
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "restore", str(tmp_path / "x.tar.gz"), "--yes"],
        env=clean_environment(data), capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2 and done.stderr.strip() == "服务还在运行：请先停止服务，再恢复备份。"


def test_links_of_a_local_trial_follow_the_port(mortal):
    assert (mortal.log.parent / "public_url").read_text() == f"http://127.0.0.1:{mortal.port}"
    assert f"http://127.0.0.1:{mortal.port}/workbench/" in mortal.log.read_text()


def test_workers_and_background_end_with_their_parent(mortal):  # the last of this module: it ends the server
    below = [pid for rows in mortal._threads() for pid, _ in rows]
    assert len(below) >= 2, "a worker and the background process"
    os.kill(mortal.process.pid, signal.SIGKILL)
    mortal.process.wait(10)
    until(lambda: not any(alive(pid) for pid in below), 20)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", mortal.port))


def test_a_process_that_cannot_live_is_not_started_in_a_circle(tmp_path):
    mark = tmp_path / "starts"
    write = f"open({str(mark)!r}, 'a').write('x'); raise SystemExit(3)"
    keeper = Keeper([sys.executable, "-c", write], first_pause=0.05).start()
    try:
        until(lambda: mark.exists() and len(mark.read_text()) >= 3, 20)
        assert keeper._thread.is_alive()
    finally:
        keeper.stop()
    assert not keeper._thread.is_alive()


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        ("127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("::1", 8000, "http://[::1]:8000"),
        ("fe80::1", 80, "http://[fe80::1]"),
        ("gk.example.gov.cn", 80, "http://gk.example.gov.cn"),
    ],
)
def test_addresses_are_written_as_a_browser_reads_them(host, port, url):
    assert address_of(host, port) == url


@pytest.mark.parametrize(
    ("listening", "named", "host"),
    [
        ("0.0.0.0", ["127.0.0.1", "gk.example.gov.cn"], "gk.example.gov.cn"),  # noqa: S104
        ("::", [".localhost", "*", "[::1]"], "127.0.0.1"),
        ("10.1.2.3", ["gk.example.gov.cn"], "10.1.2.3"),
    ],
)
def test_the_host_of_links_is_one_that_others_can_reach(listening, named, host):
    assert reachable_host(listening, named) == host


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "http://LOCALHOST.:8000",
        "https://127.1.2.3",
        "http://[::1]:80",
        "http://0.0.0.0",
        "http://a.localhost",
    ],
)
def test_loopback_is_known_by_all_its_names(url):
    assert is_loopback(url) and is_link(url)


@pytest.mark.parametrize("url", ["gk.example.gov.cn", "ftp://x", "https://x/y", "https://", "http://x:99999"])
def test_what_is_no_base_of_links_is_told_apart(url):
    assert not is_link(url)
