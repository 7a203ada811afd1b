"""Nothing outside `gongkai.files` opens a file to read it. The contract `door` sees the libraries that only read;
openpyxl and python-docx write too, so their ways of opening are looked for by name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import gongkai

SOURCE = Path(gongkai.__file__).parent
OPENERS = re.compile(r"\bload_workbook\b|(?<![\w.])(?:docx\.)?Document\([^)\s]")


def opening() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        text = path.read_text("utf-8")
        if name.startswith("files/") or not re.search(r"(?:import|from) (?:docx|openpyxl)", text):
            continue
        if OPENERS.search(text):
            found.add(name)
    return found


def test_nobody_else_opens_a_file_to_read_it() -> None:
    assert opening() == set()


def test_the_contract_watches_every_part_of_the_house() -> None:
    contracts = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text("utf-8"))
    door = next(one for one in contracts["tool"]["importlinter"]["contracts"] if one["id"] == "door")
    parts = {
        f"gongkai.{p.stem}" for p in SOURCE.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()
    }
    beside = {"gongkai.files", "gongkai.exceptions", "gongkai.printable", "gongkai.__init__"}
    assert set(door["source_modules"]) == parts - beside
