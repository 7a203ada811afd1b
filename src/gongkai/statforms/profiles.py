"""Traits of a body that switch checks on or off, as data in `data/profiles.json`."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def _profiles() -> dict[str, tuple[str, tuple[str, ...]]]:
    raw = json.loads((resources.files("gongkai.statforms") / "data/profiles.json").read_text("utf-8"))
    return {trait: (entry["name"], tuple(entry["zero"])) for trait, entry in raw.items()}


PROFILES: dict[str, str] = {trait: name for trait, (name, _) in _profiles().items()}
"""Trait → its Chinese name."""


def cells_without_duty(trait: str) -> tuple[str, ...]:
    """Cells that a body with this trait cannot fill: it has not the power or the thing."""
    return _profiles()[trait][1]
