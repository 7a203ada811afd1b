"""Run every test: on SQLite, on PostgreSQL where a server answers, and the journeys where Chromium is found.

Arguments are handed to pytest and turn this into one plain run: `make test ARGS="tests/clocks -x"`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

WORKERS = str(min(os.cpu_count() or 1, 4))


def pytest(title: str, arguments: Sequence[str], **environment: str) -> bool:
    """One pytest process; true if it passed."""
    print(f"\n== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.call(command, env={**os.environ, **environment}) == 0


def postgres_url() -> str:
    """Address of a PostgreSQL server that lets us create a test database; empty if none answers."""
    import psycopg

    password = os.environ.get("PGPASSWORD", "")
    given = os.environ.get("GONGKAI_TEST_POSTGRES", "")
    login = f"postgres:{password}" if password else "postgres"
    for url in [given, f"postgresql://{login}@127.0.0.1:5432/postgres"]:
        if not url:
            continue
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.Error:
            continue
        return url
    return ""


def main(arguments: Sequence[str]) -> int:
    """Everything, or what the arguments name."""
    if arguments:
        return 0 if pytest("pytest", arguments) else 1
    passed = pytest("SQLite", ["-m", "not journey", "-n", WORKERS], DATABASE_URL="")
    url = postgres_url()
    if url:
        passed &= pytest("PostgreSQL", ["tests/apps", "-m", "not journey", "-n", WORKERS], DATABASE_URL=url)
    else:
        print("\n== PostgreSQL：没有找到服务器，这一轮跳过。", flush=True)
    if shutil.which("chromium") or os.environ.get("GONGKAI_CHROMIUM"):
        passed &= pytest("浏览器", ["-m", "journey", "-n", WORKERS], DATABASE_URL="")
    else:
        print("\n== 浏览器：没有找到 Chromium，这一轮跳过。", flush=True)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
