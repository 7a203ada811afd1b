"""`make mutants`: break one line of a rule at a time in a copy, and see whether the tests that judge it notice.

Reads scripts/mutants.toml; `python scripts/mutants.py AREA…` runs some areas only. Prints killed/total by area and the
score; ends with 1 below the aim. A mutant whose line is gone is an error: the list follows the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM = 0.9
SECONDS = 300


def load(areas: list[str]) -> list[dict[str, str]]:
    """The mutants of these areas, all where none is named, each checked against the source of today."""
    listed = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text("utf-8"))["mutant"]
    chosen = [m for m in listed if not areas or m["area"] in areas]
    for mutant in chosen:
        count = (ROOT / "src" / "gongkai" / mutant["file"]).read_text("utf-8").count(mutant["find"])
        if count != 1:
            sys.exit(
                f"{mutant['file']}: “{mutant['find']}” stands there {count} times; mend scripts/mutants.toml"
            )
    return chosen


def is_killed(mutant: dict[str, str], copy: Path) -> bool:
    """Whether the tests of the mutant fail on the copy with its line changed."""
    path = copy / "gongkai" / mutant["file"]
    kept = path.read_text("utf-8")
    path.write_text(kept.replace(mutant["find"], mutant["replace"]), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:xdist", *mutant["tests"].split()]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(kept, "utf-8")
    if done.returncode not in (0, 1):
        sys.exit(f"{mutant['tests']}: pytest did not run\n{done.stdout.decode()[-1500:]}")
    return done.returncode == 1


def main(areas: list[str]) -> int:
    killed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        for mutant in load(areas):
            dead = is_killed(mutant, copy)
            total[mutant["area"]] += 1
            killed[mutant["area"]] += dead
            mark = "killed" if dead else "ALIVE "
            print(
                f"{mark}  {mutant['file']}: {mutant['find'].strip()} → {mutant['replace'].strip()}",
                flush=True,
            )
    for area in sorted(total):
        print(f"{area:14} {killed[area]}/{total[area]}")
    score = killed.total() / total.total() if total else 1.0
    print(f"score {score:.2f} (aim {AIM})")
    return 0 if score >= AIM else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
