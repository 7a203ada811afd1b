"""Requests a second for one document page: baked file, the same in elder mode, made by Django, nginx on the same file.

`python -m bench.baked [--seconds N]`. Two workers each; wrk where it is installed, else a small generator of our own.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

AIM = 100  # baked : uncached
LOAD = (
    "import django; django.setup();"
    "from gongkai.site.prepare import prepare; prepare(False);"
    "from gongkai.demo.load import load, bake; load(small=True); bake()"
)


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, env: dict[str, str] | None = None) -> Iterator[None]:
    """A server for as long as it is measured."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _ in range(300):
            try:
                get(url)
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def get(url: str) -> int:
    """The status of one request."""
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        response = connection.getresponse()
        response.read()
        return response.status


def rate(url: str, seconds: int) -> float:
    """Requests a second with eight connections."""
    if get(url) != 200:
        raise SystemExit(f"baked: {url} does not answer 200")
    if shutil.which("wrk"):
        command = ["wrk", "-t1", "-c8", f"-d{seconds}s", url]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in out:
            raise SystemExit(f"baked: {url} answered with errors")
        figure = re.search(r"Requests/sec:\s+([\d.]+)", out)
        if figure is None:
            raise SystemExit("baked: wrk gave no rate")
        return float(figure[1])
    return _own_rate(url, seconds)


def _own_rate(url: str, seconds: int) -> float:
    parts, counts = urlsplit(url), [0] * 8
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    end = time.monotonic() + seconds

    def ask(n: int) -> None:
        with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
            while time.monotonic() < end:
                connection.request("GET", path)
                connection.getresponse().read()
                counts[n] += 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; open_file_cache max=1000; types {{ text/html html; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def main(seconds: int = 5) -> dict[str, float]:
    """Measure all that is here and print the ratios."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = os.environ | {
            "GONGKAI_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
            "GONGKAI_NOW": "2026-11-19T10:00:00",
        }
        subprocess.run([sys.executable, "-c", LOAD], env=env, check=True, stdout=subprocess.DEVNULL)
        root = Path(folder) / "public"
        page = max((p for p in root.glob("doc/*.html")), key=lambda p: p.stat().st_size)
        path = f"/{page.relative_to(root)}"
        port = free_port()
        url = f"http://127.0.0.1:{port}{path}"
        server = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--port", str(port),
            "--no-ws", "--log-level", "error", "gongkai.site.wsgi:application",
        ]  # fmt: skip
        with running(server, url, env):
            found["uncached"] = rate(f"{url}?fresh=1", seconds)
            found["baked"] = rate(url, seconds)
            found["elder"] = rate(f"{url}?elder=1", seconds)
        if shutil.which("nginx"):
            port = free_port()
            config = Path(folder) / "nginx.conf"
            config.write_text(NGINX.format(folder=folder, port=port, root=root))
            if os.geteuid() == 0:  # nginx drops its workers to another user, who must be able to read
                config.write_text("user root;\n" + config.read_text())
            url = f"http://127.0.0.1:{port}{path}"
            with running(["nginx", "-c", str(config), "-p", folder], url):
                found["nginx"] = rate(url, seconds)
        size = page.stat().st_size
    base = found["uncached"]
    told = " : ".join(f"{name} {value:,.0f}/s ({value / base:.0f}x)" for name, value in found.items())
    print(f"baked page, {size:,} bytes, 2 workers: {told}; aim baked >= {AIM}x uncached")
    print(
        f"elder mode is asked {found['elder'] / found['baked']:.2f} times as often as the page itself in the same time"
    )
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    main(parser.parse_args().seconds)
