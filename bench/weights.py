"""What the ten most visited kinds of pages weigh over the line at a first visit: the page, its styles and scripts, compressed.

`python -m bench weights` on the small demonstration city and the real server. Aim: a document at most 25 KB.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from bench.baked import LOAD, free_port, running

AIM = 25 * 1024  # bytes of a document page at a first visit
_PARTS = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"')


def fetch(url: str) -> tuple[int, bytes]:
    """Bytes of one answer over the line, with its head; and the body as the reader sees it."""
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
        path = quote(f"{parts.path}?{parts.query}" if parts.query else parts.path, safe="/?=&%")
        connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
        answer = connection.getresponse()
        if leads := answer.headers.get("Location"):
            answer.read()
            return fetch(urljoin(url, leads))
        head = len(str(answer.headers).encode()) + 15
        body = answer.read()
        if answer.headers.get("Content-Encoding") == "br":
            import brotli

            return head + len(body), brotli.decompress(body)
        return head + len(body), body


def weigh(url: str) -> tuple[int, int]:
    """Bytes of the page alone, and with all that it brings along."""
    own, body = fetch(url)
    brought = [a or b for a, b in _PARTS.findall(body.decode())]
    return own, own + sum(fetch(urljoin(url, part))[0] for part in brought)


def main() -> dict[str, tuple[int, int]]:
    """Weigh and print."""
    found: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = os.environ | {
            "GONGKAI_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
            "GONGKAI_NOW": "2026-11-19T10:00:00",
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", LOAD], env=env, check=True, stdout=subprocess.DEVNULL)
        root = Path(folder) / "public"
        document = max(root.glob("doc/*.html"), key=lambda p: p.stat().st_size)
        pages = {
            "home": "/", "list": "/list/", "the longest document": f"/doc/{document.name}", "search": "/search/?q=招生",
            "search, a question": "/search/?q=什么时候报名", "register": "/register/", "guide": "/guide/", "bodies": "/bodies/",
            "form": "/request/", "elder home": "/?elder=1",
        }  # fmt: skip
        port = free_port()
        command = [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port), "--workers", "1"]
        url = f"http://127.0.0.1:{port}"
        with running(command, f"{url}/", env):
            for _ in range(600):  # on a busy machine it takes long to begin
                with contextlib.suppress(OSError):
                    fetch(f"{url}/")
                    break
                time.sleep(0.2)
            found = {name: weigh(url + path) for name, path in pages.items()}
    for name, (own, first) in found.items():
        print(f"weights {name}: {own / 1024:.1f} KB, at a first visit {first / 1024:.1f} KB")
    heaviest = found["the longest document"][1]
    print(f"weights: a document at a first visit {heaviest / AIM:.2f} of {AIM // 1024} KB")
    return found


if __name__ == "__main__":
    main()
