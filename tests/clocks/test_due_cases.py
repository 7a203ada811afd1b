"""Cases a jurist can read: tests/clocks/cases.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gongkai import cli

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases.toml").read_text(encoding="utf-8")
)["case"]


def test_enough_cases() -> None:
    assert len(CASES) >= 45
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    events = [word for event in case.get("events", []) for word in ("--event", event)]
    assert cli.main(["due", case["provision"], "--from", case["from"], *events, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"due", "provisional", "basis", "steps"}
    assert answer["due"] == case["due"], case["why"]
    assert answer["provisional"] is case.get("provisional", False)
    assert answer["basis"]
    assert all(set(step) == {"date", "counted", "why"} and step["why"] for step in answer["steps"])
