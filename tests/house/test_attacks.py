"""Every attack of docs/attacks.md has its test: one that is renamed or dropped is missed here."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)


def test_each_attack_names_tests_that_are_there() -> None:
    rows = ROW.findall((ROOT / "docs" / "attacks.md").read_text("utf-8"))
    assert [int(number) for number, _, _ in rows] == list(range(1, len(rows) + 1)) and len(rows) >= 46
    for number, _, cell in rows:
        named = re.findall(r"`(\S+?)::(test_\w+)`", cell)
        assert named, f"row {number} names no test"
        for file, name in named:
            source = (ROOT / "tests" / file).read_text("utf-8")
            assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"row {number}: {file} has no {name}"


def test_the_races_named_are_there() -> None:
    head = (ROOT / "docs" / "attacks.md").read_text("utf-8").partition("| | attack")[0]
    for file in re.findall(r"`(tests/\S+\.py)`", head):
        assert (ROOT / file).is_file(), file
