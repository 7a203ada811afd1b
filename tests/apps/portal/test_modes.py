"""A page in elder mode is kept with the page's own file: as quick as the page, and gone with it."""

from __future__ import annotations

import gzip
import os

import pytest

from gongkai.apps.portal.baking.front import Front
from gongkai.apps.portal.baking.modes import MOST, Modes


@pytest.fixture
def made():
    return []


@pytest.fixture
def ask(tmp_path, made):
    """Ask the front; `made` counts what Django had to make, and says what it answers."""
    (tmp_path / "guide").mkdir()
    for name in ("index.html", "guide/index.html", "a.pdf"):
        (tmp_path / name).write_text("baked")
    answer = {
        "status": "200 OK",
        "headers": [("Content-Type", "text/html; charset=utf-8"), ("X-Kept", "1")],
        "body": b"elder" * 300,
    }

    def django(environ, start_response):
        made.append(f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}")
        start_response(answer["status"], list(answer["headers"]))
        return [answer["body"]]

    front = Front(django, tmp_path, [])

    def ask(path, query="elder=1", method="GET", **headers):
        told = {}
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "x.example",
        }
        environ |= {f"HTTP_{k.upper()}": v for k, v in headers.items()}
        body = front(environ, lambda status, given, *_: told.update(status=status, **dict(given)))
        return told, b"".join(body)

    ask.answer, ask.root = answer, tmp_path
    return ask


def test_it_is_made_once_and_then_comes_from_memory_packed_on_wish(ask, made):
    first = ask("/guide/")
    again, body = ask("/guide/")
    assert len(made) == 1 and body == first[1] and again["X-Kept"] == "1"
    assert again["Vary"] == "Accept-Encoding" and again["Content-Length"] == str(len(body))
    told, packed = ask("/guide/", accept_encoding="br, gzip")
    assert told["Content-Encoding"] == "gzip" and gzip.decompress(packed) == body
    assert ask("/guide/", if_none_match=again["ETag"])[0]["status"] == "304 Not Modified"
    assert ask("/guide/", method="HEAD")[1] == b"" and len(made) == 1


def test_the_first_who_asks_gets_it_packed_too(ask):
    told, body = ask("/guide/", accept_encoding="gzip")
    assert told["Content-Encoding"] == "gzip" and gzip.decompress(body) == ask.answer["body"]


@pytest.mark.parametrize("query", ["elder=1", "large=1", "elder=1&large=1"])
def test_each_mode_is_a_page_of_its_own(ask, made, query):
    ask("/", query)
    ask("/", query)
    assert made == [f"/?{query}"]


def test_a_rewritten_file_means_a_new_page_and_a_taken_one_means_none(ask, made):
    ask("/guide/")
    file = ask.root / "guide" / "index.html"
    file.write_text("baked anew")
    ask.answer["body"] = b"corrected"
    assert ask("/guide/")[1] == b"corrected"
    file.unlink()
    ask.answer.update(status="410 Gone", body=b"withdrawn")
    told, body = ask("/guide/")
    assert told["status"] == "410 Gone" and body == b"withdrawn"
    file.write_text("baked anew")
    ask.answer.update(status="200 OK", body=b"again")
    assert ask("/guide/")[1] == b"again", "what was kept before it went does not come back"


def test_a_change_while_it_is_made_is_not_kept_under_the_new_file(ask):
    file = ask.root / "guide" / "index.html"
    modes = Modes()

    def slow(environ, start_response):
        file.write_text("baked anew, longer")
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"old"]

    list(modes.making(str(file), "elder=1", slow)({"REQUEST_METHOD": "GET"}, lambda *_: None))
    assert modes.find(str(file), "elder=1") is None


@pytest.mark.parametrize(
    "change",
    [{"status": "503 Service Unavailable"}, {"headers": [("Content-Type", "text/html"), ("Set-Cookie", "a=b")]},
     {"headers": [("Content-Type", "application/pdf")]}, {"body": b"x" * 600_000}],
)  # fmt: skip
def test_what_is_not_a_page_for_everybody_is_not_kept(ask, made, change):
    ask.answer.update(change)
    ask("/")
    ask("/")
    assert len(made) == 2


@pytest.mark.parametrize("path", ["/a.pdf", "/nothing/", "/../index.html", "/guide"])
@pytest.mark.parametrize("query", ["elder=1", "elder=0", "elder=1&x=2", "q=1"])
def test_other_addresses_and_queries_go_to_django_each_time(ask, made, path, query):
    ask(path, query)
    ask(path, query)
    assert len(made) == 2


def test_memory_is_bounded(tmp_path):
    modes = Modes()

    def run(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"page"]

    for n in range(MOST + 5):
        file = tmp_path / f"{n}.html"
        file.write_text("x")
        list(modes.making(str(file), "elder=1", run)({"REQUEST_METHOD": "GET"}, lambda *_: None))
    assert modes.find(str(tmp_path / "0.html"), "elder=1") is None
    assert modes.find(str(tmp_path / f"{MOST + 4}.html"), "elder=1") is not None
    os.utime(tmp_path / f"{MOST + 4}.html", (1, 1))
    assert modes.find(str(tmp_path / f"{MOST + 4}.html"), "elder=1") is None


@pytest.mark.django_db
@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_a_page_that_django_makes_comes_packed(client, world, accepted):
    plain = client.get("/donghu/search/?q=招生")
    told = client.get("/donghu/search/?q=招生", headers={"Accept-Encoding": accepted})
    assert told.get("Content-Encoding", "") == accepted and "Accept-Encoding" in told["Vary"]
    assert len(told.content) < len(plain.content) / 3 or not accepted
