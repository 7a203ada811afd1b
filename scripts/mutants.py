"""`make mutants`: change one thing in a rule at a time, and see whether the tests of its area notice.

scripts/mutants.toml names the areas with their files and tests, the mutants made by hand, and those that change nothing
(equivalent, with the reason). To each area's own come SAMPLE made by machine (`mutant_operators.py`), the same ones at every run.
`python scripts/mutants.py AREA…` runs some areas only; `--sample N` draws another number. Prints what lives with its line, killed and total by
area and the score; ends with 1 below the aim. A mutant whose line is gone is an error: the list follows the code.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutant_judge import Case, Judge, changed_functions, run, steady
from mutant_operators import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gongkai"
AIM = 0.9
SAMPLE = 20
SECONDS = 300


@dataclass(frozen=True)
class Plan:
    """One area: its files, the tests that judge it, the mutants by hand, those made by machine, how many change nothing."""

    name: str
    files: list[str]
    tests: list[str]
    hand: list[dict[str, str]]
    made: list[Mutant]
    equal: int


def plan(area: str, sample: int) -> Plan:
    """What is to be judged in an area, by the source of today."""
    data = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text("utf-8"))
    said = data["area"][area]
    equal = {e["name"]: e["why"] for e in data.get("equivalent", []) if e["area"] == area}
    drawn = sorted((m for file in said["files"] for m in mutants_of(SOURCE, file)), key=lambda m: m.draw)
    lost = equal.keys() - {m.name for m in drawn}
    if lost:
        sys.exit(f"mend scripts/mutants.toml, nothing is called so any more: {'; '.join(lost)}")
    made = [m for m in drawn if m.name not in equal][:sample]
    hand = [m for m in data.get("mutant", []) if m["area"] == area]
    for mutant in hand:
        _check(mutant)
    return Plan(area, said["files"], said["tests"], hand, made, len(equal))


def _check(mutant: dict[str, str]) -> None:
    count = (SOURCE / mutant["file"]).read_text("utf-8").count(mutant["find"])
    if count != 1:
        sys.exit(
            f"{mutant['file']}: “{mutant['find']}” stands there {count} times; mend scripts/mutants.toml"
        )


def _name(mutant: dict[str, str]) -> str:
    return f"{mutant['file']}: {mutant['find'].strip()} → {mutant['replace'].strip()}"


def _hand_cases(chosen: Plan) -> Iterator[tuple[Case, bool]]:
    """The mutants by hand as code, and whether they change functions only."""
    for mutant in chosen.hand:
        path = SOURCE / mutant["file"]
        text = path.read_text("utf-8")
        before = compile(text, str(path), "exec")
        after = compile(text.replace(mutant["find"], mutant["replace"]), str(path), "exec")
        yield Case(_name(mutant), str(path), before, after), changed_functions(before, after) is not None


def judge_area(chosen: Plan, answers: Path) -> int:
    """Judge all of an area in this process and its children; each answer is a line of JSON."""

    def told(name: str, killed: bool) -> None:
        with answers.open("a", encoding="utf-8") as out:
            out.write(json.dumps([name, killed]) + "\n")

    cases = [case for case, inside in _hand_cases(chosen) if inside]
    for made in chosen.made:
        path = str(SOURCE / made.file)
        cases.append(Case(made.name, path, compile(made.tree, path, "exec"), made.compiled(path)))
    watched = {*(str(SOURCE / f) for f in chosen.files), *(case.file for case in cases)}
    steady()
    code = run(chosen.tests, Judge(cases, watched, told))
    for mutant, (case, inside) in zip(chosen.hand, list(_hand_cases(chosen)), strict=True):
        if not inside:
            told(case.name, by_copy(mutant, chosen.tests))
    return code


def by_copy(mutant: dict[str, str], tests: list[str]) -> bool:
    """Whether the tests fail on a copy of the tree with the line changed: for what a module does when it is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        path = copy / "gongkai" / mutant["file"]
        path.write_text(path.read_text("utf-8").replace(mutant["find"], mutant["replace"]), "utf-8")
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:xdist",
            *mutant.get("tests", " ".join(tests)).split(),
        ]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return True
    if done.returncode not in (0, 1, 2, 4):  # 2, 4: it cannot even be loaded
        sys.exit(f"{mutant['file']}: pytest did not run\n{done.stdout.decode()[-1500:]}")
    return done.returncode != 0


def started(area: str, sample: int) -> dict[str, bool]:
    """The answers of an area, judged in a process of its own: name → killed; empty where its tests did not run."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers"
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "0"}
        command = [sys.executable, __file__, "--answers", str(answers), "--sample", str(sample), area]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        if done.returncode or not answers.exists():
            return {}
        return dict(json.loads(line) for line in answers.read_text("utf-8").splitlines())


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("areas", nargs="*")
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--answers")
    asked = parser.parse_args(words)
    known: dict[str, Any] = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text("utf-8"))["area"]
    if asked.answers:
        return judge_area(plan(asked.areas[0], asked.sample), Path(asked.answers))
    killed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lame: list[str] = []
    for area in asked.areas or known:
        chosen = plan(area, asked.sample)
        line_of = {m.name: f"{m.file}:{m.line}" for m in chosen.made}
        judged = started(area, asked.sample)
        if not judged:
            lame.append(area)
            print(f"{area:12} not judged: its tests did not run to the end", flush=True)
            continue
        for name, dead in judged.items():
            total[area] += 1
            killed[area] += dead
            if not dead:
                print(f"ALIVE  {line_of.get(name, 'by hand')}  {name}", flush=True)
        equal = f", {chosen.equal} equivalent left out" if chosen.equal else ""
        print(f"{area:12} {killed[area]}/{total[area]}{equal}", flush=True)
    score = killed.total() / total.total() if total else 1.0
    print(f"score {score:.2f} (aim {AIM})")
    return 0 if score >= AIM and not lame else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
