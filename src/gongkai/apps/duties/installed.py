"""The apps of the house are its folders: adding or removing one needs no list. Read by the settings, so no Django."""

from __future__ import annotations

from pathlib import Path

PACKAGE = "gongkai.apps"


def installed() -> list[str]:
    """Dotted names of every folder beside this one that is an app (it has an `apps.py`), by name."""
    folder = Path(__file__).resolve().parent.parent
    return [f"{PACKAGE}.{found.parent.name}" for found in sorted(folder.glob("*/apps.py"))]
