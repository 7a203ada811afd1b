"""Jobs of child processes run in the test itself: a process each would take most of the time of the tests."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from gongkai.files import child


@pytest.fixture
def own_process() -> None:
    """Asked for by tests of what a child process is for."""


@pytest.fixture(autouse=True)
def in_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every test of the folder whose conftest takes it in, but those that ask for `own_process`."""
    if "own_process" in request.fixturenames:
        return

    def run(task: str, *, heard: Any = None, seconds: float = 0, processor: int = 0, **arguments: Any) -> Any:
        module, name = child.TASKS[task].split(":")
        return json.loads(json.dumps(getattr(importlib.import_module(module), name)(**arguments)))

    monkeypatch.setattr(child, "run", run)
