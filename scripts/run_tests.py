"""Run every test: SQLite first, then PostgreSQL where a server answers, browser journeys where Chromium is found."""

from __future__ import annotations

import subprocess
import sys

if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]]))
