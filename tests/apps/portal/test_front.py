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
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": "gk.example"}
    app(asked, lambda s, h: answer.update(dict(h)))
    dynamic = client.get("/donghu/?x=1")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
                 "Cross-Origin-Opener-Policy"):  # fmt: skip
        ours = [p.strip() for p in answer[name].split(";")]
        assert sorted(ours) == sorted(p.strip() for p in dynamic[name].split(";")), name


def test_links_are_not_followed(get, root, tmp_path):
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "a.html").write_text("foreign")
    (root / "evil").symlink_to(tmp_path / "evil")
    (root / "doc" / "l.html").symlink_to(tmp_path / "evil" / "a.html")
    (root / "feed.xml.gz").symlink_to(tmp_path / "evil" / "a.html")
    assert get("/evil/a.html")[2] == b"django"
    assert get("/doc/l.html")[2] == b"django"
    assert get("/feed.xml", accept_encoding="gzip")[2] == b"<rss/>"


def test_a_root_reached_by_a_link_is_served(root, tmp_path):
    (tmp_path / "current").symlink_to(root)
    app = Front(lambda e, s: [b"django"], tmp_path / "current", [])
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": "x"}
    assert b"".join(app(environ, lambda s, h: None)) == b"home"


@pytest.mark.parametrize("host", ["a" * 300, "a." * 150, "-", "donghu.example" + "x" * 400])
def test_a_host_of_any_length_is_no_fault(get, host):
    assert get("/", host=host)[2] == b"home"


@pytest.mark.parametrize(
    ("host", "scheme", "forwarded", "served"),
    [
        ("gk.example", "https", "", True),
        ("gk.example:8443", "https", "", True),
        ("gk.example", "http", "https", True),
        ("gk.example", "http", "", False),
        ("evil.example", "https", "", False),
        ("", "https", "", False),
    ],
)
def test_a_baked_page_is_served_only_where_django_would_answer(
    settings, root, host, scheme, forwarded, served
):
    from gongkai.apps.portal.baking import front as module

    module._known_host.cache_clear()
    settings.ALLOWED_HOSTS, settings.BAKED_ROOT = ["gk.example"], root
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": host,
               "wsgi.url_scheme": scheme, "HTTP_X_FORWARDED_PROTO": forwarded}  # fmt: skip
    body = b"".join(front(lambda e, s: [b"django"])(environ, lambda s, h: None))
    module._known_host.cache_clear()
    assert body == (b"home" if served else b"django")
