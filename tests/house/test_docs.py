"""What the walks through the house name is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gongkai"
WALKS = ("one-document.md", "one-duty.md", "own-report.md", "start-here.md")


def named(walk: str) -> list[str]:
    """Files of ours that a walk names in code signs: `documents/actions.py: register` or `versions.py`."""
    text = (ROOT / "docs" / walk).read_text("utf-8")
    return sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*\.py)\b", text)))


@pytest.mark.parametrize("walk", WALKS)
def test_every_file_a_walk_names_is_there(walk):
    files = {p.relative_to(PACKAGE.parent).as_posix() for p in PACKAGE.rglob("*.py")}
    files |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").rglob("*.py")}
    gone = [name for name in named(walk) if not any(f == name or f.endswith(f"/{name}") for f in files)]
    assert not gone, f"docs/{walk} names what is not there: {gone}"


def test_functions_named_with_their_file_are_in_it():
    for walk in WALKS:
        text = (ROOT / "docs" / walk).read_text("utf-8")
        for name, function in re.findall(r"`([a-z_/]+\.py): ([a-z_]+)`", text):
            found = [p for p in PACKAGE.rglob(Path(name).name) if p.as_posix().endswith(f"/{name}")]
            assert any(f"def {function}(" in p.read_text("utf-8") for p in found), (
                f"{walk}: {name}: {function}"
            )


KEPT_MOST = 500_000  # bytes of one file: the longest lock file is a third of it


def test_nothing_built_or_downloaded_is_kept():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    files = [ROOT / name for name in kept.stdout.split("\0") if name and (ROOT / name).is_file()]
    assert len(files) > 1000
    large = [f.name for f in files if f.stat().st_size > KEPT_MOST or f.suffix in (".whl", ".pyc", ".so")]
    assert not large, (
        f"a file that somebody else makes, or samples that belong beside the repository: {large}"
    )
