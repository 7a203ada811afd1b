"""Public forms on the real server with two workers: sendings a second, and none lost or doubled when it is killed.

`python -m bench.intake [--sqlite] [--postgres]`. Loopback, throw-away data. PostgreSQL is measured where BENCH_POSTGRES
(default postgresql://postgres@127.0.0.1:5432/postgres) answers; a database of its own is made and dropped.

Sendings: the last POST of a form whose questions are answered and whose puzzle is solved. Whole forms: two questions, the
puzzle, the sending. Kills: `kill -9` on every process of the server, twenty times, while four clients send and send again
until they are answered; then the database must hold each acknowledged number once and one record for each client's form.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

T = TypeVar("T")

CLIENTS, WORKERS, KILLS, SECONDS = 4, 2, 20, 10.0
PLACE = "/city/ask/"
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
FORM = "application/x-www-form-urlencoded"
NOTES = itertools.count(1)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The product's server in a process group of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port = free_port()
        self.env = {
            **os.environ, "GONGKAI_DATA": str(folder), "DATABASE_URL": database, "GONGKAI_LOG": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "bench.intake_app.settings", "GONGKAI_ADDRESS_HEADER": "X-Client",
        }  # fmt: skip
        self.env.pop("GONGKAI_ENV", None)
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, code: str) -> str:
        """Run a few lines with Django loaded, on the server's data."""
        code = f"import django; django.setup()\n{code}"
        done = subprocess.run([sys.executable, "-c", code], env=self.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def start(self) -> None:
        """Start and wait until it answers."""
        code = (
            "import argparse; from pathlib import Path; from gongkai.site.commands.serve import serve\n"
            f"serve(argparse.Namespace(host='127.0.0.1', port={self.port}, workers={WORKERS}), Path({self.env['GONGKAI_DATA']!r}))"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], env=self.env, start_new_session=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while self._process.poll() is None:  # as long as it takes on a busy machine
            try:
                Client(self.port, "0").get(f"{PLACE}status/")
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise RuntimeError(f"the server ended with {self._process.returncode}")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End every process of the group, without a word."""
        if self._process is not None:
            os.killpg(self._process.pid, number)
            self._process.wait()
            self._process = None


@dataclass
class Client:
    """One browser: keeps its cookies, comes from an address of its own."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    _link: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, place to go on to, and body. OSError or HTTPException where the line breaks."""
        self._link = self._link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"X-Client": self.address, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers |= {"Content-Type": FORM, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        try:
            self._link.request(method, path, body, headers)
            answer = self._link.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text

    def hang_up(self) -> None:
        """Close the line; the next question opens another."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def get(self, path: str) -> tuple[int, str, str]:
        """GET."""
        return self.ask("GET", path)

    def post(self, page: str, **fields: str) -> tuple[int, str, str]:
        """POST a page of the form; anything but “go on” is a fault of the benchmark."""
        status, place, text = self.ask("POST", f"{PLACE}{page}", fields)
        if status != 303:
            raise RuntimeError(f"{page}: {status} {re.sub('<[^>]+>', ' ', text)[:2000]}")
        return status, place, text


def solve(challenge: dict[str, Any]) -> str:
    """What the script does."""
    import altcha

    found = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    if found is None:
        raise RuntimeError("the puzzle has no solution")
    said = {"challenge": challenge, "solution": {"counter": found.counter, "derivedKey": found.derived_key}}
    return base64.b64encode(json.dumps(said).encode()).decode()


def fresh(port: int) -> tuple[Client, str]:
    """A browser with an address of its own, and the mark of its form."""
    number = next(NOTES)
    return Client(port, f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"), f"form-{number}"


def fill(client: Client, mark: str) -> str:
    """Answer both questions and solve the puzzle; gives the solution."""
    if "csrftoken" not in client.cookies:
        client.get(f"{PLACE}wanted/")
    client.post(
        "wanted/",
        wanted="云川市第三小学2025年秋季一年级各批次录取人数，以及2026年对口地段调整的测算依据",
        draft=mark,
    )
    client.post(
        "who/", kind="natural", name="张雨桐", id_number="110101199003078515", telephone="13800138000"
    )
    return solve(json.loads(client.get(f"{PLACE}proof-send.json")[2]))


def in_threads(work: list[Callable[[], object]]) -> float:
    """Share the work among the clients; seconds it took."""
    shared, lock, failed = iter(work), threading.Lock(), []

    def run() -> None:
        while True:
            with lock:
                act = next(shared, None)
            if act is None:
                return
            try:
                act()
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - begun


def speeds(server: Server) -> None:
    """Whole forms a second for some seconds, then sendings of forms made ready."""
    begun, whole, lock = time.perf_counter(), [0], threading.Lock()

    def form() -> None:
        while time.perf_counter() - begun < SECONDS:
            client, mark = fresh(server.port)
            client.post("check/", solved=fill(client, mark))
            with lock:
                whole[0] += 1

    took = in_threads([form] * CLIENTS)
    print(f"    整张表单（6 个请求，含客户端解题）：{whole[0] / took:6.1f} 件/秒", flush=True)
    ready = []
    for _ in range(max(100, int(whole[0] * 1.5))):
        client, mark = fresh(server.port)
        ready.append((client, fill(client, mark)))
        client.hang_up()  # the server does not hold a line open that long
    took = in_threads([partial(c.post, "check/", solved=s) for c, s in ready])
    print(f"    提交（已答完、已解题，{len(ready)} 件）：{len(ready) / took:6.1f} 件/秒", flush=True)


class Sender(threading.Thread):
    """Sends form after form, each until it is answered, whatever happens to the line."""

    def __init__(self, server: Server, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.server, self.stop = server, stop
        self.acknowledged: list[tuple[str, str]] = []
        self.retries = 0

    def run(self) -> None:
        """Until told to stop; the form at hand is sent to its end."""
        while not self.stop.is_set():
            client, mark = fresh(self.server.port)
            solved = self.insist(partial(fill, client, mark))
            self.insist(partial(self.send, client, solved))
            text = self.insist(partial(client.get, f"{PLACE}receipt/"))[2]
            number = re.search(r'<strong class="figures">([^<]+)</strong>', text)
            if number:
                self.acknowledged.append((mark, number[1]))

    def send(self, client: Client, solved: str) -> None:
        """Press the button; a puzzle spent by a sending of another is solved anew by asking again."""
        client.post("check/", solved=solved)

    def insist(self, act: Callable[[], T]) -> T:
        """The same act again until it is answered."""
        for _ in range(100_000):  # as long as it takes on a busy machine
            try:
                return act()
            except (OSError, http.client.HTTPException):
                self.retries += 1
                time.sleep(0.05)
        raise RuntimeError("never answered")


def kills(server: Server) -> None:
    """Twenty times kill -9 under load; then every acknowledged number once, and no form twice."""
    stop = threading.Event()
    senders = [Sender(server, stop) for _ in range(CLIENTS)]
    for sender in senders:
        sender.start()
    for number in range(1, KILLS + 1):
        before = sum(len(s.acknowledged) for s in senders)
        until = time.monotonic() + 8
        while time.monotonic() < until and sum(len(s.acknowledged) for s in senders) < before + 8:
            time.sleep(0.02)
        server.kill()
        server.start()
        print(
            f"    kill -9 第 {number} 次，已应答 {sum(len(s.acknowledged) for s in senders)} 件", flush=True
        )
    stop.set()
    for sender in senders:
        sender.join(120)
    acknowledged = [pair for s in senders for pair in s.acknowledged]
    kept = json.loads(
        server.run(
            "import json; from bench.intake_app.models import Case\n"
            "from gongkai.apps.intake.models import Receipt, Serial\n"
            "from gongkai.apps.ledger.queries import verify\n"
            "from gongkai.apps.people.models import Party\n"
            "print(json.dumps({'cases': list(Case.objects.values_list('draft', 'number')), 'receipts': Receipt.objects.count(),"
            " 'people': Party.objects.count(), 'last': Serial.objects.get().last, 'broken': len(list(verify()))}))"
        )
    )
    cases = [tuple(c) for c in kept["cases"]]
    lost = sorted(set(acknowledged) - set(cases))
    doubled = len(cases) - len({mark for mark, _ in cases})
    whole = len(cases) == kept["receipts"] == kept["people"] == kept["last"] and not kept["broken"]
    print(
        f"    kill -9 {KILLS} 次：应答 {len(acknowledged)} 件，重试 {sum(s.retries for s in senders)} 次；"
        f"丢失 {len(lost)} 件，重复 {doubled} 件；受理号{'连续，台账完好' if whole else '有缺口或台账不符'}"
    )


def measure(name: str, database: str) -> None:
    """One database, from empty to killed."""
    print(f"  {name}，{WORKERS} 个服务进程，{CLIENTS} 个客户端：", flush=True)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        server = Server(Path(folder), database)
        server.run(
            "from django.core.management import call_command\n"
            "call_command('migrate', verbosity=0)\n"
            "from django.db import connection\n"
            "from bench.intake_app.models import Case\n"
            "with connection.schema_editor() as editor: editor.create_model(Case)\n"
            "from gongkai.apps.organizations.models import Organization\n"
            "for slug, name, path in (('top', '云川市教育局', '000001'), ('city', '东湖区教育局', '000001000002')):\n"
            "    made = Organization.objects.create(slug=slug, name=name, kind='city', path=path, has_site=True,"
            " parent=Organization.objects.first())\n"
            "    Organization.objects.filter(pk=made.pk).update(body=made)\n"
        )
        try:
            server.start()
            speeds(server)
            kills(server)
        finally:
            server.kill()


def on_postgres() -> None:
    """Make a database, measure, drop it."""
    import psycopg

    parts = urlsplit(POSTGRES)
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print("  PostgreSQL 没有应答，跳过（BENCH_POSTGRES）")
        return
    with admin:
        admin.execute("DROP DATABASE IF EXISTS gongkai_bench_intake WITH (FORCE)")
        admin.execute("CREATE DATABASE gongkai_bench_intake")
        try:
            measure("PostgreSQL", parts._replace(path="/gongkai_bench_intake").geturl())
        finally:
            admin.execute("DROP DATABASE IF EXISTS gongkai_bench_intake WITH (FORCE)")


def main() -> None:
    """Both databases, or the one named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    args, _ = parser.parse_known_args()
    if args.sqlite or not args.postgres:
        measure("SQLite", "")
    if args.postgres or not args.sqlite:
        on_postgres()


if __name__ == "__main__":
    main()
