"""Slow and large bodies hold no worker and fill no disk: the attacks over a socket to a real server."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from gongkai.bodies import takes_body
from gongkai.site import bodies
from gongkai.site.bodies import Verdict, judge, length_of

PUBLIC = ["/", "/search/", "/list/", "/doc/x.html", "/nowhere/", "/donghu/search/", "/static/x", "/healthz"]
HOST = "Host: 127.0.0.1"


@pytest.mark.parametrize("path", ["/search/", "/", "/donghu/list/"])
def test_a_public_address_refuses_a_body_before_any_of_it_arrives(server, path):
    with server.connect(f"POST {path} HTTP/1.1\n{HOST}\nContent-Length: 1000000") as opened:
        assert opened.recv(200).startswith(b"HTTP/1.1 405")


def test_forty_slow_senders_keep_nobody_out_and_are_cut_off(server):
    with ExitStack() as stack:
        slow = [
            stack.enter_context(
                server.connect(
                    f"POST /workbench/login/ HTTP/1.1\n{HOST}\nContent-Length: 9000\n"
                    "Content-Type: application/x-www-form-urlencoded", b"u",
                )
            )
            for _ in range(40)
        ]  # fmt: skip
        began = time.monotonic()
        for path in ("/workbench/login/", "/search/?q=x", "/healthz"):
            server.ask("GET", path)
        assert time.monotonic() - began < 2, "the site answers while they trickle"
        for each in slow[:5]:
            each.sendall(b"s")  # one byte now and then does not keep the place
        assert all(each.recv(60).startswith(b"HTTP/1.1 408") for each in slow)
        assert time.monotonic() - began < 8


def test_more_slow_senders_than_places_are_told_to_come_again(server):
    head = f"POST /workbench/login/ HTTP/1.1\n{HOST}\nContent-Length: 9000"
    with ExitStack() as stack:
        for _ in range(64):
            stack.enter_context(server.connect(head, b"u"))
        answer = stack.enter_context(server.connect(head, b"u")).recv(300)
        assert answer.startswith(b"HTTP/1.1 503") and b"retry-after" in answer.lower()


@pytest.mark.parametrize("path", ["/search/", "/workbench/login/", "/workbench/documents/new/"])
def test_six_hundred_megabytes_are_refused_from_the_head(server, path):
    with server.connect(f"POST {path} HTTP/1.1\n{HOST}\nContent-Length: 629145600") as opened:
        assert opened.recv(60)[9:12] in {b"405", b"413"}


def test_a_made_up_session_opens_no_larger_door(server):
    head = f"POST /workbench/documents/new/ HTTP/1.1\n{HOST}\nCookie: sessionid=made-up\nContent-Length: 60000000"
    with server.connect(head) as opened:
        assert opened.recv(60)[9:12] == b"413"


def test_a_body_without_length_is_counted_as_it_comes(server):
    head = f"POST /workbench/login/ HTTP/1.1\n{HOST}\nTransfer-Encoding: chunked"
    piece = b"%x\r\n%b\r\n" % (65536, b"x" * 65536)
    with server.connect(head) as opened:
        for _ in range(40):
            try:
                opened.sendall(piece)
            except OSError:
                break
        assert opened.recv(60)[9:12] == b"413"


@pytest.mark.parametrize("words", ["招生", "%E6%8B%9B%E7%94%9F"])
def test_chinese_words_in_an_address_are_read_however_they_are_sent(server, words):
    with server.connect(
        f"GET /workbench/login/?q={words} HTTP/1.1\nHost: 127.0.0.1:{server.port}\nConnection: close"
    ) as opened:
        answer = b"".join(iter(lambda: opened.recv(65536), b"")).decode(errors="replace")
    assert answer.startswith("HTTP/1.1 200")


def test_an_ordinary_form_still_arrives(server):
    status, headers, page = server.ask("GET", "/workbench/login/")
    token = page.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    cookie = headers["Set-Cookie"].partition(";")[0]
    body = f"csrfmiddlewaretoken={token}&username=nobody&password=x".encode()
    sent = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    status, _, page = server.ask("POST", "/workbench/login/", body=body, headers=sent)
    assert status == 200 and "账号或口令不对" in page.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_address_knows_get_alone(method, path):
    assert judge(method, path, None, lambda: True) is Verdict.METHOD


def test_a_view_that_takes_a_body_says_how_much(monkeypatch):
    from gongkai.apps.portal import views

    class Match:
        func = staticmethod(takes_body(kilobytes=64)(lambda request: None))

    assert views.home is not Match.func
    monkeypatch.setattr(bodies, "resolve", lambda path: Match)
    assert judge("POST", "/apply/", 64 * 1024, lambda: False) is None
    assert judge("POST", "/apply/", 64 * 1024 + 1, lambda: True) is Verdict.LARGE
    assert judge("POST", "/apply/", None, lambda: False) is None, (
        "without a length it is counted by the server"
    )


@pytest.mark.parametrize(("text", "length"), [("", None), (" 12 ", 12), ("-1", 1 << 62), ("1e9", 1 << 62), ("9" * 30, 1 << 62)])  # fmt: skip
def test_a_length_that_is_none_counts_as_too_large(text, length):
    assert length_of(text) == length


def test_the_session_is_looked_up_only_for_large_bodies():
    asked = []
    assert judge("POST", "/workbench/x/", 1000, lambda: asked.append(1) or False) is None
    assert not asked
    assert judge("POST", "/workbench/x/", 2_000_000, lambda: asked.append(1) or False) is Verdict.LARGE
    assert asked
