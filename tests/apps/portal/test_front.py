"""The wrapper that serves baked files before Django is asked."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from gongkai.apps.portal.baking.front import Front, front


@pytest.fixture
def root(tmp_path) -> Path:
    root = tmp_path / "public"
    (root / "doc" / "k").mkdir(parents=True)
    (root / ".hosts").mkdir()
    (root / "index.html").write_text("home")
    (root / "index.html.gz").write_bytes(gzip.compress(b"home"))
    (root / "index.html.br").write_bytes(b"brotli")
    (root / "feed.xml").write_text("<rss/>")
    (root / "doc" / "k.html").write_text("document")
    (root / "doc" / "k" / "v1.html").write_text("old")
    (root / "doc" / "k" / "0b0b.html").write_text("<script>uploaded</script>")
    (root / "doc" / "k" / "0b0b.csv").write_bytes(b"a,b")
    (root / "doc" / "k" / "0b0b.pdf").write_bytes(b"%PDF")
    (root / "doc" / "k" / "big.zip").write_bytes(b"z" * 700_000)
    (root / ".hosts" / "donghu.example").write_text("/donghu/")
    (root / ".lock").write_text("")
    (tmp_path / "secret.txt").write_text("secret")
    return root


@pytest.fixture
def get(root):
    def inner(environ, start_response):
        start_response("200 OK", [("X-From", "django")])
        return [b"django"]

    app = Front(inner, root, [("Content-Security-Policy", "default-src 'self'")])

    def get(path, method="GET", query="", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "x.example",
        }
        environ |= {f"HTTP_{k.upper()}": v for k, v in headers.items()}
        answer = {}
        body = app(environ, lambda status, given: answer.update(status=status, headers=dict(given)))
        return answer["status"], answer["headers"], b"".join(body)

    return get


def test_pages_come_with_type_policy_and_tag(get):
    status, headers, body = get("/")
    assert (status, body) == ("200 OK", b"home")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"] and headers["ETag"] and headers["Last-Modified"]
    assert headers["Cache-Control"] == "no-cache" and headers["Vary"] == "Accept-Encoding"
    assert get("/feed.xml")[1]["Content-Type"].startswith("application/xml")
    assert get("/doc/k.html")[2] == b"document"
    assert get("/doc/k/v1.html")[1]["Content-Type"].startswith("text/html")


def test_compressed_twins_by_wish(get):
    assert get("/", accept_encoding="gzip, br")[1]["Content-Encoding"] == "br"
    _, headers, body = get("/", accept_encoding="gzip")
    assert headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == b"home"
    assert int(headers["Content-Length"]) == len(body)
    assert "Content-Encoding" not in get("/feed.xml", accept_encoding="gzip, br")[1]


def test_unchanged_is_304_and_head_has_no_body(get):
    _, headers, _ = get("/")
    assert get("/", if_none_match=headers["ETag"])[0] == "304 Not Modified"
    assert get("/", if_modified_since=headers["Last-Modified"])[0] == "304 Not Modified"
    assert get("/", if_modified_since="Unsinn")[0] == "200 OK"
    status, headers, body = get("/", method="HEAD")
    assert (status, body, headers["Content-Length"]) == ("200 OK", b"", "4")


def test_uploaded_files_are_never_shown_as_pages(get):
    for name in ("0b0b.html", "0b0b.csv"):
        headers = get(f"/doc/k/{name}")[1]
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"] == "attachment"
    assert get("/doc/k/0b0b.pdf")[1]["Content-Type"] == "application/pdf"
    assert len(get("/doc/k/big.zip")[2]) == 700_000


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/doc/../../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd", "/.lock", "/.hosts/donghu.example",
     "/doc/./k.html", "/doc\\k.html", "/doc/k.html\x00", "/doc", "/doc/", "/missing/", "/doc/k.html/", "/中文/", ""],
)  # fmt: skip
def test_what_is_not_a_plain_file_goes_to_django(get, path):
    _, _, body = get(path)
    assert body in {b"django", b"home"} and (body == b"django" or path == "")


def test_queries_other_methods_and_own_hosts_go_to_django(get):
    assert get("/", query="elder=1")[2] == b"django"
    assert get("/", method="POST")[2] == b"django"
    assert get("/", host="donghu.example:8000")[2] == b"django"
    assert get("/", host="../../etc")[2] == b"home"


def test_a_file_taken_away_is_gone_at_once(get, root):
    assert get("/doc/k.html")[2] == b"document"
    (root / "doc" / "k.html").unlink()
    assert get("/doc/k.html")[2] == b"django"


def test_the_installation_front_sets_what_django_sets(client, world, settings):
    settings.BAKED_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.BAKED_ROOT / "index.html").write_text("x")
    answer = {}
    app = front(lambda e, s: [])
    app({"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": ""}, lambda s, h: answer.update(dict(h)))
    dynamic = client.get("/donghu/?x=1")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
                 "Cross-Origin-Opener-Policy"):  # fmt: skip
        ours = [p.strip() for p in answer[name].split(";")]
        assert sorted(ours) == sorted(p.strip() for p in dynamic[name].split(";")), name
